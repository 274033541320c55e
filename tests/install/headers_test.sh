#!/usr/bin/env bash
# Each header that is installed compiles alone, without warnings.
set -euo pipefail
work=$(mktemp -d)
trap 'rm -rf "$work"' EXIT

cmake --install "$HEADWATER_BUILD_DIR" --prefix "$work/prefix" >"$work/install.log"
cd "$work/prefix/include/headwater"
find . -name '*.hpp' | sort >"$work/headers"
[ -s "$work/headers" ]
compile_alone() {
  echo "#include \"$1\"" | g++ -std=c++20 -fsyntax-only -Wall -Wextra -Wpedantic -Wshadow -Werror -I . -x c++ - || { echo "$1 does not compile alone" >&2; return 1; }
}
export -f compile_alone
xargs -P "$(nproc)" -I {} bash -c 'compile_alone {}' <"$work/headers"
