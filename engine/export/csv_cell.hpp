// Cells of tables as CSV (RFC 4180).
#pragma once

#include <string>

namespace headwater {

/// A text, in valid UTF-8. One that a spreadsheet would take for a formula (it begins with = + - @, a tab or a carriage return) gets an
/// apostrophe before it.
std::string csv_cell(const std::string& text);
/// A number that reads back as the same bits; "inf" of infinity, and nothing for NaN.
std::string csv_cell(double number);

}  // namespace headwater
