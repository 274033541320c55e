#include "pathway/reporting_periods.hpp"

namespace headwater {

namespace {

using namespace std::chrono;

/// First day of a period of `months` months that lies after `date`; periods are counted from month `first`.
Date next_boundary(Date date, unsigned months, unsigned first) {
  year_month_day day{date};
  year_month month{day.year(), day.month()};
  do {
    month += std::chrono::months{1};
  } while ((static_cast<unsigned>(month.month()) + 12 - first) % months != 0);
  return sys_days{month / 1};
}

}  // namespace

std::vector<double> reporting_periods(Date start, double horizon, const RunSpec& run, int year_begins_month) {
  std::vector<double> ends;
  if (run.period > 0) {
    // A period that only rounding would leave before the horizon is none.
    for (double k = 1; k * run.period < horizon - 1e-9 * run.period; ++k) ends.push_back(k * run.period);
    ends.push_back(horizon);
    return ends;
  }
  const Every every = run.every;
  const auto first = static_cast<unsigned>(year_begins_month);
  const unsigned months = every == Every::month ? 1 : every == Every::quarter ? 3 : 12;
  Date date = start;
  for (double k = 1; every != Every::whole_run; ++k) {
    double end = 0;
    switch (every) {
      case Every::minute: end = k / 1440; break;
      case Every::hour: end = k / 24; break;
      case Every::day: end = k; break;
      case Every::week: end = 7 * k; break;
      default:
        date = next_boundary(date, months, first);
        end = static_cast<double>((date - start).count());
    }
    if (end >= horizon) break;
    ends.push_back(end);
  }
  ends.push_back(horizon);
  return ends;
}

}  // namespace headwater
