// Texts of users made fit for files that other programs read.
#pragma once

#include <string>
#include <string_view>

namespace headwater {

/// `text` as valid UTF-8: bytes that are no characters (names of files may have such) become U+FFFD.
std::string as_utf8(std::string_view text);

/// `text` as XML can hold it, too: so do control characters other than tab and line ends, and what is no character at all. What
/// is longer than `most` characters, as UTF-16 counts them, is cut and ends in "...".
std::string as_xml(std::string_view text, std::size_t most);

}  // namespace headwater
