#include "explain/explain.hpp"

#include <algorithm>

#include "explain/run_watched.hpp"
#include "explain/witness.hpp"
#include "explain/words.hpp"
#include "scenario/number.hpp"

namespace headwater {

namespace {

/// Sources of entities: those who speak of families are none.
std::vector<std::string> sources_of(const Model& model) {
  std::vector<std::string> names;
  for (std::uint32_t i = 0; i < model.source_names.size(); ++i) {
    const auto is_contact = [&](const Contact& contact) { return contact.source == i; };
    if (std::none_of(model.families.contacts.begin(), model.families.contacts.end(), is_contact)) names.push_back(model.source_names[i]);
  }
  return names;
}

}  // namespace

Life explain(const Description& description, const Model& model, std::uint32_t number, const Subject& subject) {
  if (subject.is_family && !model.families.any())
    throw NoSuchLife("the model has no families (no 'population'); --entity SOURCE:NUMBER follows one entity");
  const std::vector<std::string> sources = sources_of(model);
  if (!subject.is_family && std::find(sources.begin(), sources.end(), subject.source) == sources.end())
    throw NoSuchLife("unknown source '" + subject.source + "'" + did_you_mean(subject.source, sources) + (sources.empty() ? "; there is none, and --family NUMBER follows a family" : ""));
  const Layout layout = layout_of(model);
  Witness witness(description, model, layout, number, subject);
  run_watched(model, number, witness);
  if (witness.was_there()) return witness.tell();
  const std::string in_replication = "in replication " + std::to_string(number);
  if (!subject.is_family && !model.caseload.empty() && subject.source == model.source_names[model.caseload_source])
    throw NoSuchLife(in_replication + " no case of the caseload has that number: they are not numbered from 0; --any TIER finds the first in a tier and says its number");
  if (!subject.is_family) {
    throw NoSuchLife(in_replication + " source '" + subject.source + "' brings " + std::to_string(witness.came_from_source()) + ", numbered from 0 in the order of their coming; " +
                     std::to_string(subject.ordinal & ((std::uint64_t{1} << batch_bits) - 1)) + " is not among them");
  }
  const std::string families = "families are numbered from " + std::to_string(witness.first_family()) + " to " + std::to_string(witness.families_formed() - 1) + " " + in_replication;
  if (witness.families_formed() == 0) throw NoSuchLife("no family lives " + in_replication);
  if (subject.ordinal >= first_moved_in) throw NoSuchLife("no family " + std::to_string(subject.ordinal) + " comes to the area: " + families + ", those who move in from " + std::to_string(first_moved_in));
  if (subject.ordinal >= witness.families_formed()) throw NoSuchLife("there is no family " + std::to_string(subject.ordinal) + ": " + families);
  throw NoSuchLife("the children of family " + std::to_string(subject.ordinal) + " had grown up before the simulation began: " + families);
}

Subject entity_named(const std::string& text) {
  const std::size_t colon = text.rfind(':'), point = text.find('.', colon == std::string::npos ? 0 : colon);
  constexpr std::uint64_t most = std::uint64_t{1} << batch_bits, most_places = std::uint64_t{1} << (64 - batch_bits);
  const auto part = [&](std::size_t from, std::size_t length) { return parse_unsigned(text.substr(from, length)); };
  const std::uint64_t ordinal = colon == std::string::npos ? most : part(colon + 1, point == std::string::npos ? point : point - colon - 1).value_or(most);
  const std::uint64_t place = point == std::string::npos ? 0 : part(point + 1, std::string::npos).value_or(most_places);
  if (ordinal >= most || place >= most_places)
    throw NoSuchLife("an entity is named by its source and its number, as in new:0, or new:0.1 for the second of a batch, found '" + text + "'");
  return {false, text.substr(0, colon), ordinal + (place << batch_bits)};
}

}  // namespace headwater
