#include "pathway/compile_caseload.hpp"

#include <algorithm>
#include <cmath>
#include <utility>

#include "scenario/read_caseload.hpp"
#include "scenario/read_families.hpp"

namespace headwater {

namespace {

bool holds(const std::vector<std::string>& list, const std::string& name) { return std::find(list.begin(), list.end(), name) != list.end(); }

const double* value_of(const OpenCases& row, const std::string& name) {
  for (const auto& [other, value] : row.attributes)
    if (other == name) return &value;
  return nullptr;
}

/// A source from which nobody comes unasked, with the attributes of the model but for those that are known.
Source source_like(const Description& in, const Model& model, const OpenCases* row) {
  Source source;
  source.kind = Source::Kind::listed;
  source.key = source_key("source/caseload");
  source.rate = {{0, 0, 0}};
  source.laws.emplace_back();
  for (const Attribute& attribute : model.attributes) {
    const double* known = row == nullptr ? nullptr : value_of(*row, attribute.name);
    const auto law = std::find_if(in.attributes.begin(), in.attributes.end(), [&](const AttributeSpec& spec) { return spec.name == attribute.name; });
    source.attributes.emplace_back(known != nullptr ? *constant_law(*known).law : law == in.attributes.end() ? *constant_law(0).law : law->law);
  }
  return source;
}

}  // namespace

void compile_caseload(const Description& in, const FamilyNames& names, Model& model) {
  if (!in.caseload || in.caseload->rows.empty()) return;
  const auto from = static_cast<std::int32_t>(model.sources.size());
  const WhoComes who = in.population ? who_comes(in) : WhoComes{};
  std::vector<std::int64_t> edges(model.tiers, -1);
  for (const OpenCases& row : in.caseload->rows) {
    OpenAtStart cases;
    const std::uint32_t tier = names.node(row.tier);
    const double* age = value_of(row, "age_years");
    const bool grown = age != nullptr && *age >= 18;
    cases.of = holds(who.families, row.tier) ? OpenAtStart::Of::family : holds(who.children, row.tier) && !grown ? OpenAtStart::Of::child : OpenAtStart::Of::nobody;
    cases.key = source_key("caseload/" + signature(row));
    cases.number = static_cast<std::uint64_t>(row.number);
    cases.days = row.days;
    cases.as = source_like(in, model, &row);
    if (edges[tier] < 0) edges[tier] = names.add_edge(-1, from, row.tier, "");
    cases.as.edge = static_cast<std::uint32_t>(edges[tier]);
    const auto of_class = std::find(model.class_names.begin(), model.class_names.end(), row.of_class);
    if (of_class != model.class_names.end()) cases.as.of_class = static_cast<std::uint8_t>(of_class - model.class_names.begin());
    if (cases.of == OpenAtStart::Of::family) {
      cases.need_from = model.families.tiers[tier].serves_from;
      cases.need_to = model.families.tiers[tier].serves_to;
    }
    if (row.need > 0) cases.need_from = cases.need_to = static_cast<std::uint32_t>(row.need - 1);
    cases.children = static_cast<std::uint32_t>(row.children);
    if (age != nullptr) cases.age = static_cast<std::int32_t>(std::floor(*age));
    model.caseload.push_back(std::move(cases));
  }
  // Where places or resources are short, who has been there longest has them.
  const auto order = [](const OpenAtStart& cases) { return std::make_pair(-cases.days, cases.key); };
  std::sort(model.caseload.begin(), model.caseload.end(), [&](const OpenAtStart& a, const OpenAtStart& b) { return order(a) < order(b); });

  Source source = source_like(in, model, nullptr);
  source.edge = model.caseload[0].as.edge;
  model.caseload_source = static_cast<std::uint32_t>(from);
  model.whose_purpose = names.purpose("caseload/whose");
  model.sources.push_back(std::move(source));
  model.source_names.push_back("caseload");
}

}  // namespace headwater
