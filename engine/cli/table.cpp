#include "cli/table.hpp"

#include <algorithm>
#include <cmath>
#include <cstdio>

namespace headwater {
namespace {

/// Letters, not bytes, of UTF-8 text.
std::size_t width_of(const std::string& text) {
  return static_cast<std::size_t>(std::ranges::count_if(text, [](char c) { return (c & 0xC0) != 0x80; }));
}

std::string with_decimals(double number, int decimals) {
  char digits[400];
  std::snprintf(digits, sizeof digits, "%.*f", decimals, std::fabs(number));
  std::string text = digits;
  const std::size_t whole = std::min(text.size(), text.find('.'));
  for (std::size_t at = whole; at > 3; at -= 3) text.insert(at - 3, 1, ',');
  const bool zero = text.find_first_not_of("0.,") == std::string::npos;
  if (number < 0 && !zero) text.insert(text.begin(), '-');
  return text;
}

}  // namespace

void Table::print(std::ostream& out) const {
  std::vector<std::size_t> widths;
  for (const auto& row : rows_) {
    widths.resize(std::max(widths.size(), row.size()));
    for (std::size_t i = 0; i < row.size(); ++i) widths[i] = std::max(widths[i], width_of(row[i]));
  }
  for (const auto& row : rows_) {
    for (std::size_t i = 0; i < row.size(); ++i) {
      const std::string space(widths[i] - width_of(row[i]), ' ');
      if (i == 0) {
        out << row[i] << (row.size() > 1 ? space : "");
      } else {
        out << "  " << space << row[i];
      }
    }
    out << "\n";
  }
}

std::string readable(double number) {
  if (std::isnan(number)) return "-";
  if (std::isinf(number)) return "unlimited";
  if (number == std::floor(number)) return with_decimals(number, 0);
  const double size = std::fabs(number);
  return with_decimals(number, size >= 999.5    ? 0
                               : size >= 99.95  ? 1
                               : size >= 9.995  ? 2
                               : size >= 0.9995 ? 3
                                                : 4);
}

std::string readable(const Estimate& estimate) {
  if (std::isnan(estimate.half_width)) return readable(estimate.mean);
  const double width = estimate.half_width;
  const int decimals = width >= 9.95 || width == 0 ? 0 : width >= 0.995 ? 1 : width >= 0.0995 ? 2 : 3;
  return readable(estimate.mean) + " \u00b1 " + with_decimals(width, decimals);
}

}  // namespace headwater
