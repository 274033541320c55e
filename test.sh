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

# ctest's report says which tests passed and which skipped themselves or are disabled. A test that it does not name as
# one of these (failed, timed out, could not be started, never reported) has failed.
report=$PWD/build/tests.xml
rm -f "$report"
status=0
ctest --test-dir build --parallel "$(nproc)" --output-on-failure -LE "$left_out" --output-junit "$report" </dev/null ||
  status=$?
names() { sed -nE 's/^ *Test +#[0-9]+: ([^ ]+).*/\1/p' | sort; }
every=$(ctest --test-dir build -N | names)
tried=$(ctest --test-dir build -N -LE "$left_out" | names)
passed=$(awk -F'"' '/^\t<testcase .* status="run"/ {print $2}' "$report" | sort)
skipped=$(awk -F'"' '/^\t<testcase / {name = $2} /^\t<testcase .* status="disabled"/ || /^\t\t<skipped message="SKIP_/ {print name}' \
  "$report" | sort)
untried=$(comm -23 <(echo "$every") <(echo "$tried"))
failed=$(comm -23 <(echo "$tried") <(sort <<<"$passed"$'\n'"$skipped"))

list() { [ -z "$2" ] || { printf '%s:\n' "$1"; sed 's/^/  /' <<<"$2"; }; }
count() { grep -c . <<<"$1" || true; }
list 'Skipped, as ./test.sh --all runs them' "$untried"
list 'Skipped' "$skipped"
list 'Failed' "$failed"
printf '%d passed, %d failed, %d skipped\n' "$(count "$passed")" "$(count "$failed")" "$(count "$untried"$'\n'"$skipped")"
[ "$status" -eq 0 ] && [ -n "$passed" ] && [ -z "$failed" ]
