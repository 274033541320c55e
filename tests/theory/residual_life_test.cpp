// What is left of a stay, and what has passed of it, when it is met at a moment that does not depend on it.
// Sources: Kleinrock, Queueing Systems, vol. 1 (1975), section 5.2; Cox, Renewal Theory (1962), chapter 5.
#include <gtest/gtest.h>

#include <string>
#include <unordered_map>
#include <vector>

#include "support/simulate.hpp"
#include "support/time_formulas.hpp"

namespace headwater::theory {
namespace {

class ResidualLife : public ::testing::TestWithParam<TimeLaw> {};

// Age and rest of a stay under way have one law: density P(S > t) / E S, mean E S^2 / (2 E S). Looked at
// every 60 days.
TEST_P(ResidualLife, AgeAndRestOfAStay) {
  const TimeLaw& law = GetParam();
  const Simulated simulated =
      simulate(header({.horizon = 7000, .replications = 40, .warm_up = 500, .event_log = true}) +
               one_desk(3, law, "unlimited"));
  const double mean = residual_mean(law.moment(1), law.moment(2));
  const double square = residual_second_moment(law.moment(1), law.moment(3));
  std::vector<double> ages, rests, age_squares, rest_squares;
  for (const ReplicationRecord& record : simulated.records()) {
    const EventLog& log = record.log;
    std::unordered_map<std::uint64_t, double> began;
    double n = 0, age = 0, rest = 0, age2 = 0, rest2 = 0;
    for (std::size_t i = 0; i < log.time.size(); ++i) {
      if (log.what[i] == EventLog::start) began[log.entity[i]] = log.time[i];
      if (log.what[i] != EventLog::move || log.tier[i] >= 0) continue;
      const auto found = began.find(log.entity[i]);
      if (found == began.end()) continue;  // it began in the warm-up
      // Stays that could have begun before the log, or could end after it, are not looked at: days 600 to
      // 6,400.
      for (double look = 600; look <= 6400; look += 60) {
        if (found->second <= look && look < log.time[i]) {
          ++n;
          age += look - found->second;
          rest += log.time[i] - look;
          age2 += (look - found->second) * (look - found->second);
          rest2 += (log.time[i] - look) * (log.time[i] - look);
        }
      }
      began.erase(found);
    }
    ages.push_back(age / n);
    rests.push_back(rest / n);
    age_squares.push_back(age2 / n);
    rest_squares.push_back(rest2 / n);
  }
  EXPECT_TRUE(agrees(ages, mean, 0.05 * mean));
  EXPECT_TRUE(agrees(rests, mean, 0.05 * mean));
  EXPECT_TRUE(agrees(age_squares, square, 0.2 * square));
  EXPECT_TRUE(agrees(rest_squares, square, 0.2 * square));
}

INSTANTIATE_TEST_SUITE_P(Laws, ResidualLife,
                         ::testing::Values(exponential(10), constant(10), uniform(0, 20), gamma(2.5, 4),
                                           lognormal(10, 6), weibull(0.8, 10)),
                         [](const auto& each) { return each.param.name + std::to_string(each.index); });

// All places vanish from day 10 to day 30. Those interrupted carry on with the time left, so that everyone's
// history is the old one with twenty days put in: present at t > 30 are the shares P(S > t - 20). A stay
// begun afresh would be present with probability P(S > 10) P(S > t - 30), which is larger by up to 0.3 here.
TEST(ResidualLife, InterruptedStaysCarryOn) {
  const TimeLaw law = gamma(4, 5);
  const int cohort = 200;
  const Simulated simulated = simulate(
      header({.horizon = 100, .replications = 200, .every = "day"}) +
      "sources:\n  in: {days: " + all_at_start(cohort) +
      ", to: desk}\ntiers:\n  desk: {capacity: 200, when_cut: interrupt, sojourn: " + law.yaml +
      ", exits: {out: 1}}\nexits:\n  out: {}\nchanges:\n  - {from: " + date(10) +
      ", set: {tiers.desk.capacity: 0}}\n  - {from: " + date(30) + ", set: {tiers.desk.capacity: 200}}\n");
  for (int day : {5, 10, 31, 35, 40, 50, 70}) {
    const double share = law.survival(day <= 10 ? day : day - 20);
    EXPECT_TRUE(agrees(simulated.by_replication("occupancy_end", "desk", static_cast<std::size_t>(day - 1)),
                       cohort * share, 0.03 * cohort))
        << "day " << day;
  }
  for (int day : {11, 20, 30}) {
    EXPECT_TRUE(agrees(simulated.by_replication("waiting_end", "desk", static_cast<std::size_t>(day - 1)),
                       cohort * law.survival(10), 0.03 * cohort));
    EXPECT_TRUE(agrees(simulated.by_replication("occupancy_end", "desk", static_cast<std::size_t>(day - 1)),
                       0, 1e-300));
  }
  // Time in the tier leaves the interruption out.
  std::vector<double> means;
  for (std::size_t r = 0; r < simulated.records().size(); ++r) {
    double sum = 0, n = 0;
    for (std::size_t p = 0; p < simulated.periods(); ++p) {
      const double left = simulated.value("departures", "desk", r, p);
      if (left > 0) sum += left * simulated.value("sojourn_mean", "desk", r, p);
      n += left;
    }
    means.push_back(sum / n);
  }
  EXPECT_TRUE(agrees(means, 20, 0.4));
}

}  // namespace
}  // namespace headwater::theory
