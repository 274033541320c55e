#!/usr/bin/env bash
# Installs what is missing, builds, and runs the tests; with --all also those that need more programs or more time
# (readers in Python, other compilers and compiler options). The last line is the tally.
set -euo pipefail
. "$(dirname "$0")/.ci/prepare.sh"

case "$*" in
  '') packages=("$packages_to_build" "$packages_to_test") left_out='^all$' ;;
  --all) packages=("$packages_to_build" "$packages_to_test" "$packages_to_test_all") left_out='^$' ;;
  *) echo 'usage: ./test.sh [--all]' >&2; exit 2 ;;
esac

install_missing "${packages[@]}"
configure HEADWATER_TESTS:BOOL=ON HEADWATER_BENCH:BOOL=ON ${CI:+HEADWATER_WERROR:BOOL=ON}
build all

# ctest's report says which tests passed and which skipped themselves or are disabled. A test of which it says neither
# (failed, timed out, could not be started, never reported) has failed. Tests are counted, not compared by name, which
# the report spells in its own way; ctest itself has named those that failed.
report=$PWD/build/tests.xml
rm -f "$report"
status=0
ctest --test-dir build --parallel "$(nproc)" --output-on-failure -LE "$left_out" --output-junit "$report" </dev/null ||
  status=$?
listed() { ctest --test-dir build -N "$@" | sed -n 's/^Total Tests: //p'; }
reported() { grep -cE "$1" "$report" || true; }
every=$(listed)
tried=$(listed -LE "$left_out")
passed=$(reported '^\s<testcase .* status="run"')
skipped=$(($(reported '^\s<testcase .* status="disabled"') + $(reported '^\s\s<skipped message="SKIP_')))
failed=$((tried - passed - skipped))
[ "$tried" -eq "$every" ] || echo "Skipped: $((every - tried)) tests, which ./test.sh --all runs"
echo "$passed passed, $failed failed, $((skipped + every - tried)) skipped"
[ "$status" -eq 0 ] && [ "$passed" -gt 0 ] && [ "$failed" -eq 0 ]
