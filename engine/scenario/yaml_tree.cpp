#include "scenario/yaml_tree.hpp"

#include <yaml-cpp/eventhandler.h>
#include <yaml-cpp/exceptions.h>
#include <yaml-cpp/parser.h>

#include <algorithm>
#include <istream>
#include <map>
#include <utility>

#include "scenario/metered_text.hpp"
#include "scenario/yaml_faults.hpp"

namespace headwater {

namespace {

constexpr std::size_t deepest = 64;
constexpr std::size_t most_nodes = 1'000'000;             // values and keys
constexpr std::size_t most_text = std::size_t{64} << 20;  // bytes of scalars and keys
constexpr std::size_t most_anchors = 10'000;
constexpr int most_faults = 100;

/// Thrown through yaml-cpp once the fault that ends the reading of a file has been reported.
struct Stop {};

/// Builds the tree from yaml-cpp's events.
class TreeBuilder : public YAML::EventHandler {
 public:
  TreeBuilder(std::string_view text, int file, MeteredText& meter, Diagnostics& diagnostics)
      : text_(text), file_(file), meter_(meter), diagnostics_(diagnostics) {
    for (std::size_t i = 0; i < text.size(); ++i) {
      if ((static_cast<unsigned char>(text[i]) & 0xC0) == 0x80) inner_bytes_.push_back(static_cast<int>(i));
    }
  }

  /// The tree, once the text is at its end.
  std::optional<Value> take() {
    if (root_.kind == Value::Kind::null) {
      diagnostics_.error({file_, 0, 0}, "is empty");
      return std::nullopt;
    }
    refuse_trailing_directive();
    tidy(root_);
    return std::move(root_);
  }

  void report(const YAML::Exception& fault) {
    const Place place = place_of(fault.mark);
    const std::string_view rest = at(fault.mark.is_null() ? YAML::Mark() : fault.mark);
    if (fault.msg.starts_with(YAML::ErrorMsg::UNKNOWN_ANCHOR)) {
      diagnostics_.error(place, "alias '" + word(rest) + "' names no anchor above it");
    } else if (const int tab = tab_in_indentation(fault.mark); tab > 0) {
      diagnostics_.error({file_, place.line, tab}, "a tab in the indentation; use spaces");
    } else {
      diagnostics_.error(place, in_plain_words(fault.msg));
    }
  }

  void report(const TooLong&) {
    diagnostics_.error(last_, "more than 512 KiB of text after this without the end of a value; split it up");
  }

  void OnDocumentStart(const YAML::Mark& mark) override {
    if (++documents_ == 1) return;
    const bool marked = at(mark).starts_with("---");
    stop(place_of(mark),
         marked ? "a second document begins here; a file holds one"
                : "this does not belong to what stands above it; check the indentation and brackets");
  }
  void OnDocumentEnd() override {}

  void OnNull(const YAML::Mark& mark, YAML::anchor_t anchor) override {
    Value value = begin(mark);
    if (at_key()) stop(value.place, "a key is missing or null; a key must be a name");
    // yaml-cpp places a value that is not there at whatever comes next
    if (!open_.empty()) {
      const Value& within = open_.back().value;
      const Place& owner = within.is_map() ? within.keys.back().place : within.place;
      if (!is_null_at(mark, within.is_list()) || (within.is_map() && value.place.line != owner.line))
        value.place = owner;
    }
    add_leaf(std::move(value), anchor);
  }

  void OnScalar(const YAML::Mark& mark, const std::string& tag, YAML::anchor_t anchor,
                const std::string& text) override {
    Value value = begin(mark);
    value.kind = Value::Kind::scalar;
    value.quoted = tag == "!";
    // yaml-cpp takes the end of the last line for a closing quote
    if (value.quoted && !quote_closes(after_anchor(at(mark))))
      stop(value.place, "a quote is opened here and not closed");
    value.text = text;
    if (at_key()) {
      if (anchor != 0) stop(value.place, "an anchor cannot stand on a key");
      if (text == "<<" && !value.quoted)
        report(value.place, "merge keys ('<<') are not read; write the keys out");
      count(1, text.size(), value.place);
      open_.back().value.keys.push_back({text, value.place});
    } else {
      add_leaf(std::move(value), anchor);
    }
  }

