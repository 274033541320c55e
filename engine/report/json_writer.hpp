// Writes JSON (RFC 8259) to a stream, one value after the other, with the commas where they belong.
//
// Numbers are written so that they read back as the same bits; NaN and infinities, which JSON does not have,
// as null.
#pragma once

#include <charconv>
#include <cmath>
#include <concepts>
#include <ostream>
#include <string_view>

namespace headwater {

class JsonWriter {
 public:
  explicit JsonWriter(std::ostream& out) : out_(out) {}

  JsonWriter& begin(char bracket) {  ///< '{' or '['
    separate();
    out_ << bracket;
    first_ = true;
    return *this;
  }
  JsonWriter& end(char bracket) {
    out_ << bracket;
    first_ = false;
    return *this;
  }
  JsonWriter& key(std::string_view name) {
    text(name);
    out_ << ':';
    first_ = true;
    return *this;
  }
  JsonWriter& value(std::string_view string) { return text(string); }
  JsonWriter& value(const char* string) { return text(string); }
  JsonWriter& value(double number) {
    separate();
    if (!std::isfinite(number)) {
      out_ << "null";
      return *this;
    }
    return put(number);
  }
  JsonWriter& value(bool is_so) {
    separate();
    out_ << (is_so ? "true" : "false");
    return *this;
  }
  template <std::integral Whole>
  JsonWriter& value(Whole number) {
    separate();
    return put(number);
  }
  template <typename List>
  JsonWriter& list(const List& values) {
    begin('[');
    for (const auto& one : values) value(one);
    return end(']');
  }

 private:
  void separate() {
    if (!first_) out_ << ',';
    first_ = false;
  }
  template <typename Number>
  JsonWriter& put(Number number) {
    char digits[32];
    out_.write(digits, std::to_chars(digits, digits + sizeof digits, number).ptr - digits);
    return *this;
  }
  JsonWriter& text(std::string_view string) {
    separate();
    out_ << '"';
    for (const char c : string) {
      if (c == '"' || c == '\\') {
        out_ << '\\' << c;
      } else if (static_cast<unsigned char>(c) < 0x20) {
        constexpr char digits[] = "0123456789abcdef";
        out_ << "\\u00" << digits[c >> 4] << digits[c & 15];
      } else {
        out_ << c;
      }
    }
    out_ << '"';
    return *this;
  }

  std::ostream& out_;
  bool first_ = true;
};

}  // namespace headwater
