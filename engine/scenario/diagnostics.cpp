#include "scenario/diagnostics.hpp"

#include <algorithm>
#include <tuple>
#include <utility>

#include "scenario/utf8.hpp"

namespace headwater {

namespace {

constexpr std::size_t longest_message = 500;  // bytes; names in a file can be as long as the file
constexpr std::size_t longest_line = 120;     // characters shown
constexpr std::size_t longest_name = 64;      // no longer name is worth a guess

/// `text` with what a terminal might obey, or cannot show, replaced by '?'. A tab stays where `tabs` says so.
std::string printable(std::string_view text, bool tabs) {
  std::string shown;
  while (!text.empty()) {
    const std::size_t length = utf8_length(text);
    const std::string_view character = text.substr(0, std::max<std::size_t>(length, 1));
    const bool as_it_is = length != 0 && (!is_control(character) || (tabs && character == "\t"));
    shown += as_it_is ? character : "?";
    text.remove_prefix(character.size());
  }
  return shown;
}

/// Bytes in the first `characters` characters of `text`, or in all of it; a byte of no character counts as
/// one.
std::size_t bytes_of(std::string_view text, std::size_t characters) {
  std::size_t bytes = 0;
  for (; characters > 0 && bytes < text.size(); --characters) {
    bytes += std::max<std::size_t>(utf8_length(text.substr(bytes)), 1);
  }
  return bytes;
}

/// Finds lines of one text whose numbers do not fall from call to call.
class Lines {
 public:
  explicit Lines(std::string_view text) : text_(text) {}

  std::string_view line(int number) {
    for (; at_ < number && start_ < text_.size(); ++at_)
      start_ = std::min(text_.find('\n', start_), text_.size() - 1) + 1;
    if (at_ < number) return {};
    std::string_view found = text_.substr(start_, text_.find('\n', start_) - start_);
    if (found.ends_with('\r')) found.remove_suffix(1);
    return found;
  }

