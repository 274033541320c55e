#include "experiment/replicate.hpp"

#include "random/luck.hpp"
#include "random/philox.hpp"
#include "results/recorder.hpp"
#include "simulate/replication.hpp"

namespace headwater {

namespace {

template <class Luck>
ReplicationRecord simulate(const Model& model, const Layout& layout, std::uint32_t number) {
  Recorder recorder(model, layout, number);
  Replication<Luck, Recorder>(model, number, recorder).run();
  return recorder.collect();
}

}  // namespace

ReplicationRecord replicate(const Model& model, const Layout& layout, std::uint32_t number) {
  return model.run.generator == Generator::philox ? simulate<Philox>(model, layout, number)
                                                  : simulate<KeyedHash>(model, layout, number);
}

}  // namespace headwater
