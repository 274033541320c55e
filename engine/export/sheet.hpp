// A workbook as an .xlsx file, and the cells of its sheets: a thin owner of libxlsxwriter, which nothing else includes.
//
// A text is always a text, whatever it begins with, and a number that does not exist is an empty cell. Rows and columns count
// from 0. All throws `ResultsError`, or `FailedWrite` where the machine fails. One thread at a time.
#pragma once

#include <array>
#include <cstddef>
#include <cstdint>
#include <ctime>
#include <string>
#include <utility>
#include <vector>

struct lxw_format;
struct lxw_workbook;
struct lxw_worksheet;

namespace headwater {

/// How a cell looks.
enum class Look : std::size_t { plain, title, note, head, number_head, label, fact, whole, tenth, penny, total_label, total_whole, total_penny };
inline constexpr std::size_t look_count = 13;

/// Rows of a sheet drawn over its columns: a line or a stack of columns for each.
struct SheetChart {
  bool stacked = false;  ///< columns on each other, else lines
  std::string title, values;  ///< of the chart and of its axis of values; the title begins with words of ours
  std::size_t head = 0;  ///< the row that names the columns
  std::size_t first = 0, last = 0;  ///< columns
  std::size_t name = 0;  ///< the column that names the rows
  std::vector<std::size_t> rows;
};

class Sheet {
 public:
  Sheet(lxw_workbook* book, lxw_worksheet* sheet, const std::array<lxw_format*, look_count>& looks, std::string file, std::string name, std::uintmax_t* bytes)
      : book_(book), sheet_(sheet), looks_(looks), file_(std::move(file)), name_(std::move(name)), bytes_(bytes) {}

  void text(std::size_t row, std::size_t column, const std::string& text, Look look = Look::plain);
  /// NaN is an empty cell, and infinity the text "unlimited".
  void number(std::size_t row, std::size_t column, double number, Look look);
  /// `value` is what the formula comes to, for programs that do not compute.
  void formula(std::size_t row, std::size_t column, const std::string& formula, double value, Look look);
  void width(std::size_t first_column, std::size_t last_column, double characters);
  /// What is above and to the left of a cell stays in sight; the row above it is printed on every page.
  void freeze(std::size_t row, std::size_t column);
  /// A filter for each column of a table.
  void filter(std::size_t head, std::size_t last_row, std::size_t last_column);
  void chart(std::size_t row, std::size_t column, const SheetChart& chart);

 private:
  lxw_format* format(Look look) const { return looks_[static_cast<std::size_t>(look)]; }
  void check(int error) const;

  lxw_workbook* book_;
  lxw_worksheet* sheet_;
  std::array<lxw_format*, look_count> looks_;
  std::string file_, name_;
  std::uintmax_t* bytes_;  ///< of the workbook: what its cells take, at most
};

/// A file that is complete under its name, or not there: it is written as "PATH.partial".
class Workbook {
 public:
  /// `made`: what stands in the file as the time at which it was made.
  Workbook(const std::string& path, const std::string& title, std::time_t made);
  ~Workbook();
  Workbook(const Workbook&) = delete;
  Workbook& operator=(const Workbook&) = delete;

  Sheet add(const std::string& name);
  /// Writes the file; to be called last.
  void close();

 private:
  std::string path_, partial_, folder_;
  lxw_workbook* book_ = nullptr;
  std::uintmax_t bytes_ = 0;
  std::array<lxw_format*, look_count> looks_{};
};

/// "E4" of row 3 and column 4.
std::string cell_name(std::size_t row, std::size_t column);
/// "=SUM(E4:E9)".
std::string sum_formula(std::size_t first_row, std::size_t first_column, std::size_t last_row, std::size_t last_column);

}  // namespace headwater
