// CSV tables as they are given to the program: points of a design, targets of a calibration.
#pragma once

#include <string>
#include <vector>

namespace headwater {

/// One line of a table.
struct CsvLine {
  int number = 0;                  ///< in the file, from 1
  std::vector<std::string> cells;  ///< without blanks at their ends
  std::vector<int> columns;        ///< where each begins in the line, from 1
};

/// The lines of a table without line breaks in its cells (RFC 4180), blank ones left out.
std::vector<CsvLine> csv_lines(const std::string& text);

}  // namespace headwater
