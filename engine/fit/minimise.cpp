#include "fit/minimise.hpp"

#include <algorithm>
#include <exception>
#include <memory>
#include <stdexcept>
#include <string>

#include <nlopt.h>

namespace headwater {

namespace {

constexpr double first_step = 0.1;     ///< of the local search, in shares of the box
constexpr double last_step = 1e-4;     ///< at which it ends

/// What the searches call, and what they have found. No exception may pass through NLopt, which is C.
struct Search {
  const std::function<double(const std::vector<double>&)>& function;
  SearchResult result;
  std::size_t most = 0;  ///< evaluations by the end of this stage
  nlopt_opt running = nullptr;
  std::exception_ptr failure;

  double evaluate(const std::vector<double>& point) {
    if (failure || result.evaluations >= most) {
      if (running != nullptr) nlopt_force_stop(running);
      return result.value;
    }
    try {
      const double value = function(point);
      if (result.evaluations++ == 0 || value < result.value) {
        result.value = value;
        result.best = point;
      }
      return value;
    } catch (...) {
      failure = std::current_exception();
      if (running != nullptr) nlopt_force_stop(running);
      return result.value;
    }
  }
};

double call(unsigned n, const double* x, double*, void* search) { return static_cast<Search*>(search)->evaluate({x, x + n}); }

/// One stage; whether it ended of itself.
bool run_stage(Search& search, nlopt_algorithm algorithm, std::size_t most) {
  const auto n = static_cast<unsigned>(search.result.best.size());
  const std::unique_ptr<nlopt_opt_s, decltype(&nlopt_destroy)> optimiser(nlopt_create(algorithm, n), &nlopt_destroy);
  if (!optimiser) throw std::bad_alloc();
  nlopt_opt opt = optimiser.get();
  search.most = most;
  search.running = opt;
  nlopt_set_lower_bounds1(opt, 0);
  nlopt_set_upper_bounds1(opt, 1);
  nlopt_set_min_objective(opt, call, &search);
  nlopt_set_xtol_abs1(opt, last_step);
  nlopt_set_initial_step1(opt, first_step);
  std::vector<double> point = search.result.best;
  double value = 0;
  const nlopt_result ended = nlopt_optimize(opt, point.data(), &value);
  search.running = nullptr;
  if (search.failure) std::rethrow_exception(search.failure);
  if (ended == NLOPT_INVALID_ARGS || ended == NLOPT_OUT_OF_MEMORY) throw std::runtime_error("the search could not begin");
  return ended != NLOPT_FORCED_STOP;
}

}  // namespace

SearchResult minimise(const std::function<double(const std::vector<double>&)>& function, const std::vector<double>& start, const SearchSettings& settings) {
  Search search{function, {}, 1, nullptr, nullptr};
  search.result.best = start;
  search.evaluate(start);
  if (search.failure) std::rethrow_exception(search.failure);
  if (settings.global) run_stage(search, NLOPT_GN_DIRECT_L, std::max<std::size_t>(1, settings.most_evaluations / 2));
  search.result.settled = run_stage(search, settings.simplex ? NLOPT_LN_SBPLX : NLOPT_LN_BOBYQA, settings.most_evaluations);
  return search.result;
}

}  // namespace headwater
