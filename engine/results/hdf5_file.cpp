#include "results/hdf5_file.hpp"

#include <algorithm>
#include <array>
#include <cerrno>
#include <cstring>
#include <fstream>

#include "results/results_error.hpp"

namespace headwater {
namespace {

/// Metadata are gathered into pieces of this size, so that a small file is written by few calls of the
/// system.
constexpr hsize_t metadata_block = 1 << 16;

void silence() {
  H5dont_atexit();  // owners close what they open; after a full disk another attempt at exit would crash
  checked(H5Eset_auto2(H5E_DEFAULT, nullptr, nullptr), "silence the printing of errors");
}

/// What the library says when the system fails it: "file write failed: time = ..., errno = 28, error message = 'No
/// space left on device', buf = ...". Of that, the system's reason.
std::string reason_in(const std::string& text) {
  constexpr std::string_view mark = "error message = '";
  const std::size_t begin = text.find(mark);
  if (begin == std::string::npos) return "HDF5: " + (text.empty() ? "no reason given" : text.substr(0, text.find('\n')));
  const std::size_t from = begin + mark.size();
  return text.substr(from, text.find('\'', from) - from);
}

herr_t keep_innermost(unsigned depth, const H5E_error2_t* error, void* text) {
  if (depth == 0 && error->desc != nullptr) *static_cast<std::string*>(text) = error->desc;
  return 0;
}

}  // namespace

void throw_hdf5_error(const char* doing, std::string_view what) {
  std::string reason;
  H5Ewalk2(H5E_DEFAULT, H5E_WALK_UPWARD, keep_innermost, &reason);
  std::string text = std::string("cannot ") + doing;
  if (!what.empty()) text += " '" + std::string(what) + "'";
  throw Hdf5Error(text + " (" + reason_in(reason) + ")");
}

H5FileId create_hdf5(const std::string& path) {
  silence();
  const H5PropertiesId access(H5Pcreate(H5P_FILE_ACCESS), "prepare a file");
  checked(H5Pset_libver_bounds(access, H5F_LIBVER_V110, H5F_LIBVER_V110), "choose the format of the file");
  checked(H5Pset_meta_block_size(access, metadata_block), "choose the size of metadata blocks");
  const H5PropertiesId creation(H5Pcreate(H5P_FILE_CREATE), "prepare a file");
  checked(H5Pset_link_creation_order(creation, H5P_CRT_ORDER_TRACKED | H5P_CRT_ORDER_INDEXED),
          "track the order of links");
  checked(H5Pset_attr_creation_order(creation, H5P_CRT_ORDER_TRACKED | H5P_CRT_ORDER_INDEXED),
          "track the order of attributes");
  checked(H5Pset_obj_track_times(creation, false), "leave out times");
  return {H5Fcreate(path.c_str(), H5F_ACC_TRUNC, creation, access), "create the file"};
}

H5FileId open_hdf5(const std::string& path) {
  errno = 0;
  std::ifstream file(path, std::ios::binary);
  std::array<char, 8> signature{};
  if (!file || (!file.read(signature.data(), signature.size()) && errno != 0)) {
    throw ResultsError(path + ": cannot be read (" + std::strerror(errno != 0 ? errno : ENOENT) + ")");
  }
  if (std::memcmp(signature.data(), "\x89HDF\r\n\x1a\n", signature.size()) != 0) {
    throw ResultsError(path + ": not a Headwater results file (it is not an HDF5 file)");
  }
  silence();
  const hid_t id = H5Fopen(path.c_str(), H5F_ACC_RDONLY, H5P_DEFAULT);
  try {
    return {id, "open the file"};
  } catch (const Hdf5Error& error) {
    throw DamagedResults(path + ": damaged or cut short, " + error.what());
  }
}

H5TypeId text_type() {
  H5TypeId type(H5Tcopy(H5T_C_S1), "make the type of texts");
  checked(H5Tset_size(type, H5T_VARIABLE), "make the type of texts");
  checked(H5Tset_cset(type, H5T_CSET_UTF8), "make the type of texts");
  return type;
}

H5SpaceId space_of(const Shape& shape) {
  if (shape.empty()) return {H5Screate(H5S_SCALAR), "describe a single value"};
  return {H5Screate_simple(static_cast<int>(shape.size()), shape.data(), nullptr), "describe an array"};
}

H5SpaceId part_of(hid_t dataset, const Shape& start, const Shape& count) {
  H5SpaceId space(H5Dget_space(dataset), "describe a dataset");
  if (!start.empty()) {
    checked(H5Sselect_hyperslab(space, H5S_SELECT_SET, start.data(), nullptr, count.data(), nullptr),
            "select a part of a dataset");
  }
  return space;
}

hsize_t size_of(const Shape& shape) {
  hsize_t size = 1;
  for (const hsize_t length : shape) size *= length;
  return size;
}

Shape shape_within(const Shape& shape, hsize_t limit) {
  Shape part(shape.size(), 1);
  for (std::size_t i = shape.size(); i-- > 0;) {
    part[i] = std::clamp<hsize_t>(shape[i], 1, std::max<hsize_t>(limit, 1));
    if (part[i] < shape[i]) break;
    limit /= part[i];
  }
  return part;
}

std::vector<Block> blocks_of(const Shape& shape, hsize_t limit) {
  std::vector<Block> blocks;
  const hsize_t total = size_of(shape);
  const Shape whole = shape_within(shape, limit);
  for (hsize_t offset = 0; offset < total;) {
    Block block{Shape(shape.size()), whole, offset};
    hsize_t rest = offset;
    for (std::size_t i = shape.size(); i-- > 0;) {
      block.start[i] = rest % shape[i];
      rest /= shape[i];
      block.count[i] = std::min(whole[i], shape[i] - block.start[i]);
    }
    offset += size_of(block.count);
    blocks.push_back(std::move(block));
  }
  return blocks;
}

}  // namespace headwater
