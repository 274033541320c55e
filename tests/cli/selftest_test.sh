#!/usr/bin/env bash
# The self-test passes, could have failed, and says what is wrong when it cannot be run.
. "$(dirname "$0")/checks.sh"

"$HEADWATER" selftest >"$folder/table"
check 'all agree' $? 0
cat "$folder/table"
tail -n 1 "$folder/table" | grep -qxE '([0-9]+) of \1 quantities agree with theory'; check 'the last line says so' $? 0

# Every queue that comes with the program has a formula, but for the two that are made to have none.
cp -r "$HEADWATER_SOURCE_DIR/models/queues" "$folder/models"
compared=$(sed -nE 's/^([a-z0-9-]+): .*(agrees|DIFFERS)$/\1/p' "$folder/table" | sort -u)
check 'models without a formula' "$(cd "$folder/models" && ls | sed 's/\.yaml$//' | sort | comm -23 - <(echo "$compared") | tr '\n' ' ')" 'clinic tiers5 '

missing=0
for model in "$folder"/models/*.yaml; do grep -qF "(../models/queues/$(basename "$model"))" "$HEADWATER_SOURCE_DIR/scenarios/README.md" || { echo "$model"; missing=1; }; done
check 'the page of scenarios lists every queue' "$missing" 0

# A rate that is wrong by 5 % is found, and only there; no interval is so wide that it would agree with anything.
sed -i 's/rate_per_day: 0.9,/rate_per_day: 0.945,/' "$folder/models/mm1.yaml"
"$HEADWATER" selftest --models "$folder/models" --json >"$folder/json"
check 'a wrong rate is found' $? 1
/usr/bin/python3 - "$folder/json" <<'END_OF_PYTHON'
import json, sys
findings = json.load(open(sys.argv[1]))["comparisons"]
different = {f["model"] for f in findings if f["verdict"] == "differs"}
wide = [(f["model"], f["quantity"]) for f in findings if f["half_width_as_judged"] > 0.1 * abs(f["theory"])]
assert different == {"mm1"}, different
assert not wide, wide
END_OF_PYTHON
check 'it alone differs, and no interval is wider than 10 % of theory' $? 0

rm "$folder/models/constant-service.yaml"
"$HEADWATER" selftest --models "$folder/models" 2>"$folder/message" >/dev/null
check 'a missing model is named' "$?: $(grep -c 'constant-service.yaml' "$folder/message")" '2: 1'
"$HEADWATER" selftest --models "$folder/none" 2>"$folder/message"
check 'a missing folder is named' "$?: $(grep -c "there is no folder '$folder/none'" "$folder/message")" '2: 1'
cp "$HEADWATER" "$folder/alone"
"$folder/alone" selftest 2>"$folder/message"
check 'a command without its models says where they should be' "$?: $(grep -c -- '/models/queues); --models FOLDER says where they are' "$folder/message")" '2: 1'
[ "$failures" -eq 0 ]
