// Phase types: how long a Markov chain lasts, with the same bits on every processor.
//
// Time is cut into cells of four mean times of the phase that is left soonest. Within a cell chances are
// sums over the number of jumps of a Poisson process of hazard 1 (uniformisation: Jensen, "Markoff chains as
// an aid in the study of Markoff processes", Skandinavisk Aktuarietidskrift 36, 1953), from cell to cell the
// chain goes by powers of two of one cell. All terms are positive, so chances in both tails keep their
// relative accuracy. Time is in the law's scale: the largest hazard of leaving a phase is 1.
#pragma once

#include <array>
#include <cstddef>
#include <cstdint>
#include <vector>

#include "random/law.hpp"

namespace headwater {

/// x with -hazards x = right, for the matrix of a phase type (row by row). Empty when the chain may never end.
std::vector<double> solve_phases(const std::vector<double>& hazards, std::vector<double> right);

/// The quantiles of a law of kind phase_type and scale 1. Each is solved for afresh; the last bits may depend
/// on those asked for before. Relative error below 1e-13, for chains that last n times as long as their
/// shortest phase below n * 1e-15.
class PhaseQuantile {
 public:
  explicit PhaseQuantile(const Law& law);

  /// The length that is exceeded (`upper`) or not exceeded with chance `chance`, 0 < chance <= 1/2.
  double at(bool upper, double chance);

 private:
  static constexpr double cell_width = 4;
  static constexpr std::size_t terms = 56;  // 4^56 / 56! is below 1e-40

  using Row = std::vector<double>;  ///< chance of each phase, then of having ended
  /// Chances of still lasting and of having ended since the beginning, and the density of ending.
  struct Chances {
    double lasting = 0, ended = 0, density = 0;
  };

  Row jump(const Row& row) const;
  Row after_cells(const Row& row, const std::vector<Row>& powers) const;
  void enter(std::uint64_t cell);
  void find_cell(bool by_ended, double chance);
  Chances at_offset(double offset) const;
  double lasting(const Row& row) const;

  struct Jump {
    std::size_t from, to;
    double chance;
  };
  std::size_t phases_;
  std::vector<Jump> jumps_;  ///< of one step of the Poisson process, staying included; to phases_: ended
  Row start_;
  double begun_ = 0;                      ///< chance of a length above 0
  std::vector<std::vector<Row>> powers_;  ///< what 2^m cells do to each phase
  double cell_begin_ = 0;
  Row row_, next_row_;  ///< at the beginning of the cell and of the next
  struct Term {
    double lasting, ended, ending;
  };
  std::array<Term, terms> terms_{};
  double offset_ = 0;  ///< the last answer, within its cell
};

}  // namespace headwater
