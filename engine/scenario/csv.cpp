#include "scenario/csv.hpp"

#include <algorithm>

namespace headwater {

namespace {

CsvLine line_of(const std::string& line, int number) {
  CsvLine read{number, {""}, {1}};
  bool quoted_cell = false;
  for (std::size_t i = 0; i < line.size(); ++i) {
    if (line[i] == '"') {
      if (quoted_cell && i + 1 < line.size() && line[i + 1] == '"') {
        read.cells.back() += line[++i];
      } else {
        quoted_cell = !quoted_cell;
      }
    } else if (line[i] == ',' && !quoted_cell) {
      read.cells.emplace_back();
      read.columns.push_back(static_cast<int>(i) + 2);
    } else {
      read.cells.back() += line[i];
    }
  }
  for (std::string& cell : read.cells) {
    const std::size_t first = cell.find_first_not_of(" \t"), last = cell.find_last_not_of(" \t\r");
    cell = first == std::string::npos || last == std::string::npos ? "" : cell.substr(first, last - first + 1);
  }
  return read;
}

}  // namespace

std::vector<CsvLine> csv_lines(const std::string& text) {
  std::vector<CsvLine> lines;
  int number = 0;
  const std::size_t mark = text.starts_with("\xEF\xBB\xBF") ? 3 : 0;  // spreadsheets mark UTF-8 so
  for (std::size_t begin = mark; begin <= text.size();) {
    const std::size_t end = std::min(text.find('\n', begin), text.size());
    const std::string line = text.substr(begin, end - begin);
    ++number;
    if (line.find_first_not_of(" \t\r") != std::string::npos) lines.push_back(line_of(line, number));
    begin = end + 1;
  }
  return lines;
}

}  // namespace headwater
