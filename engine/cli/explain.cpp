// headwater explain: the life of one family, or of one entity, in plain words; under two scenarios, what is different.
#include <algorithm>
#include <chrono>
#include <cmath>
#include <cstdio>
#include <iostream>
#include <set>

#include "cli/commands.hpp"
#include "cli/job.hpp"
#include "report/json_writer.hpp"
#include "cli/options.hpp"
#include "explain/explain.hpp"
#include "pathway/compile.hpp"
#include "scenario/number.hpp"

namespace headwater {

namespace {

namespace po = boost::program_options;

const Usage explain_usage{"headwater explain MODEL.yaml [OTHER.yaml] WHOSE [options]\n       where WHOSE is --family N, --entity SOURCE:N, --any TIER or --only TIER",
                          "Tells the life of one family, or of one entity, in one replication: each step with its date, the rule behind it and the draw. With two files, told together: what is the same in both once, and what is not with the mark of the file, under the same seed. Square brackets hold what nobody in the services could know.",
                          "headwater explain scenarios/baseline.yaml scenarios/more-early-help.yaml --only care_entry"};

constexpr std::size_t line_width = 100;

struct Teller {
  std::string path;
  Description description;
  Model model;
  Life life;
};

/// The scenarios of the files, compiled, under one seed. False when one cannot be simulated.
bool read_sides(const std::vector<std::string>& paths, RunOverrides overrides, std::vector<Teller>& sides) {
  bool good = true;
  for (const std::string& path : paths) {
    Reading reading = read_file(path, overrides);
    good = print_before_run(reading, /*quiet=*/true) && good;
    if (!reading.description) continue;
    overrides.seed = reading.description->run.seed;
    sides.emplace_back();
    sides.back().path = path;
    sides.back().description = std::move(*reading.description);
  }
  if (!good) return false;
  if (sides.size() == 2) {
    const Description &a = sides[0].description, &b = sides[1].description;
    if (a.run.generator != b.run.generator || a.run.warm_up != b.run.warm_up || a.start != b.start) {
      std::cerr << sides[1].path << ": 'start', and 'generator' and 'warm_up' in 'run', must be those of " << sides[0].path << ": lives told together must have the same luck at the same time\n";
      return false;
    }
  }
  for (Teller& side : sides) side.model = compile(side.description);
  return true;
}

/// Whom the options name. Of two scenarios, `--any` asks the first that has the tier.
Subject subject_of(const po::variables_map& values, const std::vector<Teller>& sides, std::uint32_t replication) {
  if (values.count("family")) {
    const auto ordinal = parse_unsigned(values["family"].as<std::string>());
    if (!ordinal) throw UsageError("--family must be a number from 0 on, found '" + values["family"].as<std::string>() + "'");
    return {true, "", *ordinal};
  }
  if (values.count("entity")) return entity_named(values["entity"].as<std::string>());
  const bool is_only = values.count("only") > 0;
  const std::string tier = values[is_only ? "only" : "any"].as<std::string>(), in_replication = " in replication " + std::to_string(replication);
  if (is_only && sides.size() != 2) throw UsageError("--only needs two files: it asks for who comes to the tier in the first and not in the second");
  const auto has_tier = [&](const Teller& side) { return std::find(side.model.names.begin(), side.model.names.end(), tier) != side.model.names.end(); };
  const Teller& side = !is_only && !has_tier(sides.front()) && has_tier(sides.back()) ? sides.back() : sides.front();
  const std::vector<Subject> come = who_comes_to(side.model, replication, tier);
  if (come.empty()) throw NoSuchLife("nobody comes to '" + tier + "'" + in_replication + " of " + side.path);
  if (!is_only) return come[0];
  const std::vector<Subject> others = has_tier(sides[1]) ? who_comes_to(sides[1].model, replication, tier) : std::vector<Subject>{};
  const std::set<Subject> there(others.begin(), others.end());
  const auto found = std::find_if(come.begin(), come.end(), [&](const Subject& one) { return there.count(one) == 0; });
  if (found == come.end()) throw NoSuchLife("all who come to '" + tier + "'" + in_replication + " of " + side.path + " come there in " + sides[1].path + " too");
  return *found;
}

/// The date, and the time of day in models of hours or minutes.
std::string moment(const Description& description, double day) {
  const double whole = std::floor(day);
  std::string text = to_text(description.start + std::chrono::days(static_cast<int>(whole)));
  if (description.show_unit != "minutes" && description.show_unit != "hours") return text;
  const int minutes = static_cast<int>((day - whole) * 1440);
  char time[16];
  std::snprintf(time, sizeof time, " %02d:%02d", minutes / 60 % 24, minutes % 60);
  return text + time;
}

/// Prints a text behind `head`, in lines that stand below each other.
void print_wrapped(const std::string& head, const std::string& text) {
  std::string line = head;
  std::size_t words = 0;
  for (std::size_t from = 0; from < text.size();) {
    std::size_t to = text.find(' ', from);
    if (to == std::string::npos) to = text.size();
    if (words > 0 && line.size() + 1 + (to - from) > line_width) {
      std::cout << line << "\n";
      line = std::string(head.size(), ' ');
      words = 0;
    }
    if (words++ > 0) line += ' ';
    line += text.substr(from, to - from);
    from = to + 1;
  }
  std::cout << line << "\n";
}

void print_about(const Life& life) {
  std::string about;
  for (const std::string& one : life.about) about += (about.empty() ? "" : "; ") + one;
  if (!about.empty()) print_wrapped("", about);
}

/// Says first where the lives part, and what happens then in either.
void print_parting(const Teller& side, const std::vector<MergedStep>& steps) {
  const auto at = parting(steps, side.life.same_within);
  if (at == steps.end()) {
    const bool same_rules = std::all_of(steps.begin(), steps.end(), [](const MergedStep& one) { return one.in == MergedStep::both; });
    std::cout << (same_rules ? "" : "The rules differ, and ") << (same_rules ? "T" : "t") << "he two lives are the same from beginning to end.\n\n";
    return;
  }
  std::cout << "The two lives part on " << moment(side.description, at->step->day) << ":\n";
  for (const auto in : {MergedStep::first, MergedStep::second}) {
    const auto own = std::find_if(at, steps.end(), [&](const MergedStep& one) { return one.in == in; });
    const bool is_then = own != steps.end() && own->step->day <= at->step->day + side.life.same_within;
    print_wrapped(in == MergedStep::first ? "A: " : "B: ", is_then ? own->step->who + " " + own->step->text : "nothing then");
  }
  std::cout << "\n";
}

void print_steps(const Teller& side, const std::vector<MergedStep>& steps, bool is_two) {
  std::size_t widest = 0;
  for (const MergedStep& one : steps) widest = std::max(widest, one.step->who.size());
  bool in_warm_up = !steps.empty() && steps[0].step->day < 0;
  for (const auto& [in, step] : steps) {
    if (in_warm_up && step->day >= 0) {
      std::cout << "-- results begin here --\n";
      in_warm_up = false;
    }
    const std::string mark = !is_two ? "" : in == MergedStep::both ? "   " : in == MergedStep::first ? "A  " : "B  ";
    print_wrapped(mark + moment(side.description, step->day) + "  " + step->who + std::string(widest - step->who.size() + 2, ' '), step->text);
  }
}

void print_text(const std::vector<Teller>& sides, std::uint32_t replication) {
  const Teller& side = sides[0];
  const bool is_two = sides.size() == 2;
  const std::vector<MergedStep> steps = is_two ? merge(side.life, sides[1].life) : merge(side.life, side.life);
  if (is_two) print_parting(side, steps);
  std::string subject = side.life.subject;
  subject[0] = static_cast<char>(std::toupper(static_cast<unsigned char>(subject[0])));
  print_wrapped("", subject + " in replication " + std::to_string(replication) + ", seed " + std::to_string(side.description.run.seed) + ", " + (is_two ? "under A, " + side.path + ", and B, " + sides[1].path : "of " + side.path));
  print_about(side.life);
  if (is_two && sides[1].life.about != side.life.about) {
    std::cout << "in B: ";
    print_about(sides[1].life);
  }
  std::cout << "\n";
  print_steps(side, steps, is_two);
  std::cout << "\n";
  const bool any_hidden = side.life.subject.starts_with("family");
  print_wrapped("", std::string(any_hidden ? "[ ] what nobody in the services could know. " : "") + "A draw is a number between 0 and 1 that chance gave; of a length of time, it is the share of such lengths that are shorter." +
                        (is_two ? " A, B: only there; without a mark: in both." : ""));
}

void print_json(const std::vector<Teller>& sides, std::uint32_t replication) {
  JsonWriter json(std::cout);
  json.begin('{').key("subject").value(sides[0].life.subject).key("replication").value(replication).key("seed").value(sides[0].description.run.seed);
  if (sides.size() == 2) {
    const std::vector<MergedStep> steps = merge(sides[0].life, sides[1].life);
    const auto at = parting(steps, sides[0].life.same_within);
    json.key("parts_on_day").value(at == steps.end() ? std::nan("") : at->step->day);
  }
  json.key("lives").begin('[');
  for (const Teller& side : sides) {
    json.begin('{').key("scenario").value(side.path).key("about").list(side.life.about).key("steps").begin('[');
    for (const LifeStep& step : side.life.steps) {
      json.begin('{').key("day").value(step.day).key("date").value(moment(side.description, step.day)).key("kind").value(step.kind).key("who").value(step.who);
      json.key("hidden").value(step.hidden).key("text").value(step.text).key("facts").begin('{');
      for (const auto& [name, number] : step.facts) json.key(name).value(number);
      json.end('}').end('}');
    }
    json.end(']').end('}');
  }
  json.end(']').end('}');
  std::cout << "\n";
}

}  // namespace

int explain_command(const std::vector<std::string>& args) {
  po::options_description options("options");
  options.add_options()
      ("family", po::value<std::string>(), "the family of this number; families are numbered from 0 in the order in which they are formed")
      ("entity", po::value<std::string>(), "the entity of this source and number, as in new:0; in models without families")
      ("any", po::value<std::string>(), "the family, or entity, that is the first to come to this tier or exit once results begin")
      ("only", po::value<std::string>(), "of two scenarios: the first to come to this tier or exit in the first, and never in the second")
      ("replication", po::value<std::string>()->default_value("0"), "number of the simulated history, from 0")
      ("seed", po::value<std::string>(), "names the luck, instead of the file's")
      ("json", "print the life as JSON");
  const auto values = parse_options(args, options, "file", 2, explain_usage);
  if (!values) return 0;
  const auto paths = values->count("file") ? (*values)["file"].as<std::vector<std::string>>() : std::vector<std::string>{};
  if (paths.empty()) throw UsageError("headwater explain needs a file\nusage: " + explain_usage.line);
  if (values->count("family") + values->count("entity") + values->count("any") + values->count("only") != 1)
    throw UsageError("whose life? One of --family, --entity, --any and --only is needed\nusage: " + explain_usage.line);
  const auto replication = static_cast<std::uint32_t>(whole_option(*values, "replication", 0, 9'999'999));
  std::vector<Teller> sides;
  if (!read_sides(paths, overrides_of(*values), sides)) return 2;
  try {
    const Subject subject = subject_of(*values, sides, replication);
    for (Teller& side : sides) side.life = explain(side.description, side.model, replication, subject);
  } catch (const NoSuchLife& error) {
    std::cerr << "headwater: " << error.what() << "\n";
    return 2;
  }
  if (values->count("json")) {
    print_json(sides, replication);
  } else {
    print_text(sides, replication);
  }
  return 0;
}

}  // namespace headwater
