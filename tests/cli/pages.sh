#!/usr/bin/env bash
# pages.sh LANGUAGE...: the commands in the pages work, and print what the pages say. Runs the fenced blocks of these
# languages (sh, python, r), page by page and in order, in a copy of the tree that uses the build at hand. A line that runs
# ./test.sh is left out, since it would come back here. Every line of a `text` block must be among what was printed.
set -euo pipefail
languages=$(IFS='|' && echo "$*")
work=$(mktemp -d)
trap 'rm -rf "$work"' EXIT

# commands PAGE: its blocks as one shell script, in which a block of Python or R is handed to the interpreter.
commands() {
  awk -v languages="^($languages)\$" '
    BEGIN { interpreter["python"] = "/usr/bin/python3"; interpreter["r"] = "Rscript" }
    /^```/ && fenced { if (runs && language in interpreter) print "END_OF_BLOCK"; fenced = runs = 0; next }
    /^```/ { fenced = 1; language = substr($0, 4); runs = language ~ languages
             if (runs && language in interpreter) print interpreter[language] " - <<\"END_OF_BLOCK\""; next }
    runs && !/^\.\/test\.sh/ { print }' "$1"
}

# promises PAGE: the lines of its `text` blocks.
promises() { awk '/^```/ { fenced = $0 == "```text"; next } fenced && NF' "$1"; }

missing=0
cd "$HEADWATER_SOURCE_DIR"
for page in README.md {engine,models,scenarios}/*.md; do
  script=$work/commands.sh
  commands "$page" >"$script"
  [ -s "$script" ] || continue
  echo "== $page"
  copy=$(mktemp -d "$work/copy.XXXXXX")
  tar -c --exclude=.git --exclude='./build*' --exclude=./results . | tar -x -C "$copy"
  ln -s "$HEADWATER_BUILD_DIR" "$copy/build"
  (cd "$copy" && bash -euxo pipefail "$script" </dev/null) >"$work/printed" || { cat "$work/printed"; exit 1; }
  while IFS= read -r line; do
    grep -qxF -- "$line" "$work/printed" || { echo "$page: this was not printed: $line" >&2; missing=$((missing + 1)); }
  done < <(promises "$page")
done
[ "$missing" -eq 0 ]
