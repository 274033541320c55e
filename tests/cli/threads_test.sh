#!/usr/bin/env bash
# Results do not depend on the number of threads; and the comparison that says so notices one other seed.
set -euo pipefail
work=$(mktemp -d)
trap 'rm -rf "$work"' EXIT

bash "$(dirname "$0")/same_bits.sh" "$HEADWATER"

cat >"$work/other" <<END
#!/bin/sh
[ "\$1" = run ] && set -- "\$@" --seed 12345
exec "$HEADWATER" "\$@"
END
chmod +x "$work/other"
if CASES=mmc bash "$(dirname "$0")/same_bits.sh" "$HEADWATER" "$work/other" >"$work/hashes" 2>"$work/messages"; then
  echo 'a command that runs another seed was taken for the same' >&2
  exit 1
fi
grep -q 'another hash' "$work/messages"
