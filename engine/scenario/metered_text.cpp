#include "scenario/metered_text.hpp"

#include <algorithm>

namespace headwater {

namespace {

constexpr std::size_t most_pending = std::size_t{512} << 10;
constexpr std::size_t portion = 4096;

std::size_t count_ink(std::string_view text) {
  const auto is_ink = [](char c) { return c != ' ' && c != '\n' && c != '\r' && c != '\t'; };
  return static_cast<std::size_t>(std::count_if(text.begin(), text.end(), is_ink));
}

}  // namespace

void MeteredText::told_until(std::size_t position) {
  position = std::min(position, handed_);
  if (position <= told_) return;
  pending_ -= count_ink(text_.substr(told_, position - told_));
  told_ = position;
}

MeteredText::int_type MeteredText::underflow() {
  if (handed_ == text_.size()) return traits_type::eof();
  if (pending_ > most_pending) throw TooLong{};
  const std::string_view next = text_.substr(handed_, portion);
  pending_ += count_ink(next);
  handed_ += next.size();
  char* start = const_cast<char*>(next.data());  // never written through: pbackfail refuses
  setg(start, start, start + next.size());
  return traits_type::to_int_type(*start);
}

}  // namespace headwater
