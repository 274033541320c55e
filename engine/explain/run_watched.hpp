// One replication with another recorder than the usual.
#pragma once

#include "random/philox.hpp"
#include "simulate/replication.hpp"

namespace headwater {

/// Simulates replication `number` under the model's generator; `recorder` is told.
template <class Watching>
void run_watched(const Model& model, std::uint32_t number, Watching& recorder) {
  if (model.run.generator == Generator::philox) {
    Replication<Philox, Watching>(model, number, recorder).run();
  } else {
    Replication<KeyedHash, Watching>(model, number, recorder).run();
  }
}

}  // namespace headwater
