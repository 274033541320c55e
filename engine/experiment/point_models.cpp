#include "experiment/point_models.hpp"

#include "pathway/compile.hpp"
#include "results/recorder.hpp"

namespace headwater {

PointModel compiled_without_log(Description description) {
  description.run.event_log = false;
  Model model = compile(description);
  Layout layout = layout_of(model);
  return {std::move(model), std::move(layout)};
}

std::shared_ptr<const PointModel> PointModels::get(std::uint32_t point) {
  std::shared_ptr<Entry> entry;
  {
    const std::lock_guard lock(mutex_);
    std::shared_ptr<Entry>& slot = entries_[point];
    if (!slot) slot = std::make_shared<Entry>();
    entry = slot;
  }
  std::call_once(entry->once, [&] { entry->model = std::make_shared<PointModel>(compile_point_(point)); });
  return entry->model;
}

void PointModels::forget(std::uint32_t point) {
  const std::lock_guard lock(mutex_);
  entries_.erase(point);
}

}  // namespace headwater
