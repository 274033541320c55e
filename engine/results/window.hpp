// One figure for the whole reporting window, out of a series that has one for every period.
//
// Each function answers a value per element of the series (tier, or tier and group, and so on) and
// replication. Periods without a value (NaN) are left out; where none has one the answer is NaN.
#pragma once

#include <span>
#include <string>
#include <vector>

#include "results/results_reader.hpp"
#include "statistics/intervals.hpp"

namespace headwater {

using ByElement = std::vector<std::vector<double>>;  ///< [element][replication]

/// The mean over time: each period counts by its length. For occupancies and the like.
ByElement time_mean(const ResultsReader& results, const std::string& series, std::size_t scenario = 0);

/// The sum over the periods. For counts.
ByElement total(const ResultsReader& results, const std::string& series, std::size_t scenario = 0);

/// The mean where each period counts by `weights`, a series of counts: a mean wait by starts.
ByElement weighted_mean(const ResultsReader& results, const std::string& series, const std::string& weights,
                        std::size_t scenario = 0);

/// The integral of one series over that of another: places in use over capacity. NaN when the second has no end
/// or is 0.
ByElement ratio(const ResultsReader& results, const std::string& series, const std::string& over,
                std::size_t scenario = 0);

/// Mean and confidence interval across replications, by element.
std::vector<Estimate> estimates(const ByElement& values);

/// The smallest time (to a bucket) that at least a share `p` of all do not exceed; NaN when nothing was
/// counted. The answer is 0 for the first bucket, the lower bound of the last, else the middle of the bucket.
double histogram_quantile(std::span<const std::int64_t> counts, const std::vector<double>& upper, double p);

}  // namespace headwater
