// The life of one family, or of one entity, in one replication: dated steps in plain words, with the rule and the draw
// behind each.
//
// In the words, square brackets hold what nobody in the services could know: true need, and what moves it. A draw is a
// number between 0 and 1 that chance gave.
#pragma once

#include <compare>
#include <cstdint>
#include <string>
#include <utility>
#include <vector>

namespace headwater {

using Facts = std::vector<std::pair<std::string, double>>;

/// Something happens.
struct LifeStep {
  double day = 0;       ///< since the start date; negative in the warm-up
  std::string kind;     ///< formed, born, need, contact, way, who_goes, move, start, interrupted, resumed, grown_up, parent, leaves, over, end
  std::string who;      ///< "family", "child 2", or the entity
  std::string text;     ///< the rule, the draw and what comes of them
  std::string outcome;  ///< what comes of them alone
  bool hidden = false;  ///< all of it is what nobody could know
  Facts facts = {};     ///< the numbers of the text

  /// But for when it happens.
  bool same(const LifeStep& other) const { return kind == other.kind && who == other.who && text == other.text; }
};

struct Life {
  std::string subject;             ///< "family 12", "entity new:5"
  std::vector<std::string> about;  ///< what it is from the start
  std::vector<LifeStep> steps;         ///< in order of time
  double same_within = 0;          ///< of another life: what is no further apart than so many days is at one time
};

/// Whose life.
struct Subject {
  bool is_family = true;
  std::string source = {};    ///< of an entity
  std::uint64_t ordinal = 0;  ///< families, and the entities of a source, are numbered from 0

  auto operator<=>(const Subject&) const = default;
};

/// Of an entity that came in a batch: its number in the batch is above these bits of the ordinal, the number of the batch in them.
inline constexpr unsigned batch_bits = 40;

/// One step of two lives that are told together.
struct MergedStep {
  enum In : std::uint8_t { both, first, second } in;
  const LifeStep* step;
};

/// Both lives in order of time, what is the same in both told once. Points into the lives.
///
/// The clocks of families are kept in single precision: a dated change at which they are read moves what follows by
/// seconds, which is no difference worth telling.
std::vector<MergedStep> merge(const Life& first, const Life& second);

/// Where two lives part: the first step whose outcome the other life does not have at that time, or the end. The rule of a
/// step may differ and lead to the same.
std::vector<MergedStep>::const_iterator parting(const std::vector<MergedStep>& steps, double same_within);

}  // namespace headwater
