// Outputs year by year, in every replication: what the tables of an export are made from.
#pragma once

#include <map>
#include <string>
#include <vector>

#include "results/output.hpp"
#include "results/results_reader.hpp"

namespace headwater {

/// A stretch of the reporting window.
struct Stretch {
  std::string when;   ///< as an output names it after '@'; "" of the whole time
  std::string label;  ///< "2027/28", "2027/28 (in part)", "2027-04-01", "whole time"
};

inline constexpr const char* whole_time = "whole time";

/// The stretches into which an output can be told apart: financial years where the results touch more than one, else reporting
/// periods by their first days, else the whole time. Of costs, years can be told apart only where no reporting period lies in two.
std::vector<Stretch> stretches_of(const Layout& layout, const std::string& output);

/// The outputs of one scenario in every replication. Keeps each series that it has read.
class OutputValues {
 public:
  OutputValues(const ResultsReader& results, std::size_t scenario) : results_(results), scenario_(scenario) {}

  /// A value for every replication.
  std::vector<double> of(const std::string& output, const Stretch& when);

 private:
  const std::vector<double>& series(std::size_t index);

  const ResultsReader& results_;
  std::size_t scenario_;
  std::map<std::size_t, std::vector<double>> read_;
};

/// One way of counting costs, and the names of its series.
struct CostBasis {
  const char* name;   ///< "nominal", "real", "discounted"
  const char* lines;  ///< by line
  const char* total;  ///< of all lines together
};
inline constexpr CostBasis cost_bases[] = {{"nominal", "cost_pence", "total_cost_pence"},
                                           {"real", "cost_real_pence", "total_cost_real_pence"},
                                           {"discounted", "cost_discounted_pence", "total_cost_discounted_pence"}};

/// A statistic of the values across replications that exist: "mean", "sd", or a quantile such as "p90". NaN where there are too few.
double statistic_of(const std::string& name, const std::vector<double>& values);

}  // namespace headwater
