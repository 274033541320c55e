// What a calibration has found, as tables and as JSON.
#pragma once

#include <ostream>

#include "experiment/calibrate.hpp"

namespace headwater {

void print_calibration(std::ostream& out, const CalibrationResult& result);
void print_calibration_json(std::ostream& out, const CalibrationResult& result);

/// The best values so far, of a calibration that was stopped.
void print_best_so_far(std::ostream& out, const CalibrationResult& result);

}  // namespace headwater
