#!/usr/bin/env bash
# report: what it writes, what it refuses, and that nothing half-written stays behind.
. "$(dirname "$0")/checks.sh"

cat >model.yaml <<'YAML'
headwater: 1
title: A desk <and> a "shop"
start: 2026-04-01
horizon_days: 730
sources: {new: {rate_per_day: 2, to: desk}}
tiers:
  desk:
    capacity: 3  # judgement: as many as there are chairs
    source: "Counted on 1 April | twice."
    sojourn: {law: exponential, mean_days: 1}
    exits: {shop: 1, rest: 1, done: 3}
  shop: {kind: placement, sojourn: {law: exponential, mean_days: 5}, exits: {desk: 1, done: 9}}
  rest: {kind: placement, sojourn: {law: exponential, mean_days: 2}, exits: {done: 1}}
exits: {done: {}}
run: {replications: 6, every: quarter}
YAML
cat >fewer.yaml <<'YAML'
extends: model.yaml
title: "</script><img src=x onerror=alert(1)>"
changes:
  - from: 2026-10-01
    set:
      tiers.desk.capacity: 2  # one chair breaks <b>
YAML
sed 's/tiers.desk.capacity: 2.*/tiers.desk.capacity: 4/; s/^title.*/title: More chairs/' fewer.yaml >more.yaml
cat >other.yaml <<'YAML'
headwater: 1
title: Another model
start: 2026-04-01
horizon_days: 730
sources: {new: {rate_per_day: 2, to: clinic}}
tiers: {clinic: {sojourn: {law: exponential, mean_days: 1}, exits: {review: 1}}, review: {sojourn: {law: exponential, mean_days: 1}, exits: {done: 1}}}
exits: {done: {}}
run: {replications: 6, every: quarter}
YAML
sed 's/^title.*/title: A twin/' model.yaml >twin.yaml
sed 's/exits: {done: 1}}}$/exits: {annex: 1}}, annex: {sojourn: {law: exponential, mean_days: 30}, exits: {done: 1}}}/' other.yaml >annex.yaml
for name in model fewer more other annex; do "$HEADWATER" run $name.yaml -o $name.h5 --quiet; done
"$HEADWATER" run model.yaml -o seed.h5 --seed 2 --quiet
"$HEADWATER" run twin.yaml -o twin.h5 --replications 4 --quiet
"$HEADWATER" run model.yaml -o single.h5 --replications 1 --quiet
printf 'sweeps: model.yaml\nparameters: {sources.new.rate_per_day: {low: 1, high: 2.5}, tiers.desk.sojourn.mean_days: {low: 0.8, high: 1.2}}\ndesign: {kind: one_at_a_time}\nkeep: [occupancy.desk]\n' >tornado.yaml
sed 's/one_at_a_time/latin_hypercube, points: 4/' tornado.yaml >cube.yaml
sed 's/^sweeps.*/sweeps: other.yaml/; s/tiers.desk/tiers.clinic/; s/^keep.*/keep: [occupancy.clinic]/' tornado.yaml >elsewhere.yaml
"$HEADWATER" sweep elsewhere.yaml -o elsewhere.h5 --quiet
"$HEADWATER" sweep tornado.yaml -o tornado.h5 --quiet
"$HEADWATER" sweep cube.yaml -o cube.h5 --quiet

