#include <algorithm>
#include <cmath>

#include "export/workbook_sheets.hpp"
#include "export/yearly.hpp"

namespace headwater {

namespace {

/// A series that a sheet shows, and what it is called there.
struct Shown {
  const char *series, *label;
  Look look;
};

/// One sheet: its series, those that the results have; the first of them is drawn.
struct Question {
  const char *sheet, *title, *rows;
  std::vector<Shown> series;
};

const std::vector<Question>& questions() {
  static const std::vector<Question> all{
      {"Tiers", "How many are in each tier", "tier", {{"children", "children, mean number", Look::tenth}, {"occupancy", "cases, mean number", Look::tenth}}},
      {"Entries", "How many come, and how many leave the model", "tier, source or exit",
       {{"children_entries", "children who came to the tier", Look::whole}, {"entries", "cases that came to the tier", Look::whole}, {"arrivals", "cases that came from the source", Look::whole},
        {"exits", "cases that left by the exit", Look::whole}}},
      {"Waits", "Who waits, and for how long", "tier", {{"wait_mean", "mean wait of those who began, days", Look::tenth}, {"waiting", "waiting, mean number", Look::tenth}}},
  };
  return all;
}

constexpr const char* question_statistics[] = {"mean", "sd", "P10", "P50", "P90"};
enum QuestionColumn : std::size_t { scenario_column, quantity_column, statistic_column, name_column, first_time_column };
constexpr std::size_t question_head = 3;
constexpr std::size_t most_drawn = 10;  ///< more lines than this nobody tells apart

/// A row that may be drawn, by how high it goes.
struct DrawnRow {
  double highest;
  std::size_t row;
};

void draw(Sheet& sheet, std::size_t place, const std::string& title, const std::string& values, std::size_t stretches, std::vector<DrawnRow> rows) {
  std::stable_sort(rows.begin(), rows.end(), [](const DrawnRow& a, const DrawnRow& b) { return a.highest > b.highest; });
  rows.resize(std::min(rows.size(), most_drawn));
  if (rows.empty()) return;
  SheetChart chart{.title = title, .values = values, .head = question_head, .first = first_time_column, .last = first_time_column + stretches - 1, .name = name_column, .rows = {}};
  for (const DrawnRow& one : rows) chart.rows.push_back(one.row);
  sheet.chart(question_head + 1 + 24 * place, first_time_column + stretches + 1, chart);
}

void add_question(Workbook& book, const ResultsReader& results, const Question& question) {
  const Layout& layout = results.layout();
  std::vector<Shown> shown;
  for (const Shown& one : question.series)
    if (results.has(one.series) && layout.elements(layout.series[results.index_of(one.series)].axis) > 0) shown.push_back(one);
  if (shown.empty()) return;
  Sheet sheet = book.add(question.sheet);
  sheet.text(0, 0, question.title, Look::title);
  sheet.text(1, 0, "Across replications: the mean, the standard deviation, and the values that a tenth, half and nine tenths of the replications do not exceed. Blank: there was nothing to count.", Look::note);
  const auto name_of = [&](const Shown& one, const std::string& element) { return std::string(one.series) + "." + element; };
  const auto elements = [&](const Shown& one) { return elements_of(layout, layout.series[results.index_of(one.series)].axis); };
  const std::vector<Stretch> stretches = stretches_of(layout, name_of(shown[0], elements(shown[0])[0]));
  const char* const heads[] = {"scenario", "quantity", "statistic", question.rows};
  for (std::size_t i = 0; i < first_time_column; ++i) sheet.text(question_head, i, heads[i], Look::head);
  for (std::size_t i = 0; i < stretches.size(); ++i) sheet.text(question_head, first_time_column + i, stretches[i].label, Look::number_head);

  std::size_t row = question_head;
  for (std::size_t scenario = 0; scenario < results.facts().scenarios.size(); ++scenario) {
    OutputValues values(results, scenario);
    std::vector<DrawnRow> drawn;
    for (const Shown& one : shown) {
      const std::vector<std::string> names = elements(one);
      const std::size_t first_row = row + 1;
      row += std::size(question_statistics) * names.size();
      for (std::size_t i = 0; i < names.size(); ++i) {
        double highest = 0;
        for (std::size_t statistic = 0; statistic < std::size(question_statistics); ++statistic) {
          const std::size_t at = first_row + statistic * names.size() + i;
          sheet.text(at, scenario_column, results.facts().scenarios[scenario]);
          sheet.text(at, quantity_column, one.label);
          sheet.text(at, statistic_column, question_statistics[statistic]);
          sheet.text(at, name_column, names[i], Look::label);
        }
        for (std::size_t k = 0; k < stretches.size(); ++k) {
          const std::vector<double> of_stretch = values.of(name_of(one, names[i]), stretches[k]);
          for (std::size_t statistic = 0; statistic < std::size(question_statistics); ++statistic)
            sheet.number(first_row + statistic * names.size() + i, first_time_column + k, statistic_of(question_statistics[statistic], of_stretch), one.look);
          highest = std::fmax(highest, statistic_of("mean", of_stretch));
        }
        if (&one == &shown[0] && highest > 0) drawn.push_back({highest, first_row + i});
      }
    }
    draw(sheet, scenario, std::string(question.title) + ": " + results.facts().scenarios[scenario], shown[0].label, stretches.size(), drawn);
  }
  if (elements(shown[0]).size() > most_drawn) sheet.text(2, 0, "The chart has the " + std::to_string(most_drawn) + " that go highest.", Look::note);
  sheet.filter(question_head, row, first_time_column + stretches.size() - 1);
  sheet.width(scenario_column, scenario_column, 22);
  sheet.width(quantity_column, quantity_column, 30);
  sheet.width(statistic_column, statistic_column, 9);
  sheet.width(name_column, name_column, 26);
  sheet.width(first_time_column, first_time_column + stretches.size() - 1, 17);
  sheet.freeze(question_head + 1, first_time_column);
}

}  // namespace

void add_questions(Workbook& book, const ResultsReader& results) {
  for (const Question& question : questions()) add_question(book, results, question);
}

}  // namespace headwater
