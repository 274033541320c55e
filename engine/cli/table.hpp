// Tables for the terminal: first column to the left, the others to the right, as wide as what is in them.
#pragma once

#include <ostream>
#include <string>
#include <vector>

#include "statistics/intervals.hpp"

namespace headwater {

class Table {
 public:
  explicit Table(std::vector<std::string> head) : rows_{std::move(head)} {}
  void add(std::vector<std::string> row) { rows_.push_back(std::move(row)); }
  void print(std::ostream& out) const;

 private:
  std::vector<std::vector<std::string>> rows_;
};

/// Whole numbers as they are, others to four digits, thousands apart: "12,631", "45.55", "0.0002"; "-" for
/// NaN, "unlimited" for infinity.
std::string readable(double number);

/// "8,829 ± 3.2"; without an interval just the mean.
std::string readable(const Estimate& estimate);

}  // namespace headwater
