# A results file in R, with ncdf4 and none of Headwater's own code: what it holds, the occupancy of one tier as a fan
# chart, and the summaries that the file stores computed anew. occupancy.py does the same in Python, less the picture.
#
#   Rscript occupancy.R RESULTS.h5 TIER PICTURE
#
# PICTURE gets the ending .png, or .pdf where R cannot draw PNG without a screen. Debian: r-base-core, r-cran-ncdf4.
library(ncdf4)

given <- commandArgs(trailingOnly = TRUE)
if (length(given) != 3) stop("usage: Rscript occupancy.R RESULTS.h5 TIER PICTURE")
tier <- given[2]
file <- nc_open(given[1])

# R counts dimensions from the one that varies fastest, so in its own order a series is [tier, time, replication, scenario].
dimensions <- function(name) rev(vapply(file$var[[name]]$dim, function(dim) dim$name, ""))

# What the file holds. A name with a slash is of a group: inputs/text is the model as it was written. Of an event log
# ncdf4 finds only the columns that are not named like a dimension; RNetCDF (r-cran-rnetcdf) opens the others too.
for (name in names(file$dim)) writeLines(paste("dimension", name, file$dim[[name]]$len))
for (name in names(file$var))
  writeLines(paste0("variable ", name, "(", toString(dimensions(name)), "): ", file$var[[name]]$longname))

# take(NAME): a variable as an array in the file's order of dimensions, with their labels, as in
# take("occupancy")["As it is", , , "assessment"]. Without `collapse_degen` a dimension of length 1 would be lost.
take <- function(name) {
  values <- aperm(ncvar_get(file, name, collapse_degen = FALSE))
  labels <- lapply(dimensions(name), function(dim) as.character(file$dim[[dim]]$vals))
  dimnames(values) <- setNames(labels, dimensions(name))
  values
}

# A period is named by its start, in days since a date that the unit tells.
day_zero <- as.Date(sub("^days since ", "", file$dim$time$units))
dates <- day_zero + file$dim$time$vals

occupancy <- take("occupancy")  # [scenario, replication, time, tier]
if (!tier %in% dimnames(occupancy)$tier) stop("no tier '", tier, "'; there are ", toString(dimnames(occupancy)$tier))

# The spread across replications. R's quantiles of type 7 are those that the file says it uses.
stopifnot(grepl("definition 7", ncatt_get(file, 0, "quantile_definition")$value, fixed = TRUE))
probabilities <- file$dim$quantile$vals
kept <- c("scenario", "time", "tier")
means <- apply(occupancy, kept, mean)
quantiles <- apply(occupancy, kept, quantile, probabilities, type = 7)  # [quantile, scenario, time, tier]

# difference(FOUND, STORED): the largest one, relative to what is stored.
difference <- function(found, stored) {
  stopifnot(dim(found) == dim(stored))
  max(ifelse(found == stored, 0, abs(found - stored) / abs(stored)))
}
of_means <- difference(means, take("occupancy_mean"))
of_quantiles <- difference(quantiles, aperm(take("occupancy_quantile"), c(2, 1, 3, 4)))
message("largest relative difference from what the file stores: means ", of_means, ", quantiles ", of_quantiles)
stopifnot(of_means <= 1e-12, of_quantiles <= 1e-12)

# The first scenario of the file, as a table.
mean_of_tier <- means[1, , tier]
fan <- quantiles[, 1, , tier]
rownames(fan) <- paste0("P", 100 * probabilities)
writeLines(paste(c("from mean", rownames(fan)), collapse = " "))
for (period in seq_along(dates))
  writeLines(paste(c(format(dates[period]), sprintf("%.17g", c(mean_of_tier[period], fan[, period]))), collapse = " "))

# And as a picture: half of the replications lie in the darker band, nine in ten in both. A mean over a period is drawn in
# the middle of the period.
if (capabilities("cairo")) {
  picture <- paste0(given[3], ".png")
  png(picture, width = 900, height = 540, res = 110, type = "cairo")
} else {
  picture <- paste0(given[3], ".pdf")
  pdf(picture, width = 8.2, height = 4.9)
}
middles <- day_zero + rowMeans(take("time_bounds"))
colours <- c("#c6dbef", "#6baed6", "#08306b")
band <- function(low, high, colour) polygon(c(middles, rev(middles)), c(fan[low, ], rev(fan[high, ])), col = colour, border = NA)
plot(range(middles), range(fan), type = "n", las = 1, xlab = "", ylab = file$var$occupancy$longname,
     main = paste0(tier, ": ", dimnames(occupancy)$scenario[1]))
band("P5", "P95", colours[1])
band("P25", "P75", colours[2])
lines(middles, fan["P50", ], lwd = 2, col = colours[3])
legend("bottom", c("P5 to P95", "P25 to P75", "median"), inset = c(0, -0.3), horiz = TRUE, bty = "n", xpd = TRUE,
       pch = c(15, 15, NA), pt.cex = 2, seg.len = 1.2, lwd = c(NA, NA, 2), col = colours)
invisible(dev.off())
message("wrote ", picture)
nc_close(file)
