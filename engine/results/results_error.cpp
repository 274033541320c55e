#include "results/results_error.hpp"

#include <cerrno>
#include <cstring>

namespace headwater {

void throw_with_reason(const std::string& sentence) {
  const int reason = errno;
  const std::string text = sentence + " (" + std::strerror(reason) + ")";
  if (reason == ENOSPC || reason == EDQUOT || reason == EFBIG || reason == EIO) throw FailedWrite(text);
  throw ResultsError(text);
}

}  // namespace headwater
