#include "design/sobol_points.hpp"

#include <boost/random/sobol.hpp>
#include <string>

#include "design/draws.hpp"

namespace headwater {
namespace {

static_assert(most_sobol_parameters == boost::random::default_sobol_table::max_dimension);

/// Digits that can differ among the first points: 2^24 is above `most_points`, and within one parameter the
/// first 2^24 points of the sequence differ in their first 24 digits.
constexpr int nested_digits = 24;
static_assert((std::size_t{1} << nested_digits) >= most_points);

/// Nested uniform scrambling. Beyond the digits that tell all points apart each point is alone in its cell, so
/// the rest of the digits is one draw.
std::uint64_t scrambled(std::uint64_t digits, EntityName name, std::uint64_t purpose) {
  std::uint64_t result = 0;
  std::uint64_t before = 1;  // a leading 1, then the digits so far: different for every place and every prefix
  for (int place = 63; place > 63 - nested_digits; --place) {
    const std::uint64_t digit = (digits >> place) & 1;
    result |= (digit ^ (KeyedHash::bits(name, purpose, before) >> 63)) << place;
    before = 2 * before + digit;
  }
  return result | (KeyedHash::bits(name, purpose, before) >> nested_digits);
}

}  // namespace

OrError<Design> scrambled_sobol_points(std::size_t parameters, std::size_t points, std::uint64_t seed) {
  if (parameters > most_sobol_parameters) {
    return {{}, "a Sobol' sequence may have at most " + std::to_string(most_sobol_parameters) + " parameters, found " + std::to_string(parameters)};
  }
  if (std::string error = size_error(points, parameters); !error.empty()) return {{}, std::move(error)};
  const std::uint64_t purpose = purpose_key(seed, 0, hash_of_name("design.sobol.scrambling"));
  std::vector<EntityName> names;
  for (std::size_t i = 0; i < parameters; ++i) names.push_back(design_parameter(i));
  Design design{parameters, {}};
  design.coordinates.reserve(parameters * points);
  boost::random::sobol next(parameters);
  for (std::size_t point = 0; point < points; ++point) {
    for (std::size_t i = 0; i < parameters; ++i) {
      const std::uint64_t digits = point == 0 ? 0 : next();  // the origin, and then Boost's
      design.coordinates.push_back(uniform(scrambled(digits, names[i], purpose)));
    }
  }
  return {std::move(design)};
}

}  // namespace headwater
