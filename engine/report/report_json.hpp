// The data of a report as one JSON text: what the page draws, and nothing else.
#pragma once

#include <string>

#include "report/report_data.hpp"
#include "report/review_record.hpp"

namespace headwater {

/// Numbers are rounded to four significant digits, or to whole ones where these have more: more than a chart or its table shows. Seeds are texts: a browser's numbers end at 53 bits. `record` alone is shown where
/// `only_record`. The text can stand in a script element of a page: it has no '<'.
std::string report_json(const ReportData& data, const ReviewRecord& record, bool only_record);

/// `number` to so many significant digits.
double rounded_to(double number, int digits);

}  // namespace headwater
