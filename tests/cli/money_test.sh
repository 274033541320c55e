#!/usr/bin/env bash
# Costs: the same bits on any number of threads, from shards and from a comparison; shown by line and by financial year; and
# refused side by side where they are not counted alike.
. "$(dirname "$0")/checks.sh"
cat >base.yaml <<'END'
headwater: 1
start: 2026-07-01
horizon_days: 700
sources: {new: {rate_per_day: 3, to: help}}
tiers: {help: {capacity: 10, sojourn: {law: exponential, mean_days: 3}, exits: {leave: 1}}}
exits: {leave: {}}
money:
  price_year: 2025/26
  lines:
    help: {tier: help, cost_gbp_per_week: 765, cost_gbp_per_start: 12.5, inflation_per_year: {2026/27: 0.04, 2027/28: 0.03}, source: invoices}
    team: {fixed_gbp_per_year: 480000, from: 2027-01-01, bearer: health}
run: {replications: 23}
END
printf 'extends: base.yaml\nset: {tiers.help.capacity: 9}\n' >fewer.yaml
printf 'extends: base.yaml\nset: {money.lines.help.cost_gbp_per_day: 120}\n' >dearer.yaml
printf 'extends: base.yaml\nremove: [money]\n' >free.yaml
printf 'extends: base.yaml\nset: {money.price_year: 2026/27, money.lines.help.inflation_per_year: 0.03}\n' >other-year.yaml
printf 'extends: base.yaml\nset: {money.lines.team.bearer: police}\n' >other-bearer.yaml
printf 'extends: base.yaml\nadd: {money.lines.manager: {fixed_gbp_per_year: 60000}}\n' >manager.yaml

"$HEADWATER" run base.yaml -o base.h5 --quiet --threads 1
"$HEADWATER" run base.yaml -o threads.h5 --quiet --threads 3
check 'three threads' "$(hash_of threads.h5)" "$(hash_of base.h5)"
for shard in 3 1 2; do "$HEADWATER" run base.yaml -o parts.h5 --quiet --shard $shard/3; done
"$HEADWATER" merge parts.h5.shard-*-of-3 -o parts.h5 --quiet
check 'three shards, merged' "$(hash_of parts.h5)" "$(hash_of base.h5)"
"$HEADWATER" run --from base.h5 -o again.h5 --quiet
check 'again from its file' "$(hash_of again.h5)" "$(hash_of base.h5)"

"$HEADWATER" run fewer.yaml -o fewer.h5 --quiet
"$HEADWATER" compare base.yaml fewer.yaml manager.yaml -o both.h5 --quiet
figure() { /usr/bin/python3 -c 'import json, sys; print(eval(sys.argv[1], {"d": json.load(sys.stdin)}))' "$1"; }
for pair in 'base.h5 0' 'fewer.h5 1'; do
  read -r file scenario <<<"$pair"
  check "a comparison has the costs of $file" "$("$HEADWATER" show both.h5 --json | figure "d['scenarios'][$scenario]['costs']['lines']['help']['pence']")" \
    "$("$HEADWATER" show $file --json | figure "d['scenarios'][0]['costs']['lines']['help']['pence']")"
done
check 'a line that others have not costs nothing there' "$("$HEADWATER" show both.h5 --json | figure "[int(s['costs']['lines']['manager']['pence']['mean']) for s in d['scenarios'][:2]]")" '[0, 0]'
# The team from 1 January 2027 to 30 May 2028: 90 of 365 days, a whole year, and 60 of 365 days.
check 'what is fixed goes by days' "$("$HEADWATER" show base.h5 --json | figure "[d['scenarios'][0]['costs']['lines']['team'][k] for k in ('bearer', 'real_pence')]")" \
  "['health', {'mean': 67726027, 'half_width_95': 0, 'p10': 67726027, 'p50': 67726027, 'p90': 67726027}]"
check 'the total is the sum' "$("$HEADWATER" show base.h5 --json | figure "abs(sum(l['discounted_pence']['mean'] for l in d['scenarios'][0]['costs']['lines'].values()) - d['scenarios'][0]['costs']['total']['discounted_pence']['mean']) < 1e-3")" True
"$HEADWATER" show base.h5 >shown
check 'the table says how it is discounted' "$(grep -c 'discounted at 3.5 % a year to 2026-04-01, the costs of a financial year falling in its middle' shown)" 1
check 'and who bears a line' "$(grep -c '^team (health)' shown)" 1
check 'by year' "$("$HEADWATER" show base.h5 --by-year | grep -c '^help, 202[678]/')" 3
for period in 'every: week' 'every: whole_run'; do
  printf 'extends: base.yaml\nset: {run: {%s}}\n' "$period" >across.yaml
  "$HEADWATER" run across.yaml -o across.h5 --quiet --force
  check "a financial year cannot be told from 'run: {$period}'" "$("$HEADWATER" show across.h5 --by-year 2>&1 >/dev/null | grep -c "lies in '2026/27' with a part of its costs only")" 1
done
check 'side by side' "$("$HEADWATER" show base.h5 fewer.h5 | grep -A3 '^cost, pounds' | cut -d' ' -f1 | tr '\n' ' ')" 'cost, help team total '
check 'pairs' "$("$HEADWATER" compare base.h5 fewer.h5 --json | figure "[r['pairs'] for r in d['comparisons'] if r['output'] == 'total_cost_pence']")" '[23]'
"$HEADWATER" compare base.yaml dearer.yaml -o dearer.h5 --quiet --of cost_pence.help@2027/28 >/dev/null
check 'a price changed in another unit' $? 0

cat >prices.yaml <<'END'
sweeps: base.yaml
parameters: {money.lines.team.fixed_gbp_per_year: {values: [480000, 960000]}}
keep: [cost_real_pence.team]
run: {replications: 2}
END
"$HEADWATER" sweep prices.yaml -o prices.h5 --quiet >/dev/null
check 'a price may vary in a sweep' "$("$HEADWATER" show prices.h5 | grep -c -e '67,726,027' -e '135,452,05')" 2

refused 'costs in one scenario only' 'headwater: scenario 2 and the first can only be compared where both say what they cost' "$HEADWATER" compare base.yaml free.yaml -o no.h5
refused 'other price years' "headwater: scenario 2 and the first count costs differently ('price_year' or 'discount_rate' in 'money'): " "$HEADWATER" compare base.yaml other-year.yaml -o no.h5
refused 'other bearers' "headwater: scenario 2 and the first have different bearers of the costs of line 'team': health and police" "$HEADWATER" compare base.yaml other-bearer.yaml -o no.h5
"$HEADWATER" run free.yaml -o free.h5 --quiet
refused 'no costs by year' "headwater: free.h5 has no costs ('money' in its model) that --by-year could print" "$HEADWATER" show free.h5 --by-year
[ "$failures" -eq 0 ]
