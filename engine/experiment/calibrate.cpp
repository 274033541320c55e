#include "experiment/calibrate.hpp"

#include <algorithm>
#include <cmath>
#include <filesystem>

#include "experiment/inner_loop.hpp"
#include "fit/minimise.hpp"
#include "random/law.hpp"
#include "results/results_error.hpp"
#include "scenario/number.hpp"
#include "scenario/varied_model.hpp"
#include "statistics/student.hpp"

namespace headwater {

namespace {

constexpr double square_of_no_value = 1e6;
constexpr double first_step = 0.05, least_step = 0.02, most_step = 0.1;  ///< of central differences, in ranges
constexpr std::size_t most_rounds = 4;       ///< of slopes and Gauss-Newton steps
constexpr double worth_a_round = 0.01;       ///< fall of the sum of squares
constexpr double normal_95 = 1.959963984540054;
constexpr double chance_level = 0.9999;      ///< so often chance leaves a simulated mean nearer to its expectation
constexpr double informative = 1, noise_factor = 2;

using Point = std::vector<double>;

/// Slopes of every target at a point, in errors per range.
struct Slopes {
  Matrix mean, error;  ///< [target][parameter]; the error by chance
  Matrix noise;        ///< what chance adds to the information of the fitted targets
  Matrix gradient;     ///< covariance by chance of the gradient, from slopes of targets that are not met
};

double square(double x) { return x * x; }

class Calibration {
 public:
  Calibration(const CalibrationSpec& spec, const RunJob& job) : spec_(spec), n_(spec.parameters.size()), inner_(inner_of(spec)), how_(inner_.expected ? Evaluation::expected : Evaluation::simulated), evaluator_(spec, job, inner_.step, most_work(spec)) {
    result_.inner = inner_;
    for (std::size_t k = 0; k < spec.targets.size(); ++k)
      if (!spec.targets[k].hold_out) fitted_.push_back(k);
    for (const CalibratedParameter& parameter : spec.parameters) prior_precision_.push_back(parameter.prior_sd ? square((parameter.high - parameter.low) / *parameter.prior_sd) : 0);
    result_.replications = static_cast<std::size_t>(spec.base.run.replications);
  }

  CalibrationResult run(const std::function<void(const CalibrationResult&)>& written) {
    try {
      search();
      improve();
      describe_targets();
      profile();
      draw();
      judge();
      result_.complete = true;
    } catch (const Stopped&) {
      if (result_.parameters.empty()) describe_parameters();
    } catch (...) {
      if (evaluator_.evaluations() == 0) evaluator_.finish();  // nothing to carry on from
      throw;
    }
    result_.evaluations = evaluator_.evaluations();
    result_.expectations = evaluator_.evaluations(Evaluation::expected);
    result_.resumed = evaluator_.resumed();
    result_.model_events = evaluator_.model_events();
    if (!result_.complete) return result_;
    if (written) written(result_);
    evaluator_.finish();
    return result_;
  }

 private:
  static InnerLoop inner_of(const CalibrationSpec& spec) {
    InnerLoop inner;
    inner.expected = by_expectation(spec);
    if (!inner.expected && spec.fit.inner != FitSettings::Inner::simulation) inner.why_simulated = inner_obstacles(spec).first();
    std::vector<double> start;
    for (const CalibratedParameter& parameter : spec.parameters) start.push_back(parameter.start);
    if (inner.expected) inner.step = step_for(spec, start);
    return inner;
  }

  static std::size_t most_work(const CalibrationSpec& spec) {
    const MostEvaluations most = most_evaluations(spec);
    return most.expected + most.simulated * static_cast<std::size_t>(spec.base.run.replications);
  }

  double sum_of_squares(const Point& point, const Evaluated& there) const {
    double sum = 0;
    for (const std::size_t k : fitted_) {
      const CalibrationTarget& target = spec_.targets[k];
      sum += std::isnan(there.means[k]) ? square_of_no_value : square((target.value - there.means[k]) / target.error);
    }
    for (std::size_t i = 0; i < n_; ++i) sum += prior_precision_[i] * square(prior_offset(point, i));
    return sum;
  }

