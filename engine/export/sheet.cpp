#include "export/sheet.hpp"

#include <xlsxwriter.h>

#include <algorithm>
#include <cctype>
#include <cmath>
#include <cstdint>
#include <cstdio>
#include <filesystem>
#include <utility>

#include "export/plain_text.hpp"
#include "results/results_error.hpp"

namespace headwater {

namespace {

constexpr std::size_t most_in_cell = 32000;    ///< characters, as UTF-16 counts them; Excel's own limit is 32,767
constexpr std::uintmax_t bytes_of_cell = 120;  ///< that a cell takes before it is deflated, at most, its text apart
constexpr std::uintmax_t bytes_besides = 1 << 20;

/// What a cell says instead of "_x0041_", which programs take for a character by its number. Source: ECMA-376-1:2016, 22.9.2.19.
std::string without_numbers(const std::string& text) {
  const auto is_hexadecimal = [](unsigned char c) { return std::isxdigit(c) != 0; };
  std::string safe;
  for (std::size_t i = 0; i < text.size(); ++i) {
    const bool is_number = text.compare(i, 2, "_x") == 0 && i + 6 < text.size() && text[i + 6] == '_' && std::all_of(text.begin() + static_cast<std::ptrdiff_t>(i) + 2, text.begin() + static_cast<std::ptrdiff_t>(i) + 6, is_hexadecimal);
    safe += is_number ? "_x005F_" : std::string(1, text[i]);
  }
  return safe;
}

constexpr std::uint8_t paper_a4 = 9;

constexpr const char* wholes = "#,##0";
constexpr const char* tenths = "#,##0.0";
constexpr const char* pennies = "#,##0.00";

lxw_format* make_look(lxw_workbook* book, Look look) {
  lxw_format* format = workbook_add_format(book);
  const auto total = [&] {
    format_set_bold(format);
    format_set_top(format, LXW_BORDER_THIN);
  };
  switch (look) {
    case Look::plain:
    case Look::note:
      break;
    case Look::title:
      format_set_bold(format);
      format_set_font_size(format, 14);
      break;
    case Look::number_head:
      format_set_align(format, LXW_ALIGN_RIGHT);
      [[fallthrough]];
    case Look::head:
      format_set_bold(format);
      format_set_bottom(format, LXW_BORDER_THIN);
      break;
    case Look::label:
      format_set_bold(format);
      break;
    case Look::fact:
      format_set_align(format, LXW_ALIGN_LEFT);
      break;
    case Look::total_whole:
      total();
      [[fallthrough]];
    case Look::whole:
      format_set_num_format(format, wholes);
      break;
    case Look::tenth:
      format_set_num_format(format, tenths);
      break;
    case Look::total_penny:
      total();
      [[fallthrough]];
    case Look::penny:
      format_set_num_format(format, pennies);
      break;
    case Look::total_label:
      total();
      break;
  }
  return format;
}

lxw_row_t row_of(std::size_t row) { return static_cast<lxw_row_t>(row); }
lxw_col_t column_of(std::size_t column) { return static_cast<lxw_col_t>(std::min<std::size_t>(column, LXW_COL_MAX)); }  // what is beyond is refused there

}  // namespace

void Sheet::check(int error) const {
  if (error == LXW_NO_ERROR) return;
  if (error == LXW_ERROR_WORKSHEET_INDEX_OUT_OF_RANGE)
    throw ResultsError(file_ + ": sheet '" + name_ + "' would have more rows or columns than a workbook can (1,048,576 and 16,384); --csv has no such limit");
  throw FailedWrite(file_ + ": sheet '" + name_ + "' cannot be written (" + lxw_strerror(static_cast<lxw_error>(error)) + ")");
}

void Sheet::text(std::size_t row, std::size_t column, const std::string& text, Look look) {
  const std::string fit = without_numbers(as_xml(text, most_in_cell));
  *bytes_ += bytes_of_cell + 6 * fit.size();  // '"' becomes "&quot;"
  check(worksheet_write_string(sheet_, row_of(row), column_of(column), fit.c_str(), format(look)));
}

void Sheet::number(std::size_t row, std::size_t column, double number, Look look) {
  *bytes_ += bytes_of_cell;
  if (std::isnan(number)) return check(worksheet_write_blank(sheet_, row_of(row), column_of(column), format(look)));
  if (std::isinf(number)) return text(row, column, "unlimited");
  check(worksheet_write_number(sheet_, row_of(row), column_of(column), number, format(look)));
}

void Sheet::formula(std::size_t row, std::size_t column, const std::string& formula, double value, Look look) {
  *bytes_ += bytes_of_cell + formula.size();
  check(worksheet_write_formula_num(sheet_, row_of(row), column_of(column), formula.c_str(), format(look), value));
}

void Sheet::width(std::size_t first_column, std::size_t last_column, double characters) {
  check(worksheet_set_column(sheet_, column_of(first_column), column_of(last_column), characters, nullptr));
}

void Sheet::freeze(std::size_t row, std::size_t column) {
  worksheet_freeze_panes(sheet_, row_of(row), column_of(column));
  check(worksheet_repeat_rows(sheet_, row_of(row - 1), row_of(row - 1)));
}

void Sheet::filter(std::size_t head, std::size_t last_row, std::size_t last_column) {
  check(worksheet_autofilter(sheet_, row_of(head), 0, row_of(last_row), column_of(last_column)));
}

void Sheet::chart(std::size_t row, std::size_t column, const SheetChart& spec) {
  lxw_chart* chart = workbook_add_chart(book_, spec.stacked ? LXW_CHART_COLUMN_STACKED : LXW_CHART_LINE);
  const lxw_col_t first = column_of(spec.first), last = column_of(spec.last);
  for (const std::size_t at : spec.rows) {
    lxw_chart_series* series = chart_add_series(chart, nullptr, nullptr);
    chart_series_set_categories(series, name_.c_str(), row_of(spec.head), first, row_of(spec.head), last);
    chart_series_set_values(series, name_.c_str(), row_of(at), first, row_of(at), last);
    chart_series_set_name_range(series, name_.c_str(), row_of(at), column_of(spec.name));
  }
  const std::string title = as_xml(spec.title, 200);
  chart_title_set_name(chart, title.c_str());
  chart_axis_set_name(chart->y_axis, spec.values.c_str());
  chart_axis_set_num_format(chart->y_axis, wholes);
  lxw_chart_options options{};
  options.x_scale = 1.8;
  options.y_scale = 1.5;
  check(worksheet_insert_chart_opt(sheet_, row_of(row), column_of(column), chart, &options));
}

Workbook::Workbook(const std::string& path, const std::string& title, std::time_t made) : path_(path), partial_(path + ".partial") {
  // The library does not notice where what it writes meanwhile finds no room; beside the workbook, close() can see to it.
  folder_ = std::filesystem::path(path).parent_path().string();
  if (folder_.empty()) folder_ = ".";
  lxw_workbook_options options{};
  options.tmpdir = folder_.data();
  book_ = workbook_new_opt(partial_.c_str(), &options);
  if (book_ == nullptr) throw FailedWrite(path + ": cannot be written");
  static_assert(static_cast<std::size_t>(Look::total_penny) + 1 == look_count);
  for (std::size_t i = 0; i < look_count; ++i) looks_[i] = make_look(book_, static_cast<Look>(i));
  std::string fit = as_xml(title, 255);
  lxw_doc_properties properties{};
  properties.title = fit.data();
  properties.created = made;
  workbook_set_properties(book_, &properties);
}

Workbook::~Workbook() {
  if (book_ != nullptr) lxw_workbook_free(book_);
}

Sheet Workbook::add(const std::string& name) {
  lxw_worksheet* sheet = workbook_add_worksheet(book_, name.c_str());
  if (sheet == nullptr) throw FailedWrite(path_ + ": sheet '" + name + "' cannot be made");
  worksheet_set_landscape(sheet);
  worksheet_set_paper(sheet, paper_a4);
  worksheet_fit_to_pages(sheet, /*width=*/1, /*height=*/0);
  return {book_, sheet, looks_, path_, name, &bytes_};
}

void Workbook::close() {
  std::error_code wrong;
  const std::filesystem::space_info space = std::filesystem::space(folder_, wrong);
  if (!wrong && space.available < 2 * bytes_ + bytes_besides) throw FailedWrite(path_ + ": cannot be written, there is too little room on the disk");
  const lxw_error error = workbook_close(std::exchange(book_, nullptr));
  if (error == LXW_NO_ERROR && std::rename(partial_.c_str(), path_.c_str()) == 0) return;
  std::remove(partial_.c_str());
  throw FailedWrite(path_ + ": cannot be written" + (error == LXW_NO_ERROR ? "" : std::string(" (") + lxw_strerror(error) + ")"));
}

std::string cell_name(std::size_t row, std::size_t column) {
  char name[LXW_MAX_CELL_NAME_LENGTH];
  lxw_rowcol_to_cell(name, row_of(row), column_of(column));
  return name;
}

std::string sum_formula(std::size_t first_row, std::size_t first_column, std::size_t last_row, std::size_t last_column) {
  return "=SUM(" + cell_name(first_row, first_column) + ":" + cell_name(last_row, last_column) + ")";
}

}  // namespace headwater
