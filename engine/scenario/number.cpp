#include "scenario/number.hpp"

#include <charconv>
#include <cmath>
#include <system_error>

namespace headwater {

namespace {

/// All of `text`, with an optional '+' in front, as std::from_chars reads it.
template <class Number>
std::optional<Number> parse_all(std::string_view text) {
  if (text.starts_with('+')) {
    text.remove_prefix(1);
    if (text.starts_with('-')) return std::nullopt;
  }
  Number number{};
  const char* end = text.data() + text.size();
  const auto [stop, fault] = std::from_chars(text.data(), end, number);
  if (fault != std::errc{} || stop != end) return std::nullopt;
  return number;
}

}  // namespace

std::optional<double> parse_number(std::string_view text) {
  const std::optional<double> number = parse_all<double>(text);
  return number && std::isfinite(*number) ? number : std::nullopt;  // "inf" and "nan" are read too
}

std::optional<std::int64_t> parse_whole(std::string_view text) {
  return parse_all<std::int64_t>(text);
}

std::optional<std::uint64_t> parse_unsigned(std::string_view text) {
  return parse_all<std::uint64_t>(text);
}

std::string to_text(double number) {
  char text[32];  // the longest is 24: "-2.2250738585072014e-308"
  const auto result = std::to_chars(text, text + sizeof text, number);
  return std::string(text, result.ptr);
}

}  // namespace headwater
