#include "explain/words.hpp"

#include <charconv>
#include <cmath>

#include "pathway/model.hpp"
#include "scenario/diagnostics.hpp"

namespace headwater {

namespace {

std::string with_decimals(double number, int decimals) {
  char digits[512];
  return {digits, std::to_chars(digits, digits + sizeof digits, number, std::chars_format::fixed, decimals).ptr};
}

const char* name_of(LawKind kind) {
  switch (kind) {
    case LawKind::constant: return "constant";
    case LawKind::exponential: return "exponential";
    case LawKind::uniform: return "uniform";
    case LawKind::lognormal: return "lognormal";
    case LawKind::weibull: return "Weibull";
    case LawKind::gamma: return "gamma";
    case LawKind::empirical: return "empirical";
    case LawKind::triangular: return "triangular";
    case LawKind::normal: return "normal";
    case LawKind::geometric: return "geometric";
    case LawKind::histogram: return "histogram";
    case LawKind::life_table: return "life table";
    case LawKind::phase_type: return "phases";
    case LawKind::mixture: return "mixture";
  }
  return "";
}

}  // namespace

std::string rounded(double number) {
  if (std::isinf(number)) return number > 0 ? "infinite" : "-infinite";
  const double size = std::fabs(number);
  if (size > 0 && size < 0.001) {
    char digits[64];
    return {digits, std::to_chars(digits, digits + sizeof digits, number, std::chars_format::general, 2).ptr};
  }
  std::string text = with_decimals(number, size < 1 ? 3 : size < 10 ? 2 : size < 100 ? 1 : 0);
  if (text.find('.') != std::string::npos) {
    while (text.back() == '0') text.pop_back();
    if (text.back() == '.') text.pop_back();
  }
  return text == "-0" ? "0" : text;
}

std::string with_sign(double number) { return (number < 0 ? "" : "+") + rounded(number); }

std::string fraction(double number) { return with_decimals(number, 3); }

std::string percent(double share) { return rounded(100 * share) + " %"; }

std::string counted(double number, const std::string& one) {
  const std::string text = rounded(number);
  return text + " " + one + (text == "1" ? "" : "s");
}

std::string did_you_mean(const std::string& found, const std::vector<std::string>& known) {
  const std::string nearest = nearest_name(found, known);
  return nearest.empty() ? "" : " (did you mean '" + nearest + "'?)";
}

std::string listed(const std::vector<std::string>& words) {
  std::string text;
  for (std::size_t i = 0; i < words.size(); ++i) text += (i == 0 ? "" : i + 1 == words.size() ? " and " : ", ") + words[i];
  return text;
}

std::string length_of_time(double days, const std::string& unit) {
  if (unit == "minutes") return counted(days * 1440, "minute");
  if (unit == "hours") return counted(days * 24, "hour");
  if (unit == "years" || days > 2 * days_per_year) return counted(days / days_per_year, "year");
  return counted(days, "day");
}

std::string age(double days) {
  const double years = days / days_per_year;
  if (years >= 2) return counted(std::floor(years), "year");
  if (days >= 61) return counted(std::floor(12 * years), "month");
  return counted(std::floor(days / 7), "week");
}

std::string words_of(const Law& law, const std::string& unit) {
  if (law.kind == LawKind::constant) return "always " + length_of_time(law.location + law.scale, unit);
  if (law.kind == LawKind::life_table) return law.by_age ? "hazards by age" : "hazards by time in the tier";
  if (law.kind == LawKind::uniform && !law.truncated()) return "evenly from " + rounded(law.location) + " to " + length_of_time(law.location + law.scale, unit);
  return name_of(law.kind) + std::string(", mean ") + length_of_time(law.mean(), unit);
}

}  // namespace headwater
