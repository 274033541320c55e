#include "results/timescale_tallies.hpp"

#include <algorithm>
#include <limits>

namespace headwater {

std::vector<SeriesSpec> timescale_series(const Timescales& timescales) {
  if (!timescales.any()) return {};
  const auto count = [](const char* name, const char* text) { return SeriesSpec{name, "1", text, Axis::timescale, false, true}; };
  return {count("timescale_ended", "number of cases whose clock stopped in the period"),
          {"timescale_in_time", "1", "share of them that were in time", Axis::timescale},
          count("timescale_running_end", "number of cases whose clock goes on at the end of the period"),
          count("timescale_overdue_end", "number of them that are late already")};
}

void TimescaleTallies::pass(std::uint32_t edge, std::uint32_t slot, int day, int before) {
  const ClocksOfEdge& clocks = of_.by_edge[edge];
  const std::size_t scales = of_.names.size(), row = slot * scales;
  if (began_.size() < row + scales) began_.resize(row + scales, stopped);
  for (std::size_t i = 0; i < scales; ++i) {
    std::int32_t& began = began_[row + i];
    if ((clocks.drops >> i & 1) != 0) began = stopped;
    if (began != stopped && (clocks.stops >> i & 1) != 0) {
      ++ended_[i];
      in_time_[i] += of_.days(i, began, day) <= of_.limits[i];
      began = stopped;
    }
    if (clocks.ends_all) began = stopped;
    if ((clocks.begins >> i & 1) != 0) began = day - before;
  }
}

void TimescaleTallies::begin_period() {
  std::fill(ended_.begin(), ended_.end(), 0);
  std::fill(in_time_.begin(), in_time_.end(), 0);
}

void TimescaleTallies::write(int last_day, const std::function<double&(std::size_t series, std::size_t element)>& cell) const {
  const std::size_t scales = of_.names.size();
  std::vector<std::uint64_t> running(scales), overdue(scales);
  for (std::size_t at = 0; at < began_.size(); ++at) {
    if (began_[at] == stopped) continue;
    ++running[at % scales];
    overdue[at % scales] += of_.days(at % scales, began_[at], last_day) > of_.limits[at % scales];
  }
  for (std::size_t i = 0; i < scales; ++i) {
    cell(0, i) = static_cast<double>(ended_[i]);
    cell(1, i) = ended_[i] > 0 ? static_cast<double>(in_time_[i]) / static_cast<double>(ended_[i]) : std::numeric_limits<double>::quiet_NaN();
    cell(2, i) = static_cast<double>(running[i]);
    cell(3, i) = static_cast<double>(overdue[i]);
  }
}

}  // namespace headwater
