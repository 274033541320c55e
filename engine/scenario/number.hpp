// Numbers, read strictly and written without loss.
#pragma once

#include <cstdint>
#include <optional>
#include <string>
#include <string_view>

namespace headwater {

/// The double nearest to a decimal number such as "12", "+0.5", "-3e-4", ".5"; nothing for anything else: no
/// spaces, no separators, no hexadecimal, no infinity, no NaN, nothing too large or too small for a double, and no
/// zero in front of another digit, since "010" is 10 to readers of YAML 1.2 and 8 to those of YAML 1.1.
std::optional<double> parse_number(std::string_view text);

/// A whole number written with digits alone and perhaps a sign; nothing when it does not fit, or is padded with zeros.
std::optional<std::int64_t> parse_whole(std::string_view text);

/// A whole number without a minus sign; nothing when it does not fit, or is padded with zeros.
std::optional<std::uint64_t> parse_unsigned(std::string_view text);

/// For a text that is none of these: what its writer may have meant and should write, such as "write 10 or 8" for
/// "010"; "" when nothing comes to mind.
std::string number_hint(std::string_view text);

/// The shortest text that `parse_number` reads back as the same double.
std::string to_text(double number);

}  // namespace headwater
