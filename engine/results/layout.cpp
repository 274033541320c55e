#include "results/layout.hpp"

namespace headwater {

std::size_t Layout::elements(Axis axis) const {
  switch (axis) {
    case Axis::tier:
      return tiers.size();
    case Axis::edge:
      return edges.size();
    case Axis::source:
      return sources.size();
    case Axis::exit:
      return exits.size();
    case Axis::resource:
      return resources.size();
    case Axis::need:
      return needs.size();
    case Axis::timescale:
      return timescales.size();
    case Axis::line:
      return lines.size();
    case Axis::none:
      break;
  }
  return 1;
}

std::size_t Layout::size_of(std::size_t index) const {
  const SeriesSpec& spec = series[index];
  return period_start.size() * elements(spec.axis) * (spec.by_group ? groups.size() : 1);
}

std::size_t Layout::offset_of(std::size_t index) const {
  std::size_t offset = 0;
  for (std::size_t i = 0; i < index; ++i) offset += size_of(i);
  return offset;
}

std::size_t Layout::total() const {
  return offset_of(series.size());
}

}  // namespace headwater