  /// From the mean of the prior, in ranges; 0 where there is none.
  double prior_offset(const Point& point, std::size_t i) const {
    const CalibratedParameter& parameter = spec_.parameters[i];
    return parameter.prior_mean ? point[i] - (*parameter.prior_mean - parameter.low) / (parameter.high - parameter.low) : 0;
  }

  void take(const Point& point, double sum) {
    best_ = point;
    result_.sum_of_squares = sum;
  }

  void search() {
    Point start;
    for (const CalibratedParameter& parameter : spec_.parameters) start.push_back(std::clamp((parameter.start - parameter.low) / (parameter.high - parameter.low), 0.0, 1.0));
    best_ = start;
    bool first = true;
    const SearchResult found = minimise([&](const Point& point) {
      const double sum = sum_of_squares(point, evaluator_.at(point, how_));
      if (first || sum < result_.sum_of_squares) take(point, sum);
      first = false;
      return sum;
    }, start, {spec_.fit.global, spec_.fit.simplex, spec_.fit.most_evaluations});
    result_.settled = found.settled;
  }

  /// Slopes at the best point so far, steps `step[i]` to each side as far as the range goes.
  Slopes slopes_at(const Point& centre, const Point& step) {
    std::vector<Point> points;
    for (std::size_t i = 0; i < n_; ++i) {
      for (const double sign : {-1.0, 1.0}) {
        points.push_back(centre);
        points.back()[i] = std::clamp(centre[i] + sign * step[i], 0.0, 1.0);
      }
    }
    const std::vector<const Evaluated*> there = evaluator_.all(points, how_);
    const std::size_t targets = spec_.targets.size();
    Slopes slopes{Matrix(targets, Point(n_, 0)), Matrix(targets, Point(n_, 0)), Matrix(n_, Point(n_, 0)), Matrix(n_, Point(n_, 0))};
    for (std::size_t k = 0; k < targets; ++k) {
      std::vector<std::vector<double>> by_replication(n_);
      for (std::size_t i = 0; i < n_; ++i) {
        const Evaluated &below = *there[2 * i], &above = *there[2 * i + 1];
        const double per = 1 / ((points[2 * i + 1][i] - points[2 * i][i]) * spec_.targets[k].error);
        slopes.mean[k][i] = (above.means[k] - below.means[k]) * per;
        if (std::isnan(slopes.mean[k][i]))
          throw ResultsError("target '" + spec_.targets[k].output + "' has no value near the best values, in any replication: choose another output, or ranges in which it has one");
        for (std::size_t r = 0; r < above.outputs[k].size(); ++r) by_replication[i].push_back((above.outputs[k][r] - below.outputs[k][r]) * per);
      }
      const Matrix chance = covariance_of_means(by_replication);
      const double residual = (spec_.targets[k].value - at_best_->means[k]) / spec_.targets[k].error;
      for (std::size_t i = 0; i < n_; ++i) {
        slopes.error[k][i] = std::sqrt(chance[i][i]);
        for (std::size_t j = 0; j < n_ && !spec_.targets[k].hold_out; ++j) {
          slopes.noise[i][j] += chance[i][j];
          slopes.gradient[i][j] += square(residual) * chance[i][j];
        }
      }
    }
    return slopes;
  }

  /// Covariance by chance of the means over replications; those in which one does not exist are left out.
  static Matrix covariance_of_means(const std::vector<std::vector<double>>& values) {
    const std::size_t n = values.size();
    std::vector<std::size_t> whole;
    for (std::size_t r = 0; r < values[0].size(); ++r)
      if (std::none_of(values.begin(), values.end(), [&](const auto& one) { return std::isnan(one[r]); })) whole.push_back(r);
    Matrix covariance(n, Point(n, 0));
    if (whole.size() < 2) return covariance;
    const auto count = static_cast<double>(whole.size());
    Point means(n, 0);
    for (std::size_t i = 0; i < n; ++i) {
      for (const std::size_t r : whole) means[i] += values[i][r];
      means[i] /= count;
    }
    for (std::size_t i = 0; i < n; ++i)
      for (std::size_t j = 0; j <= i; ++j) {
        double sum = 0;
        for (const std::size_t r : whole) sum += (values[i][r] - means[i]) * (values[j][r] - means[j]);
        covariance[i][j] = covariance[j][i] = sum / (count - 1) / count;
      }
    return covariance;
  }

