#include "results/netcdf_input.hpp"

#include <algorithm>

#include "results/results_error.hpp"
#include "results/results_file.hpp"
#include "results/seal.hpp"

namespace headwater {
namespace {

ValueType value_type(hid_t type, std::string_view what) {
  const H5T_class_t kind = checked(H5Tget_class(type), "read the type of", what);
  const std::size_t size = H5Tget_size(type);
  if (kind == H5T_STRING) return ValueType::text;
  if (kind == H5T_FLOAT && size == 8) return ValueType::f8;
  if (kind == H5T_INTEGER) {
    const bool is_signed = H5Tget_sign(type) == H5T_SGN_2;
    if (size == 8) return is_signed ? ValueType::i8 : ValueType::u8;
    if (size == 4) return is_signed ? ValueType::i4 : ValueType::u4;
    if (size == 1 && !is_signed) return ValueType::u1;
  }
  throw Hdf5Error("'" + std::string(what) + "' has a type that no results file holds");
}

Shape shape_of(hid_t space, std::string_view what) {
  Shape shape(
      static_cast<std::size_t>(checked(H5Sget_simple_extent_ndims(space), "read the shape of", what)));
  checked(H5Sget_simple_extent_dims(space, shape.data(), nullptr), "read the shape of", what);
  return shape;
}

herr_t keep_name(hid_t, const char* name, const H5L_info_t*, void* names) {
  static_cast<std::vector<std::string>*>(names)->emplace_back(name);
  return 0;
}

bool has_attribute(hid_t object, const char* name) {
  return checked(H5Aexists(object, name), "look for attribute", name) > 0;
}

/// A text of fixed length.
std::string read_text(hid_t attribute, const std::string& name) {
  const H5TypeId type(H5Aget_type(attribute), "read the type of attribute", name);
  if (checked(H5Tis_variable_str(type), "read the type of attribute", name) > 0) {
    throw Hdf5Error("attribute '" + name + "' has not the type that results files have");
  }
  std::string text(H5Tget_size(type), '\0');
  checked(H5Aread(attribute, type, text.data()), "read attribute", name);
  text.resize(std::min(text.size(), text.find('\0')));
  return text;
}

/// What an attribute of references to dimension scales lists, one for each axis.
std::vector<hobj_ref_t> read_references(hid_t dataset, std::size_t axes, const std::string& path) {
  const H5AttributeId attribute(H5Aopen(dataset, "DIMENSION_LIST", H5P_DEFAULT), "find the dimensions of",
                                path);
  const H5TypeId type(H5Tvlen_create(H5T_STD_REF_OBJ), "make the type of references");
  const H5SpaceId space(H5Aget_space(attribute), "read the dimensions of", path);
  if (shape_of(space, path) != Shape{axes})
    throw Hdf5Error("'" + path + "' has another number of dimensions than it names");
  std::vector<hvl_t> lists(axes);
  checked(H5Aread(attribute, type, lists.data()), "read the dimensions of", path);
  std::vector<hobj_ref_t> references;
  for (const hvl_t& list : lists) references.push_back(list.len == 1 ? *static_cast<hobj_ref_t*>(list.p) : 0);
  checked(H5Dvlen_reclaim(type, space, H5P_DEFAULT, lists.data()), "read the dimensions of", path);
  return references;
}

}  // namespace

template <typename Action>
auto NetcdfInput::guarded(const Action& action) const {
  try {
    return action();
  } catch (const Hdf5Error& error) {
    throw DamagedResults(path_ + ": damaged or cut short, " + error.what());
  }
}

NetcdfInput::NetcdfInput(const std::string& path) : path_(path), file_(open_hdf5(path)) {
  guarded([&] {
    list("/");
    name_dimensions();
  });
}

void NetcdfInput::list(const std::string& group) {
  const H5GroupId id(H5Gopen2(file_, group.c_str(), H5P_DEFAULT), "open group", group);
  std::vector<std::string> names, groups;
  checked(H5Literate(id, H5_INDEX_CRT_ORDER, H5_ITER_INC, nullptr, keep_name, &names), "list", group);
  for (const std::string& name : names) {
    const std::string path = group == "/" ? group + name : group + "/" + name;
    const Hdf5Id<H5Oclose> object(H5Oopen(id, name.c_str(), H5P_DEFAULT), "open", path);
    if (H5Iget_type(object) == H5I_GROUP) {
      groups.push_back(path);
      continue;
    }
    const H5TypeId type(H5Dget_type(object), "read the type of", path);
    const H5SpaceId space(H5Dget_space(object), "read the shape of", path);
    const Shape shape = shape_of(space, path);
    if (has_attribute(object, "CLASS")) {
      hobj_ref_t reference{};
      checked(H5Rcreate(&reference, object, ".", H5R_OBJECT, -1), "refer to", path);
      scales_[reference] = {name, shape.at(0)};
      const H5AttributeId mark(H5Aopen(object, "NAME", H5P_DEFAULT), "open the name of", path);
      if (read_text(mark, "NAME").starts_with(bare_dimension_mark)) continue;
      datasets_.push_back({path, value_type(type, path), {name}, shape});
    } else {
      datasets_.push_back({path, value_type(type, path), {}, shape});
    }
  }
  for (const std::string& path : groups) list(path);
}

void NetcdfInput::name_dimensions() {
  for (Dataset& dataset : datasets_) {
    if (!dataset.dimensions.empty() || dataset.shape.empty()) continue;
    const H5DatasetId id(H5Dopen2(file_, dataset.path.c_str(), H5P_DEFAULT), "open dataset", dataset.path);
    for (const hobj_ref_t reference : read_references(id, dataset.shape.size(), dataset.path)) {
      const auto scale = scales_.find(reference);
      if (scale == scales_.end() || scale->second.second != dataset.shape[dataset.dimensions.size()]) {
        throw Hdf5Error("a dimension of '" + dataset.path + "' is missing or has another length");
      }
      dataset.dimensions.push_back(scale->second.first);
    }
  }
}

const NetcdfInput::Dataset* NetcdfInput::find(const std::string& path) const {
  const auto found = std::ranges::find(datasets_, path, &Dataset::path);
  return found == datasets_.end() ? nullptr : &*found;
}

const NetcdfInput::Dataset& NetcdfInput::require(const std::string& path, const char* what) const {
  const Dataset* found = find(path);
  if (found == nullptr) throw ResultsError(path_ + ": not a complete " + what + ", it has no dataset '" + path + "'");
  return *found;
}

void NetcdfInput::read_numbers(const Dataset& dataset, const Shape& start, const Shape& count, hid_t type,
                               void* values) const {
  if (size_of(count) == 0) return;
  guarded([&] {
    if (dataset.type == ValueType::text) throw Hdf5Error("'" + dataset.path + "' holds texts, not numbers");
    const H5DatasetId id(H5Dopen2(file_, dataset.path.c_str(), H5P_DEFAULT), "open dataset", dataset.path);
    checked(H5Dread(id, type, space_of(count), part_of(id, start, count), H5P_DEFAULT, values),
            "read dataset", dataset.path);
  });
}

std::vector<std::string> NetcdfInput::texts(const Dataset& dataset) const {
  return guarded([&] {
    if (dataset.type != ValueType::text) throw Hdf5Error("'" + dataset.path + "' holds numbers, not texts");
    const H5DatasetId id(H5Dopen2(file_, dataset.path.c_str(), H5P_DEFAULT), "open dataset", dataset.path);
    const H5SpaceId space = space_of(dataset.shape);
    const H5TypeId type = text_type();
    std::vector<char*> pointers(size_of(dataset.shape));
    checked(H5Dread(id, type, H5S_ALL, H5S_ALL, H5P_DEFAULT, pointers.data()), "read dataset", dataset.path);
    std::vector<std::string> result;
    for (const char* pointer : pointers) result.emplace_back(pointer == nullptr ? "" : pointer);
    checked(H5Dvlen_reclaim(type, space, H5P_DEFAULT, pointers.data()), "read dataset", dataset.path);
    return result;
  });
}

std::string NetcdfInput::text_attribute(const Dataset& dataset, const std::string& name) const {
  return guarded([&]() -> std::string {
    const H5DatasetId id(H5Dopen2(file_, dataset.path.c_str(), H5P_DEFAULT), "open dataset", dataset.path);
    if (!has_attribute(id, name.c_str())) return "";
    const H5AttributeId attribute(H5Aopen(id, name.c_str(), H5P_DEFAULT), "open attribute", name);
    return read_text(attribute, name);
  });
}

AttributeValue NetcdfInput::attribute(const std::string& name) const {
  return guarded([&]() -> AttributeValue {
    if (!has_attribute(file_, name.c_str())) return "";
    const H5AttributeId attribute(H5Aopen(file_, name.c_str(), H5P_DEFAULT), "open attribute", name);
    const H5TypeId type(H5Aget_type(attribute), "read the type of attribute", name);
    const H5SpaceId space(H5Aget_space(attribute), "read the shape of attribute", name);
    if (!shape_of(space, name).empty()) throw Hdf5Error("attribute '" + name + "' is not a single value");
    const auto number = [&]<typename Number>(Number value) {
      checked(H5Aread(attribute, memory_type<Number>(), &value), "read attribute", name);
      return value;
    };
    switch (value_type(type, name)) {
      case ValueType::text:
        return read_text(attribute, name);
      case ValueType::f8:
        return number(double{});
      case ValueType::u8:
        return number(std::uint64_t{});
      default:
        return number(std::int64_t{});
    }
  });
}

void NetcdfInput::refuse_attribute(const std::string& name) const {
  throw ResultsError(path_ + ": attribute '" + name +
                     "' is missing or of another type than in a Headwater results file");
}

NetcdfInput open_results(const std::string& path) {
  const bool sealed = check_seal(path);
  NetcdfInput file(path);
  const AttributeValue format = file.attribute("headwater_format");
  if (!std::holds_alternative<std::int64_t>(format)) {
    throw ResultsError(path + ": not a Headwater results file (it has no attribute 'headwater_format')");
  }
  const std::int64_t found = std::get<std::int64_t>(format);
  if (found != results_format) {
    throw ResultsError(path + ": format " + std::to_string(found) + ", this program reads " +
                       std::to_string(results_format) + " (run the scenario again)");
  }
  if (!sealed)
    throw DamagedResults(path + ": altered or cut short, the seal at its end is missing (run the scenario again)");
  return file;
}

}  // namespace headwater
