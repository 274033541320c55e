// Exact results for one server under other orders of service than first come, first served: last come, random,
// priorities with and without pre-emption, processor sharing. Nothing here is shared with the rest of the engine.
//
// Sources, named at each formula:
//   Gross        Gross, Shortle, Thompson, Harris, Fundamentals of Queueing Theory, 4th ed. (2008)
//   Kleinrock 2  Kleinrock, Queueing Systems, vol. 2: Computer Applications (1976)
//   Cobham       Cobham, Priority assignment in waiting line problems, Operations Research 2 (1954)
//   Takacs       Takacs, Delay distributions for one line with Poisson input, general holding times, and various
//                orders of service, Bell System Technical Journal 42 (1963)
#pragma once

#include <cmath>
#include <cstddef>
#include <vector>

namespace headwater::theory {

/// Second moment of the wait in M/G/1 when the last to come is served first, from that of first come, first served:
/// greater by 1 / (1 - rho). The means are equal. Takacs, section on reverse order; Kingman, The effect of queue
/// discipline on waiting time variance, Proceedings of the Cambridge Philosophical Society 58 (1962).
inline double last_come_second_moment(double first_come, double utilisation) {
  return first_come / (1 - utilisation);
}

/// The same when who is next is picked at random: greater by 2 / (2 - rho). Takacs, section on random order.
inline double random_second_moment(double first_come, double utilisation) {
  return 2 * first_come / (2 - utilisation);
}

/// One class of those who come to a single server: Poisson arrivals, first two moments of service.
struct PriorityClass {
  double arrivals = 0;
  double first = 0;
  double second = 0;

  double load() const { return arrivals * first; }
};

/// Mean waits in M/G/1 with priorities that do not pre-empt, classes in order of rank: W_i = R / ((1 - s_(i-1)) (1 -
/// s_i)), s_i the load of classes 1..i, R = sum lambda_j E S_j^2 / 2. Cobham, equation 3; Gross, section 3.4.2.
inline std::vector<double> priority_waits(const std::vector<PriorityClass>& classes) {
  double residual = 0, above = 0;
  for (const PriorityClass& each : classes) residual += each.arrivals * each.second / 2;
  std::vector<double> waits;
  for (const PriorityClass& each : classes) {
    waits.push_back(residual / ((1 - above) * (1 - above - each.load())));
    above += each.load();
  }
  return waits;
}

/// Mean times in the system when a higher class interrupts and work goes on where it stopped: T_i = E S_i / (1 -
/// s_(i-1)) + sum over j <= i of lambda_j E S_j^2 / 2 / ((1 - s_(i-1)) (1 - s_i)). Gross, section 3.4.3; Kleinrock 2,
/// section 3.6.
inline std::vector<double> resume_times(const std::vector<PriorityClass>& classes) {
  double residual = 0, above = 0;
  std::vector<double> times;
  for (const PriorityClass& each : classes) {
    residual += each.arrivals * each.second / 2;
    times.push_back(each.first / (1 - above) + residual / ((1 - above) * (1 - above - each.load())));
    above += each.load();
  }
  return times;
}

/// Mean and second moment of a length of time.
struct Moments {
  double first = 0;
  double second = 0;
};

/// Of the same classes: mean times from coming to the first start, which comes a completion time of mean E S_i / (1 -
/// s_(i-1)) before the end (Gaver, as below).
inline std::vector<double> waits_before_start(const std::vector<PriorityClass>& classes) {
  std::vector<double> waits = resume_times(classes);
  double above = 0;
  for (std::size_t i = 0; i < classes.size(); above += classes[i++].load()) waits[i] -= classes[i].first / (1 - above);
  return waits;
}

/// Mean time in the system of the lower of two classes, the higher of which interrupts, whatever becomes of the work
/// so far: `completion` is the time from the first start of a low one to its end, interruptions included. Like M/G/1
/// with the completion as service, plus what is left of a busy period of the high class (with probability rho_1)
/// when nobody of the low class is there. Source: Gaver, A waiting line with interrupted service, including
/// priorities, Journal of the Royal Statistical Society B 24 (1962); Conway, Maxwell, Miller, Theory of Scheduling
/// (1967), section 8-6.
inline double interrupted_time(const PriorityClass& high, double low_arrivals, const Moments& completion) {
  const double idle = 1 - high.load();
  const double busy_second = high.second / (idle * idle * idle);  // of the high class's busy period
  return completion.first + low_arrivals * completion.second / (2 * (1 - low_arrivals * completion.first)) +
         idle * high.arrivals * busy_second / 2;
}

/// The completion time when interrupted work goes on where it stopped; `service` is that of the low class.
inline Moments resume_completion(const PriorityClass& high, const Moments& service) {
  const double idle = 1 - high.load();
  return {service.first / idle,
          service.second / (idle * idle) + service.first * high.arrivals * high.second / (idle * idle * idle)};
}

/// The completion time when interrupted work begins anew: a geometric number of attempts fail, each with
/// probability 1 - `success`; a failed one lasts `failed` and is followed by a busy period of the high class, the
/// last takes `succeeded`. Source: as `interrupted_time`.
inline Moments repeat_completion(const PriorityClass& high, double success, const Moments& failed, const Moments& succeeded) {
  const double idle = 1 - high.load();
  const double busy = high.first / idle, busy_second = high.second / (idle * idle * idle);
  const double tries = (1 - success) / success, tries_variance = tries / success;
  const double lost = failed.first + busy;
  const double lost_variance = failed.second - failed.first * failed.first + busy_second - busy * busy;
  const double mean = succeeded.first + tries * lost;
  const double variance = succeeded.second - succeeded.first * succeeded.first + tries * lost_variance + tries_variance * lost * lost;
  return {mean, variance + mean * mean};
}

/// `repeat_completion` for a low class whose service always takes `length`.
inline Moments repeat_constant_completion(const PriorityClass& high, double length) {
  const double a = high.arrivals, success = std::exp(-a * length);
  // Of a time to the next interruption that is shorter than the service.
  const double first = 1 / a - length * success / (1 - success);
  const double second = 2 / (a * a) - (length * length + 2 * length / a) * success / (1 - success);
  return repeat_completion(high, success, {first, second}, {length, length * length});
}

/// Mean time in M/G/1 of one who needs `length` days of service, when all present share the server evenly, or when the
/// last to come interrupts and work goes on later: length / (1 - rho), whatever the law. Kleinrock 2, section 4.4;
/// Sakata, Noguchi, Oizumi, An analysis of the M/G/1 queue under round-robin scheduling, Operations Research 19 (1971).
inline double shared_time(double length, double utilisation) {
  return length / (1 - utilisation);
}

/// Variance of the time in M/M/1 when all share the server evenly: that of an exponential of the same mean times (2 +
/// rho) / (2 - rho). Source: Coffman, Muntz, Trotter, Waiting time distributions for processor-sharing systems,
/// Journal of the ACM 17 (1970).
inline double shared_time_variance(double arrivals, double service) {
  const double mean = 1 / (service - arrivals), rho = arrivals / service;
  return mean * mean * (2 + rho) / (2 - rho);
}

/// Mean wait in M/G/1 with priorities that do not pre-empt, when ranks are drawn evenly from [0, 1] and the lowest
/// goes first, of those with ranks in [from, to): Cobham's formula where classes are many, R / (1 - rho u)^2 at rank
/// u, averaged. Kleinrock 2, section 3.4.
inline double ranked_wait(double utilisation, double residual, double from, double to) {
  return residual * (1 / (1 - utilisation * to) - 1 / (1 - utilisation * from)) / (utilisation * (to - from));
}

}  // namespace headwater::theory
