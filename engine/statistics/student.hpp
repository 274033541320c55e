// The quantile of Student's t law, with the same bits on every processor.
//
// When a run stops of itself, this number decides how many replications there are; so it is made from
// + - * / and the square root alone, and not from the C library's functions.
#pragma once

#include <cstddef>

namespace headwater {

/// The t that |T| stays below with chance `level`, where T has Student's law with `degrees` degrees of
/// freedom: `student_quantile(0.95, n - 1)` belongs to a two-sided 95 % interval from n values.
///
/// Requires 0 < level < 1 and degrees >= 1. Relative error below 1e-11 for levels up to 0.9999 (tested).
/// Costs some microseconds up to 1,000 degrees, then nothing to speak of.
///
/// Sources: Abramowitz and Stegun, Handbook of Mathematical Functions, formula 26.7.5 (the quantile as a
/// series in 1 / degrees about the normal quantile); up to 1,000 degrees corrected with 26.7.3 and 26.7.4
/// (the distribution function as a finite sum).
double student_quantile(double level, std::size_t degrees);

}  // namespace headwater
