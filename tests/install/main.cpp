// Runs a model from memory and reads two numbers of the outcome.
#include <cmath>
#include <cstdio>

#include "experiment/in_memory.hpp"
#include "pathway/compile.hpp"
#include "scenario/read.hpp"

namespace {

// Ten cases a day, each of exactly five days, with places for all: 50 are there in the mean.
constexpr const char* model_text = R"(
headwater: 1
start: 2026-04-01
horizon_days: 400
sources:
  referrals: {rate_per_day: 10, to: help}
tiers:
  help: {sojourn: {law: constant, value_days: 5}, exits: {closed: 1}}
exits:
  closed: {}
run: {replications: 20, every: whole_run, warm_up_days: 10}
)";

}  // namespace

int main() {
  const headwater::Reading reading = headwater::read_text(model_text, "model.yaml");
  if (!reading.ok()) {
    std::fputs(reading.diagnostics.text().c_str(), stderr);
    return 1;
  }
  const headwater::Outcome outcome = headwater::run_in_memory(headwater::compile(*reading.description), /*threads=*/2);

  double occupancy = 0;
  for (std::size_t replication = 0; replication < outcome.records.size(); ++replication)
    occupancy += outcome.value("occupancy", replication, /*period=*/0, /*element=*/0) / 20;
  std::printf("%zu replications, mean occupancy %.3f\n", outcome.records.size(), occupancy);

  // The occupancy is Poisson with mean and variance 50 and forgets in 5 days: over 20 x 400 days its mean has a
  // standard error of sqrt(50 x 5 / 8000) = 0.18; four of them are allowed.
  return outcome.records.size() == 20 && std::abs(occupancy - 50) < 0.72 ? 0 : 1;
}
