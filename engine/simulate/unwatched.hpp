// What the main loop tells of single lives, beyond what is counted. A recorder that only counts derives from this and is
// told in vain: the functions are empty, and their arguments are at hand, so that nothing is computed for them. One that
// tells a life (explain/witness.hpp) has functions of the same names.
//
// Draws are not told but for values at hand: each is a pure function of names, and can be had again by who asks why.
#pragma once

#include <cstdint>
#include <vector>

#include "pathway/model.hpp"
#include "simulate/entities.hpp"

namespace headwater {

struct Unwatched {
  /// A case that was open when the simulation begins is about to be put in place; what is told until the next is of this one.
  void opens(const OpenAtStart&) {}
  /// A family is there from now on. Unless it has moved in or is that of a care leaver, `families.formed() - 1` is its number.
  void family_formed(const auto& /*families*/, std::uint32_t /*family*/, double /*time*/) {}
  void child_born(const auto& /*families*/, std::uint32_t /*child*/, double /*time*/) {}
  /// Is eighteen. `state` is still what it was.
  void child_grown_up(const auto& /*families*/, std::uint32_t /*child*/, double /*time*/) {}
  /// Whether it becomes a parent is settled now.
  void child_grown_up_in_care(const auto& /*families*/, std::uint32_t /*child*/, double /*time*/) {}
  /// For somewhere else; its case, if it has one, is about to be closed.
  void family_leaves(const auto& /*families*/, std::uint32_t /*family*/, double /*time*/) {}
  void family_over(const auto& /*families*/, std::uint32_t /*family*/, double /*time*/) {}
  /// Need is about to rise or fall. `support`: the tier whose factors hold, if any. `by_kin`: factor of the hazard to rise.
  void need_shifts(const auto& /*family*/, auto /*clock*/, const NeedHazards&, const FamilyTier* /*support*/, double /*by_kin*/, double /*time*/) {}
  /// By contact `index` of today's; `rates` are those of all. `known`: the family has a case.
  void spoken_of(const auto& /*families*/, std::uint32_t /*family*/, std::size_t /*index*/, const std::vector<double>& /*rates*/,
                 std::uint64_t /*occurrence*/, bool /*known*/, double /*time*/) {}
  /// Children may leave home by a way of the tier where the case is. The keys are those of this replication.
  void children_may_leave(const auto& /*families*/, std::uint32_t /*family*/, const Stay& /*of the way*/, const ChildWay&, std::uint64_t /*together_key*/,
                          std::uint64_t /*occurrence*/, double /*time*/) {}
  /// Each child at home is asked whether it goes.
  void who_goes(const auto& /*families*/, std::uint32_t /*family*/, const Takes&, std::uint64_t /*key*/, std::uint64_t /*occurrence*/, double /*time*/) {}
  /// From now on moves under this name are those of the family's case, or of the child.
  void case_opened(const auto& /*families*/, std::uint32_t /*family*/, EntityName, double /*time*/) {}
  void child_left_home(const auto& /*families*/, std::uint32_t /*child*/, EntityName, double /*time*/) {}
  /// A stay is over (that at an exit when somebody comes back from there), and where to is about to be decided.
  void stay_ended(const Entities::Record&, const Stay&, const Entities&, std::uint32_t /*slot*/, double /*time*/) {}
  /// `value` is what the choice went by: a draw, an attribute, or need as it is seen; `cuts` are today's.
  void decided(EntityName, const Choice&, double /*value*/, const double* /*cuts*/) {}
  /// Whether one at an exit is to come back: if `draw` is below `probability`.
  void asked_to_return(EntityName, double /*draw*/, double /*probability*/) {}
};

}  // namespace headwater
