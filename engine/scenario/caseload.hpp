// What a scenario says of the cases that are open on the start date.
#pragma once

#include <cstdint>
#include <string>
#include <utility>
#include <vector>

#include "scenario/diagnostics.hpp"

namespace headwater {

/// Cases that are alike: in one tier for equally long.
struct OpenCases {
  std::string tier;
  double days = 0;                                         ///< spent in the tier when the simulation begins
  std::int64_t number = 1;
  std::string of_class = {};                               ///< where the model has classes
  std::vector<std::pair<std::string, double>> attributes;  ///< those that are known, in order of name; others are drawn
  int need = 0;                                            ///< level of the family's need; 0: any that the tier serves
  int children = 0;                                        ///< at home in the family; 0: any number
  Place place;
};

struct CaseloadSpec {
  std::vector<OpenCases> rows;  ///< once checked: no two alike, in an order that does not depend on the file's
  Place place;
};

}  // namespace headwater