  LinearFit linear_fit(const Slopes& slopes) const {
    LinearFit fit;
    fit.slope_noise = slopes.noise;
    fit.gradient_noise = slopes.gradient;
    fit.prior_precision = prior_precision_;
    std::vector<std::vector<double>> scaled;
    const Evaluated& there = *at_best_;
    for (const std::size_t k : fitted_) {
      fit.slopes.push_back(slopes.mean[k]);
      scaled.push_back(there.outputs[k]);
      for (double& value : scaled.back()) value /= spec_.targets[k].error;
    }
    fit.residual_noise = covariance_of_means(scaled);
    return fit;
  }

  /// Gauss-Newton steps, damped by a standard deviation of one range, until they are not worth another round; then the
  /// uncertainty at the last point.
  void improve() {
    Point step(n_, first_step);
    for (std::size_t round = 1;; ++round) {
      at_best_ = &evaluator_.at(best_, how_);
      slopes_ = slopes_at(best_, step);
      Matrix information = product(transposed(linear_fit(slopes_).slopes), linear_fit(slopes_).slopes);
      for (std::size_t i = 0; i < n_; ++i) step[i] = std::clamp(2 / std::sqrt(information[i][i] + prior_precision_[i] + 1e-9), least_step, most_step);
      const bool moved = round < most_rounds && try_steps(information);
      if (round >= most_rounds || (round > 1 && !moved)) break;
    }
    result_.uncertainty = uncertainty_of(linear_fit(slopes_));
    describe_parameters();
  }

  /// Whether a step was worth another round.
  bool try_steps(Matrix information) {
    Point downhill(n_, 0);
    for (const std::size_t k : fitted_)
      for (std::size_t i = 0; i < n_; ++i) downhill[i] += slopes_.mean[k][i] * (spec_.targets[k].value - at_best_->means[k]) / spec_.targets[k].error;
    for (std::size_t i = 0; i < n_; ++i) {
      downhill[i] -= prior_precision_[i] * prior_offset(best_, i);
      information[i][i] += prior_precision_[i] + 1;
    }
    const Matrix inverted = inverse(information);
    std::vector<Point> points;
    for (const double length : {1.0, 0.5, 0.25}) {
      points.push_back(best_);
      for (std::size_t i = 0; i < n_; ++i) {
        double move = 0;
        for (std::size_t j = 0; j < n_; ++j) move += inverted[i][j] * downhill[j];
        points.back()[i] = std::clamp(best_[i] + length * move, 0.0, 1.0);
      }
    }
    const std::vector<const Evaluated*> there = evaluator_.all(points, how_);
    const double before = result_.sum_of_squares;
    for (std::size_t i = 0; i < points.size(); ++i) {
      const double sum = sum_of_squares(points[i], *there[i]);
      if (sum < std::min(result_.sum_of_squares, before - worth_a_round)) take(points[i], sum);
    }
    return result_.sum_of_squares < before;
  }

  void describe_parameters() {
    const Point values = evaluator_.values(best_);
    for (std::size_t i = 0; i < n_; ++i) {
      const CalibratedParameter& parameter = spec_.parameters[i];
      FittedParameter fitted{parameter.path, parameter.low, parameter.high, values[i], 0, parameter.low, parameter.high};
      if (!result_.uncertainty.standard_errors.empty()) {
        const double range = parameter.high - parameter.low, share = result_.uncertainty.standard_errors[i];
        fitted.standard_error = share * range;
        fitted.interval_low = std::max(parameter.low, values[i] - normal_95 * fitted.standard_error);
        fitted.interval_high = std::min(parameter.high, values[i] + normal_95 * fitted.standard_error);
        fitted.weak = 12 * share * share > 1;
      }
      fitted.at_end = best_[i] < 1e-3 || best_[i] > 1 - 1e-3;
      result_.parameters.push_back(std::move(fitted));
    }
  }

