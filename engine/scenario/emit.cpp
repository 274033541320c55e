#include "scenario/emit.hpp"

#include <algorithm>

namespace headwater {

namespace {

std::string scalar(const Value& value) {
  const auto plain = [](char c) { return (c >= 'a' && c <= 'z') || (c >= 'A' && c <= 'Z') || (c >= '0' && c <= '9') || c == '_' || c == '.' || c == '-' || c == '+'; };
  const bool starts_well = !value.text.empty() && (value.text[0] != '-' || value.text.size() > 1) && value.text != "---" && value.text != "...";
  if (!value.quoted && starts_well && std::all_of(value.text.begin(), value.text.end(), plain)) return value.text;
  std::string text = "\"";
  for (std::size_t i = 0; i < value.text.size(); ++i) {
    const char c = value.text[i];
    if (c == '"' || c == '\\') {
      text += '\\';
      text += c;
    } else if (c == '\n') {
      text += "\\n";
    } else if (c == '\t') {
      text += "\\t";
    } else if (c == '\r') {
      text += "\\r";
    } else if (static_cast<unsigned char>(c) < 0x20 || c == 0x7f) {
      const auto byte = static_cast<unsigned char>(c);
      text += std::string("\\x") + "0123456789abcdef"[byte / 16] + "0123456789abcdef"[byte % 16];
    } else if (static_cast<unsigned char>(c) == 0xc2 && i + 1 < value.text.size() && static_cast<unsigned char>(value.text[i + 1]) < 0xa0) {
      const auto byte = static_cast<unsigned char>(value.text[++i]);  // U+0080 to U+009F, which the gate refuses
      text += std::string("\\x") + "0123456789abcdef"[byte / 16] + "0123456789abcdef"[byte % 16];
    } else {
      text += c;
    }
  }
  return text + "\"";
}

void emit(const Value& value, int depth, std::string& out) {
  const std::string indent(static_cast<std::size_t>(2 * depth), ' ');
  switch (value.kind) {
    case Value::Kind::null: out += " ~\n"; return;
    case Value::Kind::scalar: out += " " + scalar(value) + "\n"; return;
    case Value::Kind::map:
      if (value.items.empty()) {
        out += " {}\n";
        return;
      }
      out += "\n";
      for (std::size_t i = 0; i < value.items.size(); ++i) {
        Value key;
        key.text = value.keys[i].name;
        out += indent + scalar(key) + ":";
        emit(value.items[i], depth + 1, out);
      }
      return;
    case Value::Kind::list:
      if (std::all_of(value.items.begin(), value.items.end(), [](const Value& item) { return item.is_scalar(); })) {
        out += " [";
        for (std::size_t i = 0; i < value.items.size(); ++i) out += (i ? ", " : "") + scalar(value.items[i]);
        out += "]\n";
        return;
      }
      out += "\n";
      for (const Value& item : value.items) {
        out += indent + "-";
        emit(item, depth + 1, out);
      }
      return;
  }
}

}  // namespace

std::string to_yaml(const Value& root) {
  std::string out;
  emit(root, 0, out);
  return out.empty() || out[0] != '\n' ? out : out.substr(1);
}

}  // namespace headwater
