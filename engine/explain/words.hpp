// Numbers, lengths of time and laws in plain words.
#pragma once

#include <string>
#include <vector>

#include "random/law.hpp"

namespace headwater {

/// To three digits or so: "0.21", "2.4", "91", "-0.59".
std::string rounded(double number);
/// With its sign: "+0.41".
std::string with_sign(double number);
/// A draw or a probability: "0.613".
std::string fraction(double number);
/// "49 %".
std::string percent(double share);
/// "1 day", "3 days".
std::string counted(double number, const std::string& one);
/// " (did you mean 'plan'?)", or nothing when no name is near.
std::string did_you_mean(const std::string& found, const std::vector<std::string>& known);
/// "a, b and c"
std::string listed(const std::vector<std::string>& words);

/// Lengths of time in the unit in which a model reports times ("days", "hours", ...): "91 days", "20 minutes".
std::string length_of_time(double days, const std::string& unit);
/// "3 weeks", "7 months", "5 years".
std::string age(double days);
/// "exponential, mean 90 days"
std::string words_of(const Law& law, const std::string& unit);

}  // namespace headwater
