// What the factories of laws share: texts of refusals, and the making of a law.
#pragma once

#include <charconv>
#include <cmath>
#include <string>
#include <string_view>
#include <utility>

#include "random/law.hpp"

namespace headwater::law_words {

/// The shortest text that reads back as the same number.
inline std::string text_of(double x) {
  char buffer[32];
  return {buffer, std::to_chars(buffer, buffer + sizeof buffer, x).ptr};
}

inline std::string quoted(std::string_view name) {
  std::string text(1, '\'');
  return text.append(name).append(1, '\'');
}

inline LawOrError refusal(std::string message) {
  return {std::nullopt, std::move(message)};
}

inline LawOrError made(LawKind kind, double location, double scale, double shape) {
  Law law;
  law.kind = kind;
  law.location = location;
  law.scale = scale;
  law.shape = shape;
  return {std::move(law), ""};
}

/// "" when x is finite and above 0; else what is wrong with it.
inline std::string not_positive(std::string_view name, double x) {
  if (std::isfinite(x) && x > 0) return "";
  return quoted(name) + " must be finite and above 0, found " + text_of(x);
}

/// What is wrong with two numbers that must both be above 0, or "".
inline std::string not_positive(std::string_view first, double x, std::string_view second, double y) {
  const std::string message = not_positive(first, x);
  return message.empty() ? not_positive(second, y) : message;
}

}  // namespace headwater::law_words
