#!/usr/bin/env bash
# export: which files it writes, what it leaves alone, and what it refuses, in one sentence each.
. "$(dirname "$0")/checks.sh"
cat >model.yaml <<'YAML'
headwater: 1
title: A small queue
start: 2026-04-01
horizon_days: 90
sources: {new: {rate_per_day: 2, to: desk}}
tiers: {desk: {capacity: 3, sojourn: {law: exponential, mean_days: 1}, exits: {done: 1}}}
exits: {done: {}}
run: {replications: 4}
YAML
printf 'extends: model.yaml\nset: {tiers.desk.capacity: 4}\n' >more.yaml
"$HEADWATER" run model.yaml -o a.h5 --quiet
"$HEADWATER" compare model.yaml more.yaml -o two.h5 --quiet

"$HEADWATER" export a.h5 --csv tables >said
check 'it says where the tables are' "$(cat said)" tables
check 'of one scenario without money' "$(ls tables | tr '\n' ' ')" 'quantities.csv series.csv '
refused 'a folder that holds files' 'headwater: tables: holds files already; name another folder, or --force replaces the tables in it' "$HEADWATER" export a.h5 --csv tables
echo mine >tables/notes.txt
"$HEADWATER" export two.h5 --csv tables/ --replications --force >/dev/null
check 'of two, with replications' "$(ls tables | tr '\n' ' ')" 'differences.csv notes.txt quantities.csv replications.csv series.csv '
"$HEADWATER" export a.h5 --csv tables --force >/dev/null
check 'no table stays from an earlier export' "$(ls tables | tr '\n' ' ')" 'notes.txt quantities.csv series.csv '
check 'files of others stay' "$(cat tables/notes.txt)" mine
mkdir empty
"$HEADWATER" export a.h5 --csv empty >/dev/null
check 'an empty folder takes tables' "$(cmp empty/series.csv tables/series.csv && ls -d ./*.partial 2>/dev/null)" ''
check 'lines end as RFC 4180 has it' "$(grep -vc $'\r$' tables/series.csv)" 0

"$HEADWATER" export a.h5 --workbook a.xlsx >said
check 'it says where the workbook is' "$(cat said)" a.xlsx
"$HEADWATER" export a.h5 --workbook again.xlsx >/dev/null
check 'equal results, equal workbooks' "$(cmp a.xlsx again.xlsx)" ''
refused 'a workbook that is there' 'headwater: a.xlsx: exists already; --force replaces it' "$HEADWATER" export a.h5 --workbook a.xlsx
"$HEADWATER" export two.h5 --workbook a.xlsx --force >/dev/null
check 'replaced' "$?$(cmp -s a.xlsx again.xlsx; echo $?)" 01
refused 'a workbook of another kind' 'headwater: a.xls: the name of a workbook ends in .xlsx' "$HEADWATER" export a.h5 --workbook a.xls
refused 'a workbook in no folder' "headwater: none/a.xlsx: cannot be written, there is no folder 'none'" "$HEADWATER" export a.h5 --workbook none/a.xlsx
refused 'replications without a folder' 'headwater: --replications is written as CSV' "$HEADWATER" export a.h5 --workbook new.xlsx --replications
refused 'nothing to export to' 'headwater: there is nothing to export to: name a folder' "$HEADWATER" export a.h5
refused 'no file' 'headwater: headwater export needs a results file' "$HEADWATER" export --csv new
refused 'two files' 'headwater: too many files: two.h5' "$HEADWATER" export a.h5 two.h5 --csv new
refused 'no such file' 'headwater: none.h5: cannot be read (No such file or directory)' "$HEADWATER" export none.h5 --csv new
refused 'not results' 'headwater: model.yaml: not a Headwater results file (it is not an HDF5 file)' "$HEADWATER" export model.yaml --csv new
head -c 20000 a.h5 >cut.h5
refused 'damaged' 'headwater: cut.h5: damaged or cut short' "$HEADWATER" export cut.h5 --csv new
refused 'no folder to stand in' "headwater: none/new: cannot be made, there is no folder 'none'" "$HEADWATER" export a.h5 --csv none/new
refused 'a file in its place' 'headwater: model.yaml: is not a folder, so no tables are written there' "$HEADWATER" export a.h5 --csv model.yaml --force
printf 'sweeps: model.yaml\nparameters: {tiers.desk.capacity: {values: [3, 4]}}\nkeep: [occupancy.desk]\nrun: {replications: 2}\n' >sweep.yaml
"$HEADWATER" sweep sweep.yaml -o sweep.h5 --quiet >/dev/null
refused 'a sweep' "headwater: sweep.h5: holds a sweep, not the results of a run" "$HEADWATER" export sweep.h5 --csv new
check 'nothing is left of what was refused' "$(ls -d new* none* 2>/dev/null)" ''
if [ -c /dev/full ]; then
  mkdir full.partial && ln -s /dev/full full.partial/series.csv.partial
  "$HEADWATER" export a.h5 --csv full >/dev/null 2>message
  check 'a full disk' "$?: $(cat message)" '1: headwater: full.partial/series.csv: cannot be written'
  ln -s /dev/full full.xlsx.partial
  "$HEADWATER" export a.h5 --workbook full.xlsx >/dev/null 2>message
  check 'a full disk, of a workbook' "$?: $(tail -n 1 message | cut -d '(' -f 1)" '1: headwater: full.xlsx: cannot be written '
  check 'and nothing is left' "$(ls -d full* 2>/dev/null)" ''
fi
[ "$failures" -eq 0 ]
