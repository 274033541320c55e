#include "results/seal.hpp"

#include <algorithm>
#include <cerrno>
#include <cstdint>
#include <filesystem>
#include <fstream>

#include "results/results_error.hpp"
#include "results/sha256.hpp"

namespace headwater {
namespace {

constexpr std::string_view mark = "HWSEAL01";
constexpr std::uint64_t seal_size = mark.size() + sizeof(std::uint64_t) + sizeof(Digest);

std::uint64_t length_of(std::ifstream& file) {
  file.seekg(0, std::ios::end);
  return static_cast<std::uint64_t>(file.tellg());
}

/// The seal that belongs to the first `length` bytes.
std::string seal_of(std::ifstream& file, std::uint64_t length) {
  std::string bytes(1 << 16, '\0');
  Sha256 hash;
  file.seekg(0);
  for (std::uint64_t rest = length; rest > 0;) {
    file.read(bytes.data(), static_cast<std::streamsize>(std::min<std::uint64_t>(rest, bytes.size())));
    if (file.gcount() == 0) break;
    hash.add(bytes.data(), static_cast<std::size_t>(file.gcount()));
    rest -= static_cast<std::uint64_t>(file.gcount());
  }
  std::string text(mark);
  text.append(reinterpret_cast<const char*>(&length), sizeof length);
  const Digest digest = hash.digest();
  text.append(digest.begin(), digest.end());
  return text;
}

}  // namespace

bool seal(const std::string& path) {
  std::ifstream file(path, std::ios::binary);
  const std::string text = seal_of(file, length_of(file));
  std::ofstream end(path, std::ios::binary | std::ios::app);
  errno = 0;
  end << text << std::flush;
  return file && end;
}

bool check_seal(const std::string& path) {
  std::error_code unknown;
  const auto status = std::filesystem::status(path, unknown);
  if (std::filesystem::exists(status) && !std::filesystem::is_regular_file(status) && !std::filesystem::is_directory(status))
    throw ResultsError(path + ": is not an ordinary file");
  std::ifstream file(path, std::ios::binary);
  if (!file) return false;  // whoever opens it next says why
  const std::uint64_t size = length_of(file);
  if (!file || size < seal_size) return false;
  std::string found(seal_size, '\0');
  file.seekg(static_cast<std::streamoff>(size - seal_size));
  file.read(found.data(), static_cast<std::streamsize>(found.size()));
  if (!found.starts_with(mark)) return false;
  if (seal_of(file, size - seal_size) != found) {
    throw DamagedResults(path +
                         ": damaged, its bytes are not those that were written (run the scenario again)");
  }
  return true;
}

}  // namespace headwater
