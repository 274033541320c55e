// Progress of a long run on stderr: a bar with rate and time left on a terminal, a line now and then otherwise.
#pragma once

#include "experiment/run_to_file.hpp"

namespace headwater {

class Progress {
 public:
  explicit Progress(bool quiet);
  ~Progress();
  Progress(const Progress&) = delete;
  Progress& operator=(const Progress&) = delete;

  void update(const RunProgress& now);
  /// Takes the bar away.
  void end();

 private:
  bool quiet_;
  bool terminal_;
  bool drawn_ = false;
  double last_ = 0;  ///< seconds at the last update
};

}  // namespace headwater
