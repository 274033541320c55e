// A replication's record as bytes, and back: what the journal stores.
//
// Little-endian. Numbers of series are 8-byte floats; counts of histograms, which are mostly small, take 7
// bits a byte (LEB128); the event log is column after column. Every part is preceded by its length.
#pragma once

#include <string>
#include <string_view>

#include "results/layout.hpp"

namespace headwater {

std::string to_bytes(const ReplicationRecord& record);

/// The record that `to_bytes` made the bytes from. Throws `ResultsError` when they are not such bytes.
ReplicationRecord record_from_bytes(std::string_view bytes);

}  // namespace headwater