  void describe_targets() {
    const Evaluated& simulated = evaluator_.at(best_, Evaluation::simulated);
    if (inner_.expected) result_.inner.moved_by_half = moved_by_half(spec_, evaluator_.values(best_), inner_.step);
    const double chance_explains = student_quantile(chance_level, result_.replications - 1);
    for (std::size_t k = 0; k < spec_.targets.size(); ++k) {
      const CalibrationTarget& target = spec_.targets[k];
      FittedTarget fitted{};
      fitted.output = target.output;
      fitted.units = evaluator_.outputs()[k].units();
      fitted.seen = target.value;
      fitted.error = target.error;
      fitted.held_out = target.hold_out;
      fitted.model = simulated.means[k];
      fitted.model_error = std::sqrt(covariance_of_means({simulated.outputs[k]})[0][0]);
      if (inner_.expected) {
        fitted.expected = at_best_->means[k];
        fitted.astray = std::fabs(fitted.model - *fitted.expected) > chance_explains * fitted.model_error + 1e-9 * std::fabs(fitted.model);
      }
      fitted.residual = (target.value - at_best_->means[k]) / target.error;
      fitted.slopes = slopes_.mean[k];
      fitted.slope_errors = slopes_.error[k];
      for (std::size_t i = 0; i < n_; ++i) fitted.informs = fitted.informs || std::fabs(fitted.slopes[i]) >= std::max(informative, noise_factor * fitted.slope_errors[i]);
      result_.targets.push_back(std::move(fitted));
    }
  }

  /// One and two standard errors to each side, the other parameters where the slopes have their best values then.
  void profile() {
    const Matrix& spread = result_.uncertainty.of_targets;
    std::vector<Point> points;
    for (std::size_t i = 0; i < n_; ++i) {
      for (const double errors : {-2.0, -1.0, 1.0, 2.0}) {
        const double move = std::clamp(best_[i] + errors * std::min(std::sqrt(spread[i][i]), 0.5), 0.0, 1.0) - best_[i];
        points.push_back(best_);
        for (std::size_t j = 0; j < n_; ++j) points.back()[j] = std::clamp(best_[j] + (i == j ? move : move * spread[j][i] / spread[i][i]), 0.0, 1.0);
      }
    }
    const std::vector<const Evaluated*> there = evaluator_.all(points, how_);
    for (std::size_t i = 0; i < n_; ++i) {
      result_.profiles.emplace_back();
      for (std::size_t p = 4 * i; p < 4 * i + 4; ++p)
        if (points[p][i] != best_[i] && (p == 4 * i || points[p][i] != points[p - 1][i]))
          result_.profiles[i].push_back({evaluator_.values(points[p])[i], sum_of_squares(points[p], *there[p]) - result_.sum_of_squares, square(points[p][i] - best_[i]) / spread[i][i]});
    }
  }

  void draw() {
    const std::vector<Point> points = truncated_normal_draws(best_, result_.uncertainty.covariance, spec_.fit.draws, spec_.fit.seed);
    for (const Point& point : points) result_.draws.push_back(evaluator_.values(point));
    const std::vector<const Evaluated*> there = evaluator_.all(points, Evaluation::simulated);
    for (std::size_t k = 0; k < result_.targets.size(); ++k) {
      std::vector<double> means;
      for (const Evaluated* one : there)
        if (!std::isnan(one->means[k])) means.push_back(one->means[k]);
      if (means.size() < 2) throw ResultsError("target '" + result_.targets[k].output + "' has no value at the draws of the parameters: choose narrower ranges");
      describe_draws(result_.targets[k], means);
    }
  }

