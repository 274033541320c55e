#include "scenario/key_table.hpp"

#include <algorithm>

namespace headwater {

namespace {

constexpr double inf = std::numeric_limits<double>::infinity();
using enum KeyKind;

std::vector<KeySpec> make_table() {
  const std::string_view source_note = "Where the figures come from and how far to trust them.";
  return {
      // A model
      {"model", "headwater", whole, "Version of this language.", "headwater: 1", "required", 1, 1},
      {"model", "title", text, "What the model or scenario is, in one line.", "title: Five tiers of help", "none"},
      {"model", "about", text, "What it is, at length.", "about: A teaching model.", "none"},
      {"model", "source", text, source_note, "source: DfE 2024-25, table A1", "none"},
      {"model", "start", date, "First day of the results: day 0 of simulated time.", "start: 2026-04-01", "required"},
      {"model", "horizon", duration, "How long is simulated from the start date on.", "horizon_years: 10", "required, or end", 1e-3, 1e7},
      {"model", "end", date, "The day on which the simulation ends, instead of a horizon.", "end: 2036-04-01", "start + horizon"},
      {"model", "year_begins_month", whole, "First month of the reporting year.", "year_begins_month: 4", "4", 1, 12},
      {"model", "attributes", laws, "Numbers that every entity draws once, when it comes into being; 'age_years' is its age at that moment.",
       "attributes: {need: {law: lognormal, mu: 0, sigma: 0.8}}", "none"},
      {"model", "sources", elements, "Where entities come from.", "sources: {new: {rate_per_day: 4, to: front_door}}", "required without population", -inf, inf, "source"},
      {"model", "tiers", elements, "Where entities stay.", "tiers: {early_help: {sojourn: {law: exponential, mean_days: 90}, exits: {leave: 1}}}", "required", -inf, inf, "tier"},
      {"model", "exits", elements, "Ways out of the model.", "exits: {leave: {}}", "none", -inf, inf, "exit"},
      {"model", "groups", elements, "Ways to group entities in the results.", "groups: {level: {on: need, below: [1], labels: [low, high]}}", "none", -inf, inf, "group"},
      {"model", "resources", elements, "Staff or places that several tiers share.", "resources: {duty_team: {capacity: 12}}", "none", -inf, inf, "resource"},
      {"model", "classes", elements, "Kinds of entities, which wait and stay each in their own way; every source then says of which class its entities are.",
       "classes: {urgent: {priority: 2}, routine: {priority: 1}}", "none", -inf, inf, "class"},
      {"model", "calendars", elements, "Levels as functions of time, piecewise constant, which multiply rates and capacities.",
       "calendars: {office: {week: [{days: [mon, tue, wed, thu, fri], from: \"09:00\", to: \"17:00\", level: 1}], otherwise: 0}}", "none", -inf, inf, "calendar"},
      {"model", "population", section, "The families of the area. With it the cases of the model are families and the children taken into care from them.", "population: {children: 80000, spacing: {law: gamma, mean_years: 3.6, sd_years: 1.8}, no_child_at_home: closed}", "none", -inf, inf, "population"},
      {"model", "need", section, "How the need of a family rises and falls.", "need: {up_per_year: [0.16, 0.18, 0.05], down_per_year: [0.41, 1.05, 0.7]}", "required with a population", -inf, inf, "need"},
      {"model", "contacts", elements, "Who tells the services of a family, and when that becomes a case.", "contacts: {anyone: {rate_per_year: [0.13, 0.45, 1.6, 5.6], to: front_door}}", "none", -inf, inf, "contact"},
      {"model", "caseload", section, "The cases that are open on the start date, with the time that each has spent in its tier; what is left of every stay is drawn given that time. Where places or resources are short, those who have spent longest hold them, whatever their kind and tier (rows for equally long in a fixed order that has nothing to do with the table), and the others wait. Without it, and without a warm-up, all begins empty.", "caseload: {file: open-cases.csv}", "none", -inf, inf, "caseload"},
      {"model", "money", section, "What it costs, by line and financial year.", "money: {price_year: 2025/26, lines: {fostering: {tier: foster_care, cost_gbp_per_week: 765}}}", "none", -inf, inf, "money"},
      {"model", "timescales", elements, "Deadlines, by which it is counted who is in time and who is late.", "timescales: {assessment: {from: assessment, working_days: 45}}", "none", -inf, inf, "timescale"},
      {"model", "report", section, "What is reported beyond the totals.", "report: {by: [level]}", "totals only", -inf, inf, "report"},
      {"model", "run", section, "How the model is run.", "run: {replications: 100, seed: 1}", "one replication", -inf, inf, "run"},
      {"model", "changes", list_of, "What changes on a date.", "changes: [{from: 2027-04-01, set: {tiers.early_help.capacity: 11000}}]", "none", -inf, inf, "change"},

      // The cases that are open on the start date
      {"caseload", "file", text, "A CSV table with the keys of open cases, and the names of attributes, as its columns, and a row for cases that are alike: a path from the folder of the file that says so.", "file: open-cases.csv", "required, or cases"},
      {"caseload", "cases", list_of, "The same, written out.", "cases: [{tier: early_help, days: 30, number: 4}]", "required without file", -inf, inf, "open_cases"},
      {"caseload", "source", text, source_note, "source: case management system, 31 March 2026", "none"},
      {"open_cases", "tier", name, "Where they are.", "tier: early_help", "required"},
      {"open_cases", "days", number, "How long they have been there on the start date; of those for whom there is no place, how long they have waited.", "days: 30", "required, or opened", 0, 36525},
      {"open_cases", "opened", date, "The day on which they came there, instead of 'days'.", "opened: 2026-03-02", "start - days"},
      {"open_cases", "number", whole, "How many cases these are.", "number: 4", "1", 0, 10'000'000},
      {"open_cases", "class", name, "Their class.", "class: urgent", "required where the model has classes"},
      {"open_cases", "attributes", number_tree, "Their attributes, as far as known; others are drawn. In a table every attribute has a column of its own. Of a child of a family 'age_years' says the completed years: 7.5 is any child of 7.", "attributes: {age_years: 7}", "drawn"},
      {"open_cases", "need", whole, "Level of need of the family that a case, or a child in care, is of.", "need: 3", "any that the tier serves; of a child's family any", 1, 8},
      {"open_cases", "children", whole, "Number of children at home in the family that a case is of.", "children: 2", "any", 1, 16},

      // Timescales
      {"timescale", "from", name, "The tier where the clock of a case begins when it comes there, time on its waiting list included; it begins anew when the case comes there again.", "from: assessment", "required"},
      {"timescale", "to", name, "The tier or exit where the clock stops when the case comes there.", "to: conference", "none"},
      {"timescale", "through", name, "The tier where the clock stops when the case leaves it, in whatever way, instead of 'to'.", "through: assessment", "that of from"},
      {"timescale", "dropped_at", name_list, "Tiers and exits of cases that need not be in time after all: a clock that goes when they come there is not counted, also where they come there from 'through'.", "dropped_at: [help_decided]", "none"},
      {"timescale", "working_days", whole, "In time is who takes no more working days than these.", "working_days: 45", "required, or days", 0, 36525},
      {"timescale", "days", whole, "The same in days of all kinds.", "days: 182", "required, or working_days", 0, 36525},
      {"timescale", "source", text, source_note, "source: Working Together to Safeguard Children 2023", "none"},

      // What it costs
      {"money", "price_year", text, "Financial year at whose prices the costs of all lines are given.", "price_year: 2025/26", "the financial year of start"},
      {"money", "discount_rate", number, "By which costs at the prices of 'price_year' are discounted, a year, to the beginning of the financial year of 'start'; those of a financial year fall in its middle.", "discount_rate: 0.035", "0.035, as the Green Book has it", 0, 1},
      {"money", "lines", elements, "What is paid for.", "lines: {fostering: {tier: foster_care, cost_gbp_per_week: 765}}", "required", -inf, inf, "cost_line"},
      {"money", "source", text, source_note, "source: section 251 outturn 2024-25", "none"},
      {"cost_line", "tier", name, "Whose cases are paid for.", "tier: foster_care", "required, or tiers, with a cost that goes by cases"},
      {"cost_line", "tiers", name_list, "The same for several tiers.", "tiers: [foster_care, kinship_care]", "required without tier, with a cost that goes by cases"},
      {"cost_line", "cost_gbp_per_day", number, "Pounds for every case and night: the day of entry is paid for, that of leaving is not. A family's case is one case, and so is a child in care.", "cost_gbp_per_day: 140.50", "0", 0, 1e6},
      {"cost_line", "cost_gbp_per_week", number, "The same by the week: a night costs a seventh, rounded to the penny.", "cost_gbp_per_week: 765", "0", 0, 7e6},
      {"cost_line", "cost_gbp_per_start", number, "Pounds for every case whose stay in the tier begins.", "cost_gbp_per_start: 1200", "0", 0, 1e9},
      {"cost_line", "fixed_gbp_per_year", number, "Pounds a financial year, whoever is there; every day of the year bears its part.", "fixed_gbp_per_year: 480000", "0", 0, 1e12},
      {"cost_line", "inflation_per_year", number_by_year, "By which share the prices of a financial year are above those of the year before; or a map from financial years to such, each of which holds until the next that is named, and before the first there is none.", "inflation_per_year: {2026/27: 0.04, 2027/28: 0.03}", "0", -0.5, 1},
      {"cost_line", "from", date, "First day that is paid for.", "from: 2027-04-01", "start"},
      {"cost_line", "to", date, "First day that is no longer paid for.", "to: 2030-04-01", "the end"},
      {"cost_line", "bearer", choice, "Who pays.", "bearer: health", "council", -inf, inf, "council|health|police|courts|schools"},
      {"cost_line", "source", text, source_note, "source: section 251 outturn 2024-25", "none"},

      // A scenario
      {"scenario", "extends", text, "The model or scenario that this one changes: a path from this file's folder.", "extends: ../models/five-tiers.yaml", "required"},
      {"scenario", "title", text, "What the scenario is, in one line.", "title: 2,000 more places", "that of the model"},
      {"scenario", "about", text, "What it is, at length.", "about: From April 2027.", "that of the model"},
      {"scenario", "source", text, source_note, "source: service plan, page 3", "none"},
      {"scenario", "remove", paths, "What the model has and the scenario has not; done first.", "remove: [tiers.care.exits.leave]", "none"},
      {"scenario", "add", assignments, "What the scenario has and the model has not; done second.", "add: {exits.moved_away: {}}", "none"},
      {"scenario", "set", assignments, "Values that replace those of the model; done third.", "set: {tiers.early_help.capacity: 11000}", "none"},
      {"scenario", "changes", list_of, "What changes on a date, after the model's own changes.", "changes: [{from: 2027-04-01, set: {sources.new.rate_per_day: 5}}]", "none", -inf, inf, "change"},
      {"scenario", "report", section, "Replaces the model's key by key.", "report: {by: [level]}", "that of the model", -inf, inf, "report"},
      {"scenario", "run", section, "Replaces the model's key by key.", "run: {replications: 100}", "that of the model", -inf, inf, "run"},

      // A sweep
      {"sweep", "sweeps", text, "The model or scenario whose numbers vary: a path from this file's folder.", "sweeps: ../scenarios/baseline.yaml", "required"},
      {"sweep", "title", text, "What the sweep is for, in one line.", "title: What drives care demand?", "none"},
      {"sweep", "about", text, "What it is, at length.", "about: Ranges from the 2024 return.", "none"},
      {"sweep", "source", text, source_note, "source: return 2024, table 3", "none"},
      {"sweep", "parameters", elements, "What varies, by path.", "parameters: {tiers.clinic.capacity: {values: [1, 2, 3]}}", "required, or a table", -inf, inf, "parameter"},
      {"sweep", "design", section, "Which points to run.", "design: {kind: grid}", "a grid", -inf, inf, "design"},
      {"sweep", "keep", text_list, "Outputs kept of every replication, each SERIES.ELEMENT, perhaps with @ and a time.", "keep: [wait_mean.clinic, occupancy.care@last]", "tiers over the whole time"},
      {"sweep", "run", section, "Replaces the model's key by key.", "run: {replications: 100}", "that of the model", -inf, inf, "run"},
      {"parameter", "values", amount_list, "The values it takes, in this order.", "values: [1, 2, 3]", "none"},
      {"parameter", "low", number, "The lowest value it takes.", "low: 0.5", "none"},
      {"parameter", "high", number, "The highest value it takes.", "high: 1.5", "none"},
      {"parameter", "distribution", plain_law, "What is known of it: its values are this law's.", "distribution: {law: lognormal, mean: 90, sd: 20}", "none"},
      {"parameter", "base", number, "Where it stands while others vary.", "base: 1", "the model's value"},
      {"parameter", "whole", flag, "Whether values are rounded to whole numbers, as capacities must be.", "whole: true", "false"},
      {"parameter", "source", text, source_note, "source: expert panel, June 2025", "none"},
      {"design", "kind", choice, "How points are chosen: all combinations; one parameter low, then high (a tornado); evenly spread by luck; Sobol' points; Morris trajectories; for Sobol' indices; or listed in a table.", "kind: latin_hypercube", "grid", -inf, inf, "grid|one_at_a_time|latin_hypercube|sobol|elementary_effects|variance_indices|listed"},
      {"design", "points", whole, "Number of points (of variance indices: of base points, a power of two; the model runs at so many times parameters + 2).", "points: 64", "required where it applies", 1, 10'000'000},
      {"design", "levels", whole, "Into how many levels a range is cut (grid, elementary effects).", "levels: 4", "3 in a grid, 4 of elementary effects", 2, 1000},
      {"design", "trajectories", whole, "Number of trajectories of elementary effects.", "trajectories: 20", "20", 2, 1'000'000},
      {"design", "seed", seed, "Names the luck of the design's points.", "seed: 7", "1", 0, 18446744073709551615.0},
      {"design", "luck", choice, "Whether replication i lives the same luck at every point ('common', which makes differences clear), or each point has its own ('separate', which shares between parameters and chance need).", "luck: separate", "common", -inf, inf, "common|separate"},
      {"design", "file", text, "A CSV table of points, one a line, with paths in its first line: a path from this file's folder.", "file: posterior.csv", "required for listed"},

      // A calibration
      {"calibration", "calibrates", text, "The model or scenario whose numbers are fitted: a path from this file's folder.", "calibrates: ../models/borough.yaml", "required"},
      {"calibration", "title", text, "What the calibration is for, in one line.", "title: Stays as the 2024 return has them", "none"},
      {"calibration", "about", text, "What it is, at length.", "about: Targets of three years.", "none"},
      {"calibration", "source", text, source_note, "source: return 2024, table 3", "none"},
      {"calibration", "parameters", elements, "What is fitted, by path.", "parameters: {tiers.clinic.sojourn.mean_days: {low: 20, high: 60}}", "required", -inf, inf, "calibrated"},
      {"calibration", "targets", list_of, "What was seen.", "targets: [{output: occupancy.care@last, value: 120, error: 5}]", "required, or a table", -inf, inf, "target"},
      {"calibration", "targets_file", text, "A CSV table of targets, one a line, with the keys of a target as its columns: a path from this file's folder.", "targets_file: return-2024.csv", "none"},
      {"calibration", "fit", section, "How the best values are looked for.", "fit: {most_evaluations: 300}", "all defaults", -inf, inf, "fit"},
      {"calibration", "run", section, "Replaces the model's key by key.", "run: {replications: 20}", "that of the model", -inf, inf, "run"},
      {"calibrated", "low", number, "The lowest value that it may have.", "low: 20", "required"},
      {"calibrated", "high", number, "The highest value that it may have.", "high: 60", "required"},
      {"calibrated", "start", number, "Where a local search begins.", "start: 30", "the model's value, or the middle"},
      {"calibrated", "prior", plain_law, "What is known of it apart from the targets: it counts like a target of the law's mean, with the law's standard deviation as its error.", "prior: {law: normal, mean: 40, sd: 8}", "only the range"},
      {"calibrated", "whole", flag, "Whether it takes whole numbers only; such a one cannot be fitted.", "whole: false", "false"},
      {"calibrated", "source", text, source_note, "source: expert panel, June 2025", "none"},
      {"target", "output", text, "SERIES.ELEMENT, with @ and a date, a year, a financial year, 'first' or 'last' for a part of the time.", "output: occupancy.care@2028/29", "required"},
      {"target", "value", number, "What was seen, in units of the output (days for times).", "value: 120", "required"},
      {"target", "error", number, "Its standard deviation: how far what was seen may be off.", "error: 5", "required"},
      {"target", "hold_out", flag, "Whether it is kept back, to see how well the fitted model meets what it was not fitted to.", "hold_out: true", "false"},
      {"target", "source", text, source_note, "source: return 2024, table 3", "none"},
      {"fit", "search", choice, "Whether the whole range is looked through first, or only the surroundings of the start.", "search: local", "global", -inf, inf, "global|local"},
      {"fit", "method", choice, "How the local search goes: by quadratic models (few evaluations), or by a simplex (more, and less troubled by steps and noise).", "method: simplex", "quadratic", -inf, inf, "quadratic|simplex"},
      {"fit", "inner", choice, "By what the best values are looked for: expected: by expected numbers, which have no noise and take no luck, for models in which nobody has to wait or acts on others; simulation: by the replications of 'run'. What is found is simulated in any case.", "inner: simulation", "expected, where the model and the targets allow it", -inf, inf, "expected|simulation"},
      {"fit", "most_evaluations", whole, "How often the search may run the model; errors and draws come on top.", "most_evaluations: 300", "100 + 50 for each parameter", 5, 1'000'000},
      {"fit", "draws", whole, "Number of draws of the parameters from what remains uncertain.", "draws: 100", "100", 2, 100'000},
      {"fit", "seed", seed, "Names the luck of the draws.", "seed: 7", "1", 0, 18446744073709551615.0},

      {"change", "from", date, "The day on which the change takes effect or a ramp begins.", "from: 2027-04-01", "required"},
      {"change", "over", duration, "How long a ramp takes: equal daily steps from the value then in force.", "over_days: 180", "a step", 1, 1e5},
      {"change", "set", assignments, "Numbers that change: capacity, rates, parameters of laws, weights, cuts, probabilities.", "set: {tiers.early_help.capacity: 11000}", "required"},

      {"run", "replications", whole, "Number of simulated histories; with 'until' the most that there may be.", "replications: 100", "1", 1, 10'000'000},
      {"run", "until", list_of, "Replications go on until the means of these outputs are known so precisely.", "until: [{output: wait_mean.clinic, relative: 0.05}]", "none: all replications", -inf, inf, "goal"},
      {"run", "confidence", number, "Level of the confidence intervals that 'until' is about.", "confidence: 0.9", "0.95", 0.5, 0.9999},
      {"run", "at_least", whole, "Replications before 'until' is thought to be met; more where something is rare.", "at_least: 20", "3", 2, 1'000'000},
      {"goal", "output", text, "SERIES.ELEMENT, with @ and a date, a year, a financial year, 'first' or 'last' for a part of the time.", "output: occupancy.care@2028/29", "required"},
      {"goal", "half_width", number, "Half of the confidence interval, in units of the output (days for times).", "half_width: 0.5", "none", 1e-12, 1e12},
      {"goal", "relative", number, "Half of the confidence interval, as a share of the mean; instead of 'half_width'.", "relative: 0.05", "none", 1e-6, 1},
      {"run", "seed", seed, "Names the luck; the same seed gives the same luck under every scenario.", "seed: 1", "1", 0, 18446744073709551615.0},
      {"run", "every", choice, "Length of a reporting period.", "every: month", "month", -inf, inf, "minute|hour|day|week|month|quarter|year|whole_run"},
      {"run", "period", duration, "Length of a reporting period, instead of 'every'; periods are counted from the start date.", "period_hours: 4", "none", 1.0 / 1440, 1e7},
      {"run", "warm_up", duration, "Simulated before the start date and left out of every result.", "warm_up_years: 20", "0", 0, 1e7},
      {"run", "event_log", flag, "Whether every move is recorded.", "event_log: true", "false"},
      {"run", "generator", choice, "Where random bits come from.", "generator: philox", "keyed_hash", -inf, inf, "keyed_hash|philox"},

      {"report", "by", name_list, "Groups, up to three, by which occupancy, waits and flows are reported too.", "by: [level]", "none"},
      {"report", "lifetime", name_list, "Up to eight tiers of which it is reported what share of children ever came there, by 18 and by an earlier age, and who came there again.", "lifetime: [front_door, protection_plan]", "none"},
      {"report", "lifetime_by_years", number, "The earlier age.", "lifetime_by_years: 5", "5", 1, 17},
      {"report", "unit", choice, "The unit in which times are printed; results files hold days.", "unit: hours", "days", -inf, inf, "minutes|hours|days|weeks|years"},

      {"group", "on", name, "The attribute that is cut into groups, as it was on arrival; or 'class'.", "on: need", "required"},
      {"group", "below", number_list, "Rising cuts: the first group is below the first cut.", "below: [1, 2]", "required, unless 'on: class'"},
      {"group", "labels", text_list, "Labels, one more than cuts; those of classes are their names.", "labels: [low, middle, high]", "required, unless 'on: class'"},
      {"group", "source", text, source_note, "source: judgement", "none"},

      {"source", "rate", rate, "Poisson arrivals at this rate.", "rate_per_day: 400", "required, or dates, days, gap, every or at_start", 0, 1e9, "", true},
      {"source", "dates", date_list, "Arrivals on listed dates (at midnight, at the beginning of the day).", "dates: [2026-05-01, 2026-05-01]", "none"},
      {"source", "days", day_list, "Arrivals at listed moments, in days since the start date.", "days: [0.5, 3]", "none", 0, 1e7},
      {"source", "gap", law, "Times between arrivals (a renewal stream), the first from the very beginning of the simulation.", "gap: {law: erlang, stages: 2, mean_days: 0.5}", "none"},
      {"source", "every", duration, "A timetable: arrivals at this distance, in a warm-up too.", "every_minutes: 20", "none", 1e-5, 1e7},
      {"source", "first", duration, "The first of the timetable after the start date; shorter than 'every'.", "first_minutes: 10", "0, with every", 0, 1e7},
      {"source", "at_start", whole, "So many at the very beginning of the simulation, and none later.", "at_start: 5", "none", 1, 10'000'000},
      {"source", "growth_per_year", number, "By what share the rate grows a year, compounding in daily steps: the rate as written (or as changed on a date) is multiplied by (1 + growth) ^ (days since the start date / 365.25).",
       "growth_per_year: 0.02", "0, with a rate", -0.99, 10},
      {"source", "patterns", name_list, "Calendars: their levels multiply the rate, or the speed at which gaps pass; a timetable holds only where no level is 0.", "patterns: [office]", "none"},
      {"source", "follows", section, "Arrivals that depend on how many there are: a factor of the rate (or of the speed at which gaps pass), read off at the number in a tier and its waiting list.",
       "follows: {tier: desk, numbers: [0, 10], factors: [1, 0]}", "none", -inf, inf, "follows"},
      {"source", "batch", plain_law, "How many come at once: rounded to the nearest whole number, at least 0.", "batch: {law: geometric, mean: 3}", "one"},
      {"source", "scatter", law, "How far from its moment each arrival of a timetable or list happens (or batch of them): may be negative, but none happens before the beginning.",
       "scatter: {law: uniform, low_minutes: -10, high_minutes: 10}", "none"},
      {"source", "shows_up", number, "Probability that one who is expected (by a timetable or list) comes.", "shows_up: 0.9", "1", 0, 1, "", true},
      {"source", "class", name, "The class of those who come from here.", "class: urgent", "required where the model has classes"},
      {"source", "to", name, "The tier they come to.", "to: front_door", "required"},
      {"source", "attributes", laws, "Laws for those who come from here, instead of the model's.", "attributes: {age_years: {law: uniform, low: 15, high: 18}}", "the model's"},
      {"source", "source", text, source_note, "source: DfE 2024-25", "none"},
      {"follows", "tier", name, "The tier whose number counts, those who wait included.", "tier: desk", "required"},
      {"follows", "numbers", number_list, "Rising numbers; between them factors change evenly, outside they stay.", "numbers: [0, 10]", "required", 0, 1e12},
      {"follows", "factors", number_list, "One factor for each number.", "factors: [1, 0]", "required", 0, 1e6},
      {"follows", "source", text, source_note, "source: judgement", "none"},

      {"tier", "kind", choice, "home: universal services, without places; gate: takes time, then decides; service: holds a case; placement: holds a child.",
       "kind: gate", "service", -inf, inf, "home|gate|service|placement"},
      {"tier", "capacity", capacity, "Places; who finds none free waits. With 'order: shared' the speed that all share.", "capacity: 9000", "unlimited", 0, 1e12, "", true},
      {"tier", "when_cut", choice, "finish: work in hand ends in its own time when capacity is cut; interrupt: the last to start go back to the waiting list and later carry on; restart: the same, but the stay begins anew; resample: with a new length. The interrupted keep what they have brought along, as with 'pre_emption'.",
       "when_cut: interrupt", "finish", -inf, inf, "finish|interrupt|restart|resample"},
      {"tier", "patterns", name_list, "Calendars whose levels multiply the capacity (rounded to the nearest whole number); a tier of unlimited capacity is closed where a level is 0.",
       "patterns: [office]", "none", -inf, inf, ""},
      {"tier", "order", choice, "Who of those who wait is served next; shared: all who are there are served at once, each at the speed capacity / number, at most 1.", "order: highest_first", "first_come",
       -inf, inf, "first_come|last_come|random|highest_first|lowest_first|shared"},
      {"tier", "ordered_by", name, "The attribute, or 'class' for the priority of the class, by which the highest or lowest goes first; first come among equals.", "ordered_by: need",
       "required with highest_first and lowest_first", -inf, inf, ""},
      {"tier", "bands", number_list, "Rising cuts of 'ordered_by': within a band all rank alike.", "bands: [1, 2]", "every value its own rank", -inf, inf, ""},
      {"tier", "pre_emption", choice, "What happens to who is served when one comes who goes before them: they wait and later carry on (resume), begin the same stay anew (restart) or one of a new length (resample). One is displaced, never several, and only where there is room for one to wait. Who is displaced gives back as much of each resource as the tier needs, takes as much again to go on, and keeps meanwhile what else it has brought along.",
       "pre_emption: resume", "none", -inf, inf, "none|resume|restart|resample"},
      {"tier", "shared_by_at_most", whole, "With 'order: shared', how many are served at once; others wait, first come, first served.", "shared_by_at_most: 20", "all who come", 1, 1e12, ""},
      {"tier", "waiting_room", capacity, "How many may wait.", "waiting_room: 10", "unlimited", 0, 1e12, ""},
      {"tier", "when_full", name, "The tier or exit where those go who find no place and no room to wait.", "when_full: turned_away", "required with a waiting_room, or blocks", -inf, inf, ""},
      {"tier", "blocks", flag, "Those who come from a tier and find no room keep their place there until there is room; they are let in first come, first served, whatever the 'order' here.", "blocks: true", "false", -inf, inf, ""},
      {"tier", "balk", section, "Some who find a long waiting list turn away.", "balk: {from: [2, 5], probability: [0.2, 0.5], to: leave}", "nobody does", -inf, inf, "balk"},
      {"tier", "patience", section, "Those who have waited this long before their first start give up.", "patience: {law: exponential, mean_days: 14, to: leave}", "endless", -inf, inf, "patience"},
      {"tier", "sojourn", law, "Time in the tier, waiting left out.", "sojourn: {law: exponential, mean_days: 90}", "required, or race"},
      {"tier", "exits", weights, "Where to next, with weights.", "exits: {leave: 0.85, child_in_need: 0.15}", "required, or decide, share_out or race", -inf, inf, "exit_share"},
      {"tier", "decide", section, "A gate's rule: where to next, by an attribute.", "decide: {on: need, below: [1], to: [leave, early_help]}", "none", -inf, inf, "decide"},
      {"tier", "race", elements, "Competing ways for the stay to end, instead of a sojourn; the first to happen decides.",
       "race: {home: {law: weibull, shape: 0.7, scale_days: 700, exits: {leave: 1}}}", "none", -inf, inf, "racer"},
      {"tier", "share_out", section, "Where to next by what is going on there, instead of by weights.", "share_out: {by: shortest_queue, to: [north, south]}", "none", -inf, inf, "share_out"},
      {"tier", "by_class", elements, "What differs for a class.", "by_class: {urgent: {sojourn: {law: exponential, mean_days: 5}}}", "the same for all", -inf, inf, "by_class"},
      {"tier", "needs", numbers, "Shared resources that a case takes up here, instead of places, and how much of each: a number, or an attribute of the case. All are taken at once, when all are there.", "needs: {duty_team: 1}", "none", 0, 1e9, ""},
      {"tier", "keeps", name_list, "Resources still held when the stay is over, for the tiers that follow; all others are released. Who is turned away or gives up waiting takes along what was brought; at an exit all is released.", "keeps: [duty_team]", "none", -inf, inf, ""},
      {"tier", "children", elements, "Ways in which children leave home while their family's case stays.",
       "children: {into_care: {hazard_by_need_per_year: [0, 0, 0.05, 1.7], takes: {below_years: [1, 10], probability: [1, 0.23, 0.38]}, to: care_entry}}", "none", -inf, inf, "child_leaves"},
      {"tier", "supports", section, "What being served here does to the need of the family.", "supports: {up: 0.9, down: 1.3}", "nothing", -inf, inf, "supports"},
      {"tier", "serves", number_list, "Lowest and highest level of need that the tier is meant for: those of other need are counted as in the wrong tier.", "serves: [2, 3]", "any need", 1, 8},
      {"tier", "contacts", flag, "Whether others may still tell the services of a family whose case is here; a referral then takes the case away.", "contacts: true", "false, true for a home"},
      {"tier", "source", text, source_note, "source: DfE 2024-25", "none"},

      {"decide", "on", name, "The attribute that decides ('age_years' is the age at that moment; with a population 'need' is the family's level of need as it is seen).", "on: need", "required"},
      {"decide", "error", number, "With a population: the standard deviation of what is seen of the need about what it is, in levels.", "error: 0.8", "0", 0, 10, "", true},
      {"decide", "below", number_list, "Rising cuts: a value below the first goes to the first of 'to'.", "below: [0.8, 1.6]", "required", -inf, inf, "", true},
      {"decide", "to", name_list, "Tiers or exits, one more than cuts.", "to: [leave, early_help, child_in_need]", "required"},
      {"decide", "source", text, source_note, "source: judgement", "none"},

      {"share_out", "by", choice, "shortest_queue: the shortest waiting list, then the fewest present; fewest_present: those who wait included; cycle: each in turn, one turn for all classes but those with a list of their own. Ties go to the first of the list. Who leave at one instant choose one after the other, and count those who have just chosen as being where they go: waiting, unless a place is free for them.",
       "by: shortest_queue", "required", -inf, inf, "shortest_queue|fewest_present|cycle"},
      {"share_out", "to", name_list, "Tiers; for a cycle exits too. At least two.", "to: [north, south]", "required"},
      {"share_out", "source", text, source_note, "source: judgement", "none"},

      {"exit_share", "weight", number, "Weight of this way, compared with those of the others.", "weight: 0.5", "1", 0, inf, "", true},
      {"exit_share", "becomes", name, "The class of those who go this way, from then on.", "becomes: routine", "as before", -inf, inf, ""},
      {"exit_share", "source", text, source_note, "source: DfE 2024-25", "none"},

      {"by_class", "sojourn", law, "Time in the tier, waiting left out.", "sojourn: {law: exponential, mean_days: 5}", "that of the tier"},
      {"by_class", "exits", weights, "Where to next, with weights.", "exits: {leave: 1}", "where others of the tier go", -inf, inf, "exit_share"},
      {"by_class", "decide", section, "A gate's rule: where to next, by an attribute.", "decide: {on: need, below: [1], to: [leave, early_help]}", "where others of the tier go", -inf, inf, "decide"},
      {"by_class", "share_out", section, "Where to next by what is going on there.", "share_out: {by: cycle, to: [north, south]}", "where others of the tier go", -inf, inf, "share_out"},
      {"by_class", "race", elements, "Competing ways for the stay to end, instead of a sojourn.", "race: {home: {hazard_per_year: 2, exits: {leave: 1}}}", "as for others of the tier", -inf, inf, "racer"},
      {"by_class", "source", text, source_note, "source: judgement", "none"},

      {"balk", "from", number_list, "Rising lengths of the waiting list: from each on, the probability beside it holds.", "from: [2, 5]", "required", 0, 1e12},
      {"balk", "probability", number_list, "Share of comers who turn away, one for each length.", "probability: [0.2, 0.5]", "required", 0, 1},
      {"balk", "to", name, "The tier or exit where they go instead.", "to: leave", "required"},
      {"balk", "source", text, source_note, "source: judgement", "none"},
      {"patience", "to", name, "The tier or exit where those go who give up; beside it stand the keys of a law of time.", "to: leave", "required"},

      {"racer", "at_age", duration, "The stay ends at this birthday (at once, for the older); needs the attribute 'age_years'.", "at_age_years: 18", "none", 0, 1e5},
      {"racer", "hazard_by_need", rate_list, "Instead of a law: the hazard at each level of the family's need, from the lowest.", "hazard_by_need_per_year: [1.4, 1.4, 1, 0.3]", "none", 0, 1e6, "", true},
      {"racer", "exits", weights, "Where to next, with weights.", "exits: {leave: 1}", "required", -inf, inf, "exit_share"},

      {"child_leaves", "hazard_by_need", rate_list, "How often, at each level of the family's need, from the lowest.", "hazard_by_need_per_year: [0, 0, 0.05, 1.7]", "required", 0, 1e6, "", true},
      {"child_leaves", "takes", section, "Which of the children at home then go.", "takes: {below_years: [1, 10], probability: [1, 0.23, 0.38]}", "all", -inf, inf, "takes"},
      {"child_leaves", "to", name, "The tier that each child comes to.", "to: care_entry", "required"},
      {"child_leaves", "together", number, "Probability that brothers and sisters who go at once are placed together: then they share the draws at gates.", "together: 0.6", "0", 0, 1, "", true},
      {"child_leaves", "source", text, source_note, "source: judgement", "none"},

      {"takes", "below_years", number_list, "Rising ages that divide children into bands.", "below_years: [1, 10]", "one band", 0, 25},
      {"takes", "probability", number_list, "Probability that a child of the band goes, each child for itself; one more than ages.", "probability: [1, 0.23, 0.38]", "required", 0, 1, "", true},

      {"supports", "up", number, "Factor of the hazards with which need rises, while the stay lasts.", "up: 0.9", "1", 0, 1000, "", true},
      {"supports", "down", number, "Factor of the hazards with which it falls.", "down: 1.3", "1", 0, 1000, "", true},
      {"supports", "source", text, source_note, "source: judgement", "none"},

      {"population", "children", number, "Children under 18 in the area on the start date, as expected.", "children: 80000", "required", 1, 1e9},
      {"population", "growth_per_year", number, "By what share births grow a year.", "growth_per_year: 0.01", "0", -0.2, 0.2},
      {"population", "children_per_family", number_list, "Weights of families with one child, two children, and so on, in the end.", "children_per_family: [24, 44, 21, 8, 3]", "24, 44, 21, 8, 3", 0, 1e9},
      {"population", "spacing", law, "Time from one birth in a family to the next.", "spacing: {law: gamma, mean_years: 3.6, sd_years: 1.8}", "required"},
      {"population", "frailty", number, "How families differ for life: the standard deviation of the logarithm of a factor of mean 1 on the hazards with which need rises.", "frailty: 1.25", "0", 0, 3},
      {"population", "need_rises", number_tree, "Factors of the hazards with which need rises, by category or indicator; those of a family are multiplied. What is not named has factor 1.", "need_rises: {quintile: {q1: 0.4, q5: 1.7}, domestic_abuse: 1.5}", "none", 0, 1e6, ""},
      {"population", "spoken_of", number_tree, "Factors of the rates of all contacts, likewise.", "spoken_of: {area: {north: 1.2}}", "none", 0, 1e6, ""},
      {"population", "no_child_at_home", name, "The exit of a case whose family has no child at home any more.", "no_child_at_home: closed", "required", -inf, inf, ""},
      {"population", "moves", section, "Families leave the area, and others come to it.", "moves: {out_per_year: 0.05, to: moved_away}", "nobody moves", -inf, inf, "moves"},
      {"population", "care_leavers", section, "Some who grow up in care have children in the area, in families of their own.", "care_leavers: {become_parents: 0.4, after: {law: gamma, mean_years: 4, sd_years: 2.5}, need_rises: 1.5}", "they have none that is known to be theirs", -inf, inf, "care_leavers"},
      {"population", "kin", section, "Families have kin among the others, along which need and contact travel.", "kin: {families: 3, need_from: 3, need_rises: 1.5, spoken_of: 1.3}", "no family knows of any other", -inf, inf, "kin"},
      {"population", "attributes", elements, "Kinds of families: of each attribute, of at most 16, every family falls into one category.", "attributes: {area: {shares: {north: 0.6, south: 0.4}}}", "none", -inf, inf, "family_attribute"},
      {"population", "indicators", elements, "What a family has or has not, at most 32.", "indicators: {domestic_abuse: {prevalence: 0.07}}", "none", -inf, inf, "indicator"},
      {"population", "associations", section, "How indicators go together.", "associations: {others: 0.3}", "each apart from all others", -inf, inf, "associations"},
      {"population", "source", text, source_note, "source: ONS mid-2024", "none"},
      {"moves", "out", rate, "How often a family leaves the area. Its children in care stay in care; one who goes home later goes to where the family is, and is gone.", "out_per_year: 0.05", "required", 0, 1e3},
      {"moves", "in", rate, "How many families come, with children of all ages, for each that the area would have if nobody moved. Where this is equal to 'out', the area has as many families and births as without moves.", "in_per_year: 0.06", "out", 0, 1e3},
      {"moves", "to", name, "The exit of the case of a family that leaves.", "to: moved_away", "required"},
      {"moves", "factors", number_tree, "Factors of both rates, by category or indicator; those of a family are multiplied.", "factors: {quintile: {q5: 1.5}}", "none", 0, 1e6, ""},
      {"moves", "source", text, source_note, "source: ONS internal migration 2024", "none"},

      {"care_leavers", "become_parents", number, "Probability that one who is in care on the 18th birthday has children in the area. These families come in addition to those that 'children' and 'growth_per_year' imply.", "become_parents: 0.4", "required", 0, 1},
      {"care_leavers", "after", law, "Time from the 18th birthday to the first birth.", "after: {law: gamma, mean_years: 4, sd_years: 2.5}", "required"},
      {"care_leavers", "need_rises", number, "Factor of the hazards with which the need of such a family rises, beside those of any family.", "need_rises: 1.5", "1", 0, 1000},
      {"care_leavers", "spoken_of", number, "Factor of the rates of all contacts with such a family, likewise.", "spoken_of: 2", "1", 0, 1000},
      {"care_leavers", "source", text, source_note, "source: judgement", "none"},

      {"kin", "families", number, "How many other families of the area are kin of a family, on average, at the beginning of the simulation; the number has a Poisson law.", "families: 3", "required", 0.01, 1000},
      {"kin", "need_from", whole, "From this level of need on a family is in need, for its kin.", "need_from: 3", "required with need_rises", 1, 8},
      {"kin", "need_rises", number, "Factor of the hazards with which a family's need rises while any of its kin is in need.", "need_rises: 1.5", "1", 0, 1000},
      {"kin", "spoken_of", number, "Factor of the rates of all contacts with a family while any of its kin has an open case.", "spoken_of: 1.3", "1", 0, 1000},
      {"kin", "source", text, source_note, "source: judgement", "none"},

      {"family_attribute", "shares", number_tree, "Share of families in each category, to a sum of 1; with 'by' such a map for each category of that attribute.", "shares: {north: 0.6, south: 0.4}", "required", 0, 1},
      {"family_attribute", "by", name, "An attribute that stands before this one, whose category decides the shares.", "by: area", "none"},
      {"family_attribute", "source", text, source_note, "source: census 2021", "none"},
      {"indicator", "prevalence", number_tree, "Share of families that have it; with 'by' one for each category of that attribute.", "prevalence: 0.07", "required", 0, 1},
      {"indicator", "by", name, "The attribute whose category decides the prevalence.", "by: quintile", "none"},
      {"indicator", "frailty", number, "Its tetrachoric correlation with the family's lifelong frailty.", "frailty: 0.6", "that of all indicators", -0.99, 0.99},
      {"indicator", "source", text, source_note, "source: survey 2024", "none"},
      {"associations", "others", number, "Tetrachoric correlation of every two indicators, but for the pairs named, within each combination of categories.", "others: 0.3", "0", -0.99, 0.99},
      {"associations", "frailty", number, "Tetrachoric correlation of every indicator with the family's lifelong frailty, but for those that have one of their own.", "frailty: 0.4", "0", -0.99, 0.99},
      {"associations", "pairs", elements, "Pairs of indicators that go together otherwise.", "pairs: {violence_and_drink: {of: [domestic_abuse, substance_misuse], correlation: 0.5}}", "none", -inf, inf, "association"},
      {"associations", "source", text, source_note, "source: judgement", "none"},
      {"association", "of", name_list, "The two indicators.", "of: [domestic_abuse, substance_misuse]", "required"},
      {"association", "correlation", number, "Their tetrachoric correlation, within each combination of categories.", "correlation: 0.5", "required, or both", -0.99, 0.99},
      {"association", "both", number, "Share of all families that have both, from which the correlation follows.", "both: 0.02", "required, or correlation", 0, 1},
      {"association", "source", text, source_note, "source: survey 2024", "none"},

      {"need", "up", rate_list, "Hazards with which need rises from each level to the next, from the lowest; levels are counted from 1, and there is one more of them than hazards.", "up_per_year: [0.164, 0.18, 0.046]", "required", 0, 1e6, "", true},
      {"need", "down", rate_list, "Hazards with which need falls from each level to the one below, from the second.", "down_per_year: [0.414, 1.05, 0.7]", "required", 0, 1e6, "", true},
      {"need", "source", text, source_note, "source: fitted", "none"},

      {"contact", "rate", rate_list, "How often a family is spoken of, at each level of its need, from the lowest.", "rate_per_year: [0.13, 0.45, 1.6, 5.6]", "required", 0, 1e6, "", true},
      {"contact", "effort", number, "Factor of these rates: how hard families in need are looked for.", "effort: 1", "1", 0, 1000, "", true},
      {"contact", "with_infant", number, "Factor for families with a child under one year at home.", "with_infant: 2", "1", 0, 1000, "", true},
      {"contact", "after_closure", number, "Factor for some time after the family's case was closed.", "after_closure: 2.7", "1", 0, 1000, "", true},
      {"contact", "after_closure_lasts", duration, "How long that is.", "after_closure_lasts_days: 210", "required with after_closure", 0, 1e5},
      {"contact", "error", number, "Standard deviation of what is seen of the need about what it is, in levels.", "error: 0.8", "0", 0, 10, "", true},
      {"contact", "refer_from", number, "The contact becomes a referral if the need that is seen is at least this.", "refer_from: 2.8", "every contact", -100, 100, "", true},
      {"contact", "to", name, "The tier to which those referred come.", "to: front_door", "required"},
      {"contact", "otherwise", section, "What may be offered to those who are not referred and have no case.", "otherwise: {to: early_help, probability: [0.09, 0.3, 0.3, 0.3]}", "nothing", -inf, inf, "otherwise"},
      {"contact", "takes", section, "The contact itself takes children into care (police protection, an accident), whatever is seen.", "takes: {probability: [0.5]}", "none", -inf, inf, "takes"},
      {"contact", "children_to", name, "The tier that those children come to.", "children_to: care_entry", "required with takes"},
      {"contact", "source", text, source_note, "source: judgement", "none"},
      {"otherwise", "to", name, "The tier to which those come who take up the offer.", "to: early_help", "required"},
      {"otherwise", "probability", number_list, "Probability that this happens, at each level of need, from the lowest.", "probability: [0.09, 0.3, 0.3, 0.3]", "required", 0, 1, "", true},

      {"exit", "returns", section, "Some who leave come back.", "returns: {probability: 0.2, after: {law: exponential, mean_days: 365}, to: front_door}", "nobody returns", -inf, inf, "returns"},
      {"exit", "rejoins", name, "Of children in care: the child goes home to its family, whose case comes to this tier unless it has one elsewhere.", "rejoins: child_in_need", "none"},
      {"exit", "source", text, source_note, "source: DfE 2024-25", "none"},
      {"returns", "probability", number, "Share of leavers who come back.", "probability: 0.2", "required", 0, 1, "", true},
      {"returns", "after", law, "Time until they do.", "after: {law: exponential, mean_days: 365}", "required"},
      {"returns", "to", name, "The tier they come back to, attributes unchanged.", "to: front_door", "required"},
      {"returns", "source", text, source_note, "source: DfE 2024-25", "none"},

      {"resource", "capacity", capacity, "How much there is. What is given back goes to whoever has waited longest of those who are next in the tiers that need it and can now begin: their ranks count in their own tier alone, and one who needs much can be passed for ever by those of other tiers who need little.", "capacity: 12", "required", 0, 1e12, "", true},
      {"resource", "patterns", name_list, "Calendars whose levels multiply the capacity (rounded to the nearest whole number).", "patterns: [shift]", "none"},
      {"resource", "when_cut", choice, "finish: what is in use when capacity is cut stays in use; interrupt: the last to start in tiers that need it go back to the waiting list and later carry on; they give back as much as their tier needs and keep what else they have brought along.", "when_cut: interrupt", "finish", -inf, inf, "finish|interrupt"},
      {"resource", "source", text, source_note, "source: workforce return 2025", "none"},

      {"class", "priority", number, "Rank in tiers that are ordered by class.", "priority: 2", "0"},
      {"class", "source", text, source_note, "source: judgement", "none"},

      {"calendar", "week", list_of, "Spans of the week.", "week: [{days: [mon, fri], from: \"09:00\", to: \"17:00\", level: 1}]", "one of week, cycle, year, dates", -inf, inf, "week_span"},
      {"calendar", "cycle", duration, "Length of a cycle, which begins on the start date (and goes back from there in a warm-up).", "cycle_hours: 24", "one of week, cycle, year, dates", 1e-4, 1e7},
      {"calendar", "steps", list_of, "Steps of the cycle, in order; each holds until the next.", "steps: [{from_hours: 0, level: 2}, {from_hours: 8, level: 5}]", "required with a cycle", -inf, inf, "cycle_step"},
      {"calendar", "year", list_of, "Spans of every year.", "year: [{from: 07-20, to: 09-01, level: 0.5}]", "one of week, cycle, year, dates", -inf, inf, "year_span"},
      {"calendar", "dates", list_of, "Spans between dates.", "dates: [{from: 2026-12-25, to: 2026-12-27, level: 0}]", "one of week, cycle, year, dates", -inf, inf, "date_span"},
      {"calendar", "otherwise", number, "The level where no span says another.", "otherwise: 0", "required where spans leave gaps", 0, 1e6},
      {"calendar", "source", text, source_note, "source: opening hours", "none"},
      {"week_span", "days", text_list, "Days of the week: mon, tue, wed, thu, fri, sat, sun.", "days: [mon, fri]", "all"},
      {"week_span", "from", text, "The time of day when the span begins. One over midnight is written as two.", "from: \"09:00\"", "00:00"},
      {"week_span", "to", text, "The time of day when it ends, at latest 24:00.", "to: \"17:00\"", "24:00"},
      {"week_span", "level", number, "The level.", "level: 1", "required", 0, 1e6},
      {"cycle_step", "from", duration, "From when on in the cycle.", "from_hours: 8", "required, with a unit", 0, 1e7},
      {"cycle_step", "level", number, "The level.", "level: 5", "required", 0, 1e6},
      {"year_span", "from", text, "First day, as month and day. A span may go over the new year; 29 February goes with 28 February.", "from: 07-20", "required"},
      {"year_span", "to", text, "First day no longer in it.", "to: 09-01", "required"},
      {"year_span", "level", number, "The level.", "level: 0.5", "required", 0, 1e6},
      {"date_span", "from", date, "First day.", "from: 2026-12-25", "required"},
      {"date_span", "to", date, "First day no longer in it.", "to: 2026-12-27", "required"},
      {"date_span", "level", number, "The level.", "level: 0", "required", 0, 1e6},

      // Laws
      {"law", "law", choice, "Which law; may be left out where only a hazard is given.", "law: weibull", "exponential, with a hazard", -inf, inf,
       "constant|exponential|uniform|triangular|lognormal|weibull|gamma|erlang|hyperexponential|hypoexponential|phase_type|life_table|histogram|empirical|mixture|normal|geometric|poisson"},
      {"law", "source", text, source_note, "source: fitted to table D7", "none"},
      {"law.every", "at_least", amount, "Draws are conditional on not being less.", "at_least_days: 1", "no bound", -inf, inf, "", true},
      {"law.every", "at_most", amount, "Draws are conditional on not being more.", "at_most_days: 365", "no bound", -inf, inf, "", true},
      {"law.every", "plus", amount, "Added to every draw, last of all.", "plus_days: 14", "0", -inf, inf, "", true},
      {"law.constant", "value", amount, "Always this; a length of time cannot be negative.", "value_days: 3", "required", -inf, inf, "", true},
      {"law.exponential", "mean", amount, "Mean.", "mean_days: 90", "one of mean, median, hazard", 0, inf, "", true},
      {"law.exponential", "median", amount, "Median.", "median_days: 60", "one of mean, median, hazard", 0, inf, "", true},
      {"law.exponential", "hazard", rate, "Events per entity per unit of time at risk; laws of time only.", "hazard_per_year: 0.2", "one of mean, median, hazard", 0, inf, "", true},
      {"law.uniform", "low", amount, "Lower end.", "low_days: 1", "required", -inf, inf, "", true},
      {"law.uniform", "high", amount, "Upper end.", "high_days: 5", "required", -inf, inf, "", true},
      {"law.lognormal", "mu", number, "Mean of the logarithm (of the time in days).", "mu: 3.5", "with sigma", -inf, inf, "", true},
      {"law.lognormal", "sigma", number, "Standard deviation of the logarithm.", "sigma: 0.8", "with mu", 0, inf, "", true},
      {"law.weibull", "shape", number, "Shape: below 1 the hazard falls with time, above 1 it rises.", "shape: 0.7", "with scale", 0, inf, "", true},
      {"law.weibull", "scale", amount, "Scale: 63 % are shorter.", "scale_days: 700", "with shape", 0, inf, "", true},
      {"law.gamma", "shape", number, "Shape.", "shape: 2", "with scale", 0, inf, "", true},
      {"law.gamma", "scale", amount, "Scale: the mean is shape times scale.", "scale_days: 30", "with shape", 0, inf, "", true},
      {"law.lognormal", "mean", amount, "Mean.", "mean_days: 90", "with sd", 0, inf, "", true},
      {"law.lognormal", "sd", amount, "Standard deviation.", "sd_days: 60", "with mean", 0, inf, "", true},
      {"law.lognormal", "median", amount, "Median.", "median_days: 60", "with p90", 0, inf, "", true},
      {"law.lognormal", "p90", amount, "What nine in ten do not exceed.", "p90_days: 200", "with median", 0, inf, "", true},
      {"law.weibull", "mean", amount, "Mean.", "mean_days: 90", "with sd", 0, inf, "", true},
      {"law.weibull", "sd", amount, "Standard deviation.", "sd_days: 60", "with mean", 0, inf, "", true},
      {"law.weibull", "median", amount, "Median.", "median_days: 60", "with p90", 0, inf, "", true},
      {"law.weibull", "p90", amount, "What nine in ten do not exceed.", "p90_days: 200", "with median", 0, inf, "", true},
      {"law.gamma", "mean", amount, "Mean.", "mean_days: 90", "with sd", 0, inf, "", true},
      {"law.gamma", "sd", amount, "Standard deviation.", "sd_days: 60", "with mean", 0, inf, "", true},
      {"law.gamma", "median", amount, "Median.", "median_days: 60", "with p90", 0, inf, "", true},
      {"law.gamma", "p90", amount, "What nine in ten do not exceed.", "p90_days: 200", "with median", 0, inf, "", true},
      {"law.empirical", "values", amount_list, "What can happen.", "values_days: [1, 2, 5]", "required"},
      {"law.empirical", "weights", number_list, "How likely each value is, in proportion.", "weights: [3, 2, 1]", "all alike", 0, inf},
      {"law.triangular", "low", amount, "Lower end.", "low_days: 1", "required", -inf, inf, "", true},
      {"law.triangular", "mode", amount, "Likeliest value.", "mode_days: 3", "required", -inf, inf, "", true},
      {"law.triangular", "high", amount, "Upper end.", "high_days: 10", "required", -inf, inf, "", true},
      {"law.erlang", "stages", whole, "Number of exponential stages.", "stages: 3", "required", 1, 10'000, "", true},
      {"law.erlang", "mean", amount, "Mean of the whole.", "mean_days: 10", "required", 0, inf, "", true},
      {"law.hyperexponential", "means", amount_list, "Means of the exponentials of which it is one.", "means_days: [5, 100]", "with weights", 0, inf, "", true},
      {"law.hyperexponential", "weights", number_list, "How likely each is, in proportion.", "weights: [0.7, 0.3]", "with means", 0, inf, "", true},
      {"law.hyperexponential", "mean", amount, "Mean, to which two exponentials contribute equally.", "mean_days: 10", "with sd", 0, inf, "", true},
      {"law.hyperexponential", "sd", amount, "Standard deviation, above the mean.", "sd_days: 20", "with mean", 0, inf, "", true},
      {"law.hypoexponential", "means", amount_list, "Means of the exponential stages, one after another.", "means_days: [2, 5, 5]", "required", 0, inf, "", true},
      {"law.phase_type", "start", number_list, "Chance of beginning in each phase; what is missing to 1 takes no time.", "start: [0.6, 0.4]", "required", 0, 1, "", true},
      {"law.phase_type", "hazards", rate_matrix, "Hazard of going from phase (row) to phase (column); on the diagonal minus that of leaving the phase; laws of time only.",
       "hazards_per_day: [[-1, 0.5], [0, -0.2]]", "required", -inf, inf, "", true},
      {"law.life_table", "by", choice, "stay: by time in the tier; age: by the age of the entity, which needs the attribute 'age_years'.", "by: age", "stay", -inf, inf, "stay|age"},
      {"law.life_table", "from", amount_list, "Where each hazard begins, rising; the first is 0.", "from_years: [0, 1, 5]", "required", 0, inf},
      {"law.life_table", "hazards", rate_list, "Hazard from there on; 0 as the last means perhaps never; laws of time only.", "hazards_per_year: [0.3, 0.1, 0.05]", "required", 0, inf, "", true},
      {"law.histogram", "edges", amount_list, "Edges of the bands, rising.", "edges_days: [0, 7, 28, 90]", "required"},
      {"law.histogram", "weights", number_list, "How likely each band is, in proportion; one fewer than edges.", "weights: [3, 2, 1]", "required", 0, inf, "", true},
      {"law.mixture", "of", law_parts, "Laws of which it is one, each with a weight.", "of: [{weight: 1, law: constant, value_days: 1}, {weight: 3, law: exponential, mean_days: 20}]", "required", -inf, inf, "mixture_part"},
      {"mixture_part", "weight", number, "How likely this law is, in proportion.", "weight: 3", "required", 0, inf},
      {"law.normal", "mean", amount, "Mean.", "mean: 100", "required", -inf, inf, "", true},
      {"law.normal", "sd", amount, "Standard deviation.", "sd: 15", "required", 0, inf, "", true},
      {"law.geometric", "mean", number, "Mean number of trials up to the first success: 1, 2, ...; numbers only.", "mean: 1.8", "required", 1, 1e9, "", true},
      {"law.poisson", "mean", number, "Mean of a count 0, 1, 2, ...; numbers only.", "mean: 2.5", "required", 0, 1e6, "", true},
  };
}

}  // namespace

const std::vector<KeySpec>& key_table() {
  static const std::vector<KeySpec> table = make_table();
  return table;
}

std::vector<const KeySpec*> keys_of(std::string_view context) {
  std::vector<const KeySpec*> keys;
  for (const KeySpec& spec : key_table())
    if (spec.context == context) keys.push_back(&spec);
  return keys;
}

const std::vector<TimeUnit>& time_units() {
  static const std::vector<TimeUnit> units{{"_minutes", "_per_minute", 1.0 / 1440}, {"_hours", "_per_hour", 1.0 / 24},
                                           {"_days", "_per_day", 1},                {"_weeks", "_per_week", 7},
                                           {"_years", "_per_year", 365.25}};
  return units;
}

namespace {

bool is_duration(const KeySpec& spec, bool timed) {
  return spec.kind == duration || (timed && (spec.kind == amount || spec.kind == amount_list));
}

bool is_rate(const KeySpec& spec) { return spec.kind == rate || spec.kind == rate_list || spec.kind == rate_matrix; }

}  // namespace

std::vector<std::string> spellings(const KeySpec& spec, bool timed) {
  const std::string stem(spec.name);
  std::vector<std::string> result;
  for (const TimeUnit& unit : time_units()) {
    if (is_duration(spec, timed)) result.push_back(stem + std::string(unit.duration_suffix));
    if (is_rate(spec)) result.push_back(stem + std::string(unit.rate_suffix));
  }
  if (result.empty()) result.push_back(stem);
  return result;
}

SpelledKey resolve_key(std::string_view spelling, const std::vector<const KeySpec*>& keys, bool timed) {
  for (const KeySpec* spec : keys) {
    if (is_rate(*spec) || is_duration(*spec, timed)) {
      if (!spelling.starts_with(spec->name)) continue;
      for (const TimeUnit& unit : time_units()) {
        const std::string_view suffix = is_rate(*spec) ? unit.rate_suffix : unit.duration_suffix;
        if (spelling.substr(spec->name.size()) == suffix) return {spec, unit.days, is_rate(*spec)};
      }
    } else if (spelling == spec->name) {
      return {spec, 1, false};
    }
  }
  return {};
}

std::vector<std::string> split(std::string_view text, char separator) {
  std::vector<std::string> parts;
  while (true) {
    const std::size_t at = text.find(separator);
    parts.emplace_back(text.substr(0, at));
    if (at == std::string_view::npos) return parts;
    text.remove_prefix(at + 1);
  }
}

}  // namespace headwater