 private:
  std::string_view text_;
  std::size_t start_ = 0;
  int at_ = 1;
};

/// The line, cut around the column where it is long, and a caret under the column.
std::string with_caret(std::string_view line, int column) {
  const std::size_t before =
      static_cast<std::size_t>(std::max(column, 1)) - 1;  // characters left of the caret
  std::string left(line.substr(0, bytes_of(line, before)));
  std::string right(line.substr(left.size()));
  if (bytes_of(line, longest_line) < line.size()) {
    constexpr std::size_t half = longest_line / 2;
    if (before > half) left.erase(0, bytes_of(left, before - half));
    right.erase(bytes_of(right, longest_line - std::min(before, half)));
  }
  left = printable(left, true);
  std::string text = left + printable(right, true) + "\n";
  if (column == 0) return text;
  for (std::size_t at = 0; at < left.size(); at += utf8_length(std::string_view(left).substr(at))) {
    text += left[at] == '\t' ? '\t' : ' ';
  }
  return text + "^\n";
}

/// Letters changed, added, taken out or swapped with their neighbour to get from `a` to `b`, no letter being
/// touched twice. Source: Damerau (1964), Communications of the ACM 7(3), 171-176.
std::size_t letters_changed(std::string_view a, std::string_view b) {
  std::vector<std::size_t> earlier(b.size() + 1), previous(b.size() + 1), current(b.size() + 1);
  for (std::size_t j = 0; j <= b.size(); ++j) current[j] = j;
  for (std::size_t i = 1; i <= a.size(); ++i) {
    std::swap(earlier, previous);
    std::swap(previous, current);
    current[0] = i;
    for (std::size_t j = 1; j <= b.size(); ++j) {
      current[j] = std::min({previous[j] + 1, current[j - 1] + 1, previous[j - 1] + (a[i - 1] != b[j - 1])});
      if (i > 1 && j > 1 && a[i - 1] == b[j - 2] && a[i - 2] == b[j - 1]) {
        current[j] = std::min(current[j], earlier[j - 2] + 1);
      }
    }
  }
  return current[b.size()];
}

/// "1,234 more errors"
std::string more(std::size_t count, const char* one, const char* many) {
  std::string digits = std::to_string(count);
  for (std::size_t i = digits.size(); i > 3; i -= 3) digits.insert(i - 3, ",");
  return digits + " more " + (count == 1 ? one : many);
}

/// Keeps `most` of those in `all`, the gravest of them, in their order, and says how many others there are.
std::string leave_out(std::vector<const Diagnostic*>& all, std::size_t most) {
  constexpr const char* names[][2] = {{"error", "errors"}, {"warning", "warnings"}};  // by severity
  std::size_t found[2] = {}, room[2] = {};
  for (const Diagnostic* one : all) ++found[static_cast<std::size_t>(one->severity)];
  std::string rest;
  for (std::size_t kind = 0; kind < 2; ++kind) {
    room[kind] = std::min(found[kind], most);
    most -= room[kind];
    if (found[kind] == room[kind]) continue;
    rest += (rest.empty() ? "... and " : ", ") + more(found[kind] - room[kind], names[kind][0], names[kind][1]);
  }
  std::vector<const Diagnostic*> kept;
  for (const Diagnostic* one : all) {
    std::size_t& left = room[static_cast<std::size_t>(one->severity)];
    if (left == 0) continue;
    --left;
    kept.push_back(one);
  }
  all = std::move(kept);
  return rest.empty() ? "" : rest + "\n";
}

}  // namespace

void Diagnostics::add(Severity severity, Place place, std::string message) {
  if (message.size() > longest_message) {
    std::size_t end = longest_message;
    while (end > 0 && (static_cast<unsigned char>(message[end]) & 0xC0) == 0x80) --end;
    message.resize(end);
    message += "...";
  }
  all_.push_back({severity, place, printable(message, false)});
}

bool Diagnostics::has(Severity severity) const {
  return std::any_of(all_.begin(), all_.end(),
                     [&](const Diagnostic& one) { return one.severity == severity; });
}

std::string Diagnostics::text(bool caret, std::size_t most) const {
  std::vector<const Diagnostic*> sorted;
  for (const Diagnostic& one : all_) sorted.push_back(&one);
  std::stable_sort(sorted.begin(), sorted.end(), [](const Diagnostic* a, const Diagnostic* b) {
    return std::tie(a->place.file, a->place.line, a->place.column) <
           std::tie(b->place.file, b->place.line, b->place.column);
  });
  const std::string rest = leave_out(sorted, most);

  std::string text;
  int file = -1;
  Lines lines("");
  for (const Diagnostic* one : sorted) {
    const Place& place = one->place;
    const bool in_file = place.file >= 0 && static_cast<std::size_t>(place.file) < files.size();
    if (in_file) {
      const SourceFile& source = files[static_cast<std::size_t>(place.file)];
      text += source.name + ":";
      if (place.line > 0) text += std::to_string(place.line) + ":" + std::to_string(place.column) + ":";
      text += " ";
      if (place.file != file) lines = Lines(source.text);
      file = place.file;
    }
    if (one->severity == Severity::warning) text += "warning: ";
    text += one->message + "\n";
    if (caret && in_file && place.line > 0) text += with_caret(lines.line(place.line), place.column);
  }
  return text + rest;
}

std::string nearest_name(std::string_view found, const std::vector<std::string>& known) {
  if (found.empty() || found.size() > longest_name) return "";
  const std::size_t most = std::max<std::size_t>(1, found.size() / 3);
  std::size_t fewest = most + 1;
  std::string nearest;
  for (const std::string& name : known) {
    const std::size_t longer = std::max(name.size(), found.size());
    if (longer - std::min(name.size(), found.size()) > most) continue;
    const std::size_t changed = letters_changed(found, name);
    if (changed < fewest && changed < longer) {  // a name with every letter changed is not near
      fewest = changed;
      nearest = name;
    }
  }
  return nearest;
}

}  // namespace headwater
