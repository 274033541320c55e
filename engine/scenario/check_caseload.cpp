// Whether the cases that are said to be open on the start date can be there.
#include <algorithm>
#include <cmath>
#include <map>
#include <set>

#include "scenario/number.hpp"
#include "scenario/read_caseload.hpp"
#include "scenario/read_families.hpp"
#include "scenario/timeline.hpp"

namespace headwater {

namespace {

constexpr double grown_up = 18, year = 365.25;
constexpr std::int64_t most_open_cases = 10'000'000;

template <class List>
bool holds(const List& list, const std::string& name) {
  return std::find(list.begin(), list.end(), name) != list.end();
}

class CaseloadChecker {
 public:
  CaseloadChecker(const Description& in, Diagnostics& diagnostics) : in_(in), caseload_(*in.caseload), diagnostics_(diagnostics) {}

  void run() {
    if (in_.run.warm_up > 0)
      diagnostics_.error(caseload_.place, "a 'caseload' is what there is on the start date, and a warm-up would begin before it with nothing: 'warm_up' of 'run' or 'caseload' must go");
    for (const TierSpec& tier : in_.tiers) tiers_.push_back(tier.name);
    for (const AttributeSpec& attribute : in_.attributes) with_law_.insert(attribute.name);
    attributes_ = with_law_;
    for (const SourceSpec& source : in_.sources)
      for (const AttributeSpec& attribute : source.attributes) attributes_.insert(attribute.name);
    if (in_.population) {
      who_ = who_comes(in_);
      attributes_.insert("age_years");
    }
    for (const OpenCases& row : caseload_.rows) check(row);
    for (std::size_t i = 0; i < in_.tiers.size(); ++i) check_room(i);
    std::int64_t all = 0;
    for (const OpenCases& row : caseload_.rows) all += std::min(row.number, most_open_cases);
    if (all > most_open_cases) diagnostics_.error(caseload_.place, "at most 10,000,000 cases can be open at the start, found " + std::to_string(all));
  }

 private:
  void check(const OpenCases& row) {
    const auto tier = std::find_if(in_.tiers.begin(), in_.tiers.end(), [&](const TierSpec& one) { return one.name == row.tier; });
    if (row.tier.empty()) return;
    if (tier == in_.tiers.end()) return diagnostics_.error(row.place, unknown("tier", row.tier, tiers_, " of the caseload"));
    check_class(row);
    check_attributes(row);
    if (tier->order == Order::shared)
      return diagnostics_.error(row.place, "tier '" + row.tier + "' shares its capacity among all who are there, so that days spent there do not say how much has been done: cases there cannot be open at the start");
    check_whose(row);
    check_stay(row, *tier);
  }

  void check_class(const OpenCases& row) {
    std::vector<std::string> classes;
    for (const ClassSpec& of : in_.classes) classes.push_back(of.name);
    if (row.of_class.empty() && !classes.empty()) diagnostics_.error(row.place, "'class' is missing in the open cases: the model has classes (" + joined(classes, ", ") + ")");
    if (row.of_class.empty() || holds(classes, row.of_class)) return;
    diagnostics_.error(row.place, unknown("class", row.of_class, classes, " of the caseload") + (classes.empty() ? ": the model has no 'classes'" : ""));
  }

  void check_attributes(const OpenCases& row) {
    for (const auto& [name, value] : row.attributes)
      if (!attributes_.count(name)) diagnostics_.error(row.place, unknown("attribute", name, {attributes_.begin(), attributes_.end()}, " of the caseload"));
    for (const std::string& name : attributes_)
      if (!with_law_.count(name) && !has(row, name) && !(in_.population && name == "age_years"))
        diagnostics_.error(row.place, "'" + name + "' is missing in the open cases: only sources give it a law");
  }

  static bool has(const OpenCases& row, const std::string& name) { return value_of(row, name) != nullptr; }

  static const double* value_of(const OpenCases& row, const std::string& name) {
    for (const auto& [other, value] : row.attributes)
      if (other == name) return &value;
    return nullptr;
  }

