#include "simulate/model_fault.hpp"

#include "scenario/number.hpp"

namespace headwater {

void throw_timeless_loop(const std::string& node, double day) {
  throw ModelFault("day " + to_text(day) + ", '" + node +
                   "': entities go round in stays that take no time, without end; one stay of the loop must take some time");
}

}  // namespace headwater
