#include "scenario/text_gate.hpp"

#include <string>
#include <string_view>

#include "scenario/utf8.hpp"

namespace headwater {

namespace {

constexpr std::size_t largest_bytes = std::size_t{8} << 20;

/// `number` with at least `digits` hexadecimal digits.
std::string hexadecimal(unsigned number, std::size_t digits) {
  std::string text;
  for (; number != 0 || text.size() < digits; number /= 16)
    text.insert(text.begin(), "0123456789ABCDEF"[number % 16]);
  return text;
}

}  // namespace

bool passes_gate(const SourceFile& source, int file, Diagnostics& diagnostics) {
  if (source.text.size() > largest_bytes) {
    diagnostics.error({file, 0, 0},
                      "holds " + std::to_string(source.text.size()) + " bytes; at most 8 MiB are read");
    return false;
  }
  Place place{file, 1, 1};
  const std::string_view text = source.text;
  for (std::size_t at = 0; at < text.size();) {
    const std::size_t length = utf8_length(text.substr(at));
    if (length == 0) {
      diagnostics.error(place, "byte 0x" + hexadecimal(static_cast<unsigned char>(text[at]), 2) +
                                   " is not valid UTF-8; save the file as UTF-8");
      return false;
    }
    const std::string_view character = text.substr(at, length);
    if (character == "\r") {
      if (at + 1 == text.size() || text[at + 1] != '\n') {
        diagnostics.error(place, "a carriage return without a line feed; save the file with line feeds");
        return false;
      }
    } else if (is_control(character) && character != "\n" && character != "\t") {
      const auto last =
          static_cast<unsigned char>(character.back());  // of U+0080 to U+009F, the number itself
      diagnostics.error(place, "control character U+" + hexadecimal(last, 4) + " is not allowed");
      return false;
    }
    if (character == "\n") {
      ++place.line;
      place.column = 1;
    } else {
      ++place.column;
    }
    at += length;
  }
  return true;
}

}  // namespace headwater
