#!/usr/bin/env bash
# Results do not depend on the compiler, on how much it optimises, or on the processor it builds for; and the sanitizers
# find nothing to say while the same runs are made. Two builds, which with the one at hand cover all of that.
set -euo pipefail
command -v clang++ >/dev/null || { echo 'clang++ is not installed'; exit 77; }

# build NAME C++ C FLAGS OPTION...: builds the command by other means, in a folder that is kept for the next time.
commands=("$HEADWATER")
build() {
  local folder=$HEADWATER_BUILD_DIR/builds/$1
  cmake -S "$HEADWATER_SOURCE_DIR" -B "$folder" -G Ninja -DHEADWATER_TESTS=OFF -DHEADWATER_BENCH=OFF -DHEADWATER_REPORT=OFF -DCMAKE_UNITY_BUILD=ON ${CI:+-DHEADWATER_WERROR=ON} \
    -DCMAKE_BUILD_TYPE=Release -DCMAKE_CXX_COMPILER="$2" -DCMAKE_C_COMPILER="$3" -DCMAKE_CXX_FLAGS_RELEASE="$4" "${@:5}"
  cmake --build "$folder" --parallel "$(nproc)" --target headwater
  commands+=("$folder/headwater")
}
build gcc-native-thread g++ gcc '-O1 -march=native -g1' -DHEADWATER_SANITIZE=thread
build clang-address clang++ clang '-O2 -g1' -DHEADWATER_SANITIZE=address,undefined

# They are built without the page of a report, and say so.
for command in "${commands[@]:1}"; do
  status=0
  said=$("$command" report none.h5 2>&1) || status=$?
  [ "$status: ${said:0:121}" = '2: headwater: this build is without the page (HEADWATER_REPORT is OFF, or Node.js or npm was missing when it was configured)' ] || { echo "$command: status $status: $said"; exit 1; }
done

export UBSAN_OPTIONS=halt_on_error=1 TSAN_OPTIONS=halt_on_error=1
# The sanitizers are slow: a hundredth of the time, and other numbers of threads are tried elsewhere.
SHORTEN=2 THREADS=3 bash "$(dirname "$0")/same_bits.sh" "${commands[@]}"
