"""Random small models of every kind, as what YAML says; a number makes a model, the same one everywhere.

Two sorts. In `whole` models all times are multiples of a quarter day, so that much happens at one instant and its stated
order is what is tested; sums of such times are exact. In `smooth` models arrivals are Poisson and times continuous, so
that rates, laws and processor sharing are tested, and no two things happen at one instant by chance.

Loops take time: tiers whose stays may have no length lead only to later tiers, and so do those who are turned away.
"""
import datetime
import random

START = datetime.date(2026, 4, 1)
HORIZON = 30
EXITS = ["gone", "moved"]
NAMES = ["desk", "help", "plan", "care", "review", "Panel7", "b"]


class Draw(random.Random):
    def chance(self, percent):
        return self.randrange(100) < percent


def stay_law(draw, smooth, may_be_zero=False):
    if smooth:
        if draw.chance(50):
            return {"law": "exponential", "mean_days": draw.choice([0.5, 1, 2, 3])}
        return {"law": "uniform", "low_days": draw.choice([0, 0.5]), "high_days": draw.choice([1, 3, 4.5])}
    least = [0] if may_be_zero else []
    if draw.chance(40):
        return {"law": "constant", "value_days": draw.choice(least + [0.5, 1, 2, 3])}
    values = draw.sample(least + [0.5, 1, 1.5, 2, 3, 4], 3)
    law = {"law": "empirical", "values_days": values}
    if draw.chance(50):
        law["weights"] = [draw.randint(1, 3) for _ in values]
    if draw.chance(15):
        law["plus_days"] = 0.5
    return law


def weights(draw, names, classes):
    exits = {}
    for name in names:
        weight = draw.choice([1, 2, 3, 0.75])
        if classes and draw.chance(30):
            exits[name] = {"weight": weight, "becomes": draw.choice(classes)}
        else:
            exits[name] = weight
    return exits


