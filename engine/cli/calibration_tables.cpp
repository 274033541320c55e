#include "cli/calibration_tables.hpp"

#include <algorithm>
#include <cmath>
#include <cstdio>

#include "report/json_writer.hpp"
#include "cli/table.hpp"

namespace headwater {

namespace {

/// Components of a combination below this share of the largest go unmentioned.
constexpr double small_component = 0.1;
/// A step is said to be long when the half moves a target by more, in its errors.
constexpr double step_matters = 0.1;

std::string two_digits(double number) {
  char text[32];
  std::snprintf(text, sizeof text, std::fabs(number) < 9.995 ? "%.2f" : "%.1f", std::fabs(number) < 0.005 ? 0 : number);
  return std::fabs(number) < 1e6 ? text : readable(number);
}

std::string percent_to_a_tenth(double share) {
  char text[32];
  std::snprintf(text, sizeof text, "%.1f %%", 100 * share);
  return text;
}

std::string list_of(const std::vector<std::string>& parts) {
  std::string text;
  for (std::size_t i = 0; i < parts.size(); ++i) text += (i == 0 ? "" : i + 1 == parts.size() ? " and " : ", ") + parts[i];
  return text;
}

/// What a weak combination means, in words: who moves with whom without a trace.
std::string in_words(const CalibrationResult& result, const WeakDirection& weak) {
  const auto largest = std::fabs(*std::max_element(weak.components.begin(), weak.components.end(), [](double a, double b) { return std::fabs(a) < std::fabs(b); }));
  std::vector<std::size_t> involved;
  for (std::size_t i = 0; i < weak.components.size(); ++i)
    if (std::fabs(weak.components[i]) >= small_component * largest) involved.push_back(i);
  const auto name = [&](std::size_t i) { return "'" + result.parameters[i].path + "'"; };
  if (involved.size() == 1) return "The targets say next to nothing about " + name(involved[0]) + ": what is known of it is its range, and its prior where it has one.";
  // How far each moves while the one that moves most, relative to its value, moves by a tenth.
  std::vector<double> moves;
  double most = 0;
  for (const std::size_t i : involved) {
    const FittedParameter& parameter = result.parameters[i];
    moves.push_back(weak.components[i] * (parameter.high - parameter.low) / (parameter.value != 0 ? std::fabs(parameter.value) : parameter.high - parameter.low));
    most = std::max(most, std::fabs(moves.back()));
  }
  std::vector<std::string> names, changes;
  for (std::size_t m = 0; m < involved.size(); ++m) {
    names.push_back(name(involved[m]));
    const double change = 10 * moves[m] / most;
    changes.push_back(name(involved[m]) + (change < 0 ? " down by " : " up by ") + two_digits(std::fabs(change)) + (result.parameters[involved[m]].value != 0 ? " %" : " % of its range"));
  }
  return list_of(names) + " cannot be told apart by these targets: " + list_of(changes) + " together leave every fitted target where it is, to within its error or what chance hides.";
}

void print_weak(std::ostream& out, const CalibrationResult& result) {
  for (const WeakDirection& weak : result.uncertainty.weak) out << "! " << in_words(result, weak) << "\n";
  if (!result.uncertainty.weak.empty())
    out << "  Their single values, standard errors and draws (from a normal law, which cannot bend) are then set by the ranges and priors; a target that one of them moves alone, or a prior, would tell.\n";
}

/// How the best values were found, and why so.
void print_inner(std::ostream& out, const CalibrationResult& result) {
  const InnerLoop& inner = result.inner;
  if (inner.expected) {
    out << "Best values by expected numbers, in steps of " << readable(inner.step) << (inner.step == 1 ? " day" : " days") << " (half the step moves no target by more than " << (inner.moved_by_half < 0.001 ? "0.001" : readable(inner.moved_by_half)) << " of its error); then simulated.\n";
  } else if (!inner.why_simulated.empty()) {
    out << "Best values by simulation, since expected numbers cannot be worked out: " << inner.why_simulated << ".\n";
  } else {
    out << "Best values by simulation, as asked.\n";
  }
}

/// What should stop a reader before the figures.
void print_warnings(std::ostream& out, const CalibrationResult& result) {
  print_weak(out, result);
  bool any = result.unmet() || !result.uncertainty.weak.empty();
  for (const FittedParameter& one : result.parameters) {
    if (one.at_end && !one.weak) {
      any = true;
      out << "! '" << one.path << "' is at the end of its range: the best value may lie beyond, and its interval is not to be trusted.\n";
    }
  }
  if (result.unmet()) out << "! The model does not meet the targets to within their errors, wherever in its ranges: the standard errors are then too small, and the model or the errors want a second look.\n";
  for (const FittedTarget& one : result.targets) {
    if (!one.astray) continue;
    any = true;
    out << "! The simulated mean of '" << one.output << "', " << readable(one.model) << ", is further from the expected " << readable(*one.expected) << " than chance explains; if the step is too long for it, fit by simulation ('inner: simulation').\n";
  }
  if (result.inner.moved_by_half > step_matters) {
    any = true;
    out << "! The step of the expected numbers is long for these targets: half of it moves one by " << readable(result.inner.moved_by_half) << " of its error. 'inner: simulation' has no step.\n";
  }
  if (any) out << "\n";
}

void print_parameters(std::ostream& out, const CalibrationResult& result) {
  Table table({"parameter", "fitted", "standard error", "95 % interval", "range"});
  for (const FittedParameter& one : result.parameters)
    table.add({one.path, readable(one.value), one.weak ? "not determined" : readable(one.standard_error), readable(one.interval_low) + " to " + readable(one.interval_high) ,
               readable(one.low) + " to " + readable(one.high)});
  table.print(out);
}

void print_targets(std::ostream& out, const CalibrationResult& result) {
  for (const bool held_out : {false, true}) {
    if (std::none_of(result.targets.begin(), result.targets.end(), [&](const FittedTarget& one) { return one.held_out == held_out; })) continue;
    std::vector<std::string> head{held_out ? "held out" : "fitted", "seen", "error"};
    if (result.inner.expected) head.push_back("expected");
    for (const char* name : {result.inner.expected ? "simulated" : "model", "residual", "draws: 95 % of what would be seen", "place"}) head.push_back(name);
    Table table(head);
    for (const FittedTarget& one : result.targets) {
      if (one.held_out != held_out) continue;
      std::vector<std::string> row{one.output, readable(one.seen), readable(one.error)};
      if (one.expected) row.push_back(readable(*one.expected));
      for (const std::string& cell : {readable(one.model), two_digits(held_out ? one.surprise : one.residual), readable(one.draws_low) + " to " + readable(one.draws_high),
                                      percent_to_a_tenth(one.place) + (one.seen < one.draws_low || one.seen > one.draws_high ? " outside" : "")})
        row.push_back(cell);
      table.add(row);
    }
    out << "\n";
    table.print(out);
    const ChiSquare& chi = held_out ? result.held_out : result.fitted;
    out << "chi-square " << readable(chi.value);
    if (chi.degrees > 0) {
      out << " with " << chi.degrees << " degree" << (chi.degrees == 1 ? "" : "s") << " of freedom: as much or more in " << percent_to_a_tenth(chi.chance) << " of cases, if the model holds and the errors are as stated\n";
    } else {
      out << "; as many parameters as targets and priors, or more: the fit itself is no evidence for the model\n";
    }
  }
  out << "Residuals: (seen - " << (result.inner.expected ? "expected" : "model") << ") / error" << (result.held_out.degrees > 0 ? "; of what was held out, the spread of the draws is part of the error" : "") << ". Place: share of what would be seen that lies below what was seen.\n";
}

void print_slopes(std::ostream& out, const CalibrationResult& result) {
  std::vector<std::string> head{"what moves which target"};
  for (const FittedParameter& one : result.parameters) head.push_back(one.path);
  Table table(head);
  std::vector<std::string> silent;
  for (const FittedTarget& one : result.targets) {
    std::vector<std::string> row{one.output};
    for (const double slope : one.slopes) row.push_back(two_digits(slope));
    table.add(row);
    if (!one.informs && !one.held_out) silent.push_back("'" + one.output + "'");
  }
  out << "\n";
  table.print(out);
  out << "Change in errors of the target as the parameter goes through its range, by the slope at the best values.\n";
  if (!silent.empty()) out << (silent.size() == 1 ? "One target informs no parameter: " : "These targets inform no parameter: ") << list_of(silent) << ".\n";
}

void print_correlations(std::ostream& out, const CalibrationResult& result) {
  if (result.parameters.size() < 2) return;
  std::vector<std::string> head{"correlation of the estimates"};
  for (const FittedParameter& one : result.parameters) head.push_back(one.path);
  Table table(head);
  for (std::size_t i = 0; i < result.parameters.size(); ++i) {
    std::vector<std::string> row{result.parameters[i].path};
    for (std::size_t j = 0; j < result.parameters.size(); ++j) row.push_back(j > i ? "" : two_digits(result.uncertainty.correlation[i][j]));
    table.add(row);
  }
  out << "\n";
  table.print(out);
  out << "Condition number of the information of the targets, parameters counted in their ranges: "
      << (std::isinf(result.uncertainty.condition) ? "infinite" : readable(result.uncertainty.condition)) << "\n";
}

void print_profiles(std::ostream& out, const CalibrationResult& result) {
  Table table({"profile", "at", "sum of squares rises by", "if all were linear"});
  for (std::size_t i = 0; i < result.profiles.size(); ++i)
    for (const ProfilePoint& point : result.profiles[i]) table.add({result.parameters[i].path, readable(point.value), two_digits(point.rise), two_digits(point.expected)});
  out << "\n";
  table.print(out);
  out << "The other parameters are moved as the slopes say, not fitted anew: the true profile lies at or below these rises.\n";
}

}  // namespace

void print_best_so_far(std::ostream& out, const CalibrationResult& result) {
  if (result.evaluations == 0) return;
  Table table({"parameter", "best so far"});
  for (const FittedParameter& one : result.parameters) table.add({one.path, readable(one.value)});
  table.print(out);
  out << "sum of squares " << readable(result.sum_of_squares) << " after " << result.evaluations << " evaluations\n";
}

void print_calibration(std::ostream& out, const CalibrationResult& result) {
  print_inner(out, result);
  if (result.expectations > 0) out << result.expectations << " evaluations by expected numbers, and ";
  out << result.evaluations - result.expectations << (result.expectations > 0 ? " of " : " evaluations of ") << result.replications << " replications" << (result.resumed > 0 ? ", " + std::to_string(result.resumed) + " of them from before" : "") << "; sum of squares " << readable(result.sum_of_squares)
      << (result.settled ? "" : "; the search ended for want of evaluations ('most_evaluations')") << "\n\n";
  print_warnings(out, result);
  print_parameters(out, result);
  out << "Errors are from the slopes: those of the targets" << (result.inner.expected ? "" : ", and chance in the simulation") << ". That the model may be wrong in other ways (model discrepancy) is not in them.\n";
  print_targets(out, result);
  print_slopes(out, result);
  print_correlations(out, result);
  print_profiles(out, result);
}

void print_calibration_json(std::ostream& out, const CalibrationResult& result) {
  JsonWriter json(out);
  json.begin('{').key("evaluations").value(result.evaluations).key("replications").value(result.replications).key("sum_of_squares").value(result.sum_of_squares);
  json.key("inner").begin('{').key("by").value(result.inner.expected ? "expected" : "simulation").key("why_simulation").value(result.inner.why_simulated).key("expectations").value(result.expectations);
  json.key("step_days").value(result.inner.expected ? result.inner.step : std::nan("")).key("half_the_step_moves_errors").value(result.inner.expected ? result.inner.moved_by_half : std::nan("")).end('}');
  json.key("settled").value(result.settled ? "yes" : "no").key("targets_met").value(result.unmet() ? "no" : "yes").key("model_discrepancy").value("not included");
  json.key("parameters").begin('[');
  for (std::size_t i = 0; i < result.parameters.size(); ++i) {
    const FittedParameter& one = result.parameters[i];
    json.begin('{').key("path").value(one.path).key("value").value(one.value).key("standard_error").value(one.standard_error).key("low_95").value(one.interval_low).key("high_95").value(one.interval_high);
    json.key("range_low").value(one.low).key("range_high").value(one.high).key("determined").value(one.weak ? "no" : "yes").key("at_end_of_range").value(one.at_end ? "yes" : "no");
    json.key("profile").begin('[');
    for (const ProfilePoint& point : result.profiles[i]) json.begin('{').key("value").value(point.value).key("rise").value(point.rise).key("if_linear").value(point.expected).end('}');
    json.end(']').end('}');
  }
  json.end(']').key("correlation").begin('[');
  for (const auto& row : result.uncertainty.correlation) json.list(row);
  json.end(']').key("condition_number").value(result.uncertainty.condition).key("not_told_apart").begin('[');
  for (const WeakDirection& weak : result.uncertainty.weak) json.begin('{').key("in_ranges").list(weak.components).key("sd_in_ranges").value(weak.sd).key("in_words").value(in_words(result, weak)).end('}');
  json.end(']').key("targets").begin('[');
  for (const FittedTarget& one : result.targets) {
    json.begin('{').key("output").value(one.output).key("units").value(one.units).key("held_out").value(one.held_out ? "yes" : "no").key("seen").value(one.seen).key("error").value(one.error);
    json.key("expected").value(one.expected.value_or(std::nan(""))).key("astray").value(one.astray ? "yes" : "no");
    json.key("model").value(one.model).key("model_error_by_chance").value(one.model_error).key("residual").value(one.residual).key("slopes_in_errors_per_range").list(one.slopes).key("slope_errors").list(one.slope_errors);
    json.key("informs").value(one.informs ? "yes" : "no").key("draws").begin('{').key("mean").value(one.draws_mean).key("sd").value(one.draws_sd).key("low_95").value(one.draws_low).key("high_95").value(one.draws_high);
    json.key("place").value(one.place).key("residual").value(one.surprise).end('}').end('}');
  }
  json.end(']');
  for (const auto& [name, chi] : {std::pair{"chi_square_fitted", &result.fitted}, std::pair{"chi_square_held_out", &result.held_out}})
    json.key(name).begin('{').key("value").value(chi->value).key("degrees").value(chi->degrees).key("chance").value(chi->degrees > 0 ? chi->chance : std::nan("")).end('}');
  json.end('}');
  out << "\n";
}

}  // namespace headwater
