// What the YAML parser finds wrong, in plain words.
#pragma once

#include <string>

namespace headwater {

/// `fault` is the message of a YAML::Exception, without its place.
std::string in_plain_words(const std::string& fault);

}  // namespace headwater
