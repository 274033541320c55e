#include "support/simulate.hpp"

#include <chrono>
#include <cstdio>

namespace headwater::theory {

std::string header(const Plan& plan) {
  return "headwater: 1\nstart: 2026-04-01\nhorizon_days: " + number(plan.horizon) +
         "\nrun: {replications: " + std::to_string(plan.replications) +
         ", seed: " + std::to_string(plan.seed) + ", every: " + plan.every +
         ", warm_up_days: " + number(plan.warm_up) + ", event_log: " + (plan.event_log ? "true" : "false") +
         ", generator: " + plan.generator + "}\n";
}

std::string date(int days) {
  using namespace std::chrono;
  const year_month_day day{sys_days{year{2026} / 4 / 1} + std::chrono::days{days}};
  char text[32];
  std::snprintf(text, sizeof text, "%04d-%02u-%02u", static_cast<int>(day.year()),
                static_cast<unsigned>(day.month()), static_cast<unsigned>(day.day()));
  return text;
}

std::string one_desk(double arrivals_per_day, const TimeLaw& stay, const std::string& capacity) {
  return "sources:\n  in: {rate_per_day: " + number(arrivals_per_day) +
         ", to: desk}\ntiers:\n  desk: {capacity: " + capacity + ", sojourn: " + stay.yaml +
         ", exits: {out: 1}}\nexits:\n  out: {}\n";
}

std::string all_at_start(int count) {
  std::string list = "[0";
  for (int i = 1; i < count; ++i) list += ", 0";
  return list + "]";
}

Simulated simulate(const std::string& yaml, int threads) {
  const Reading reading = read_text(yaml, "test.yaml");
  if (!reading.ok()) {
    throw std::invalid_argument(reading.diagnostics.text(true) + "\nin\n" + yaml);
  }
  return Simulated(run_in_memory(compile(*reading.description), threads));
}

std::string fault_of(const std::string& yaml) {
  try {
    simulate(yaml);
  } catch (const ModelFault& fault) {
    return fault.what();
  }
  return "no fault";
}

}  // namespace headwater::theory
