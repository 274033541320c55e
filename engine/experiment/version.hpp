// Which engine this is, as the build was configured.
#pragma once

namespace headwater {

extern const char* const engine_version;  ///< "0.1.0"
extern const char* const engine_commit;   ///< abbreviated hash of the source tree's commit, or ""

}  // namespace headwater
