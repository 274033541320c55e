// Texts one after the other as bytes: how a plan lies in a journal.
#pragma once

#include <charconv>
#include <cstddef>
#include <string>
#include <string_view>

#include "results/results_error.hpp"

namespace headwater {

/// Appends "LENGTH:TEXT".
inline void add_text(std::string& bytes, std::string_view text) { bytes += std::to_string(text.size()) + ":" + std::string(text); }

/// Reads them back in order. Throws `ResultsError`, naming `path`, when the bytes are no such texts.
class Texts {
 public:
  Texts(std::string_view bytes, const std::string& path) : rest_(bytes), path_(path) {}

  std::string next() {
    std::size_t length = 0;
    const auto [end, error] = std::from_chars(rest_.data(), rest_.data() + rest_.size(), length);
    const auto digits = static_cast<std::size_t>(end - rest_.data());
    if (error != std::errc() || digits >= rest_.size() || rest_[digits] != ':' || length > rest_.size() - digits - 1) fail();
    const std::string text(rest_.substr(digits + 1, length));
    rest_.remove_prefix(digits + 1 + length);
    return text;
  }
  std::size_t number() {
    const std::string text = next();
    std::size_t value = 0;
    const auto [end, error] = std::from_chars(text.data(), text.data() + text.size(), value);
    if (error != std::errc() || end != text.data() + text.size()) fail();
    return value;
  }

 private:
  [[noreturn]] void fail() const { throw ResultsError(path_ + ": the plan of the experiment in this journal cannot be read"); }
  std::string_view rest_;
  const std::string& path_;
};

}  // namespace headwater
