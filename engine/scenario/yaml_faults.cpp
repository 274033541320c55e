#include "scenario/yaml_faults.hpp"

#include <yaml-cpp/exceptions.h>

#include <string_view>
#include <utility>

namespace headwater {

std::string in_plain_words(const std::string& fault) {
  namespace Found = YAML::ErrorMsg;
  static const std::pair<std::string_view, const char*> words[] = {
      {Found::END_OF_MAP, "expected a key and ':' here; check the indentation"},
      {Found::END_OF_SEQ, "expected another '- ' here; check the indentation"},
      {Found::END_OF_MAP_FLOW, "expected ',' or '}' here; a '{' is not closed"},
      {Found::END_OF_SEQ_FLOW, "expected ',' or ']' here; a '[' is not closed"},
      {Found::FLOW_END, "a closing bracket without an opening one of its kind"},
      {Found::BLOCK_ENTRY, "'- ' cannot stand here; check the indentation"},
      {Found::MAP_KEY, "'? ' cannot stand here"},
      {Found::MAP_VALUE,
       "':' cannot stand here; check the indentation, and put text that holds ': ' in quotes"},
      {Found::EOF_IN_SCALAR, "a quoted text is not closed before the end of the file"},
      {Found::DOC_IN_SCALAR, "'---' or '...' inside a quoted text; is a quote not closed?"},
      {Found::UNKNOWN_TOKEN, "this character cannot begin a value; put the text in quotes"},
      {Found::TAB_IN_INDENTATION, "a tab in the indentation; use spaces"},
      {Found::ALIAS_NOT_FOUND, "'*' without the name of an anchor; put text that begins with '*' in quotes"},
      {Found::ANCHOR_NOT_FOUND, "'&' without a name; put text that begins with '&' in quotes"},
      {Found::CHAR_IN_ALIAS, "this character cannot stand in the name of an alias"},
      {Found::CHAR_IN_ANCHOR, "this character cannot stand in the name of an anchor"},
      {Found::MULTIPLE_ANCHORS, "a value can have only one anchor"},
      {Found::MULTIPLE_TAGS, "tags are not read; write the value without them"},
      {Found::CHAR_IN_TAG_HANDLE, "tags are not read; write the value without them"},
      {Found::TAG_WITH_NO_SUFFIX, "tags are not read; write the value without them"},
      {Found::END_OF_VERBATIM_TAG, "tags are not read; write the value without them"},
      {Found::CHAR_IN_BLOCK, "only a line end may follow '|' or '>'"},
      {Found::ZERO_INDENT_IN_BLOCK, "the indentation after '|' or '>' cannot be 0"},
      {Found::INVALID_ESCAPE, "unknown '\\' sequence in double quotes; write '\\\\' for a backslash"},
      {Found::INVALID_HEX, "expected hexadecimal digits after '\\x', '\\u' or '\\U'"},
      {Found::INVALID_UNICODE, "no character has this number"},
      {Found::YAML_DIRECTIVE_ARGS, "'%YAML' takes one version"},
      {Found::YAML_VERSION, "'%YAML' takes a version such as 1.2"},
      {Found::YAML_MAJOR_VERSION, "only YAML 1 is read"},
      {Found::REPEATED_YAML_DIRECTIVE, "'%YAML' is given twice"},
      {Found::TAG_DIRECTIVE_ARGS, "tags are not read; remove '%TAG'"},
      {Found::REPEATED_TAG_DIRECTIVE, "tags are not read; remove '%TAG'"},
  };
  for (const auto& [found, said] : words) {
    if (fault.starts_with(found)) return said;
  }
  return "not valid YAML: " + fault;
}

}  // namespace headwater