  void OnAlias(const YAML::Mark& mark, YAML::anchor_t id) override {
    const Place place = begin(mark).place;
    const std::string name = word(at(mark));
    if (at_key()) stop(place, "alias '" + name + "' cannot be a key; a key must be a name");
    const Anchor& anchor = anchors_.at(id);
    if (!anchor.complete) stop(place, "alias '" + name + "' stands inside the value it names");
    if (open_.size() + anchor.height > deepest)
      stop(place, "alias '" + name + "' nests values more than 64 deep");
    count(anchor.nodes, anchor.text, place);
    Value copy = value_at(anchor.path);
    came_through(copy, place);
    add(std::move(copy), anchor.height);
  }

  void OnSequenceStart(const YAML::Mark& mark, const std::string&, YAML::anchor_t anchor,
                       YAML::EmitterStyle::value) override {
    open(mark, Value::Kind::list, anchor);
  }
  void OnMapStart(const YAML::Mark& mark, const std::string&, YAML::anchor_t anchor,
                  YAML::EmitterStyle::value) override {
    open(mark, Value::Kind::map, anchor);
  }
  void OnSequenceEnd() override { close(); }
  void OnMapEnd() override { close(); }

 private:
  /// A value under an anchor: where it is in the tree, and how large it is with its aliases expanded.
  struct Anchor {
    std::vector<std::size_t> path;  ///< index among the items of each value around it, outermost first
    std::size_t nodes = 0;
    std::size_t text = 0;
    std::size_t height = 0;  ///< lists and maps on the longest way down
    bool complete = false;
  };
  struct Open {
    Value value;
    std::size_t height;
    YAML::anchor_t anchor;
  };

  void report(Place place, std::string message) {
    diagnostics_.error(place, std::move(message));
    if (++faults_ == most_faults)
      stop({file_, 0, 0}, "has more than 100 such faults; the rest was not looked at");
  }
  [[noreturn]] void stop(Place place, std::string message) {
    diagnostics_.error(place, std::move(message));
    throw Stop{};
  }

  /// yaml-cpp passes over a line that begins with '%' below the document without a word.
  void refuse_trailing_directive() {
    int line = 1 + static_cast<int>(std::count(text_.begin(), text_.end(), '\n'));
    for (std::string_view rest = text_; line > 0; --line) {
      const std::size_t start = rest.rfind('\n') + 1;  // 0 when there is no line end
      const std::string_view last = rest.substr(start);
      const std::size_t ink = last.find_first_not_of(" \t\r");
      if (ink != std::string_view::npos && last[ink] != '#') {
        if (last[0] == '%') stop({file_, line, 1}, "a line that begins with '%' cannot stand here");
        return;
      }
      rest = rest.substr(0, start == 0 ? 0 : start - 1);
    }
  }

  /// yaml-cpp counts from 0, and in bytes.
  Place place_of(const YAML::Mark& mark) const {
    if (mark.is_null()) return {file_, 0, 0};
    const int column = std::min(mark.column, mark.pos);
    const auto inner = std::lower_bound(inner_bytes_.begin(), inner_bytes_.end(), mark.pos) -
                       std::lower_bound(inner_bytes_.begin(), inner_bytes_.end(), mark.pos - column);
    return {file_, mark.line + 1, column - static_cast<int>(inner) + 1};
  }

  std::string_view at(const YAML::Mark& mark) const {
    return text_.substr(std::min(static_cast<std::size_t>(mark.pos), text_.size()));
  }
  static std::string word(std::string_view text) {
    return std::string(text.substr(0, text.find_first_of(" \t\r\n,[]{}")));
  }

  /// `text` without the anchor it may begin with, and without the white space and comments after that.
  static std::string_view after_anchor(std::string_view text) {
    if (!text.starts_with('&')) return text;
    text.remove_prefix(word(text).size());
    while (true) {
      text.remove_prefix(std::min(text.find_first_not_of(" \t\r\n"), text.size()));
      if (!text.starts_with('#')) return text;
      text.remove_prefix(std::min(text.find('\n'), text.size()));
    }
  }

