// Sobol' points: a sequence that fills the unit hypercube more evenly than chance.
//
// The first 2^m points are a digital net: cut the hypercube into boxes of equal volume, along the parameters in
// any number of halvings, and each box holds its exact share, down to a volume that depends on the number of
// parameters. Numbers of points that are not powers of two lose this. The sequence begins with the origin,
// which Boost's generator leaves out; without it the points are no net, and errors fall at a slower rate (Owen,
// "On dropping the first Sobol' point", arXiv:2008.08051, 2020). So it is put back, and since a coordinate of 0
// stands for no value of an unbounded law, luck moves all points off it.
//
// Luck is Owen's nested uniform scrambling ("Randomly permuted (t,m,s)-nets and (t,s)-sequences", 1995): every
// binary digit is flipped or not by a draw that depends on parameter, place and all digits before it. Each point
// is then uniform on the hypercube and the net is kept, so means are unbiased, and their error shows in the
// spread over several seeds. It is preferred to a random shift of the digits, which has the same two
// properties, because its errors are smaller for smooth outputs.
//
// Source of the sequence: Boost.Random's `sobol`, with the direction numbers of Joe and Kuo, "Constructing Sobol
// sequences with better two-dimensional projections" (SIAM J. Sci. Comput. 30, 2008, pp. 2635-2654).
#pragma once

#include <cstddef>
#include <cstdint>

#include "design/design.hpp"

namespace headwater {

/// As many as Boost has direction numbers for.
inline constexpr std::size_t most_sobol_parameters = 3667;

/// The first points, scrambled. Coordinates are strictly between 0 and 1. With the same seed, more points begin
/// with the same points. Costs 25 rounds of mixing a coordinate.
OrError<Design> scrambled_sobol_points(std::size_t parameters, std::size_t points, std::uint64_t seed);

}  // namespace headwater
