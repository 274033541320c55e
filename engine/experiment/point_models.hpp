// One model at many points of its parameters, compiled when first wanted and forgotten when done.
#pragma once

#include <cstdint>
#include <functional>
#include <map>
#include <memory>
#include <mutex>

#include "pathway/model.hpp"
#include "results/layout.hpp"
#include "scenario/description.hpp"

namespace headwater {

struct PointModel {
  Model model;
  Layout layout;
};

/// What is described, compiled, and without an event log.
PointModel compiled_without_log(Description description);

/// Models of the points that are under way, each compiled by the thread that first wants it. Safe to share between threads.
class PointModels {
 public:
  explicit PointModels(std::function<PointModel(std::uint32_t)> compile_point) : compile_point_(std::move(compile_point)) {}

  std::shared_ptr<const PointModel> get(std::uint32_t point);
  void forget(std::uint32_t point);

 private:
  struct Entry {
    std::once_flag once;
    std::shared_ptr<const PointModel> model;
  };
  const std::function<PointModel(std::uint32_t)> compile_point_;
  std::mutex mutex_;
  std::map<std::uint32_t, std::shared_ptr<Entry>> entries_;
};

}  // namespace headwater
