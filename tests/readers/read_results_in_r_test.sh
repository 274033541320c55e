#!/usr/bin/env bash
# occupancy.R reads a results file unaided, prints what occupancy.py prints, draws its picture, and does not accept a file
# whose summaries are not those of its replications.
command -v Rscript >/dev/null || { echo 'skipped: no Rscript'; exit 77; }
readers=$(cd "$(dirname "$0")" && pwd)
. "$readers/../cli/checks.sh"

"$HEADWATER" run "$HEADWATER_SOURCE_DIR/scenarios/fewer-workers.yaml" -o results.h5 --quiet
Rscript "$readers/occupancy.R" results.h5 assessment fan >by_r
check 'R reads it, and agrees with its summaries' $? 0
/usr/bin/python3 "$readers/occupancy.py" results.h5 assessment >by_python
check 'Python reads it' $? 0

# The names in groups are left out: xarray opens one group at a time.
listing() { grep -E '^(dimension|variable) [a-z0-9_]+[ (]' "$1" | sort; }
listing by_r >listed_by_r
listing by_python >listed_by_python
diff listed_by_r listed_by_python
check 'both list the same' $? 0
check 'they list occupancy' "$(grep '^variable occupancy(' listed_by_r)" \
  'variable occupancy(scenario, replication, time, tier): mean number in the tier over the period'

/usr/bin/python3 - <<'END'
"""Both tables have the same dates and columns, and numbers that agree to 15 digits: half a unit of the fifteenth."""
import math


def table(path):
    with open(path, encoding="utf-8") as file:
        return [line.split() for line in file if line.startswith(("from ", "20"))]


def agree(one, other):
    one, other = float(one), float(other)
    return one == other or abs(one - other) <= 0.5 * 10 ** (math.floor(math.log10(abs(other))) - 14)


by_r, by_python = table("by_r"), table("by_python")
assert by_r[0] == by_python[0] == ["from", "mean", "P5", "P25", "P50", "P75", "P95"], by_r[0]
assert len(by_r) == len(by_python) == 11, "ten years"
for ours, theirs in zip(by_r[1:], by_python[1:]):
    assert ours[0] == theirs[0] and len(ours) == len(theirs) == 7, (ours, theirs)
    assert all(map(agree, ours[1:], theirs[1:])), (ours, theirs)
END
check 'both tables have the same numbers' $? 0

/usr/bin/python3 - fan.png <<'END'
"""The picture shows both bands and the median: enough pixels have their colours. Decodes the PNG as RFC 2083 says."""
import collections
import struct
import sys
import zlib

with open(sys.argv[1], "rb") as file:
    assert file.read(8) == b"\x89PNG\r\n\x1a\n"
    packed = b""
    while (head := file.read(8)):
        length, kind = struct.unpack(">I4s", head)
        body = file.read(length + 4)[:length]
        if kind == b"IHDR":
            width, height, depth, colour_type = struct.unpack(">IIBB", body[:10])
        packed += body if kind == b"IDAT" else b""
assert (depth, colour_type) == (8, 2), "three bytes for each pixel"
raw, above, pixels = zlib.decompress(packed), bytearray(3 * width), collections.Counter()
for row in range(height):
    begin = row * (3 * width + 1)
    how, line = raw[begin], bytearray(raw[begin + 1:begin + 1 + 3 * width])
    for i in range(3 * width):
        a, b, c = (line[i - 3], above[i], above[i - 3]) if i > 2 else (0, above[i], 0)
        nearest = min((a, b, c), key=lambda value: abs(a + b - c - value))
        line[i] = (line[i] + (0, a, b, (a + b) // 2, nearest)[how]) % 256
    pixels.update(line[i:i + 3].hex() for i in range(0, 3 * width, 3))
    above = line
for colour, least in {"c6dbef": 0.03, "6baed6": 0.03, "08306b": 0.001, "ffffff": 0.5}.items():
    share = pixels[colour] / (width * height)
    print(f"{share:.2%} of {width} x {height} pixels are #{colour}")
    assert share >= least, colour
END
check 'the picture shows the fan' $? 0

# A mean that is wrong by one part in 10^11 is found, and so are quantiles whose years are in another order.
for fault in 'file["occupancy_mean"][0, 3, 2] *= 1 + 1e-11' 'file["occupancy_quantile"][0] = file["occupancy_quantile"][0][:, ::-1]'; do
  cp results.h5 altered.h5
  /usr/bin/python3 -c "import h5py
with h5py.File('altered.h5', 'r+') as file: $fault"
  Rscript "$readers/occupancy.R" altered.h5 assessment altered >printed 2>message
  check "found: $fault" "$? $(grep -c 'are not all TRUE\|is not TRUE' message)" '1 1'
done

Rscript "$readers/occupancy.R" results.h5 asessment fan >printed 2>message
check 'no such tier' "$? $(grep -c "no tier 'asessment'; there are early_concern, " message)" '1 1'

[ "$failures" -eq 0 ]
