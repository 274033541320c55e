#!/usr/bin/env python3
"""No two types of the engine have one name, where the linker would take one for the other (the one-definition rule).

Types in unnamed namespaces may share a name with those of other folders; in a folder they may not, since a build may
compile its sources as one.
"""
import collections
import glob
import os
import re
import sys

root = os.environ["HEADWATER_SOURCE_DIR"]
TYPE = re.compile(r"^(?:struct|class|enum class)(?: alignas\(\w+\))? (\w+)[^;]*\{")
outside, unnamed = collections.defaultdict(list), collections.defaultdict(list)
for path in sorted(glob.glob(f"{root}/engine/**/*.?pp", recursive=True)):
    name = os.path.relpath(path, root)
    is_unnamed = False
    for number, line in enumerate(open(path, encoding="utf-8"), 1):
        is_unnamed = line.startswith("namespace {") or (is_unnamed and not line.startswith("}  // namespace"))
        if found := TYPE.match(line):
            where = f"{name}:{number}"
            if is_unnamed:
                unnamed[found[1], os.path.dirname(name)].append(where)
            else:
                outside[found[1]].append(where)

assert len(outside) > 100, "too few types were found to believe that they were looked for"
faults = [f"{name}: {', '.join(places)}" for (name, _), places in unnamed.items() if len(places) > 1]
faults += [f"{name}: {', '.join(places)}" for name, places in outside.items() if len(places) > 1]
print("\n".join(faults))
sys.exit(1 if faults else 0)
