#!/usr/bin/env bash
# Results do not depend on the processor. The mathematical library chooses its exp, log and pow by what the processor
# can do; with that masked it chooses others, and the results must stay.
set -euo pipefail
work=$(mktemp -d)
trap 'rm -rf "$work"' EXIT

mask=glibc.cpu.hwcaps=-FMA,-FMA4,-AVX2
fingerprint=$HEADWATER_BUILD_DIR/tests/libm_fingerprint
if [ "$("$fingerprint")" = "$(GLIBC_TUNABLES=$mask "$fingerprint")" ]; then
  echo 'this processor or C library leaves nothing to mask'
  exit 77
fi

printf '#!/bin/sh\nGLIBC_TUNABLES=%s exec "%s" "$@"\n' "$mask" "$HEADWATER" >"$work/masked"
chmod +x "$work/masked"
THREADS=1 bash "$(dirname "$0")/same_bits.sh" "$HEADWATER" "$work/masked"
