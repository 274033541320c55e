// Who comes to a tier or an exit: looked out for while a replication runs.
#include <algorithm>
#include <unordered_map>
#include <unordered_set>

#include "explain/explain.hpp"
#include "explain/run_watched.hpp"
#include "explain/words.hpp"
#include "random/name_origin.hpp"
#include "results/recorder.hpp"

namespace headwater {

namespace {

/// Looks out for all who come to a node.
class Lookout : public Recorder {
 public:
  Lookout(const Model& model, const Layout& layout, std::uint32_t replication, std::uint32_t node) : Recorder(model, layout, replication), model_(model), node_(node) {}

  const std::vector<Subject>& found() const { return found_; }

  template <class Luck>
  void case_opened(const Families<Luck>& families, std::uint32_t family, EntityName name, double /*time*/) {
    of_family_[static_cast<std::uint64_t>(name)] = families[family].name;
  }
  template <class Luck>
  void child_left_home(const Families<Luck>& families, std::uint32_t child, EntityName name, double /*time*/) {
    of_family_[static_cast<std::uint64_t>(name)] = families[families.child(child).family].name;
  }
  void moved(std::uint32_t edge, std::uint32_t slot, EntityName name, double time) {
    Recorder::moved(edge, slot, name, time);
    const auto word = static_cast<std::uint64_t>(name);
    if (model_.edges[edge].from_source >= 0) from_source_[word] = static_cast<std::uint32_t>(model_.edges[edge].from_source);
    if (model_.edges[edge].to != node_ || time < model_.warm_up) return;
    const auto family = of_family_.find(word);
    const EntityName whose = family != of_family_.end() ? family->second : name;
    if (!came_.insert(static_cast<std::uint64_t>(whose)).second) return;
    if (family != of_family_.end()) {
      found_.push_back({true, "", ordinal_of(whose, model_.families.key)});
    } else {
      const std::uint32_t source = from_source_.at(word);
      found_.push_back({false, model_.source_names[source], ordinal_of(whose, model_.sources[source].key)});
    }
  }

 private:
  const Model& model_;
  std::uint32_t node_;
  // These are looked up by key only, never walked.
  std::unordered_map<std::uint64_t, EntityName> of_family_;
  std::unordered_map<std::uint64_t, std::uint32_t> from_source_;
  std::unordered_set<std::uint64_t> came_;
  std::vector<Subject> found_;
};

}  // namespace

std::vector<Subject> who_comes_to(const Model& model, std::uint32_t number, const std::string& node) {
  const auto found = std::find(model.names.begin(), model.names.end(), node);
  if (found == model.names.end()) throw NoSuchLife("unknown tier or exit '" + node + "'" + did_you_mean(node, model.names));
  const Layout layout = layout_of(model);
  Lookout lookout(model, layout, number, static_cast<std::uint32_t>(found - model.names.begin()));
  run_watched(model, number, lookout);
  return lookout.found();
}

}  // namespace headwater
