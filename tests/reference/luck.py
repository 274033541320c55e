"""Named draws and the laws they are drawn from, in plain Python.

Written from the rules in engine/random/luck.hpp: a draw is a hash of seed, replication, entity, purpose and occurrence.
Only laws whose inverse is elementary are here.
"""
import bisect
import math

WORD = (1 << 64) - 1
STEP = 0x9E3779B97F4A7C15


def mix(x):
    x ^= x >> 30
    x = x * 0xBF58476D1CE4E5B9 & WORD
    x ^= x >> 27
    x = x * 0x94D049BB133111EB & WORD
    return x ^ x >> 31


def hash_of(text):
    x = 0xCBF29CE484222325
    for byte in text.encode():
        x = (x ^ byte) * 0x100000001B3 & WORD
    return mix(x)


def name_of(source, ordinal):
    """The entity that a source creates as number `ordinal`, from 0."""
    return mix(hash_of("source/" + source) + ordinal * STEP & WORD)


def uniform_of(bits):
    """Strictly between 0 and 1; exact."""
    return (2 * (bits >> 12) + 1) / (1 << 53)


class Luck:
    """All draws of one replication."""

    def __init__(self, seed, replication):
        self.replication = mix(mix(seed + STEP & WORD) ^ (replication * STEP & WORD))
        self.purposes = {}

    def bits(self, name, purpose, occurrence):
        if purpose not in self.purposes:
            self.purposes[purpose] = mix(self.replication ^ hash_of(purpose))
        return mix(name + self.purposes[purpose] + occurrence * STEP & WORD)

    def uniform(self, name, purpose, occurrence):
        return uniform_of(self.bits(name, purpose, occurrence))

    def draw(self, law, name, purpose, occurrence):
        return value_at(law, self.bits(name, purpose, occurrence))


def parameter(law, name, default=None):
    """Times are written in days here, numbers bare."""
    return law.get(name + "_days", law.get(name, default))



def negative_log(bits):
    """An exponential draw of mean 1."""
    return -math.log(uniform_of(bits ^ WORD))


def value_at(law, bits):
    """The inverse of the law's distribution function."""
    u = uniform_of(bits)
    kind = law.get("law", "exponential")
    if kind == "constant":
        value = parameter(law, "value")
    elif kind == "uniform":
        low, high = parameter(law, "low"), parameter(law, "high")
        value = low + (high - low) * u
    elif kind == "exponential":
        if law.get("hazard_per_day") == 0:
            return math.inf
        mean = 1 / law["hazard_per_day"] if "hazard_per_day" in law else parameter(law, "mean")
        value = mean * negative_log(bits)
    elif kind == "empirical":
        values = parameter(law, "values")
        steps = sorted(zip(values, law.get("weights", [1] * len(values))))
        total = sum(weight for _, weight in steps)
        reached = 0
        for value, weight in steps:
            reached += weight
            if u <= reached / total:
                break
    elif kind == "histogram":
        edges, weights = parameter(law, "edges"), law["weights"]
        total = sum(weights)
        cuts = [sum(weights[:i]) / total for i in range(len(edges))]
        band = bisect.bisect_left(cuts, u) - 1
        value = edges[band] + (u - cuts[band]) / (cuts[band + 1] - cuts[band]) * (edges[band + 1] - edges[band])
    else:
        raise NotImplementedError(kind)
    return value + parameter(law, "plus", 0)
