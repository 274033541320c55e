// A folder of tables that a command writes: all of them complete, or the folder as it was.
#pragma once

#include <string>
#include <vector>

#include "export/csv_tables.hpp"

namespace headwater {

/// Refuses, before any work is done, a folder that cannot take tables: it is no folder, the one it would stand in is not there,
/// or it holds something already (unless `force`). Throws `UsageError`.
void require_free_folder(const std::string& folder, bool force);

/// Writes the tables into "FOLDER.partial" and moves them to `folder` when all are complete. Of tables that `folder` holds from
/// before, those that are not among `tables` go; other files stay. Throws `FailedWrite`, or `UsageError` where folders cannot be made.
void write_csv_folder(const std::string& folder, const std::vector<CsvTable>& tables);

}  // namespace headwater
