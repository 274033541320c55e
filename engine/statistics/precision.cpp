#include "statistics/precision.hpp"

#include <cmath>
#include <stdexcept>
#include <utility>

#include "random/special_numbers.hpp"
#include "statistics/student.hpp"

namespace headwater {

std::size_t look_ahead_after(std::size_t n, std::size_t look_ahead) {
  return n <= 100 ? look_ahead : look_ahead * n / 100;
}

UntilPrecise::UntilPrecise(PrecisionRule rule) : rule_(std::move(rule)), outputs_(rule_.targets.size()) {
  if (rule_.targets.empty()) throw std::invalid_argument("precision needs an output");
  for (const PrecisionTarget& target : rule_.targets)
    if (!(target.half_width > 0)) throw std::invalid_argument("a half-width to reach must be above 0");
  if (!(rule_.level > 0 && rule_.level < 1))
    throw std::invalid_argument("a confidence level must lie between 0 and 1");
  if (rule_.smallest < 2) throw std::invalid_argument("an interval needs at least 2 replications");
  if (rule_.most < rule_.smallest)
    throw std::invalid_argument("the most replications are fewer than the smallest number");
}

void UntilPrecise::add(std::span<const double> values) {
  if (decided()) throw std::logic_error("precision was decided before this replication");
  if (values.size() != outputs_.size()) throw std::invalid_argument("one value is needed for each output");
  ++replications_;
  for (std::size_t i = 0; i < values.size(); ++i) {
    if (std::isnan(values[i])) continue;
    Running& output = outputs_[i];
    const double from_old_mean = values[i] - output.mean;
    output.mean += from_old_mean / static_cast<double>(++output.count);
    output.squares += from_old_mean * (values[i] - output.mean);
  }
  for (std::size_t i = 0; i < outputs_.size(); ++i) {
    if (is_precise(i)) continue;
    attempt_ = 0;
    return;
  }
  if (attempt_ == 0) attempt_ = replications_;
  satisfied_ = replications_ - attempt_ >= look_ahead_after(attempt_, rule_.look_ahead);
}

std::optional<std::size_t> UntilPrecise::enough() const {
  if (!satisfied_) return std::nullopt;
  return attempt_;
}

Estimate UntilPrecise::estimate_of(std::size_t output) const {
  const Running& of = outputs_.at(output);
  Estimate found{of.count == 0 ? nothing : of.mean, nothing, of.count, replications_ - of.count};
  if (of.count < 2) return found;
  const double n = static_cast<double>(of.count);
  found.half_width = student_quantile(rule_.level, of.count - 1) * std::sqrt(of.squares / (n - 1) / n);
  return found;
}

bool UntilPrecise::is_precise(std::size_t output) const {
  const Estimate now = estimate_of(output);
  const PrecisionTarget& target = rule_.targets[output];
  const double scale = target.kind == PrecisionTarget::Kind::relative ? std::fabs(now.mean) : 1;
  return now.replications >= rule_.smallest && now.half_width <= target.half_width * scale;
}

}  // namespace headwater
