#!/usr/bin/env bash
# The report's page in Chromium: what it draws, whether it can be read, used with keys and printed, and that it asks nothing of
# any network. Takes Chromium, Node.js and, for Puppeteer and axe, npm.
set -euo pipefail
for needed in chromium node npm; do
  command -v $needed >/dev/null || { echo "$needed is not here"; exit 77; }
done
here=$(cd "$(dirname "$0")" && pwd)
tools=$HEADWATER_BUILD_DIR/report-tests
mkdir -p "$tools"
cp "$here"/{package.json,package-lock.json,.npmrc,check_page.js} "$tools"
cd "$tools"
cmp -s package-lock.json installed-lock.json || { npm ci --ignore-scripts --loglevel=error && cp package-lock.json installed-lock.json; }

effects=0
work=$(mktemp -d)
trap 'rm -rf "$work"' EXIT
cd "$work"
models=$HEADWATER_SOURCE_DIR/models scenarios=$HEADWATER_SOURCE_DIR/scenarios
for name in baseline more-early-help fewer-workers; do "$HEADWATER" run "$scenarios/$name.yaml" --replications 2 --quiet -o $name.h5; done
cat >tornado.yaml <<END
sweeps: $scenarios/baseline.yaml
title: "What <b>drives</b> care?"
parameters:
  sources.new_referrals.rate_per_year: {low: 565, high: 691}
  tiers.foster_care.race.leaves.scale_years: {low: 5.94, high: 7.26}
design: {kind: one_at_a_time}
keep: [occupancy.foster_care@last]
run: {replications: 1}
END
"$HEADWATER" sweep tornado.yaml -o tornado.h5 --quiet
# Families in a tenth of the council, for two years only: what the page says of need, and of those who come again.
for effect in null strong; do
  printf 'extends: %s/english-council-%s.yaml\ntitle: "Another effect </script><img src=x onerror=alert(1)>"\nset: {population.children: 8000, horizon_years: 2}\nrun: {replications: 3, every: quarter, warm_up_years: 1}\n' "$models" $effect >effect.yaml
  "$HEADWATER" run effect.yaml --quiet -o effect-$((++effects)).h5
done
"$HEADWATER" report effect-1.h5 effect-2.h5 -o families.html >/dev/null
"$HEADWATER" report baseline.h5 more-early-help.h5 fewer-workers.h5 tornado.h5 -o council.html >/dev/null
"$HEADWATER" report baseline.h5 -o one.html >/dev/null
"$HEADWATER" report baseline.h5 more-early-help.h5 --format stress -o record.html >/dev/null
node "$tools/check_page.js" council.html one.html record.html families.html
