// What theory says of the queues of models/queues: one entry for each quantity that has a formula.
//
// Theory is told the numbers of the models here once more (rates, means, places), so that a model that was altered, or
// read wrongly, disagrees with it.
#pragma once

#include <cstddef>
#include <string>
#include <vector>

namespace headwater {

/// One series of the results: of a tier, edge ("from>to"), source, exit or resource, and perhaps of one group.
struct Figure {
  std::string series;
  std::string element;
  std::string group = {};  ///< label, or "" for all
};

/// One quantity: what theory says, and from which figures of a replication it is made.
struct Comparison {
  std::string model;     ///< name of the file, without ".yaml"
  std::string quantity;  ///< in words, with its unit unless it is a number or a share
  double theory;
  std::vector<Figure> sum;   ///< are added up
  std::vector<Figure> over = {};  ///< their sum is what the first is divided by; when there are none, by 1
  std::size_t first_period = 0;  ///< the mean over this period and every `period_step`-th after it is taken
  std::size_t period_step = 1;
};

/// All of them, those of one model one after another.
std::vector<Comparison> comparisons();

}  // namespace headwater
