#include "selftest/comparisons.hpp"

#include <algorithm>
#include <cmath>

#include "selftest/chains.hpp"
#include "selftest/discipline_formulas.hpp"
#include "selftest/network_formulas.hpp"
#include "selftest/queue_formulas.hpp"

namespace headwater {

namespace {

using namespace theory;

using Table = std::vector<Comparison>;

double sd(double mean, double second_moment) { return std::sqrt(second_moment - mean * mean); }

/// How many wait when n are there and c are served.
std::function<double(int)> beyond(int served) {
  return [served](int n) { return std::max(n - served, 0); };
}
std::function<double(int)> up_to(int served) {
  return [served](int n) { return std::min(n, served); };
}

// --- laws ---

/// A wait by Pollaczek and Khinchine, and its standard deviation by Takacs; `tier` has one server.
void add_single_server(Table& table, const std::string& model, const std::string& tier, double arrivals, double first, double second, double third) {
  const auto [mean, square] = single_server_wait(arrivals, first, second, third);
  table.push_back({model, "mean wait, days", mean, {{"wait_mean", tier}}});
  table.push_back({model, "standard deviation of waits, days", sd(mean, square), {{"wait_sd", tier}}});
}

/// E S^k = k! a (-T)^-k 1 for the law with starts a and hazards T. Neuts, Matrix-Geometric Solutions, section 2.2.
double phase_moment(const std::vector<double>& start, std::vector<std::vector<double>> hazards, int k) {
  for (auto& row : hazards)
    for (double& value : row) value = -value;
  std::vector<double> x(start.size(), 1.0);
  double factorial = 1, moment = 0;
  for (int i = 1; i <= k; ++i) {
    x = solve(hazards, x);
    factorial *= i;
  }
  for (std::size_t i = 0; i < start.size(); ++i) moment += start[i] * x[i];
  return factorial * moment;
}

/// The area under a survival curve whose hazard is hazards[i] from from[i] on.
double life_table_mean(const std::vector<double>& from, const std::vector<double>& hazards) {
  double area = 0, alive = 1;
  for (std::size_t i = 0; i < from.size(); ++i) {
    const double still = i + 1 < from.size() ? alive * std::exp(-hazards[i] * (from[i + 1] - from[i])) : 0;
    area += (alive - still) / hazards[i];
    alive = still;
  }
  return area;
}

void add_laws(Table& table) {
  add_single_server(table, "constant-service", "server", 0.8, 1, 1, 1);
  add_single_server(table, "erlang-service", "server", 0.8, 1, 4.0 / 3, 20.0 / 9);
  const auto hyperexponential = [](int k, double factorial) { return factorial * (6 * std::pow(0.5, k) + std::pow(4.0, k)) / 7; };
  add_single_server(table, "hyperexponential-service", "server", 0.7, hyperexponential(1, 1), hyperexponential(2, 2), hyperexponential(3, 6));
  const auto phases = [](int k) { return phase_moment({0.8, 0.2}, {{-2, 0.5}, {0.4, -1}}, k); };
  add_single_server(table, "phase-type", "server", 0.5, phases(1), phases(2), phases(3));

  const double stay = life_table_mean({0, 10, 60}, {0.01, 0.05, 0.02});
  table.push_back({"life-table", "mean stay, days", stay, {{"sojourn_mean", "help"}}});
  table.push_back({"life-table", "number present", 5 * stay, {{"occupancy", "help"}}});

  // From the age of 10 on, and from 14 on.
  const double placed = (life_table_mean({0, 2, 6}, {0.1, 0.3, 0.5}) + life_table_mean({0, 2}, {0.3, 0.5})) / 2;
  table.push_back({"hazard-by-age", "mean stay, days", 365.25 * placed, {{"sojourn_mean", "placement"}}});
  table.push_back({"hazard-by-age", "number present", 100 * placed, {{"occupancy", "placement"}}});

  const auto law = [&](const char* tier, double mean, double deviation) {
    table.push_back({"laws-of-time", std::string("mean of law '") + tier + "', days", mean, {{"sojourn_mean", tier}}});
    table.push_back({"laws-of-time", std::string("standard deviation of law '") + tier + "', days", deviation, {{"sojourn_sd", tier}}});
  };
  law("exponential", 10, 10);
  law("uniform", 10, 10 / std::sqrt(12.0));
  law("triangular", (1 + 3 + 11) / 3.0, std::sqrt((1 + 9 + 121 - 3 - 11 - 33) / 18.0));
  law("lognormal", 10, 8);
  law("weibull", 10 * std::tgamma(1.5), 10 * std::sqrt(1 - std::tgamma(1.5) * std::tgamma(1.5)));
  law("gamma", 10, 7);
  law("erlang", 10, 10 / std::sqrt(4.0));
  law("hyperexponential", 10, 15);
  law("hypoexponential", 2 + 3 + 5, std::sqrt(4.0 + 9 + 25));
  const double bands = 0.2 * 2.5 + 0.5 * 7.5 + 0.3 * 20;
  law("histogram", bands, sd(bands, (0.2 * 25 + 0.5 * (25 + 50 + 100) + 0.3 * (100 + 300 + 900)) / 3));
  law("empirical", (1 + 2 * 4 + 20) / 4.0, sd((1 + 2 * 4 + 20) / 4.0, (1 + 2 * 16 + 400) / 4.0));
  const double odds = std::exp(-2.0) / (1 - std::exp(-2.0));  // of lasting more than 20 days, against not
  law("cut_off", 10 - 20 * odds, sd(10 - 20 * odds, 200 - (400 + 400) * odds));
  law("shifted", 10 + 5, 10);
  const double mixed = 0.75 * 2 + 0.25 * 20;
  law("mixed", mixed, sd(mixed, 0.75 * 16 / 3 + 0.25 * 800));
}

// --- arrivals ---

void add_arrivals(Table& table) {
  table.push_back({"mm1", "mean wait, days", MultiServer{0.9, 1, 1}.mean_wait(), {{"wait_mean", "server"}}});
  table.push_back({"mm1", "share of time busy", 0.9, {{"utilisation", "server"}}});
  const MultiServer three{2.4, 1, 3};
  table.push_back({"mmc", "mean wait, days", three.mean_wait(), {{"wait_mean", "service"}}});
  table.push_back({"mmc", "number waiting", three.mean_waiting(), {{"waiting", "service"}}});
  table.push_back({"mmc", "number served", three.load(), {{"occupancy", "service"}}});
  table.push_back({"mg-infinity", "number present", 10 * 30, {{"occupancy", "help"}}});

  const double minute = 1.0 / (24 * 60);
  table.push_back({"regular-arrivals", "mean wait, days", RegularArrivals{30 * minute, 1 / (24 * minute)}.mean_wait(), {{"wait_mean", "doctor"}}});
  const auto bunched = [](double s) { return (6 * 2 / (2 + s) + 0.25 / (0.25 + s)) / 7; };
  table.push_back({"renewal-arrivals", "mean wait, days", RenewalArrivals{bunched, 1 / 0.7}.mean_wait(), {{"wait_mean", "server"}}});
  table.push_back({"batch-arrivals", "number present and waiting", batch_queue_number(0.35, 1, 2, 6), {{"occupancy", "worker"}, {"waiting", "worker"}}});
  const auto discouraged = birth_and_death(10, [](int n) { return 2 - 0.2 * n; }, up_to(2));
  table.push_back({"discouraged-arrivals", "number waiting", expectation(discouraged, beyond(2)), {{"waiting", "counter"}}});
  table.push_back({"discouraged-arrivals", "number served", expectation(discouraged, up_to(2)), {{"occupancy", "counter"}}});

  // The mean number m obeys m' = rate - m / 4 an hour; 16 is where it would settle by day. Six hours are 1.5 mean stays.
  const double end_of_day = 16 * (1 - std::exp(-3.0)) / (1 - std::exp(-6.0)), end_of_night = end_of_day * std::exp(-3.0);
  const double afternoon = 16 + (end_of_night - 16) * (std::exp(-1.5) - std::exp(-3.0)) / 1.5;
  const double evening = end_of_day * (1 - std::exp(-1.5)) / 1.5;
  table.push_back({"daily-rhythm", "number present from 12 to 18 h", afternoon, {{"occupancy", "help"}}, {}, 2, 4});
  table.push_back({"daily-rhythm", "number present from 18 to 24 h", evening, {{"occupancy", "help"}}, {}, 3, 4});
  table.push_back({"appointments", "patients a week", 5 * 16 * 0.9, {{"arrivals", "appointments"}}});

  double grown = 0;
  for (int day = 0; day < 365; ++day) grown += 10 * std::pow(1.05, day / 365.25);
  table.push_back({"seasons", "visits in the year", 10 * (365 - 62 / 2.0 - 3), {{"arrivals", "visits"}}});
  table.push_back({"seasons", "referrals in the year", grown, {{"arrivals", "referrals"}}});
}

// --- places that come and go ---

void add_calendars(Table& table) {
  const double hour = 1.0 / 24, cases = 0.9, work = cases * 3 * hour, night = cases * 16 * hour;
  table.push_back({"closing-time", "number served by those who stay on", work, {{"occupancy", "stays_on"}}});
  table.push_back({"closing-time", "number served where work carries on", work, {{"occupancy", "carries_on"}}});
  table.push_back({"closing-time", "number waiting where work carries on", night, {{"waiting", "carries_on"}}});
  table.push_back({"closing-time", "number served where work begins anew", work + cases * hour, {{"occupancy", "begins_anew"}}});
  table.push_back({"closing-time", "number waiting where work begins anew", night, {{"waiting", "begins_anew"}}});

  const double closed = 16 * hour;
  table.push_back({"opening-hours", "number waiting", closed * 30 * closed / 2, {{"waiting", "hall"}}});
  table.push_back({"opening-hours", "number inside", 30 * 4 * hour, {{"occupancy", "hall"}}});

  table.push_back({"shifts", "number at work", (12 * 2 + 12 * 1) / 24.0, {{"resource_busy", "team"}}});
  table.push_back({"shifts", "visits a day", (12 * 2 + 12 * 1) / 2.0, {{"throughput", "visit"}}});
}

// --- who is served next ---

void add_orders(Table& table) {
  const std::vector<PriorityClass> bands{{0.24, 1, 1.25}, {0.56, 1, 1.25}};  // the urgent, and the others
  const auto waits = priority_waits(bands), times = resume_times(bands);
  table.push_back({"priority", "mean wait of the urgent, days", waits[0], {{"wait_mean_by_group", "worker", "urgent"}}});
  table.push_back({"priority", "mean wait of the others, days", waits[1], {{"wait_mean_by_group", "worker", "routine"}}});
  const auto present = [](const char* group) { return std::vector<Figure>{{"occupancy_by_group", "worker", group}, {"waiting_by_group", "worker", group}}; };
  table.push_back({"priority-preemptive", "urgent present and waiting", bands[0].arrivals * times[0], present("urgent")});
  table.push_back({"priority-preemptive", "others present and waiting", bands[1].arrivals * times[1], present("routine")});
  table.push_back({"priority-preemptive", "others' mean wait before they first begin, days", waits_before_start(bands)[1], {{"wait_mean_by_group", "worker", "routine"}}});
  const double anew = interrupted_time(bands[0], 0.3, repeat_constant_completion(bands[0], 1));
  table.push_back({"priority-anew", "urgent present and waiting", bands[0].arrivals * times[0], present("urgent")});
  table.push_back({"priority-anew", "others present and waiting", 0.3 * anew, present("routine")});

  const double residual = 0.8;  // rate times the second moment of service, by 2
  table.push_back({"lowest-first", "mean wait of the lower half, days", ranked_wait(0.8, residual, 0, 0.5), {{"wait_mean_by_group", "worker", "early"}}});
  table.push_back({"lowest-first", "mean wait of the upper half, days", ranked_wait(0.8, residual, 0.5, 1), {{"wait_mean_by_group", "worker", "late"}}});

  const MultiServer three{2.4, 1, 3};
  const double cobham = three.wait_probability() / (3 * (1 - 0.3));
  table.push_back({"class-priority", "mean wait of the urgent, days", cobham, {{"wait_mean_by_group", "ward", "urgent"}}});
  table.push_back({"class-priority", "mean wait of the others, days", cobham / (1 - 0.8), {{"wait_mean_by_group", "ward", "routine"}}});

  const MultiServer desk{0.7, 1, 1};
  const double square = desk.wait_second_moment();
  for (const auto& [model, of_order] : {std::pair{"last-come", last_come_second_moment(square, 0.7)}, std::pair{"random-order", random_second_moment(square, 0.7)}}) {
    table.push_back({model, "mean wait, days", desk.mean_wait(), {{"wait_mean", "desk"}}});
    table.push_back({model, "standard deviation of waits, days", sd(desk.mean_wait(), of_order), {{"wait_sd", "desk"}}});
  }
  table.push_back({"last-come-preemptive", "number present and waiting", 0.7 * shared_time(1, 0.7), {{"occupancy", "desk"}, {"waiting", "desk"}}});
  table.push_back({"shared", "number present", 0.7 * shared_time(1, 0.7), {{"occupancy", "machine"}}});
  table.push_back({"shared", "mean stay, days", shared_time(1, 0.7), {{"sojourn_mean", "machine"}}});
  const auto two = birth_and_death(300, [](int) { return 1.6; }, up_to(2));
  table.push_back({"shared-limited", "number sharing", expectation(two, up_to(3)), {{"occupancy", "machine"}}});
  table.push_back({"shared-limited", "number waiting", expectation(two, beyond(3)), {{"waiting", "machine"}}});
}

// --- those who do not stay ---

void add_losses(Table& table) {
  const FiniteRoom room{1.8, 1, 2, 3};
  table.push_back({"finite-room", "share turned away", room.lost(), {{"exits", "turned_away"}}, {{"arrivals", "customers"}}});
  table.push_back({"finite-room", "number waiting", room.mean_waiting(), {{"waiting", "service"}}});
  table.push_back({"erlang-b", "share of calls lost", erlang_b(5, 4), {{"exits", "lost"}}, {{"arrivals", "calls"}}});
  table.push_back({"erlang-b", "lines in use", 4 * (1 - erlang_b(5, 4)), {{"occupancy", "lines"}}});

  const Impatient impatient{63, 10, 6, 15};  // per hour
  table.push_back({"erlang-a", "share who hang up", impatient.give_up(), {{"exits", "hung_up"}}, {{"arrivals", "calls"}}});
  table.push_back({"erlang-a", "number waiting", impatient.mean_waiting(), {{"waiting", "helpline"}}});
  table.push_back({"erlang-a", "number helped", expectation(impatient.in_system(), up_to(6)), {{"occupancy", "helpline"}}});

  const auto balking = birth_and_death(300, [](int n) { return 1.2 * (n < 2 ? 1 : n < 4 ? 0.7 : 0.4); }, up_to(1));
  table.push_back({"balking", "share who turn away", 1 - (1 - balking[0]) / 1.2, {{"exits", "turned_away"}}, {{"arrivals", "customers"}}});
  table.push_back({"balking", "number waiting", expectation(balking, beyond(1)), {{"waiting", "counter"}}});

  // States: none, first busy, second busy, both busy, first blocked. Gross, section 4.1.2.
  const double come = 1, first = 1 / 0.8, second = 1 / 1.25;
  const auto blocked = equilibrium({{0, come, 0, 0, 0}, {0, 0, first, 0, 0}, {second, 0, 0, come, 0}, {0, second, 0, 0, first}, {0, 0, second, 0, 0}});
  table.push_back({"blocking", "share lost", blocked[1] + blocked[3] + blocked[4], {{"exits", "lost"}}, {{"arrivals", "cases"}}});
  table.push_back({"blocking", "share of time blocked", blocked[4], {{"blocked", "first"}}});
  table.push_back({"blocking", "number at the second place", blocked[2] + blocked[3] + blocked[4], {{"occupancy", "second"}}});
}

// --- shared resources ---

void add_resources(Table& table) {
  // Kaufman's recursion: j q(j) = sum over kinds of load x need x q(j - need).
  std::vector<double> q{1};
  double sum = 1, busy = 0;
  for (std::size_t j = 1; j <= 6; ++j) {
    q.push_back((2.4 * q[j - 1] + (j >= 2 ? 0.8 * 2 * q[j - 2] : 0)) / static_cast<double>(j));
    sum += q[j];
    busy += static_cast<double>(j) * q[j];
  }
  table.push_back({"shared-resources", "share of visits not made", q[6] / sum, {{"exits", "no_visit"}}, {{"arrivals", "visits"}}});
  table.push_back({"shared-resources", "share of conferences not held", (q[5] + q[6]) / sum, {{"exits", "no_conference"}}, {{"arrivals", "conferences"}}});
  table.push_back({"shared-resources", "workers busy", busy / sum, {{"resource_busy", "workers"}}});

  // n procedures (load 1.2) and m pieces of advice (load 1.8), n <= 2 and n + m <= 4.
  double norm = 0, no_procedure = 0, no_advice = 0;
  for (int n = 0; n <= 2; ++n) {
    for (int m = 0; n + m <= 4; ++m) {
      const double weight = std::pow(1.2, n) / std::tgamma(n + 1) * std::pow(1.8, m) / std::tgamma(m + 1);
      norm += weight;
      if (n == 2 || n + m == 4) no_procedure += weight;
      if (n + m == 4) no_advice += weight;
    }
  }
  table.push_back({"several-resources", "share of procedures not made", no_procedure / norm, {{"exits", "no_procedure"}}, {{"arrivals", "procedures"}}});
  table.push_back({"several-resources", "share of advice not given", no_advice / norm, {{"exits", "no_advice"}}, {{"arrivals", "questions"}}});

  table.push_back({"resources-kept", "share turned away", erlang_b(6, 4.5), {{"exits", "turned_away"}}, {{"arrivals", "patients"}}});
  table.push_back({"resources-kept", "beds taken", 4.5 * (1 - erlang_b(6, 4.5)), {{"resource_busy", "beds"}}});
  const double way = 0.3, mean = 0.5;  // a constant and an exponential, one after the other
  add_single_server(table, "reserved-on-the-way", "journey", 0.9, way + mean, way * way + 2 * way * mean + 2 * mean * mean,
                    way * way * way + 3 * way * way * mean + 6 * way * mean * mean + 6 * mean * mean * mean);
}

// --- networks ---

/// Mean number waiting at both of two places with so many servers each, hazards 1, when who comes goes where fewer are.
double waiting_at_shorter(double arrivals, std::size_t servers) {
  constexpr std::size_t most = 25;  // at each; more are there with a chance below 1e-5
  const auto state = [](std::size_t a, std::size_t b) { return a * (most + 1) + b; };
  std::vector<std::vector<double>> rate((most + 1) * (most + 1), std::vector<double>((most + 1) * (most + 1), 0.0));
  for (std::size_t a = 0; a <= most; ++a) {
    for (std::size_t b = 0; b <= most; ++b) {
      if (a <= b && a < most) rate[state(a, b)][state(a + 1, b)] = arrivals;
      if (b < a) rate[state(a, b)][state(a, b + 1)] = arrivals;
      if (a > 0) rate[state(a, b)][state(a - 1, b)] = static_cast<double>(std::min(a, servers));
      if (b > 0) rate[state(a, b)][state(a, b - 1)] = static_cast<double>(std::min(b, servers));
    }
  }
  const auto p = equilibrium(rate);
  double waiting = 0;
  for (std::size_t a = 0; a <= most; ++a)
    for (std::size_t b = 0; b <= most; ++b) waiting += p[state(a, b)] * static_cast<double>((a > servers ? a - servers : 0) + (b > servers ? b - servers : 0));
  return waiting;
}

void add_networks(Table& table) {
  const auto flows = network_flows({1, 0}, {{0, 1}, {0.2, 0}});
  table.push_back({"tandem-feedback", "number waiting at the first", MultiServer{flows[0], 2, 1}.mean_waiting(), {{"waiting", "first"}}});
  table.push_back({"tandem-feedback", "number waiting at the second", MultiServer{flows[1], 1 / 1.2, 2}.mean_waiting(), {{"waiting", "second"}}});

  table.push_back({"threshold", "mean wait for early help, days", MultiServer{0.6, 1 / 1.25, 1}.mean_wait(), {{"wait_mean", "early_help"}}});
  table.push_back({"threshold", "mean wait for a social worker, days", MultiServer{0.4, 1 / 1.75, 1}.mean_wait(), {{"wait_mean", "social_worker"}}});
  table.push_back({"shortest-queue", "number waiting", waiting_at_shorter(1.6, 1), {{"waiting", "north"}, {"waiting", "south"}}});
  table.push_back({"fewest-present", "number waiting", waiting_at_shorter(3, 2), {{"waiting", "north"}, {"waiting", "south"}}});
  const auto every_second = [](double s) { return std::pow(1.6 / (1.6 + s), 2); };
  table.push_back({"each-in-turn", "mean wait in the north, days", RenewalArrivals{every_second, 1}.mean_wait(), {{"wait_mean", "north"}}});
  table.push_back({"each-in-turn", "mean wait in the south, days", RenewalArrivals{every_second, 1}.mean_wait(), {{"wait_mean", "south"}}});

  const double visits = 0.5, reviews = 0.5 * 0.6 / 0.8, load = visits * 1 + reviews * 0.4;
  const double mean_visit = shared_time(load / (visits + reviews), load);
  table.push_back({"classes", "number in the clinic", (visits + reviews) * mean_visit, {{"occupancy", "clinic"}}});
  table.push_back({"classes", "number at home between visits", reviews * 7, {{"occupancy", "at_home"}}});
  table.push_back({"classes", "mean visit, days", mean_visit, {{"sojourn_mean", "clinic"}}});

  const ClosedNetwork circle = mean_value_analysis({{1, 0.2, 1}, {0.6, 0.3, 1}, {0.4, 0.4, 1}}, 6);
  table.push_back({"closed-network", "jobs a day through the processor", circle.throughput, {{"throughput", "processor"}}});
  table.push_back({"closed-network", "number at the processor", circle.numbers[0], {{"occupancy", "processor"}, {"waiting", "processor"}}});
  table.push_back({"closed-network", "number at the slow disc", circle.numbers[2], {{"occupancy", "slow_disc"}, {"waiting", "slow_disc"}}});
  const double open = 0.3;  // load of those who come once
  const ClosedNetwork mixed = mean_value_analysis({{1, 0.5 / (1 - open), 1}, {1, 2, 3}}, 3);
  table.push_back({"open-and-closed", "visits a day of those who come back", mixed.throughput, {{"throughput", "thinks"}}});
  table.push_back({"open-and-closed", "of those at the server", mixed.numbers[0], {{"occupancy_by_group", "server", "again"}}});
  table.push_back({"open-and-closed", "of the others at the server", open * (1 + mixed.numbers[0]) / (1 - open), {{"occupancy_by_group", "server", "once"}}});
  const auto down = finite_source(10, 2, 1.0 / 6, 1);
  table.push_back({"machine-repair", "machines at work", 10 - expectation(down, [](int n) { return n; }), {{"occupancy", "at_work"}}});
  table.push_back({"machine-repair", "machines waiting", expectation(down, beyond(2)), {{"waiting", "repair"}}});
}

}  // namespace

std::vector<Comparison> comparisons() {
  Table table;
  add_laws(table);
  add_arrivals(table);
  add_calendars(table);
  add_orders(table);
  add_losses(table);
  add_resources(table);
  add_networks(table);
  return table;
}

}  // namespace headwater
