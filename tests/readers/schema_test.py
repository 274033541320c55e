#!/usr/bin/env python3
"""The JSON Schema is valid, accepts every shipped model and scenario, and refuses what it can see is wrong."""
import glob
import json
import os
import re
import subprocess
import sys

try:
    import jsonschema
    import yaml
except ImportError as missing:
    print(f"skipped: {missing}")
    sys.exit(77)

command, root = os.environ["HEADWATER"], os.environ["HEADWATER_SOURCE_DIR"]


class Loader(yaml.SafeLoader):
    """YAML 1.2 as far as models need it: dates stay text, and 1e5 is a number."""


Loader.yaml_implicit_resolvers = {
    first: [(tag, pattern) for tag, pattern in resolvers if not tag.endswith(("timestamp", "float", "bool"))]
    for first, resolvers in yaml.SafeLoader.yaml_implicit_resolvers.items()
}
Loader.add_implicit_resolver("tag:yaml.org,2002:bool", re.compile("^(true|false)$"), list("tf"))
Loader.add_implicit_resolver(
    "tag:yaml.org,2002:float",
    re.compile(r"^[-+]?(\d+\.\d*|\.\d+|\d+(?=[eE]))([eE][-+]?\d+)?$"), list("-+.0123456789"))

schema = json.loads(subprocess.run([command, "schema"], check=True, capture_output=True, text=True).stdout)
jsonschema.Draft202012Validator.check_schema(schema)
validator = jsonschema.Draft202012Validator(schema)

files = sorted(path for folder in ("models", "models/queues", "scenarios", "tests/shape")
               for path in glob.glob(f"{root}/{folder}/*.yaml"))
assert len(files) >= 10, files
faults = [f"{path}: {error.json_path}: {error.message[:200]}"
          for path in files for error in validator.iter_errors(yaml.load(open(path, encoding="utf-8"), Loader))]

# What stands in tests/cli/bad and needs no knowledge of other keys than the one at fault.
for name in ("17-unknown-key", "18-missing-keys", "19-wrong-version", "20-no-unit", "22-unit-on-attribute",
             "24-bad-names", "28-negative-hazard", "30-bad-choice", "31-bad-whole", "32-wrong-type", "34-law-kind",
             "46-negative-weight", "59-bad-returns", "69-scenario-with-model-keys"):
    if validator.is_valid(yaml.load(open(f"{root}/tests/cli/bad/{name}.yaml", encoding="utf-8"), Loader)):
        faults.append(f"{name}.yaml is accepted")

print("\n".join(faults))
sys.exit(1 if faults else 0)
