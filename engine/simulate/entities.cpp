#include "simulate/entities.hpp"

#include <stdexcept>

namespace headwater {

void Entities::grow() {
  if (capacity_ == nobody) throw std::length_error("more than four thousand million entities at once");
  const std::uint32_t wanted = capacity_ < 1024 ? 1024 : capacity_ > nobody / 3 * 2 ? nobody : capacity_ + capacity_ / 2;
  void* memory = std::realloc(memory_.get(), wanted * stride_);
  if (memory == nullptr) throw std::bad_alloc();
  memory_.release();
  memory_.reset(static_cast<std::byte*>(memory));
  capacity_ = wanted;
}

void Entities::forget_carries(std::uint32_t slot) {
  const std::size_t nodes = stride_ - sizeof(Record) - 8 * attributes_;
  for (std::size_t node = 0; node < nodes; ++node) carries_.erase(carry_key(slot, node));
}

}  // namespace headwater
