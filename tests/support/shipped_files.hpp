// The models and scenarios that come with the program, and the shapes that the tests keep.
#pragma once

#include <algorithm>
#include <filesystem>
#include <string>
#include <vector>

namespace headwater {

inline std::vector<std::string> shipped_files() {
  std::vector<std::string> paths;
  for (const char* folder : {"models", "models/queues", "scenarios", "tests/shape"}) {
    for (const auto& entry : std::filesystem::directory_iterator(std::string(HEADWATER_SOURCE_DIR) + "/" + folder)) {
      if (entry.path().extension() == ".yaml") paths.push_back(entry.path().string());
    }
  }
  std::sort(paths.begin(), paths.end());
  return paths;
}

}  // namespace headwater
