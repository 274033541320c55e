#include "export/plain_text.hpp"

#include "scenario/utf8.hpp"

namespace headwater {

namespace {

constexpr std::string_view no_character = "\xEF\xBF\xBD";

/// Calls `with` for each character of `text`, U+FFFD for what is none.
template <typename With>
void for_characters(std::string_view text, const With& with) {
  while (!text.empty()) {
    const std::size_t bytes = utf8_length(text);
    with(bytes == 0 ? no_character : text.substr(0, bytes));
    text.remove_prefix(bytes == 0 ? 1 : bytes);
  }
}

bool is_in_xml(std::string_view character) {
  const bool is_text_control = character == "\t" || character == "\n" || character == "\r";
  return is_text_control || (!is_control(character) && character != "\xEF\xBF\xBE" && character != "\xEF\xBF\xBF");
}

}  // namespace

std::string as_utf8(std::string_view text) {
  std::string fit;
  for_characters(text, [&](std::string_view character) { fit += character; });
  return fit;
}

std::string as_xml(std::string_view text, std::size_t most) {
  constexpr std::string_view dots = "...";
  std::string fit;
  std::size_t length = 0, kept = 0;  // kept: bytes that leave room for the dots
  for_characters(text, [&](std::string_view character) {
    length += character.size() == 4 ? 2 : 1;
    if (length <= most) fit += is_in_xml(character) ? character : no_character;
    if (length + dots.size() <= most) kept = fit.size();
  });
  return length <= most ? fit : fit.substr(0, kept) + std::string(dots);
}

}  // namespace headwater
