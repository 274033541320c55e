#!/usr/bin/env bash
# explain: the life of a family and of an entity, alone and under two scenarios, as text and as JSON; and what it says to
# those who ask for somebody who is not there.
set -euo pipefail
work=$(mktemp -d)
trap 'rm -rf "$work"' EXIT
cd "$work"
failures=0

# expect STATUS WORDS COMMAND...: the command ends with the status, and its output (both kinds, spaces and line breaks
# alike) holds the words.
expect() {
  local status=0 output
  output=$("$HEADWATER" "${@:3}" 2>&1) || status=$?
  if [ "$status" -ne "$1" ] || ! tr -s ' \n' ' ' <<<"$output" | grep -qF -- "$2"; then
    printf 'headwater %s: status %s, wanted %s with "%s":\n%s\n' "${*:3}" "$status" "$1" "$2" "$output" >&2
    failures=$((failures + 1))
  fi
}

# check WHAT FOUND WANTED
check() {
  if [ "$2" != "$3" ]; then
    printf '%s: found "%s", wanted "%s"\n' "$1" "$2" "$3" >&2
    failures=$((failures + 1))
  fi
}

cat >families.yaml <<'YAML'
headwater: 1
start: 2026-04-01
horizon_years: 6
run: {replications: 1, seed: 2, warm_up_years: 2}
population: {children: 400, children_per_family: [2, 4, 2], spacing: {law: exponential, mean_years: 3}, frailty: 1, no_child_at_home: emptied}
need: {up_per_year: [0.3, 0.3, 0.2], down_per_year: [0.4, 0.6, 0.6]}
contacts:
  school: {rate_per_year: [0.1, 0.5, 1.5, 3], error: 0.8, refer_from: 2.8, to: plan, otherwise: {to: early_help, probability: [0.1, 0.3, 0.3, 0.3]}}
tiers:
  early_help: {contacts: true, sojourn: {law: exponential, mean_days: 100}, exits: {closed: 1}}
  plan:
    supports: {up: 0.8, down: 1.5}
    sojourn: {law: uniform, low_days: 100, high_days: 300}
    exits: {closed: 1}
    children: {care: {hazard_by_need_per_year: [0, 0.1, 0.5, 1], takes: {below_years: [5], probability: [0.6, 0.4]}, to: care}}
  care: {kind: placement, race: {home: {law: exponential, mean_years: 1, exits: {home: 1}}, grown: {at_age_years: 18, exits: {grown: 1}}}}
exits: {closed: {}, emptied: {}, home: {rejoins: plan}, grown: {}}
YAML
cat >lower.yaml <<'YAML'
extends: families.yaml
changes: [{from: 2028-04-01, set: {contacts.school.refer_from: 2.2}}]
YAML
cat >queue.yaml <<'YAML'
headwater: 1
start: 2026-04-01
horizon_days: 90
attributes: {need: {law: lognormal, mu: 0, sigma: 0.8}}
sources: {new: {rate_per_day: 2, to: desk}}
tiers:
  desk: {capacity: 1, sojourn: {law: exponential, mean_hours: 10}, decide: {on: need, below: [1], to: [done, team]}}
  team: {sojourn: {law: lognormal, mean_days: 10, sd_days: 10}, exits: {done: 0.8, desk: 0.2}}
exits: {done: {}}
report: {unit: hours}
YAML

# One family.
expect 0 'who leaves home? child 1 (' explain families.yaml --any care
expect 0 'leaves home: goes to care, aged ' explain families.yaml --any care
expect 0 'school speaks of the family (' explain families.yaml --any care
expect 0 '-- results begin here --' explain families.yaml --any care
expect 0 '[ ] what nobody in the services could know.' explain families.yaml --any care
family=$("$HEADWATER" explain families.yaml --any care | sed -n 's/^Family \([0-9]*\) in replication 0, seed 2, of families.yaml$/\1/p')
check 'the family that --any finds is the one of that number' "$("$HEADWATER" explain families.yaml --family "$family")" "$("$HEADWATER" explain families.yaml --any care)"
check 'lines are no longer than 100' "$("$HEADWATER" explain families.yaml --any care | awk 'length > 100' | wc -l)" 0
"$HEADWATER" explain families.yaml --any care --seed 3 >three
"$HEADWATER" explain families.yaml --any care --replication 1 >one
check 'another seed, another life' "$(cmp -s three one && echo same)" ''
grep -q 'in replication 0, seed 3, of' three
grep -q 'in replication 1, seed 2, of' one

