#!/usr/bin/env bash
# Installs the engine into a folder of its own, builds the outside project beside this script against it and runs it. The
# command that was installed finds the models of its self-test.
set -euo pipefail
work=$(mktemp -d)
trap 'rm -rf "$work"' EXIT

cmake --install "$HEADWATER_BUILD_DIR" --prefix "$work/prefix" >"$work/install.log"
cmake -S "$HEADWATER_SOURCE_DIR/tests/install" -B "$work/build" -G Ninja -DCMAKE_PREFIX_PATH="$work/prefix"
cmake --build "$work/build"
"$work/build/outside"
"$work/prefix/bin/headwater" --version
"$work/prefix/bin/headwater" selftest | tail -n 1
