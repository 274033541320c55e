// Reporting periods: the calendar cut into days, weeks, months, quarters or years.
#pragma once

#include <vector>

#include "scenario/description.hpp"

namespace headwater {

/// Ends of the periods that cover `horizon` days from `start`, in days since `start`; the last is `horizon`. Months,
/// quarters and years end where the calendar says (a year begins with month `year_begins_month`), so the first and
/// the last may be short; days and weeks are counted from `start`.
std::vector<double> reporting_periods(Date start, double horizon, Every every, int year_begins_month);

}  // namespace headwater
