#include "scenario/number.hpp"

#include <charconv>
#include <cmath>
#include <system_error>

namespace headwater {

namespace {

bool is_digit(char c) { return c >= '0' && c <= '9'; }

std::string_view without_sign(std::string_view text) {
  if (text.starts_with('+') || text.starts_with('-')) text.remove_prefix(1);
  return text;
}

/// Whether it begins with a zero that says nothing, as in "010".
bool is_padded(std::string_view text) {
  const std::string_view digits = without_sign(text);
  return digits.size() > 1 && digits[0] == '0' && is_digit(digits[1]);
}

/// All of `text`, with an optional '+' in front, as std::from_chars reads it; nothing that is padded.
template <class Number>
std::optional<Number> parse_all(std::string_view text) {
  if (is_padded(text)) return std::nullopt;
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

std::string number_hint(std::string_view text) {
  const std::string_view digits = without_sign(text);
  const std::string sign = text.starts_with('-') ? "-" : "";
  if (is_padded(text)) {
    std::size_t zeros = 1;  // in front of another digit
    while (zeros + 1 < digits.size() && digits[zeros] == '0' && is_digit(digits[zeros + 1])) ++zeros;
    const std::string plain = sign + std::string(digits.substr(zeros));
    if (!parse_number(plain)) return "";
    std::uint64_t octal{};
    const auto [stop, fault] = std::from_chars(digits.data(), digits.data() + digits.size(), octal, 8);
    const bool two_ways = fault == std::errc{} && stop == digits.data() + digits.size() && std::to_string(octal) != plain.substr(sign.size());
    return two_ways ? "readers of YAML differ on a leading 0; write " + plain + " or " + sign + std::to_string(octal) : "write " + plain;
  }
  if (digits.starts_with("0x") || digits.starts_with("0X") || digits.starts_with("0o")) return "write it in decimal digits";
  if (digits.empty() || !(is_digit(digits[0]) || digits[0] == '.')) return "";
  if (digits.find(':') != digits.npos) return "write one number of one unit, without ':'";
  if (std::string plain(text); digits.find_first_of("_,' ") != digits.npos) {
    std::erase_if(plain, [](char c) { return c == '_' || c == ',' || c == '\'' || c == ' '; });
    return parse_number(plain) ? "write digits without separators, and a point for fractions" : "";
  }
  double number{};
  const auto [stop, fault] = std::from_chars(digits.data(), digits.data() + digits.size(), number);
  const bool all = stop == digits.data() + digits.size();
  return all && fault == std::errc::result_out_of_range ? "this is beyond what a 64-bit floating-point number can hold" : "";
}

std::string to_text(double number) {
  char text[32];  // the longest is 24: "-2.2250738585072014e-308"
  const auto result = std::to_chars(text, text + sizeof text, number);
  return std::string(text, result.ptr);
}

}  // namespace headwater
