// A fingerprint of the mathematical library: equal bits of exp, log and pow give equal numbers.
//
// The library has several versions of each function and picks one by what the processor can do. That is why results
// must not depend on it, and a mask on the processor's abilities is known to work when this number changes.
#include <bit>
#include <cmath>
#include <cstdint>
#include <cstdio>
#include <initializer_list>

int main() {
  std::uint64_t fingerprint = 0;
  for (int i = 1; i < 200000; ++i) {
    const double x = i * 0.00137;
    for (const double y : {std::exp(x * 0.1), std::log(x), std::pow(x, 0.37)})
      fingerprint = fingerprint * 1099511628211u + std::bit_cast<std::uint64_t>(y);
  }
  std::printf("%016llx\n", static_cast<unsigned long long>(fingerprint));
}
