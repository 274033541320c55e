#include "simulate/model_fault.hpp"

#include <chrono>
#include <cmath>

#include "scenario/calendar.hpp"
#include "scenario/number.hpp"

namespace headwater {

std::string moment_of(double day, const std::string& start_date) {
  const auto start = parse_date(start_date);
  return "day " + to_text(std::round(day * 1e6) / 1e6) +
         (start ? " (" + to_text(*start + std::chrono::days(static_cast<int>(std::floor(day)))) + ")" : "");
}

void throw_timeless_loop(const std::string& node, const std::string& moment) {
  throw ModelFault(moment + ", '" + node +
                   "': entities go round in stays that take no time, without end; one stay of the loop must take some time");
}

void throw_deadlock(const std::vector<std::string>& lacks, const std::string& moment) {
  std::string text;
  for (const std::string& lack : lacks) text += (text.empty() ? "" : "; ") + lack;
  throw ModelFault(moment + ": deadlock: " + text +
                   ". None of them can ever go on: give one of these tiers a waiting room or another way out, or let nobody wait there who keeps what others need");
}

void throw_impossible_need(const std::string& tier, const std::string& resource, double wanted, std::int64_t most, const std::string& moment) {
  throw ModelFault(moment + ", '" + tier + "': a case needs " + to_text(wanted) + " of '" + resource + "', which " +
                   (wanted < 0 ? "cannot be below 0" : "never has more than " + to_text(static_cast<double>(most) / 1e6)));
}

void throw_large_batch(const std::string& source, double drawn, const std::string& moment) {
  throw ModelFault(moment + ", source '" + source + "': a batch of " + to_text(drawn) + " would come at once; at most 1,000,000 can");
}

void throw_nobody_suits(const std::string& tier, const std::string& what) {
  throw ModelFault("the caseload says that more cases are open in tier '" + tier + "' than there are " + what + " to have them: give the population more children, or the cases less that must fit");
}

void throw_no_room_at_start(const std::string& tier) {
  throw ModelFault("the caseload says that more cases are open in tier '" + tier + "' than there is room for, with the resources that they need: put in fewer cases, or more room");
}

void throw_waited_too_long(const std::string& tier, double days) {
  throw ModelFault("the caseload says that a case has been in tier '" + tier + "' for " + to_text(days) + " days; there is no place for it, and nobody waits so long there: 'patience' of the tier is over before");
}

}  // namespace headwater