  static void describe_draws(FittedTarget& target, const std::vector<double>& means) {
    const auto count = static_cast<double>(means.size());
    double sum = 0, squares = 0;
    for (const double mean : means) sum += mean;
    target.draws_mean = sum / count;
    for (const double mean : means) squares += square(mean - target.draws_mean);
    target.draws_sd = std::sqrt(squares / (count - 1));
    const Law normal = *normal_law(0, 1).law;
    const auto below = [&](double x) {  // share of what would be seen
      double share = 0;
      for (const double mean : means) share += normal.cdf((x - mean) / target.error);
      return share / count;
    };
    const auto quantile = [&](double p) {
      double low = *std::min_element(means.begin(), means.end()) - 5 * target.error, high = *std::max_element(means.begin(), means.end()) + 5 * target.error;
      for (int halving = 0; halving < 50; ++halving) (below(low + (high - low) / 2) < p ? low : high) = low + (high - low) / 2;
      return low;
    };
    target.draws_low = quantile(0.025);
    target.draws_high = quantile(0.975);
    target.place = below(target.seen);
    target.surprise = (target.seen - target.draws_mean) / std::sqrt(square(target.error) + square(target.draws_sd));
  }

  void judge() {
    ChiSquare &fitted = result_.fitted, &held_out = result_.held_out;
    fitted.value = result_.sum_of_squares;
    fitted.degrees = static_cast<long>(fitted_.size()) + static_cast<long>(result_.uncertainty.weak.size()) - static_cast<long>(n_);
    for (const CalibratedParameter& parameter : spec_.parameters) fitted.degrees += parameter.prior_sd ? 1 : 0;
    for (const FittedTarget& target : result_.targets) {
      if (!target.held_out) continue;
      held_out.value += square(target.surprise);
      ++held_out.degrees;
    }
    for (ChiSquare* one : {&fitted, &held_out})
      if (one->degrees > 0) one->chance = 1 - gamma_law(static_cast<double>(one->degrees) / 2, 2).law->cdf(one->value);
  }

  const CalibrationSpec& spec_;
  const std::size_t n_;
  const InnerLoop inner_;
  const Evaluation how_;             ///< best values, slopes and profiles are found
  Evaluator evaluator_;
  std::vector<std::size_t> fitted_;  ///< targets that are not held out
  Point prior_precision_;            ///< in ranges
  Point best_;
  const Evaluated* at_best_ = nullptr;
  Slopes slopes_;
  CalibrationResult result_;
};

}  // namespace

MostEvaluations most_evaluations(const CalibrationSpec& spec) {
  const std::size_t n = spec.parameters.size(), inner = spec.fit.most_evaluations + most_rounds * (2 * n + 3) + 4 * n;
  if (by_expectation(spec)) return {inner, 1 + spec.fit.draws};
  return {0, inner + spec.fit.draws};
}

CalibrationResult calibrate(const CalibrationSpec& spec, const RunJob& job, const std::function<void(const CalibrationResult&)>& written) { return Calibration(spec, job).run(written); }

std::string fitted_scenario(const CalibrationSpec& spec, const CalibrationResult& result, const std::string& output, const std::string& made_from) {
  const auto folder = std::filesystem::absolute(output).parent_path();
  std::vector<std::string> paths;
  std::vector<double> values;
  for (const FittedParameter& parameter : result.parameters) {
    paths.push_back(parameter.path);
    values.push_back(parameter.value);
  }
  const auto quoted_text = [](std::string text) {
    Value value = text_value(std::move(text));
    value.quoted = true;
    return value;
  };
  const std::string title = !spec.title.empty() ? spec.title : spec.base.title.empty() ? "Calibrated" : spec.base.title + ", calibrated";
  return "# Made by 'headwater calibrate " + made_from + "'.\n" +
         scenario_text({{"extends", quoted_text(std::filesystem::absolute(spec.model).lexically_proximate(folder).generic_string())}, {"title", quoted_text(title)}, {"set", numbers_by_path(paths, values)}});
}

std::string draws_table(const CalibrationResult& result) {
  std::string table;
  for (std::size_t i = 0; i < result.parameters.size(); ++i) table += (i > 0 ? "," : "") + result.parameters[i].path;
  table += "\r\n";
  for (const std::vector<double>& draw : result.draws) {
    for (std::size_t i = 0; i < draw.size(); ++i) table += (i > 0 ? "," : "") + to_text(draw[i]);
    table += "\r\n";
  }
  return table;
}

}  // namespace headwater