  /// Of a family, of a child of a family, or of nobody here.
  void check_whose(const OpenCases& row) {
    const double* age = value_of(row, "age_years");
    const auto refuse = [&](bool is_there, const std::string& what) {
      if (is_there) diagnostics_.error(row.place, what);
    };
    const bool of_families = holds(who_.families, row.tier), of_children = holds(who_.children, row.tier);
    const std::string here = "tier '" + row.tier + "' holds ";
    if (!of_families) {
      const std::string others = in_.population ? here + (of_children ? "children" : "whoever comes from 'sources'") + ", and no families" : "the model has no 'population'";
      refuse(row.children > 0, "'children' of the open cases is about families: " + others);
      refuse(row.need > 0 && !of_children, "'need' of the open cases is about families: " + others);
    }
    if (!in_.population) return;
    refuse(row.need > 0 && of_children && age != nullptr && *age >= grown_up, "'need' of the open cases is about the families of children: who has turned 18 is of no family here, and these cases are " + (age != nullptr ? to_text(*age) : ""));
    refuse(in_.need && row.need > static_cast<int>(in_.need->levels()), "'need' of the open cases must be at most " + std::to_string(in_.need ? in_.need->levels() : 0) + ", the highest level, found " + std::to_string(row.need));
    refuse(row.children > static_cast<int>(in_.population->children_per_family.size()),
           "'children' of the open cases must be at most " + std::to_string(in_.population->children_per_family.size()) + ", as many as a family can have here, found " + std::to_string(row.children));
    refuse(of_families && age != nullptr, here + "families, which have no age: 'age_years' must go");
    refuse(age != nullptr && *age < 0, "'age_years' of the open cases must not be below 0, found " + (age != nullptr ? to_text(*age) : ""));
    refuse(!of_families && !of_children && age == nullptr && !with_law_.count("age_years"), "'age_years' is missing in the open cases: whoever is in tier '" + row.tier + "' is no child of a family here, and its age is not known");
    if (of_children && age != nullptr && *age >= 0 && *age < grown_up && row.days > (std::floor(*age) + 1) * year)
      diagnostics_.error(row.place, "a child of " + to_text(std::floor(*age)) + " cannot have been in tier '" + row.tier + "' for " + to_text(row.days) + " days");
  }

  /// A stay must be able to last as long as it has lasted.
  void check_stay(const OpenCases& row, const TierSpec& tier) {
    const StaySpec* stay = &tier;
    for (const auto& [name, own] : tier.by_class)
      if (name == row.of_class) stay = &own;
    if (stay->sojourn) check_law(row, *stay->sojourn, "");
    for (const RacerSpec& racer : stay->race) {
      if (racer.law && racer.hazard_by_need.empty()) check_law(row, *racer.law, " by '" + racer.name + "'");
      const double* age = value_of(row, "age_years");
      if (racer.at_age_years && age != nullptr && *age >= *racer.at_age_years)
        diagnostics_.error(row.place, "tier '" + tier.name + "' is left at " + to_text(*racer.at_age_years) + " years of age ('" + racer.name + "'), and these cases are " + to_text(*age));
    }
  }

  void check_law(const OpenCases& row, const Law& law, const std::string& by) {
    if (row.days <= 0 || law.by_age || law.kind == LawKind::exponential) return;
    const std::string found = ", and these cases have been there for " + to_text(row.days);
    if (law.most() <= row.days) return diagnostics_.error(row.place, "tier '" + row.tier + "' is left" + by + " after at most " + to_text(law.most()) + " days" + found);
    if (1 - law.cdf(row.days) < least_kept_chance)
      diagnostics_.error(row.place, "of a million stays in tier '" + row.tier + "' not one lasts so long" + by + ": they end after " + to_text(std::floor(law.quantile(0.999) + 0.5)) + " days in 999 cases of 1,000" + found);
  }

  /// Where nobody can wait, or only so many, there must be room for all.
  void check_room(std::size_t index) {
    const TierSpec& tier = in_.tiers[index];
    if (!tier.needs.empty() || (!tier.waiting_room && tier.when_full.empty() && !tier.blocks)) return;
    double places = 0;
    for (const Step& step : places_over_time(in_, Revision::Of::tier, index))
      if (step.time <= 0) places = step.value;
    const double room = places + static_cast<double>(tier.waiting_room.value_or(0));
    std::int64_t there = 0;
    const OpenCases* last = nullptr;
    for (const OpenCases& row : caseload_.rows) {
      if (row.tier != tier.name) continue;
      there += std::min(row.number, most_open_cases);
      if (row.number > 0) last = &row;
    }
    if (last == nullptr || static_cast<double>(there) <= room) return;
    diagnostics_.error(last->place, "tier '" + tier.name + "' has room for " + to_text(room) + " (" + to_text(places) + " in places, " + std::to_string(tier.waiting_room.value_or(0)) + " waiting), and the caseload says that " +
                                        std::to_string(there) + " are there");
  }

  const Description& in_;
  const CaseloadSpec& caseload_;
  Diagnostics& diagnostics_;
  std::vector<std::string> tiers_;
  std::set<std::string> attributes_, with_law_;
  WhoComes who_;
};

}  // namespace

void check_caseload(const Description& description, Diagnostics& diagnostics) {
  if (description.caseload) CaseloadChecker(description, diagnostics).run();
}

}  // namespace headwater
