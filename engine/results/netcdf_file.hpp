// Writes an HDF5 file that readers of netCDF-4 take for their own, and its content hash with it.
//
// What makes HDF5 a netCDF-4 file: links are tracked in order of creation, every dimension is a dimension
// scale (a dataset of its name; one without values is marked as such), and every variable refers to those of
// its axes (netCDF User's Guide, Appendix B, "The netCDF-4 format"; HDF5 Dimension Scale Specification and
// Design Notes). The references are written once per variable, and back from the scales once at the end,
// instead of by H5DSattach_scale, which rewrites a scale's whole list with every variable that joins it.
#pragma once

#include <cstdint>
#include <deque>
#include <map>
#include <span>
#include <string>
#include <string_view>
#include <variant>
#include <vector>

#include "results/content_hash.hpp"
#include "results/hdf5_file.hpp"

namespace headwater {

/// What an element is, in the file (little-endian) and in the content hash.
enum class ValueType : std::uint8_t { f8, i8, u8, i4, u4, u1, text };

std::string_view name_of(ValueType type);

/// How the NAME of a dimension without values begins.
inline constexpr std::string_view bare_dimension_mark =
    "This is a netCDF dimension but not a netCDF variable.";

/// An attribute: a text, a number, or a list of small numbers (`flag_values`).
using AttributeValue =
    std::variant<std::string, double, std::int64_t, std::uint64_t, std::vector<std::uint8_t>>;

class NetcdfFile {
 public:
  struct Attribute {
    std::string name;
    AttributeValue value;  ///< an empty text is not written
  };

  /// A dataset that is being written: its values must come in row-major order.
  struct Variable {
    std::string path;  ///< "/occupancy", "/events/time"
    ValueType type;
    std::vector<std::string> dimensions;  ///< paths of dimensions
    Shape shape;
    bool grows = false;
    H5DatasetId dataset{};
    hsize_t written = 0;
    EntryHash hash{};
  };

  explicit NetcdfFile(const std::string& path);

  void add_group(const std::string& path);

  /// A dimension; its variable, of the same path, follows.
  void add_dimension(const std::string& path, hsize_t length) { dimensions_[path].length = length; }

  /// A dimension without values. One of length `growing` becomes as long as what is written along it.
  void add_bare_dimension(const std::string& path, hsize_t length);
  static constexpr hsize_t growing = H5S_UNLIMITED;

  /// Numbers are cut into pieces of the shape `chunk`, by default one of at most `chunk_numbers`. Pieces that come whole are
  /// written at once; others stay in memory, up to 1 MiB of each variable, until they are full.
  enum class Pieces : std::uint8_t { fill_up, come_whole };
  Variable& add_variable(const std::string& path, ValueType type, const std::vector<std::string>& dimensions,
                         const std::vector<Attribute>& attributes, Shape chunk = {}, Pieces pieces = Pieces::fill_up);
  static constexpr hsize_t chunk_numbers = 1 << 15;

  /// Writes the next values: a box that starts where the last one ended (in row-major order).
  template <typename Number>
  void write(Variable& variable, const Shape& start, const Shape& count, std::span<const Number> values) {
    put(variable, start, count, values.data(), values.size());
    variable.hash.add(values);
  }

  /// Writes all values of a variable at once.
  template <typename Number>
  void write(Variable& variable, const std::vector<Number>& values) {
    write(variable, Shape(variable.shape.size()), variable.shape, std::span<const Number>(values));
  }
  void write(Variable& variable, const std::vector<std::string>& texts);

  /// Adds values to a variable whose only dimension grows.
  template <typename Number>
  void append(Variable& variable, const std::vector<Number>& values) {
    if (!values.empty())
      write(variable, Shape{variable.written}, Shape{values.size()}, std::span<const Number>(values));
  }

  /// Numbers of a variable that were written before.
  void read(const Variable& variable, const Shape& start, const Shape& count,
            std::vector<double>& values) const;

  /// An attribute of the root; whether it counts for the content hash follows from its name.
  void add_root_attribute(const Attribute& attribute);

  /// The content hash of what was written so far.
  std::string content_hash() const;

  /// Completes and closes the file. Not synced to disk.
  void close();

 private:
  struct Dimension {
    hsize_t length = 0;
    bool grows = false;
    hobj_ref_t reference = 0;
    H5DatasetId scale;
    struct User {
      hobj_ref_t dataset;
      int axis;
      int unused = 0;  ///< named, so that no byte of the file is left to chance
    };
    std::vector<User> users;
  };

  void put(Variable& variable, const Shape& start, const Shape& count, const void* values, std::size_t size);
  H5PropertiesId& filtered(ValueType type, const Shape& chunk);
  void refer_to_dimensions(const Variable& variable);
  void write_users(const std::string& path, const Dimension& dimension);

  H5FileId file_;
  H5TypeId text_type_;
  H5TypeId references_type_;  ///< what DIMENSION_LIST holds: for each axis a list of references to scales
  H5TypeId user_type_;        ///< what REFERENCE_LIST holds: a variable and one of its axes
  H5PropertiesId plain_;      ///< creation of a dataset that is stored as it is
  H5PropertiesId transfer_;
  H5PropertiesId unkept_;   ///< of variables whose pieces come whole
  std::map<std::pair<bool, Shape>, H5PropertiesId> filtered_;  ///< by "of floats" and chunk
  std::map<std::string, Dimension> dimensions_;                ///< by path
  std::deque<Variable> variables_;                             ///< a deque: references to them stay valid
  ContentHash hash_;                                           ///< of the root's attributes
};

/// Adds an attribute of the root to a content hash, as one value; an empty text, which is not written, is
/// left out.
void add_attribute(ContentHash& hash, const NetcdfFile::Attribute& attribute);

}  // namespace headwater