  /// Whether a null is written where yaml-cpp places it.
  bool is_null_at(const YAML::Mark& mark, bool in_list) const {
    const std::string_view rest = at(mark);
    if (rest.starts_with('&') || rest.starts_with('!') || (in_list && rest.starts_with(','))) return true;
    const std::string found = word(rest);
    return found == "~" || found == "null" || found == "Null" || found == "NULL";
  }

  /// Whether the quote that `text` begins with is closed; true when it begins with none.
  static bool quote_closes(std::string_view text) {
    if (!text.starts_with('\'') && !text.starts_with('"')) return true;
    const char quote = text[0];
    for (std::size_t i = 1; i < text.size(); ++i) {
      if (quote == '"' && text[i] == '\\') {
        ++i;
      } else if (text[i] == quote) {
        if (quote == '"' || i + 1 == text.size() || text[i + 1] != quote) return true;
        ++i;  // '' stands for one
      }
    }
    return false;
  }

  /// Column of a tab among the white space that begins the line, or 0.
  int tab_in_indentation(const YAML::Mark& mark) const {
    if (mark.is_null() || mark.column > mark.pos) return 0;
    const std::string_view line =
        text_.substr(std::min(static_cast<std::size_t>(mark.pos - mark.column), text_.size()));
    const std::size_t tab = line.find_first_not_of(' ');
    return tab != std::string_view::npos && line[tab] == '\t' ? static_cast<int>(tab) + 1 : 0;
  }

  /// What every node begins with: its place, told to the meter, and no tag.
  Value begin(const YAML::Mark& mark) {
    Value value;
    value.place = last_ = place_of(mark);
    meter_.told_until(static_cast<std::size_t>(mark.pos));
    const std::string_view rest = after_anchor(at(mark));
    if (rest.starts_with('!'))
      report(value.place, "tags ('" + word(rest) + "') are not read; write the value without");
    return value;
  }

  bool at_key() const {
    return !open_.empty() && open_.back().value.is_map() &&
           open_.back().value.keys.size() == open_.back().value.items.size();
  }

  void count(std::size_t nodes, std::size_t text, Place place) {
    nodes_ += nodes;
    text_bytes_ += text;
    if (nodes_ > most_nodes) stop(place, "more than 1000000 values and keys in one file, aliases expanded");
    if (text_bytes_ > most_text) stop(place, "more than 64 MiB of text in one file, aliases expanded");
  }

  void begin_anchor(YAML::anchor_t id, Place place) {
    if (id == 0) return;
    if (anchors_.size() == most_anchors) stop(place, "more than 10000 anchors in one file");
    Anchor& anchor = anchors_[id];
    for (const Open& around : open_) anchor.path.push_back(around.value.items.size());
    anchor.nodes = nodes_;
    anchor.text = text_bytes_;
  }
  void end_anchor(YAML::anchor_t id, std::size_t height) {
    if (id == 0) return;
    Anchor& anchor = anchors_.at(id);
    anchor.nodes = nodes_ - anchor.nodes;
    anchor.text = text_bytes_ - anchor.text;
    anchor.height = height;
    anchor.complete = true;
  }

  /// A complete value; those around it may still be open.
  const Value& value_at(const std::vector<std::size_t>& path) const {
    std::size_t level = 0;
    while (path[level] == open_[level].value.items.size()) ++level;
    const Value* value = &open_[level].value;
    for (; level < path.size(); ++level) value = &value->items[path[level]];
    return *value;
  }

  static void came_through(Value& value, Place alias) {
    value.alias = alias;
    for (Value& item : value.items) came_through(item, alias);
  }

  void open(const YAML::Mark& mark, Value::Kind kind, YAML::anchor_t anchor) {
    Value value = begin(mark);
    value.kind = kind;
    if (at_key()) {
      const bool bracket = at(mark).starts_with('[') || at(mark).starts_with('{');
      stop(value.place, std::string("a list or map cannot be a key; a key must be a name") +
                            (bracket ? " (is a bracket not closed?)" : ""));
    }
    if (open_.size() == deepest) stop(value.place, "values are nested more than 64 deep");
    begin_anchor(anchor, value.place);
    count(1, 0, value.place);
    open_.push_back({std::move(value), 1, anchor});
  }

