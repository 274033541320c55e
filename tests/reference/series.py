"""What the results say of every reporting period, counted anew at every moment."""
import math


class Series:
    """What the results say of every reporting period."""

    def __init__(self, simulator, ends):
        self.simulator = simulator
        self.ends = [simulator.warm_up + end for end in ends]  # the first period is the warm-up
        self.periods = [{} for _ in self.ends]
        self.period = 0
        self.time = 0.0
        self.turn()

    def turn(self):
        while self.period < len(self.ends) and self.ends[self.period] <= self.time:
            self.period += 1

    def add(self, name, element, amount):
        here = self.periods[self.period]
        here[name, element] = here.get((name, element), 0) + amount

    def pass_time(self, time):
        """Adds up levels until then, period by period."""
        sim = self.simulator
        while self.time < time:
            until = min(time, self.ends[self.period])
            span = until - self.time
            for tier in sim.tiers:
                present = sim.present(tier)
                self.add("occupancy", tier, len(present) * span)
                self.add("waiting", tier, len(sim.waiting[tier]) * span)
                self.add("blocked", tier, sum(e.state == "blocked" for e in present) * span)
                self.add("capacity", tier, sim.capacity(tier) * span)
                in_use = min(len(present), sim.capacity(tier)) if sim.order(tier) == "shared" else len(present)
                self.add("in_use", tier, in_use * span)
            for resource in sim.resources:
                self.add("resource_busy", resource, sim.taken(resource) / 1e6 * span)
                self.add("resource_capacity", resource, sim.capacities["resources", resource] * span)
            self.time = until
            self.turn()

    def count(self, name, element):
        self.add(name, element, 1)

    def wait(self, tier, days):
        self.count("starts", tier)
        self.add("wait_sum", tier, days)

    def sojourn(self, tier, days):
        self.count("departures", tier)
        self.add("sojourn_sum", tier, days)

    def value(self, name, period, element):
        """As results files have it; period 0 is the first after the warm-up."""
        here = self.periods[period + 1]
        if name == "utilisation":
            capacity = here.get(("capacity", element), 0)
            return here.get(("in_use", element), 0) / capacity if 0 < capacity < math.inf else math.nan
        if name in ("occupancy", "waiting", "blocked", "capacity", "in_use", "resource_busy", "resource_capacity"):
            return here.get((name, element), 0) / (self.ends[period + 1] - self.ends[period])
        if name in ("wait_mean", "sojourn_mean"):
            number = here.get(("starts" if name == "wait_mean" else "departures", element), 0)
            return here.get((name.replace("mean", "sum"), element), 0) / number if number else math.nan
        return here.get((name, element), 0)