# Two scenarios.
check 'a life is the same as itself' "$("$HEADWATER" explain families.yaml families.yaml --family "$family" | head -n 1)" 'The two lives are the same from beginning to end.'
"$HEADWATER" explain lower.yaml families.yaml --only plan >parted
check 'lives part after the change' "$(head -n 1 parted | grep -cE '^The two lives part on 20(28|29|3[0-9])-[0-9-]*:$')" 1
check 'at a contact, which is a referral in one alone' "$(sed -n 2p parted | grep -cE '^A: family school speaks of the family')" 1
check 'and not before' "$(awk '/^[AB]  / { print $2 < "2028-04-01" ? "before" : "after"; exit }' parted)" after
check 'the threshold is that of the scenario' "$(grep -cE '^A  .*school' parted | sed 's/[1-9][0-9]*/some/')" some
grep -qE '^B  .*school' parted
expect 2 '--only needs two files' explain families.yaml --only plan
expect 2 "all who come to 'plan' in replication 0 of families.yaml come there in families.yaml too" explain families.yaml families.yaml --only plan

# One entity.
expect 0 'Entity new:7 in replication 0, seed 1, of queue.yaml' explain queue.yaml --entity new:7
expect 0 'exponential, mean 10 hours; draw 0.' explain queue.yaml --entity new:7
expect 0 'comes from new: goes to desk' explain queue.yaml --entity new:7
expect 0 '1 or more: goes to team' explain queue.yaml --any team
expect 0 'by chance (desk 20 % and done 80 %; draw ' explain queue.yaml --any team

# For machines.
"$HEADWATER" explain lower.yaml families.yaml --only plan --json >life.json
/usr/bin/python3 - <<'PY'
import json
told = json.load(open("life.json"))
assert told["subject"].startswith("family ") and told["seed"] == 2 and told["parts_on_day"] > 730, told
a, b = told["lives"]
assert a["scenario"] == "lower.yaml" and b["scenario"] == "families.yaml"
for life in told["lives"]:
    days = [step["day"] for step in life["steps"]]
    assert days == sorted(days)
    assert {step["kind"] for step in life["steps"]} >= {"formed", "need", "contact"}
    assert all(step["hidden"] == (step["kind"] == "need") for step in life["steps"])
PY

# Who is not there.
expect 2 'there is no family 999999: families are numbered from ' explain families.yaml --family 999999
expect 2 'had grown up before the simulation began: families are numbered from ' explain families.yaml --family 0
expect 2 "--family must be a number from 0 on, found 'x'" explain families.yaml --family x
expect 2 "unknown tier or exit 'cares' (did you mean 'care'?)" explain families.yaml --any cares
sed 's/rate_per_day: 2/rate_per_day: 0/' queue.yaml >none.yaml
expect 2 "nobody comes to 'team' in replication 0 of none.yaml" explain none.yaml --any team
expect 2 "unknown source 'nwe' (did you mean 'new'?)" explain queue.yaml --entity nwe:7
expect 2 "source 'new' brings " explain queue.yaml --entity new:99999
expect 2 "as in new:0" explain queue.yaml --entity new
expect 2 "the model has no families" explain queue.yaml --family 1
expect 2 "whose life? One of --family, --entity, --any and --only is needed" explain queue.yaml
expect 2 "whose life?" explain queue.yaml --any team --entity new:1
expect 2 "headwater explain needs a file" explain --any team
expect 2 "--replication must be a whole number from 0" explain queue.yaml --any team --replication x
sed 's/refer_from/refer_form/' lower.yaml >wrong.yaml
expect 2 "wrong.yaml:2:" explain families.yaml wrong.yaml --any plan
sed 's/warm_up_years: 2/warm_up_years: 3/' families.yaml >longer.yaml
expect 2 "longer.yaml: 'start', and 'generator' and 'warm_up' in 'run', must be those of families.yaml" explain families.yaml longer.yaml --any plan
expect 0 "example:" explain --help
exit $((failures > 0))
