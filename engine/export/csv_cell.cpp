#include "export/csv_cell.hpp"

#include <cmath>

#include "export/plain_text.hpp"
#include "scenario/number.hpp"

namespace headwater {

std::string csv_cell(const std::string& given) {
  const std::string text = as_utf8(given);
  const std::string safe = !text.empty() && std::string("=+-@\t\r\n").find(text[0]) != std::string::npos ? "'" + text : text;
  if (safe.find_first_of(",\"\r\n") == std::string::npos) return safe;
  std::string quoted = "\"";
  for (const char c : safe) quoted += c == '"' ? "\"\"" : std::string(1, c);
  return quoted + "\"";
}

std::string csv_cell(double number) { return std::isnan(number) ? std::string() : to_text(number); }

}  // namespace headwater