# Wrong input: one sentence, status 2, no file.
refused 'no file' 'headwater: headwater report needs a results file' "$HEADWATER" report
refused 'no such file' 'headwater: none.h5: cannot be read (No such file or directory)' "$HEADWATER" report none.h5 --format stress -o r.md
head -c 9000 model.h5 >cut.h5
refused 'truncated' 'headwater: cut.h5: damaged or cut short' "$HEADWATER" report cut.h5 --format stress -o r.md
cp model.h5 damaged.h5 && printf 'x' | dd of=damaged.h5 bs=1 seek=9000 conv=notrunc status=none
refused 'damaged' 'headwater: damaged.h5: damaged' "$HEADWATER" report damaged.h5 --format stress -o r.md
refused 'not results' 'headwater: model.yaml: not a Headwater results file' "$HEADWATER" report model.yaml --format stress -o r.md
refused 'another model' 'headwater: other.h5: of another model than model.h5 (0 tiers of 2 in common)' "$HEADWATER" report model.h5 other.h5 --format stress -o r.md
refused 'other luck' 'headwater: seed.h5: simulated under other luck than model.h5 (seed 2 and 1' "$HEADWATER" report model.h5 seed.h5 --format stress -o r.md
refused 'given twice' 'headwater: model.h5 is given twice' "$HEADWATER" report model.h5 model.h5 --format stress -o r.md
refused 'given twice by two names' 'headwater: ./model.h5 is given twice, first as model.h5' "$HEADWATER" report model.h5 ./model.h5 --format stress -o r.md
refused 'a sweep given twice' 'headwater: ./tornado.h5 is given twice, first as tornado.h5' "$HEADWATER" report model.h5 tornado.h5 ./tornado.h5 --format stress -o r.md
refused 'a sweep of another model' 'headwater: elsewhere.h5: holds a sweep of another model: it keeps occupancy.clinic, which' "$HEADWATER" report model.h5 elsewhere.h5 --format stress -o r.md
refused 'a sweep alone' 'headwater: tornado.h5: holds a sweep; a report needs the results of a run beside it' "$HEADWATER" report tornado.h5 --format stress -o r.md
refused 'another design' "headwater: cube.h5: holds a sweep of design 'latin_hypercube'" "$HEADWATER" report model.h5 cube.h5 --format stress -o r.md
refused 'no such tier' "headwater: --about dsek: there is no such tier (did you mean 'desk'?)" "$HEADWATER" report model.h5 --format stress -o r.md --about dsek
refused 'no such format' "headwater: --format must be page or stress, found 'word'" "$HEADWATER" report model.h5 --format word
refused 'a page in Markdown' 'headwater: r.md: the page is HTML' "$HEADWATER" report model.h5 -o r.md
refused 'no such folder' "headwater: none/r.md: cannot be written, there is no folder 'none'" "$HEADWATER" report model.h5 --format stress -o none/r.md
mkdir folder.md
refused 'a folder' 'headwater: folder.md: is not an ordinary file, so nothing is written there' "$HEADWATER" report model.h5 --format stress -o folder.md
check 'nothing was written' "$(compgen -G 'r.*' || echo none)" none
echo mine >r.md
refused 'in the way' 'headwater: r.md: exists already; --force replaces it' "$HEADWATER" report model.h5 --format stress -o r.md
check 'left as it was' "$(cat r.md)" mine

# The record as Markdown.
check 'record' "$("$HEADWATER" report model.h5 fewer.h5 --format stress -o r.md --force)" r.md
check 'named after the baseline' "$(head -1 r.md)" '# Record for reviewers: A desk &lt;and> a "shop"'
check 'all its parts' "$(grep -c '^## [1-6]\. ' r.md)" 6
check 'what only the author can say' "$(grep -c '^\*\*Missing:\*\* ' r.md)" 8
check 'the graph' "$(grep -cE '^  n[0-9] -->.* n[0-9]$' r.md)" "$("$HEADWATER" show model.h5 --series moves | grep -c ' -> ')"
check 'the change' "$(grep -c 'tiers.desk.capacity | 3 | 2 | 2026-10-01 |' r.md)" 1
check 'a source, its bar escaped' "$(grep -cF 'Counted on 1 April \| twice.' r.md)" 1
check 'the content hash' "$(grep -c "$(hash_of model.h5)" r.md)" 1
check 'no markup of users' "$(grep -c '<img\|</script' r.md)" 0
"$HEADWATER" report model.h5 fewer.h5 --format stress -o again.md >/dev/null
check 'what the baseline changes on a date' "$("$HEADWATER" report fewer.h5 more.h5 --format stress -o dated.md >/dev/null; grep -c '^| tiers.desk.capacity from 2026-10-01 | 2 |$' dated.md)" 1
"$HEADWATER" report model.h5 twin.h5 --format stress -o twins.md >/dev/null 2>message
check 'two that are alike' "$(grep -c '^The scenarios do not differ in any figure.$' twins.md)" 1
check 'of unequal numbers of replications' "$(cat message)" 'note: A desk <and> a "shop" has 6 replications; the first 4 are compared, as many as all scenarios have'
check 'and in the record' "$(grep -c '^Of each scenario the first 4 replications are compared' twins.md)" 1
check 'the same again' "$(cmp r.md again.md && echo same)" same

