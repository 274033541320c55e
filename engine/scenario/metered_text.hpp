// Text handed over a little at a time, and no further than its reader keeps up with.
//
// yaml-cpp may have to see the end of a value before it can tell whether that value is a key. Until then it
// keeps, for each byte, up to two tokens of some hundred bytes. Bounding the text that it was handed and has
// not told of yet bounds its memory, whatever the text is.
#pragma once

#include <cstddef>
#include <streambuf>
#include <string_view>

namespace headwater {

/// Thrown at the reader when it was handed 512 KiB (without white space) that it has not told of. A stream
/// lets it through when its `exceptions` hold `badbit`.
struct TooLong {};

class MeteredText : public std::streambuf {
 public:
  /// `text` must outlive this.
  explicit MeteredText(std::string_view text) : text_(text) {}

  /// Everything before byte `position` was told of.
  void told_until(std::size_t position);

 protected:
  int_type underflow() override;

 private:
  std::string_view text_;
  std::size_t handed_ = 0;   // bytes
  std::size_t told_ = 0;     // bytes
  std::size_t pending_ = 0;  // bytes between the two, without white space
};

}  // namespace headwater
