#include "export/workbook.hpp"

#include <ctime>

#include "export/workbook_sheets.hpp"

namespace headwater {

namespace {

/// When the results were written ("2026-11-22T06:15:39Z"), so that equal results make equal workbooks; now where it is not said.
std::time_t time_of(const std::string& date_written) {
  std::tm parts{};
  return strptime(date_written.c_str(), "%Y-%m-%dT%H:%M:%SZ", &parts) == nullptr ? std::time(nullptr) : timegm(&parts);
}

}  // namespace

void write_workbook(const std::string& path, const ResultsReader& results) {
  Workbook book(path, results.facts().title, time_of(results.date_written()));
  add_assumptions(book, results);
  add_questions(book, results);
  add_costs(book, results);
  add_all_figures(book, results);
  book.close();
}

}  // namespace headwater
