#include "experiment/version.hpp"

namespace headwater {

const char* const engine_version = HEADWATER_VERSION;
const char* const engine_commit = HEADWATER_COMMIT;

}  // namespace headwater
