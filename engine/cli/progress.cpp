#include "cli/progress.hpp"

#include <cstdio>
#include <string>

#include <unistd.h>

namespace headwater {

namespace {

std::string span(double seconds) {
  char text[32];
  const long whole = static_cast<long>(seconds + 0.5);
  if (whole >= 3600) {
    std::snprintf(text, sizeof text, "%ld h %02ld min", whole / 3600, whole / 60 % 60);
  } else if (whole >= 60) {
    std::snprintf(text, sizeof text, "%ld min %02ld s", whole / 60, whole % 60);
  } else {
    std::snprintf(text, sizeof text, "%ld s", whole);
  }
  return text;
}

}  // namespace

Progress::Progress(bool quiet) : quiet_(quiet), terminal_(isatty(STDERR_FILENO) != 0) {}

Progress::~Progress() { end(); }

void Progress::end() {
  if (drawn_) std::fputs("\r\033[K", stderr);
  drawn_ = false;
}

void Progress::update(const RunProgress& now) {
  const bool last = now.done == now.wanted;
  const double pause = terminal_ ? 0.1 : 10;
  if (quiet_ || now.wanted == 1 || now.seconds - last_ < pause) return;
  if (last && !terminal_) return;  // the summary follows
  last_ = now.seconds;
  const double fresh = static_cast<double>(now.done - now.resumed);
  const double left = fresh > 0 ? now.seconds / fresh * static_cast<double>(now.wanted - now.done) : 0;
  char line[160];
  std::snprintf(line, sizeof line, "%zu of %zu replications, %.1f a second, %s left", now.done, now.wanted, fresh / now.seconds, span(left).c_str());
  if (terminal_) {
    const std::size_t full = 30 * now.done / now.wanted;
    std::fprintf(stderr, "\r\033[K[%s%s] %s", std::string(full, '#').c_str(), std::string(30 - full, '.').c_str(), line);
    std::fflush(stderr);
    drawn_ = true;
  } else {
    std::fprintf(stderr, "%s\n", line);
  }
}

}  // namespace headwater
