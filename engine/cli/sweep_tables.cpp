#include "cli/sweep_tables.hpp"

#include <algorithm>
#include <cmath>

#include "report/json_writer.hpp"
#include "cli/table.hpp"
#include "design/elementary_effects.hpp"
#include "design/nested.hpp"
#include "design/one_at_a_time.hpp"
#include "design/variance_indices.hpp"
#include "export/csv_cell.hpp"
#include "statistics/intervals.hpp"
#include "statistics/moments.hpp"

namespace headwater {

namespace {

/// Mean across replications at each point, of one output.
std::vector<Estimate> estimates_of(const SweepResults& sweep, std::size_t output) {
  std::vector<Estimate> all;
  for (const std::vector<double>& replications : sweep.kept[output]) all.push_back(estimate(replications));
  return all;
}

std::vector<double> means_of(const SweepResults& sweep, std::size_t output) {
  std::vector<double> means;
  for (const Estimate& one : estimates_of(sweep, output)) means.push_back(one.mean);
  return means;
}

/// Variance of each point's mean by chance; none under common luck, where points share their chance.
std::vector<double> variances_of_means(const SweepResults& sweep, std::size_t output) {
  std::vector<double> variances;
  if (sweep.facts.common_luck || sweep.facts.run.replications < 2) return variances;
  for (const std::vector<double>& replications : sweep.kept[output]) {
    const std::vector<double> values = existing(replications);
    const double sd = moments_of(values).sd;
    variances.push_back(sd * sd / static_cast<double>(values.size()));
  }
  return variances;
}

bool is_kind(const SweepResults& sweep, const char* kind) { return sweep.facts.design == kind; }

Design design_of(const SweepResults& sweep) {
  Design design{sweep.facts.parameters.size(), {}};
  for (const auto& point : sweep.facts.coordinates) design.coordinates.insert(design.coordinates.end(), point.begin(), point.end());
  return design;
}

/// Designs whose points are draws from what is known of the parameters.
bool is_sample(const SweepResults& sweep) { return is_kind(sweep, "latin_hypercube") || is_kind(sweep, "sobol") || is_kind(sweep, "listed"); }

bool has_shares(const SweepResults& sweep) { return is_sample(sweep) && !sweep.facts.common_luck && sweep.facts.run.replications >= 2 && sweep.facts.values.size() >= 2; }

std::string output_head(const SweepResults& sweep, std::size_t output) { return sweep.facts.outputs[output] + (sweep.facts.units[output] == "1" ? "" : ", " + sweep.facts.units[output] + (sweep.facts.units[output] == "day" ? "s" : "")); }

void print_swings(std::ostream& out, const SweepResults& sweep, std::size_t output) {
  Table table({"parameter", "low", "high", "at low", "at base", "at high", "swing"});
  for (const Swing& swing : swings(means_of(sweep, output))) {
    const std::size_t k = swing.parameter;
    table.add({sweep.facts.parameters[k], readable(sweep.facts.values[1 + 2 * k][k]), readable(sweep.facts.values[2 + 2 * k][k]), readable(swing.at_low), readable(swing.at_base),
               readable(swing.at_high), readable(swing.size)});
  }
  table.print(out);
}

void print_effects(std::ostream& out, const SweepResults& sweep, std::size_t output) {
  const std::vector<ElementaryEffects> effects = elementary_effects(design_of(sweep), means_of(sweep, output));
  std::vector<std::size_t> order(effects.size());
  for (std::size_t i = 0; i < order.size(); ++i) order[i] = i;
  std::stable_sort(order.begin(), order.end(), [&](std::size_t a, std::size_t b) { return effects[a].mu_star > effects[b].mu_star; });
  Table table({"parameter", "mu*", "its error", "mu", "sigma"});
  for (const std::size_t k : order) table.add({sweep.facts.parameters[k], readable(effects[k].mu_star), readable(effects[k].mu_star_error), readable(effects[k].mu), readable(effects[k].sigma)});
  table.print(out);
}

std::string interval(const VarianceIndex& index) { return std::isnan(index.low) ? "-" : readable(index.low) + " to " + readable(index.high); }

void print_indices(std::ostream& out, const SweepResults& sweep, std::size_t output) {
  const VarianceIndices indices = variance_indices(sweep.facts.parameters.size(), means_of(sweep, output), variances_of_means(sweep, output));
  Table table({"parameter", "first order", "95 %", "total", "95 %"});
  for (std::size_t k = 0; k < sweep.facts.parameters.size(); ++k)
    table.add({sweep.facts.parameters[k], readable(indices.first[k].value), interval(indices.first[k]), readable(indices.total[k].value), interval(indices.total[k])});
  table.print(out);
  out << "variance by parameters " << readable(indices.variance);
  if (indices.variance_by_chance > 0) out << ", by chance " << readable(indices.variance_by_chance) << " (taken out)";
  out << "\n";
}

void print_shares(std::ostream& out, const SweepResults& sweep) {
  Table table({"output", "mean", "sd by parameters", "sd by chance", "share of parameters", "95 %"});
  for (std::size_t output = 0; output < sweep.facts.outputs.size(); ++output) {
    const NestedVariance nested = nested_variance(sweep.kept[output]);
    table.add({output_head(sweep, output), readable(nested.mean), readable(std::sqrt(nested.by_parameters)) + (nested.below_zero ? " (estimate below 0)" : ""), readable(std::sqrt(nested.by_chance)),
               readable(nested.share), std::isnan(nested.share_low) ? "-" : readable(nested.share_low) + " to " + readable(nested.share_high)});
  }
  out << "\nUncertainty of parameters apart from chance, in one replication\n";
  table.print(out);
}

void print_points(std::ostream& out, const SweepResults& sweep) {
  constexpr std::size_t most = 60;
  std::vector<std::string> head{"point"};
  head.insert(head.end(), sweep.facts.parameters.begin(), sweep.facts.parameters.end());
  for (std::size_t output = 0; output < sweep.facts.outputs.size(); ++output) head.push_back(output_head(sweep, output));
  Table table(head);
  std::vector<std::vector<Estimate>> figures;
  for (std::size_t output = 0; output < sweep.facts.outputs.size(); ++output) figures.push_back(estimates_of(sweep, output));
  for (std::size_t point = 0; point < std::min(most, sweep.facts.values.size()); ++point) {
    std::vector<std::string> row{std::to_string(point)};
    for (const double value : sweep.facts.values[point]) row.push_back(readable(value));
    for (const auto& figure : figures) row.push_back(readable(figure[point]));
    table.add(row);
  }
  table.print(out);
  if (sweep.facts.values.size() > most) out << "and " << sweep.facts.values.size() - most << " points more; --csv writes them all\n";
}

}  // namespace

void print_sweep(std::ostream& out, const SweepResults& sweep) {
  const SweepFacts& facts = sweep.facts;
  out << (facts.run.title.empty() ? "Sweep" : facts.run.title) << "\n"
      << facts.design << ", " << facts.values.size() << " points of " << facts.run.replications << " replication" << (facts.run.replications == 1 ? "" : "s") << ", "
      << (facts.common_luck ? "the same luck at every point" : "every point its own luck") << ", seed " << facts.run.seed << "\n";
  std::size_t nothing_at = 0;
  for (const auto& output : sweep.kept)
    for (const std::vector<double>& replications : output) nothing_at += std::isnan(estimate(replications).mean);
  if (nothing_at > 0) out << "'-': at " << nothing_at << " of the points an output has no value in any replication (nobody came, say), and what needs it has none either\n";
  using Print = void (*)(std::ostream&, const SweepResults&, std::size_t);
  const Print print = is_kind(sweep, "one_at_a_time") ? print_swings : is_kind(sweep, "elementary_effects") ? print_effects : is_kind(sweep, "variance_indices") ? print_indices : nullptr;
  for (std::size_t output = 0; print != nullptr && output < facts.outputs.size(); ++output) {
    out << "\n" << output_head(sweep, output) << "\n";
    print(out, sweep, output);
  }
  if (is_kind(sweep, "elementary_effects"))
    out << "\nmu*: mean size of the effect of going through a parameter's whole range (of a distribution: from its 5 % to its 95 % quantile); sigma: how much that depends on the other parameters, or on where in the range.\n";
  if (is_kind(sweep, "variance_indices"))
    out << "\nShares of the variance of the output: 'first order' by the parameter alone, 'total' with all that it does together with others.\n";
  if (print != nullptr) return;
  out << "\n";
  print_points(out, sweep);
  out << "Means across replications, times in days" << (facts.run.replications > 1 ? "; \u00b1 is half of a 95 % confidence interval" : "") << ".\n";
  if (has_shares(sweep)) print_shares(out, sweep);
  else if (is_sample(sweep) && facts.values.size() >= 2) out << "Shares of parameters and chance take 'luck: separate' in 'design', and two replications or more.\n";
}

void print_sweep_json(std::ostream& out, const SweepResults& sweep) {
  const SweepFacts& facts = sweep.facts;
  JsonWriter json(out);
  json.begin('{').key("title").value(facts.run.title).key("content_hash").value(sweep.content_hash).key("design").value(facts.design);
  json.key("luck").value(facts.common_luck ? "common" : "separate").key("replications").value(facts.run.replications).key("seed").value(facts.run.seed);
  json.key("parameters").list(facts.parameters).key("points").begin('[');
  for (const auto& point : facts.values) json.list(point);
  json.end(']').key("outputs").begin('{');
  for (std::size_t output = 0; output < facts.outputs.size(); ++output) {
    json.key(facts.outputs[output]).begin('{').key("units").value(facts.units[output]).key("mean").begin('[');
    const std::vector<Estimate> figures = estimates_of(sweep, output);
    for (const Estimate& one : figures) json.value(one.mean);
    json.end(']').key("half_width_95").begin('[');
    for (const Estimate& one : figures) json.value(one.half_width);
    json.end(']');
    const std::vector<double> means = means_of(sweep, output);
    if (is_kind(sweep, "one_at_a_time")) {
      json.key("swings").begin('[');
      for (const Swing& swing : swings(means))
        json.begin('{').key("parameter").value(facts.parameters[swing.parameter]).key("at_low").value(swing.at_low).key("at_base").value(swing.at_base).key("at_high").value(swing.at_high).key("size").value(swing.size).end('}');
      json.end(']');
    }
    if (is_kind(sweep, "elementary_effects")) {
      json.key("elementary_effects").begin('[');
      const std::vector<ElementaryEffects> effects = elementary_effects(design_of(sweep), means);
      for (std::size_t k = 0; k < effects.size(); ++k)
        json.begin('{').key("parameter").value(facts.parameters[k]).key("mu").value(effects[k].mu).key("mu_star").value(effects[k].mu_star).key("mu_star_error").value(effects[k].mu_star_error).key("sigma").value(effects[k].sigma).end('}');
      json.end(']');
    }
    if (is_kind(sweep, "variance_indices")) {
      const VarianceIndices indices = variance_indices(facts.parameters.size(), means, variances_of_means(sweep, output));
      json.key("variance").value(indices.variance).key("variance_by_chance").value(indices.variance_by_chance).key("indices").begin('[');
      for (std::size_t k = 0; k < facts.parameters.size(); ++k) {
        json.begin('{').key("parameter").value(facts.parameters[k]);
        for (const auto& [name, index] : {std::pair{"first", &indices.first[k]}, std::pair{"total", &indices.total[k]}})
          json.key(name).begin('{').key("value").value(index->value).key("low").value(index->low).key("high").value(index->high).end('}');
        json.end('}');
      }
      json.end(']');
    }
    if (has_shares(sweep)) {
      const NestedVariance nested = nested_variance(sweep.kept[output]);
      json.key("variance_by_parameters").value(nested.by_parameters).key("variance_by_chance").value(nested.by_chance).key("share_of_parameters").value(nested.share);
      json.key("share_low").value(nested.share_low).key("share_high").value(nested.share_high);
    }
    json.end('}');
  }
  json.end('}').end('}');
  out << "\n";
}

void write_sweep_csv(std::ostream& out, const SweepResults& sweep) {
  out << "point";
  for (const std::string& name : sweep.facts.parameters) out << "," << csv_cell(name);
  out << ",replication";
  for (const std::string& name : sweep.facts.outputs) out << "," << csv_cell(name);
  out << "\r\n";
  for (std::size_t point = 0; point < sweep.facts.values.size(); ++point) {
    for (std::size_t r = 0; r < sweep.facts.run.replications; ++r) {
      out << point;
      for (const double value : sweep.facts.values[point]) out << "," << csv_cell(value);
      out << "," << r;
      for (const auto& output : sweep.kept) out << "," << csv_cell(output[point][r]);
      out << "\r\n";
    }
  }
}

}  // namespace headwater
