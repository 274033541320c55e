// One replication of a compiled model, from its number to its record.
#pragma once

#include <cstdint>

#include "pathway/model.hpp"
#include "results/layout.hpp"

namespace headwater {

/// Simulates replication `number` of `model`, under the model's seed and generator. `layout` is `layout_of(model)`.
/// Safe to call from many threads at once; the record depends on the model and the number alone.
ReplicationRecord replicate(const Model& model, const Layout& layout, std::uint32_t number);

}  // namespace headwater
