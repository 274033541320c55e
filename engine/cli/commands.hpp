// The subcommands. Each takes the words after its name and returns the exit status: 0 done, 1 failed, 2 bad
// usage or bad input, 130 stopped by the user. Only here does anything print: results to stdout, all else to
// stderr.
#pragma once

#include <string>
#include <vector>

namespace headwater {

int calibrate_command(const std::vector<std::string>& args);
int check_command(const std::vector<std::string>& args);
int compare_command(const std::vector<std::string>& args);
int explain_command(const std::vector<std::string>& args);
int export_command(const std::vector<std::string>& args);
int merge_command(const std::vector<std::string>& args);
int report_command(const std::vector<std::string>& args);
int run_command(const std::vector<std::string>& args);
int schema_command(const std::vector<std::string>& args);
int selftest_command(const std::vector<std::string>& args);
int show_command(const std::vector<std::string>& args);
int sweep_command(const std::vector<std::string>& args);
int verify_command(const std::vector<std::string>& args);
int warm_up_command(const std::vector<std::string>& args);

}  // namespace headwater