if ! "$HEADWATER" report model.h5 -o page.html >/dev/null 2>message; then
  check 'says what is missing' "$(grep -c 'this build is without the page (HEADWATER_REPORT is OFF, or Node.js or npm was missing when it was configured); install both' message)" 1
  check 'and writes nothing' "$(ls page.html 2>/dev/null || echo none)" none
  [ "$failures" -eq 0 ]
  exit
fi

# The page: one file, whose data is JSON that ends where it should.
data_of() { tr '\n' ' ' <"$1" | sed 's/.*<script type="application\/json" id="data">//; s/<\/script>.*//'; }
"$HEADWATER" report model.h5 fewer.h5 more.h5 tornado.h5 -o all.html >/dev/null
python3 - <<'PYTHON'
import json, sys
page = open("all.html", encoding="utf8").read()
begin = page.index('id="data">') + len('id="data">')
data = json.loads(page[begin:page.index("</script>", begin)])
hidden = '</script><img src=x onerror=alert(1)>'
want = {
    "labels": ['A desk <and> a "shop"', hidden, "More chairs"],
    "no markup of users": hidden not in page,
    "headline": "all placements",
    "periods": 8,
    "seed": "1",
    "change": {"path": "tiers.desk.capacity", "before": "3", "after": "2", "from": "2026-10-01", "over": "", "place": "fewer.yaml:6", "said": "one chair breaks <b>", "said_before": "judgement: as many as there are chairs"},
    "swings": 2,
    "whole": ["flows", "numbers", "sweeps", "waiting", "waits"],
    "sum of placements": True,
}
rows = data["numbers"]["rows"]
mean = lambda row: data["numbers"]["fans"][0][rows.index(row)]["mean"]
found = {
    "labels": [one["label"] for one in data["scenarios"]],
    "no markup of users": hidden not in page,
    "headline": data["headline"],
    "periods": len(data["periods"]),
    "seed": data["scenarios"][0]["seed"],
    "change": data["scenarios"][1]["changes"][0],
    "swings": len(data["sweeps"][0]["outputs"][0]["swings"]),
    "whole": [key for key in ("again", "flows", "hidden", "numbers", "sweeps", "waiting", "waits") if key in data],
    "sum of placements": all(abs(a - b - c) < 1e-3 * a for a, b, c in zip(mean("all placements"), mean("shop"), mean("rest"))),
}
for name, value in want.items():
    print(("ok" if found[name] == value else f"FAILED: expected {value}, found {found[name]}") + f": {name}")
sys.exit(found != want)
PYTHON
failures=$((failures + $?))
"$HEADWATER" report model.h5 twin.h5 -o twins.html >/dev/null 2>&1
data_of twins.html >twins.json
python3 - <<'PYTHON'
import json, sys
data = json.load(open("twins.json", encoding="utf8"))
same = all(data[part]["fans"][0] == data[part]["fans"][1] for part in ("numbers", "waiting", "waits")) and all(flow["per_year"][0] == flow["per_year"][1] for flow in data["flows"])
print(("ok" if same else "FAILED") + ": of twins with unequal numbers of replications the same is told")
sys.exit(not same)
PYTHON
failures=$((failures + $?))
"$HEADWATER" report annex.h5 other.h5 -o annex.html >/dev/null
check 'the answer is about what both have' "$(data_of annex.html | grep -c '"headline":"clinic"')" 1
"$HEADWATER" report model.h5 -o one.html >/dev/null
check 'of one scenario, no difference' "$(data_of one.html | grep -c '"differences":\[\]')" 1
"$HEADWATER" report single.h5 -o single.html >/dev/null
check 'of one replication' "$?" 0
"$HEADWATER" report model.h5 fewer.h5 more.h5 tornado.h5 -o twice.html >/dev/null
check 'the same page again' "$(cmp all.html twice.html && echo same)" same
check 'nothing left over' "$(compgen -G '*.partial' || echo none)" none
[ "$failures" -eq 0 ]
