#!/usr/bin/env bash
# Installs the engine into a folder of its own, builds the outside project beside this script against it and runs it. The
# command that was installed looks for the models of its self-test where they were installed.
set -euo pipefail
work=$(mktemp -d)
trap 'rm -rf "$work"' EXIT

cmake --install "$HEADWATER_BUILD_DIR" --prefix "$work/prefix" >"$work/install.log"
cmake -S "$HEADWATER_SOURCE_DIR/tests/install" -B "$work/build" -G Ninja -DCMAKE_PREFIX_PATH="$work/prefix"
cmake --build "$work/build"
"$work/build/outside"
"$work/prefix/bin/headwater" --version
rm "$work/prefix/share/headwater/models/queues/mm1.yaml"
status=0
"$work/prefix/bin/headwater" selftest >/dev/null 2>"$work/said" || status=$?
[ "$status" -eq 2 ] && grep -F "$work/prefix/" "$work/said" | grep -F mm1.yaml