  void close() {
    Open done = std::move(open_.back());
    open_.pop_back();
    end_anchor(done.anchor, done.height);
    add(std::move(done.value), done.height);
  }

  void add_leaf(Value value, YAML::anchor_t anchor) {
    begin_anchor(anchor, value.place);
    count(1, value.text.size(), value.place);
    end_anchor(anchor, 0);
    add(std::move(value), 0);
  }

  void add(Value value, std::size_t height) {
    if (open_.empty()) {
      root_ = std::move(value);
    } else {
      open_.back().value.items.push_back(std::move(value));
      open_.back().height = std::max(open_.back().height, height + 1);
    }
  }

  /// Takes out, and reports, what is given again under a key that a map has already; takes out merge keys.
  void tidy(Value& value) {
    for (Value& item : value.items) tidy(item);
    if (!value.is_map()) return;
    std::vector<std::size_t> order(value.keys.size());
    for (std::size_t i = 0; i < order.size(); ++i) order[i] = i;
    std::sort(order.begin(), order.end(), [&](std::size_t a, std::size_t b) {
      const int names = value.keys[a].name.compare(value.keys[b].name);
      return names != 0 ? names < 0 : a < b;
    });
    std::vector<std::size_t> kept;
    for (const std::size_t i : order) {
      const Value::Key& key = value.keys[i];
      if (key.name == "<<") continue;
      if (!kept.empty() && value.keys[kept.back()].name == key.name) {
        const int first = value.keys[kept.back()].place.line;
        if (value.alias.file < 0)
          report(key.place, "'" + key.name + "' is given twice; first at line " + std::to_string(first));
      } else {
        kept.push_back(i);
      }
    }
    if (kept.size() == order.size()) return;
    std::sort(kept.begin(), kept.end());
    for (std::size_t to = 0; to < kept.size(); ++to) {
      if (to == kept[to]) continue;
      value.keys[to] = std::move(value.keys[kept[to]]);
      value.items[to] = std::move(value.items[kept[to]]);
    }
    value.keys.resize(kept.size());
    value.items.resize(kept.size());
  }

  std::string_view text_;
  int file_;
  MeteredText& meter_;
  Diagnostics& diagnostics_;
  std::vector<int> inner_bytes_;  // where the second and later bytes of characters are
  Place last_{file_, 1, 1};
  int documents_ = 0;
  int faults_ = 0;
  std::size_t nodes_ = 0;
  std::size_t text_bytes_ = 0;
  std::map<YAML::anchor_t, Anchor> anchors_;
  std::vector<Open> open_;
  Value root_;
};

}  // namespace

const Value* Value::find(std::string_view key) const {
  for (std::size_t i = 0; i < keys.size(); ++i) {
    if (keys[i].name == key) return &items[i];
  }
  return nullptr;
}

Value* Value::find(std::string_view key) {
  return const_cast<Value*>(std::as_const(*this).find(key));
}

std::optional<Value> read_tree(const std::string& text, int file, Diagnostics& diagnostics) {
  std::string_view body = text;
  if (body.starts_with("\xEF\xBB\xBF")) body.remove_prefix(3);  // the mark some editors put before UTF-8
  std::string ended;
  if (!body.ends_with('\n')) {  // so that a quote left open is found where it opens, whether a line end follows or not
    ended = std::string(body) + "\n";
    body = ended;
  }
  MeteredText meter(body);
  std::istream stream(&meter);
  stream.exceptions(std::ios::badbit);  // lets TooLong through
  TreeBuilder builder(body, file, meter, diagnostics);
  try {
    YAML::Parser parser(stream);
    if (parser.HandleNextDocument(builder)) parser.HandleNextDocument(builder);
    return builder.take();
  } catch (const YAML::Exception& fault) {
    builder.report(fault);
  } catch (const TooLong& fault) {
    builder.report(fault);
  } catch (const Stop&) {
  }
  return std::nullopt;
}

}  // namespace headwater