class Maker:
    """`rich`: with what a plain tier has not."""

    def __init__(self, number, smooth, rich):
        self.draw = draw = Draw(f"{number} {smooth} {rich}")
        self.smooth, self.rich = smooth, rich
        self.tiers = draw.sample(NAMES, draw.randint(1, 5))
        self.exits = EXITS[:draw.randint(1, 2)]
        self.classes = ["routine", "urgent", "baby"][:draw.randint(2, 3)] if rich and draw.chance(50) else []
        self.resources = ["nurse", "Room", "car"][:draw.randint(1, 3)] if rich and draw.chance(45) else []
        self.ages = draw.chance(30)
        self.calendars = ["office", "summer"][:draw.randint(1, 2)] if rich and draw.chance(35) else []
        self.changes = []

    def model(self):
        draw = self.draw
        model = {"headwater": 1, "start": START, "horizon_days": HORIZON,
                 "attributes": {"need": {"law": "empirical", "values": [0.5, 1, 1.5, 2]},
                                "load": {"law": "empirical", "values": [0.25, 0.5, 1, 1.25]},
                                "risk": {"law": "uniform", "low": 0, "high": 1}}}
        if self.ages:
            years = [17 + k / 64 for k in (60, 61, 62, 63)] + [18.5]
            model["attributes"]["age_years"] = ({"law": "uniform", "low": 17.9, "high": 18.1} if self.smooth
                                                else {"law": "empirical", "values": years})
        if self.classes:
            model["classes"] = {name: {"priority": i} for i, name in enumerate(self.classes)}
        if self.calendars:
            model["calendars"] = {name: self.calendar() for name in self.calendars}
        if self.resources:
            model["resources"] = {name: self.resource(name) for name in self.resources}
        model["tiers"] = {}
        for i, name in enumerate(self.tiers):
            model["tiers"][name] = self.tier(i, name)
        model["sources"] = self.sources()
        model["exits"] = {}
        for name in self.exits:
            model["exits"][name] = {}
            if draw.chance(35):
                after = stay_law(draw, self.smooth)
                model["exits"][name]["returns"] = {"probability": draw.choice([0.25, 0.5, 0.6]), "after": after, "to": draw.choice(self.tiers)}
                if draw.chance(20):
                    self.change(f"exits.{name}.returns.probability", 0.9)
        self.unless_needed(model)
        every = draw.choice(["day", "week", "whole_run", "period"])
        model["run"] = {"replications": 2, "seed": draw.randrange(1 << 64), "event_log": True}
        if every == "period":
            model["run"]["period_days"] = 4
        else:
            model["run"]["every"] = every
        if draw.chance(15):
            model["run"]["warm_up_days"] = 5
        if self.changes:
            model["changes"] = [{"from": START + datetime.timedelta(days=day), "set": {path: value}} for day, path, value in self.changes]
        return model

    def change(self, path, *values):
        days = sorted(self.draw.sample(range(1, HORIZON), len(values)))
        self.changes += [(day, path, value) for day, value in zip(days, values)]

    def resource(self, name):
        draw = self.draw
        spec = {"capacity": draw.randint(2, 4)}
        if draw.chance(40):
            spec["when_cut"] = draw.choice(["finish", "interrupt"])
            self.change(f"resources.{name}.capacity", draw.randint(0, 2), draw.randint(2, 4))
        if self.calendars and draw.chance(40):
            spec["patterns"] = [self.calendars[0]]
        return spec

    def sources(self):
        draw, sources = self.draw, {}
        for i, name in enumerate(["new", "referred", "Other2"][:draw.randint(1, 3)]):
            to = self.tiers[0] if i == 0 else draw.choice(self.tiers)
            kind = draw.choice(["days", "days", "gap", "every", "at_start"]) if self.rich else "days"
            if self.smooth and kind == "days":
                spec = {"rate_per_day": draw.choice([0.5, 1, 2])}
                if self.rich and draw.chance(20):
                    spec["growth_per_year"] = draw.choice([0.5, -0.5])
                if draw.chance(40):
                    self.change(f"sources.{name}.rate_per_day", draw.choice([0, 0.25, 4]), draw.choice([1, 3]))
            elif kind == "days":
                spec = {"days": sorted(draw.randrange(50) / 2 for _ in range(draw.randint(5, 30)))}
            elif kind == "gap":
                spec = {"gap": stay_law(draw, self.smooth)}
            elif kind == "every":
                spec = {"every_days": draw.choice([1, 1.5, 2])}
                if draw.chance(50):
                    spec["first_days"] = 0.5
            else:
                spec = {"at_start": draw.randint(1, 6)}
            self.more_of(name, spec)
            spec["to"] = to
            if self.classes:
                spec["class"] = draw.choice(self.classes)
            if draw.chance(20):
                spec["attributes"] = {"need": {"law": "constant", "value": 1}}
            sources[name] = spec
        return sources

    def more_of(self, name, spec):
        """Batches, calendars, and who does not come when expected."""
        draw = self.draw
        if not self.rich or "at_start" in spec:
            return
        if draw.chance(25):
            spec["batch"] = draw.choice([{"law": "empirical", "values": [0, 1, 3]}, {"law": "uniform", "low": 0.25, "high": 2.75}])
        if self.calendars and "days" not in spec and draw.chance(40):
            spec["patterns"] = draw.sample(self.calendars, draw.randint(1, len(self.calendars)))
        if ("days" in spec or "every_days" in spec) and draw.chance(40):
            spec["shows_up"] = draw.choice([0.5, 0.8])
            if draw.chance(50):
                self.change(f"sources.{name}.shows_up", 1)
        if ("days" in spec or "every_days" in spec) and draw.chance(30):
            spec["scatter"] = ({"law": "uniform", "low_days": -1, "high_days": 2} if self.smooth
                               else {"law": "empirical", "values_days": [-1, 0, 0.5]})
            spec.pop("patterns", None)

    def calendar(self):
        """Levels change at quarters of a day; the highest is 1 at least, so that enough of every resource is there at times."""
        draw = self.draw
        kind = draw.randrange(3)
        if kind == 0:
            return {"cycle_days": 4, "steps": [{"from_days": day, "level": draw.choice([0, 0.5, 1, 2]) if day else 1} for day in (0, 1, 2.5)]}
        if kind == 1:
            return {"week": [{"days": ["mon", "wed", "fri"], "from": "06:00", "to": "18:00", "level": 2},
                             {"days": ["sat"], "from": "00:00", "to": "12:00", "level": 0}], "otherwise": draw.choice([0, 1])}
        return {"dates": [{"from": START + datetime.timedelta(days=draw.randint(0, 9)), "to": START + datetime.timedelta(days=draw.randint(10, 20)),
                           "level": draw.choice([0, 0.5, 2])}], "otherwise": 1}

    def onward(self, i, forward_only):
        """Where tier i leads: on to the next, out, and perhaps elsewhere."""
        later = self.tiers[i + 1:]
        names = set(self.exits[:1] + later[:1])
        for _ in range(self.draw.randint(0, 2)):
            names.add(self.draw.choice(later + self.exits if forward_only else self.tiers + self.exits))
        return sorted(names)

    def elsewhere(self, i):
        return self.draw.choice(self.tiers[i + 1:] + self.exits)

    def stay(self, i, name, path, racing, shared=False):
        """Keys of how a stay ends, for all or for a class."""
        draw = self.draw
        zero = not self.smooth and draw.chance(25)
        if racing:
            race = {}
            birthday = self.ages and not shared and draw.chance(60)
            for racer in ["done", "worse", "Third"][:draw.randint(1, 3)]:
                race[racer] = stay_law(draw, self.smooth, zero)
                race[racer]["exits"] = weights(draw, self.onward(i, zero or birthday), self.classes)
            if birthday:
                race["adult"] = {"at_age_years": 18, "exits": {self.exits[0]: 1}}
            return {"race": race}
        spec = {"sojourn": stay_law(draw, self.smooth, zero)}
        if spec["sojourn"]["law"] == "constant" and draw.chance(30):
            self.change(f"{path}.sojourn.value_days", draw.choice([1, 2, 2.5]))
        if spec["sojourn"]["law"] == "exponential" and draw.chance(30):
            self.change(f"{path}.sojourn.mean_days", draw.choice([1, 2.5]))
        return {**spec, **self.ways(i, name, path, zero)}

    def ways(self, i, name, path, forward_only):
        draw, later = self.draw, self.tiers[i + 1:]
        kind = draw.randrange(10)
        if kind < 2:
            on, cuts = draw.choice([("need", [1, 1.75]), ("risk", [0.3, 0.6]), ("load", [0.5, 1])])
            if draw.chance(30):
                self.change(f"{path}.decide.below", [0.2, 1.5])
            return {"decide": {"on": on, "below": cuts, "to": [(later + self.exits)[0], self.exits[0], self.elsewhere(i)]}}
        if kind < 5 and self.rich:
            by = draw.choice(["cycle", "shortest_queue", "fewest_present"])
            others = later[1:] + (self.exits if by == "cycle" else [])
            if later and others:
                to = later[:1] + draw.sample(others, draw.randint(1, len(others)))
                return {"share_out": {"by": by, "to": draw.sample(to, len(to))}}
        exits = weights(draw, self.onward(i, forward_only), self.classes)
        if draw.chance(25):
            to = draw.choice(sorted(exits))
            self.change(f"{path}.exits.{to}" + (".weight" if isinstance(exits[to], dict) else ""), 5)
        return {"exits": exits}

    def tier(self, i, name):
        draw = self.draw
        path = f"tiers.{name}"
        racing = draw.chance(20)
        spec = self.stay(i, name, path, racing)
        if "decide" in spec:
            spec["kind"] = "gate"
        if self.rich:
            self.queue(i, name, spec)
            if self.classes and draw.chance(50):
                kind = draw.choice(self.classes)
                own = self.stay(i, name, f"{path}.by_class.{kind}", draw.chance(20), spec.get("order") == "shared")
                if "decide" in own:
                    spec["kind"] = "gate"
                if not racing and draw.chance(40):
                    own = {"sojourn": stay_law(draw, self.smooth)}
                self.changes = [change for change in self.changes if not change[1].startswith(f"{path}.by_class") or "race" not in own]
                spec["by_class"] = {kind: own}
                self.changes = [change for change in self.changes if f"{path}.by_class.{kind}." not in change[1] or has_path(spec, change[1].split(".")[2:])]
        elif draw.chance(70):
            spec["capacity"] = draw.randint(0, 4)
        if "capacity" in spec and draw.chance(40):
            if spec.get("order") != "shared":
                spec["when_cut"] = draw.choice(["finish", "interrupt", "restart", "resample"] if self.rich else ["finish", "interrupt"])
            self.change(f"{path}.capacity", *[draw.randint(0, 4) for _ in range(draw.randint(1, 3))])
        # Shared service at a speed that is not one or a half is not exact.
        if self.calendars and "needs" not in spec and (self.smooth or spec.get("order") != "shared") and draw.chance(40):
            spec["patterns"] = [draw.choice(self.calendars)]
        return spec

    def queue(self, i, name, spec):
        draw = self.draw
        if self.resources and draw.chance(70):
            spec["needs"] = {r: draw.choice([1, 0.5, 1.5, "load"]) for r in draw.sample(self.resources, draw.randint(1, len(self.resources)))}
            if draw.chance(40):
                kept = draw.choice(sorted(spec["needs"]))
                spec["keeps"] = [kept]
                spec["needs"][kept] = draw.choice([0.5, 1, 2, 2])  # often more than tiers that follow need
        elif draw.chance(85):
            spec["capacity"] = draw.randint(1, 3)
        else:
            return
        order = draw.choice(["first_come", "first_come", "last_come", "random", "highest_first", "lowest_first", "shared"])
        if order == "shared" and ("needs" in spec or "adult" in spec.get("race", {})):
            order = "first_come"
        if order != "first_come":
            spec["order"] = order
        if order in ("highest_first", "lowest_first"):
            spec["ordered_by"] = "class" if self.classes and draw.chance(60) else draw.choice(["need", "risk"])
            if spec["ordered_by"] != "class" and draw.chance(50):
                spec["bands"] = [0.6, 1.2]
        if order in ("last_come", "highest_first", "lowest_first") and draw.chance(70 if "needs" in spec else 50):
            spec["pre_emption"] = draw.choice(["resume", "restart", "resample"])
        if order == "shared":
            # Two at once go at full or half speed: exact. In smooth models any number may.
            if not self.smooth:
                spec["capacity"] = draw.randint(1, 2)
                spec["shared_by_at_most"] = 2
            elif draw.chance(50):
                spec["shared_by_at_most"] = draw.randint(1, 5)
            if "shared_by_at_most" not in spec:
                return
        if draw.chance(35):
            spec["waiting_room"] = draw.randint(0, 3)
            spec["when_full"] = self.elsewhere(i)
            if order != "shared" and draw.chance(70):
                spec["blocks"] = True
        if draw.chance(25):
            spec["balk"] = {"from": [1, 3], "probability": [0.3, 0.8], "to": self.elsewhere(i)}
        if draw.chance(30):
            spec["patience"] = {**stay_law(draw, self.smooth), "to": self.elsewhere(i)}

    def unless_needed(self, model):
        """Takes `when_full` from tiers that block all who come to them."""
        for name, tier in model["tiers"].items():
            comes_from_nowhere = any(source["to"] == name for source in model["sources"].values())
            comes_from_nowhere |= any(exit.get("returns", {}).get("to") == name for exit in model["exits"].values())
            for other in model["tiers"].values():
                sent = {other.get("when_full"), other.get("balk", {}).get("to"), other.get("patience", {}).get("to")}
                no_places = other.get("order") == "shared" or "capacity" not in other and "needs" not in other
                comes_from_nowhere |= name in sent or no_places
            if tier.get("blocks") and not comes_from_nowhere and self.draw.chance(80):
                del tier["when_full"]


def has_path(spec, steps):
    for step in steps:
        if not isinstance(spec, dict) or step not in spec:
            return False
        spec = spec[step]
    return True


def random_model(number, smooth, rich):
    """What YAML says, and its dated changes as (day, path, value)."""
    maker = Maker(number, smooth, rich)
    return maker.model(), maker.changes
