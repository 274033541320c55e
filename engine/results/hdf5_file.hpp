// Owners of HDF5 identifiers, and the check that every call of the library passes through.
//
// An identifier is closed by its owner; owners are moved, never copied. The library's own printing of errors
// is switched off when a file is opened or created here; what it would have printed goes into the exception.
// HDF5 is used from one thread at a time.
#pragma once

#include <hdf5.h>

#include <stdexcept>
#include <string>
#include <string_view>
#include <utility>
#include <vector>

namespace headwater {

/// A call of HDF5 failed: "cannot write dataset '/occupancy' (No space left on device)" where the system failed it, else
/// with HDF5's own reason, "(HDF5: bad object header version number)". It does not name the file; whoever knows its path
/// turns this into a `ResultsError`.
struct Hdf5Error : std::runtime_error {
  using std::runtime_error::runtime_error;
};

[[noreturn]] void throw_hdf5_error(const char* doing, std::string_view what);

/// Passes a result of HDF5 through; a negative one becomes an `Hdf5Error`, "cannot DOING 'WHAT' (...)".
template <typename Result>
Result checked(Result result, const char* doing, std::string_view what = {}) {
  if (result < 0) throw_hdf5_error(doing, what);
  return result;
}

template <herr_t (*Close)(hid_t)>
class Hdf5Id {
 public:
  Hdf5Id() = default;
  Hdf5Id(hid_t id, const char* doing, std::string_view what = {}) : id_(checked(id, doing, what)) {}
  Hdf5Id(Hdf5Id&& other) noexcept : id_(std::exchange(other.id_, H5I_INVALID_HID)) {}
  Hdf5Id& operator=(Hdf5Id&& other) noexcept {
    std::swap(id_, other.id_);
    return *this;
  }
  ~Hdf5Id() {
    if (id_ >= 0) Close(id_);
  }
  operator hid_t() const { return id_; }

  /// Closes now, so that a failure to write what was still in memory is noticed.
  void close(const char* doing, std::string_view what = {}) {
    if (id_ >= 0) checked(Close(std::exchange(id_, H5I_INVALID_HID)), doing, what);
  }

 private:
  hid_t id_ = H5I_INVALID_HID;
};

using H5FileId = Hdf5Id<H5Fclose>;
using H5GroupId = Hdf5Id<H5Gclose>;
using H5DatasetId = Hdf5Id<H5Dclose>;
using H5SpaceId = Hdf5Id<H5Sclose>;
using H5TypeId = Hdf5Id<H5Tclose>;
using H5AttributeId = Hdf5Id<H5Aclose>;
using H5PropertiesId = Hdf5Id<H5Pclose>;

using Shape = std::vector<hsize_t>;

/// Creates (or empties) a file of the HDF5 1.10 format, whose metadata carry checksums, with links in tracked
/// order.
H5FileId create_hdf5(const std::string& path);

/// Opens a file to be read. Throws `ResultsError` when there is none or when it is not HDF5.
H5FileId open_hdf5(const std::string& path);

/// The type of texts of any length, in UTF-8.
H5TypeId text_type();

H5SpaceId space_of(const Shape& shape);

/// The part of a dataset that begins at `start` and has the shape `count`.
H5SpaceId part_of(hid_t dataset, const Shape& start, const Shape& count);

/// The number of elements of a shape (1 for that of a single value).
hsize_t size_of(const Shape& shape);

/// The largest shape within `shape` that has at most `limit` elements (but at least one) and is one run of
/// them in row-major order: last dimensions whole, first ones of length 1, one in between in part.
Shape shape_within(const Shape& shape, hsize_t limit);

/// A run of elements in row-major order that is a box of the array at the same time.
struct Block {
  Shape start, count;
  hsize_t offset;  ///< of its first element in row-major order
};

/// Cuts an array into blocks of at most `limit` elements, in row-major order.
std::vector<Block> blocks_of(const Shape& shape, hsize_t limit);

}  // namespace headwater
