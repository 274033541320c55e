// Places: how many a tier has, and how many are taken. Never more are taken than there are, save after a cut that
// lets work in hand finish.
#pragma once

#include <cstdint>

namespace headwater {

struct Places {
  std::int64_t capacity = 0;
  std::int64_t busy = 0;

  bool free() const { return busy < capacity; }
  void seize() { ++busy; }
  void release() { --busy; }
};

}  // namespace headwater
