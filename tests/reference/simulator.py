"""A slow, plain simulator of Headwater's models, to compare the engine with.

It is written from the stated rules (models/README.md; the head comments of engine/simulate/*.hpp) and shares no code with
the engine. Nothing is clever: there is no event list (the next moment is the least of all that entities, sources and
changes have before them), who is served next is found by looking at all who wait, and occupancy is counted anew at every
moment.

What happens at one instant happens in rounds (`round`). What a round makes due at the same instant follows in another.
"""
import copy
import math

from arrivals import Calendar, Source, rounded
from luck import Luck, hash_of
from series import Series

DAYS_PER_YEAR = 365.25


class Deadlock(Exception):
    def __init__(self, day, tiers):
        super().__init__(f"day {day:g}: {tiers}")
        self.day, self.tiers = day, tiers


class Entity:
    def __init__(self, name, kind):
        self.name = name
        self.kind = kind            # its class
        self.attributes = {}        # an age is kept as the day of birth
        self.visits = {}            # how often it has left each tier or exit
        self.held = {}              # resource: amount
        self.at = None              # tier or exit
        self.state = None           # waiting, served, blocked, away
        self.number = 0             # among those who came to the tier
        self.rank = 0
        self.waits_since = 0
        self.interrupted = None     # how the stay goes on: resume, restart, resample
        self.redrawn = 0            # how often the stay of this visit has been drawn anew
        self.due = math.inf         # when the stay ends, or its time away
        self.gives_up = math.inf
        self.racer = None           # which ends the stay
        self.length = 0             # of the whole stay
        self.left = 0               # of the stay, when it was interrupted or is shared
        self.spent = 0              # in a place before the last interruption
        self.began = 0              # or went on
        self.way = None             # that it will take once there is room


class Way:
    """From a tier, source or exit to a tier or exit; `how` tells ways between the same two apart."""

    def __init__(self, start, to, how="", becomes=None):
        self.start, self.to, self.how, self.becomes = start, to, how, becomes

    def label(self):
        return f"{self.start} -> {self.to}" + (f" ({self.how})" if self.how else "")


class Simulator:
    """One replication. `model` is what YAML says, with `changes` as a list of (day, path, value)."""

    def __init__(self, model, replication, changes, periods):
        self.model = copy.deepcopy(model)
        run = model["run"]
        self.luck = Luck(run["seed"], replication)
        self.warm_up = run.get("warm_up_days", 0)
        self.horizon = self.warm_up + model["horizon_days"]
        self.changes = sorted(((self.warm_up + day, path, value) for day, path, value in changes), key=lambda change: change[0])
        self.tiers, self.exits = self.model["tiers"], self.model["exits"]
        self.resources = self.model.get("resources", {})
        self.calendars = {name: Calendar(spec, model["start"]) for name, spec in model.get("calendars", {}).items()}
        self.sources = [Source(name, spec, self.luck, self.warm_up, self.horizon, self.changes, self.calendars) for name, spec in model["sources"].items()]
        self.in_order = sorted(self.tiers, key=lambda name: hash_of("tier/" + name))
        self.entities = []
        self.waiting = {tier: [] for tier in self.tiers}   # an order that matters only where one is picked at random
        self.blocked = {tier: [] for tier in self.tiers}   # elsewhere, on their way to the tier
        self.came = dict.fromkeys(self.tiers, 0)
        self.picked = dict.fromkeys(self.tiers, 0)
        self.shared_since = dict.fromkeys(self.tiers, 0.0)
        self.turn = {}
        self.to_attend, self.attending, self.given_back = [], False, set()
        self.now = 0.0
        self.capacities = {}
        self.follow_calendars()
        self.most_so_far = dict(self.capacities)
        self.log = []
        self.series = Series(self, [0.0] + periods)

    # --- the clock ---

    def run(self):
        while True:
            moments = [min(e.due, e.gives_up) for e in self.entities]
            moments += [source.next() for source in self.sources]
            moments += [day for day, _, _ in self.changes[:1]]
            moment = min(moments, default=math.inf)
            self.series.pass_time(min(moment, self.horizon))
            if moment >= self.horizon:
                return
            assert moment > self.now or not self.now
            self.now = moment
            while self.round():
                pass

    def round(self):
        """One round of what is due now, in the stated order; whether anything was."""
        now = self.now
        ending = [e for e in self.entities if e.due == now and e.state == "served"]
        back = [e for e in self.entities if e.due == now and e.state == "away"]
        impatient = [e for e in self.entities if e.gives_up == now]
        arriving = []
        for source in self.sources:
            while source.next() == now:
                arriving.append((source, source.take()))
        changes = [change for change in self.changes if change[0] == now]
        self.changes = self.changes[len(changes):]
        if not (ending or back or impatient or arriving or changes):
            return False

        def order(e):
            return hash_of(("exit/" if e.at in self.exits else "tier/") + e.at), e.name

        moves = []
        self.chosen = []
        for e in sorted(ending, key=order):
            self.chosen.append((e, self.finish(e, moves).to))
        self.change(changes)
        for tier in self.in_order:
            self.attend(tier)
        gone = [e for e in sorted(impatient, key=order) if e.state == "waiting" and e.gives_up == now]
        for e in gone:
            moves.append((e, self.give_up(e)))
        for tier in self.in_order:
            if gone:
                self.attend(tier)
        for e, way in moves:
            self.enter(e, way)
        for e in sorted(back, key=order):
            self.come_back(e)
        for source, name in sorted(arriving, key=lambda arrival: hash_of("source/" + arrival[0].name)):
            self.create(source, name)
        self.look_for_deadlock()
        return True

    def note(self, e, what, where):
        if self.now >= self.warm_up:
            self.log.append((self.now - self.warm_up, e.name, what, where))

    def take_back_block(self, e):
        """Who is let in at the instant at which the stay ended has not been blocked."""
        block = (self.now - self.warm_up, e.name, "block", e.at)
        if block in self.log:
            self.log.remove(block)

    def follow_calendars(self):
        """Levels change capacities: dated changes of no value have them worked out anew."""
        for part in ("tiers", "resources"):
            for name, spec in self.model.get(part, {}).items():
                for pattern in spec.get("patterns", []):
                    for moment in self.calendars[pattern].may_change(-self.warm_up, self.horizon - self.warm_up):
                        self.changes.append((self.warm_up + moment, f"{part}.{name}.capacity", None))
                self.capacities[part, name] = self.leveled(part, name, 0.0)
        self.changes.sort(key=lambda change: change[0])

    def leveled(self, part, name, time):
        """Capacity times the levels of calendars, to the nearest whole; what is unlimited is closed or not."""
        spec = self.model[part][name]
        level = 1
        for pattern in spec.get("patterns", []):
            level *= self.calendars[pattern].level(time - self.warm_up)
        capacity = spec.get("capacity", math.inf)
        if capacity == math.inf:
            return 0 if level == 0 else math.inf
        return rounded(capacity * level)

    # --- looking about ---

    def present(self, tier):
        return [e for e in self.entities if e.at == tier and e.state in ("served", "blocked")]

    def served(self, tier):
        return [e for e in self.entities if e.at == tier and e.state == "served"]

    def capacity(self, tier):
        return self.capacities["tiers", tier]

    def free(self, resource):
        return millionths(self.capacities["resources", resource]) - self.taken(resource)

    def taken(self, resource):
        return sum(e.held.get(resource, 0) for e in self.entities)

    def order(self, tier):
        return self.tiers[tier].get("order", "first_come")

    def attribute(self, e, name):
        value = e.attributes[name]
        return (self.now - value) / DAYS_PER_YEAR if name == "age_years" else value

    def needs(self, e, tier):
        amounts = {}
        for resource, amount in self.tiers[tier].get("needs", {}).items():
            amounts[resource] = millionths(self.attribute(e, amount) if isinstance(amount, str) else amount)
        return amounts

    def fits(self, e, tier, displaced=None):
        """Whether e could begin now, were nobody before it, and one who is displaced gone."""
        for resource, amount in self.needs(e, tier).items():
            held = e.held.get(resource, 0)
            given_back = self.given_back_by(displaced).get(resource, 0) if displaced else 0
            if e.interrupted:
                amount += held
            if e.state == "blocked" and resource not in self.tiers[e.at].get("keeps", []):
                held, given_back = 0, given_back + held
            if amount > held and amount - held > self.free(resource) + given_back:
                return False
        if self.order(tier) == "shared":
            return len(self.present(tier)) < self.tiers[tier].get("shared_by_at_most", math.inf)
        return len(self.present(tier)) - bool(displaced) < self.capacity(tier)

    def room(self, tier):
        """How many may wait."""
        return self.tiers[tier].get("waiting_room", 0 if "when_full" in self.tiers[tier] else math.inf)

    def rank(self, e, tier):
        order = self.order(tier)
        if order not in ("highest_first", "lowest_first"):
            return 0
        by = self.tiers[tier]["ordered_by"]
        value = self.model["classes"][e.kind].get("priority", 0) if by == "class" else self.attribute(e, by)
        if "bands" in self.tiers[tier]:
            value = sum(value >= cut for cut in self.tiers[tier]["bands"])
        return -value if order == "highest_first" else value

    def next_in_line(self, tier):
        line = self.waiting[tier]
        if self.order(tier) == "random":
            bits = self.luck.bits(hash_of("tier/" + tier), f"tier/{tier}/pick", self.picked[tier])
            return line[(bits >> 32) * len(line) >> 32]
        return min(line, key=standing)

    def leave_line(self, e):
        line = self.waiting[e.at]
        line[line.index(e)] = line[-1]  # the last takes the place of who goes
        line.pop()

    # --- coming into being, coming back ---

    def create(self, source, name):
        e = Entity(name, source.spec.get("class"))
        for attribute in {**self.model.get("attributes", {}), **source.spec.get("attributes", {})}:
            law = source.spec.get("attributes", {}).get(attribute) or self.model["attributes"][attribute]
            e.attributes[attribute] = self.luck.draw(law, name, "attribute/" + attribute, 0)
        if "age_years" in e.attributes:
            e.attributes["age_years"] = self.now - e.attributes["age_years"] * DAYS_PER_YEAR
        self.entities.append(e)
        self.series.count("arrivals", source.name)
        self.enter(e, Way(source.name, source.spec["to"]))

    def come_back(self, e):
        e.visits[e.at] = e.visits.get(e.at, 0) + 1
        e.due = math.inf
        self.enter(e, Way(e.at, self.exits[e.at]["returns"]["to"]))

    # --- leaving ---

    def stays(self, e, tier):
        """What holds for the class of e in the tier."""
        spec = dict(self.tiers[tier])
        own = spec.get("by_class", {}).get(e.kind)
        if own is None:
            return spec, ""
        groups = (("sojourn", "race"), ("exits", "decide", "share_out", "race"))
        for group in groups:
            if any(key in own for key in group):
                for key in group:
                    spec.pop(key, None)
        spec.update(own)
        return spec, e.kind

    def choose(self, e):
        """The way out of the tier whose stay is over."""
        tier = e.at
        spec, how = self.stays(e, tier)
        if e.racer is not None:
            how = f"{how}, {e.racer}" if how else e.racer
            return self.weigh(e, spec["race"][e.racer]["exits"], f"tier/{tier}/race/{e.racer}/exit", how)
        if "decide" in spec:
            rule = spec["decide"]
            band = sum(self.attribute(e, rule["on"]) >= cut for cut in rule["below"])
            to = rule["to"][band]
            if rule["to"].count(to) > 1:
                how = (how + ", " if how else "") + f"band {band + 1}"
            return Way(tier, to, how)
        if "share_out" in spec:
            return Way(tier, self.share_out(tier, spec["share_out"], how), how)
        return self.weigh(e, spec["exits"], f"tier/{tier}/exit", how)

    def weigh(self, e, exits, purpose, how):
        names = sorted(exits)
        weights = [exits[name].get("weight", 1) if isinstance(exits[name], dict) else exits[name] for name in names]
        u = self.luck.uniform(e.name, purpose, e.visits.get(e.at, 0)) if len(names) > 1 else 0
        total, reached, taken = sum(weights), 0, 0
        for weight in weights[:-1]:
            reached += weight
            taken += u >= reached / total
        to = names[taken]
        return Way(e.at, to, how, exits[to].get("becomes") if isinstance(exits[to], dict) else None)

    def share_out(self, tier, rule, kind):
        if rule["by"] == "cycle":
            if rule["to"] == self.tiers[tier].get("share_out", {}).get("to"):
                kind = ""  # the turn is that of all classes for which the list is that of the tier
            turn = self.turn.get((tier, kind), 0)
            self.turn[tier, kind] = turn + 1
            return rule["to"][turn % len(rule["to"])]

        waiting, present = self.once_there()
        return min(rule["to"], key=lambda to: (waiting[to], present[to]) if rule["by"] == "shortest_queue" else present[to])

    def once_there(self):
        """How many wait in each tier, and how many are there in all, once those who have chosen at this instant are where they
        go: they wait there unless a place is free for them."""
        waiting = {tier: len(self.waiting[tier]) for tier in self.tiers}
        places = {tier: len(self.present(tier)) for tier in self.tiers}
        free = {resource: self.free(resource) for resource in self.resources}
        behind = set()
        for e, to in self.chosen:
            if to in self.exits:
                continue
            spec, change, starts = self.tiers[to], {}, True
            for resource, amount in self.needs(e, to).items():
                held = e.held.get(resource, 0)
                back = held if e.state == "blocked" and resource not in self.tiers[e.at].get("keeps", []) else 0
                more = max(0, amount - (held - back))
                starts &= more == 0 or more <= free[resource] + back
                change[resource] = back - more
            if change:
                starts &= not waiting[to]
            else:
                most = spec.get("shared_by_at_most", math.inf) if self.order(to) == "shared" else self.capacity(to)
                starts &= to not in behind and len(self.waiting[to]) + places[to] < most
            if starts:
                places[to] += 1
                for resource in change:
                    free[resource] += change[resource]
            else:
                waiting[to] += 1
                behind.add(to)
        return waiting, {tier: waiting[tier] + places[tier] for tier in self.tiers}

    def finish(self, e, moves):
        """The stay is over: e is on its way, or keeps its place until there is room where it goes."""
        way = self.choose(e)
        e.due = math.inf
        if way.to in self.tiers and self.tiers[way.to].get("blocks") and self.has_places(e.at):
            e.state, e.way = "blocked", way
            self.blocked[way.to].append(e)
            self.note(e, "block", e.at)
            return way
        self.depart(e, way)
        moves.append((e, way))
        return way

    def has_places(self, tier):
        spec = self.tiers[tier]
        return self.order(tier) != "shared" and ("capacity" in spec or "needs" in spec)

    def depart(self, e, way):
        tier = e.at
        self.share(tier)
        e.state, e.due = None, math.inf
        self.plan_shared(tier)
        self.series.sojourn(tier, e.spent + self.now - e.began)
        self.leave_tier(e, way)

    def leave_tier(self, e, way, stayed=True):
        """What is held goes back, but for what the tier keeps for tiers that follow; who has not stayed takes all along."""
        e.visits[e.at] = e.visits.get(e.at, 0) + 1
        for resource in list(e.held):
            if way.to in self.exits or stayed and resource not in self.tiers[e.at].get("keeps", []):
                del e.held[resource]
                self.given_back.add(resource)

    def give_up(self, e):
        way = Way(e.at, self.tiers[e.at]["patience"]["to"], "patience")
        self.leave_line(e)
        e.state, e.gives_up = None, math.inf
        self.leave_tier(e, way, stayed=False)
        return way

    def turn_away(self, e, to, how):
        way = Way(e.at, to, how)
        tier = e.at
        self.leave_tier(e, way, stayed=False)
        self.enter(e, way)
        if self.given_back:
            self.attend(tier)

    # --- coming to a tier or an exit ---

    def enter(self, e, way):
        self.note(e, "move", way.label())
        self.series.count("moves", way.label())
        e.at = way.to
        if way.becomes:
            e.kind = way.becomes
        if way.to in self.exits:
            return self.leave_model(e)
        tier, spec = way.to, self.tiers[way.to]
        line, visit = self.waiting[tier], e.visits.get(tier, 0)

        if "balk" in spec:
            chance = 0
            for length, probability in zip(spec["balk"]["from"], spec["balk"]["probability"]):
                if len(line) >= length:
                    chance = probability
            if any(len(line) >= length for length in spec["balk"]["from"]) and self.luck.uniform(e.name, f"tier/{tier}/balk", visit) < chance:
                return self.turn_away(e, spec["balk"]["to"], "balk")

        e.rank = self.rank(e, tier)
        e.number = -self.came[tier] if self.order(tier) == "last_come" else self.came[tier]
        goes_first = not line or self.order(tier) != "random" and standing(e) < standing(min(line, key=standing))
        starts = goes_first and self.fits(e, tier)
        if not starts and len(line) >= self.room(tier):
            return self.turn_away(e, spec["when_full"], "full")

        self.came[tier] += 1
        self.series.count("entries", tier)
        e.redrawn, e.spent, e.interrupted = 0, 0, None
        e.waits_since = self.now
        others = self.served(tier)
        if not starts and goes_first and spec.get("pre_emption", "none") != "none" and others:
            last = max(others, key=standing)
            if standing(e) < standing(last) and self.fits(e, tier, last):
                self.interrupt(last, spec["pre_emption"])
                starts = True
        if starts:
            self.start(e)
        else:
            line.append(e)
            e.state = "waiting"
            if "patience" in spec:
                e.gives_up = self.now + self.luck.draw(spec["patience"], e.name, f"tier/{tier}/patience", visit)
        if self.given_back or self.order(tier) == "random":
            self.attend(tier)

    def leave_model(self, e):
        """For good, or for a time."""
        returns, visit = self.exits[e.at].get("returns"), e.visits.get(e.at, 0)
        e.state = "away"
        e.due = math.inf
        if returns and self.luck.uniform(e.name, f"exit/{e.at}/returns", visit) < returns["probability"]:
            e.due = self.now + self.luck.draw(returns["after"], e.name, f"exit/{e.at}/after", visit)
        if e.due >= self.horizon:
            self.entities.remove(e)

    # --- being served ---

    def start(self, e):
        """Takes a place and resources; the stay begins, or goes on after an interruption."""
        tier = e.at
        self.share(tier)
        for resource, amount in self.needs(e, tier).items():
            held = e.held.get(resource, 0)
            e.held[resource] = held + amount if e.interrupted else max(amount, held)
        e.state, e.gives_up, e.began = "served", math.inf, self.now
        self.note(e, "start", tier)
        if not e.interrupted:
            self.series.wait(tier, self.now - e.waits_since)
        if e.interrupted in ("resume", "restart"):
            e.due = self.now + e.left
            race = self.stays(e, tier)[0].get("race", {})
            if e.racer is not None and "at_age_years" in race[e.racer]:
                e.due = math.inf
            for racer in sorted(race):  # birthdays do not wait
                if "at_age_years" in race[racer] and self.now + self.time_to_birthday(e, race[racer]) <= e.due:
                    e.due, e.racer = self.now + self.time_to_birthday(e, race[racer]), racer
        else:
            if e.interrupted == "resample":
                e.redrawn += 1
            e.length, e.racer = self.shortest(e, e.visits.get(tier, 0) + (e.redrawn << 32))
            e.due = self.now + e.length
            e.left = e.length
        e.interrupted = None
        self.plan_shared(tier)

    def shortest(self, e, occurrence):
        """How long the stay takes, and which racer ends it."""
        spec, _ = self.stays(e, e.at)
        if "sojourn" in spec:
            return self.luck.draw(spec["sojourn"], e.name, f"tier/{e.at}/sojourn", occurrence), None
        lengths = []
        for racer in sorted(spec["race"]):
            law = spec["race"][racer]
            if "at_age_years" in law:
                lengths.append((self.time_to_birthday(e, law), racer))
            else:
                lengths.append((self.luck.draw(law, e.name, f"tier/{e.at}/race/{racer}", occurrence), racer))
        return min(lengths, key=lambda pair: pair[0])

    def time_to_birthday(self, e, law):
        return max(0.0, e.attributes["age_years"] + law["at_age_years"] * DAYS_PER_YEAR - self.now)

    def given_back_by(self, e):
        """What e, were it interrupted, would no longer hold: what its tier needs, but nothing else that it has brought along."""
        return {resource: min(amount, e.held.get(resource, 0)) for resource, amount in self.needs(e, e.at).items()}

    def interrupt(self, e, later):
        """A stay is cut short: e goes back to where it stood in the waiting list."""
        e.interrupted = later
        e.spent += self.now - e.began
        e.left = e.length if later == "restart" else e.due - self.now
        e.due = math.inf
        e.state = "waiting"
        e.waits_since = self.now
        for resource, amount in self.given_back_by(e).items():
            e.held[resource] -= amount
            self.given_back.add(resource)
        self.waiting[e.at].append(e)
        self.note(e, "interrupt", e.at)

    # Processor sharing: before who is there or the capacity changes, all have worked at the common speed; after it, their
    # ends are planned anew.

    def speed(self, tier):
        return min(1.0, self.capacity(tier) / max(1, len(self.served(tier))))

    def share(self, tier):
        if self.order(tier) == "shared":
            for e in self.served(tier):
                e.left -= (self.now - self.shared_since[tier]) * self.speed(tier)
            self.shared_since[tier] = self.now

    def plan_shared(self, tier):
        if self.order(tier) == "shared":
            for e in self.served(tier):
                e.due = self.now + max(0.0, e.left) / self.speed(tier) if self.speed(tier) > 0 else math.inf

    # --- serving those who wait ---

    def attend(self, tier):
        """Gives out what has been given back; then serves and lets in whoever can be, in this tier and then in those where
        that makes room."""
        if self.attending:
            self.to_attend.append(tier)
            return
        self.attending = True
        self.attend_all()
        self.to_attend.append(tier)
        self.attend_all()
        self.attending = False

    def attend_all(self):
        while self.to_attend or self.given_back:
            if self.given_back:
                given_back, self.given_back = self.given_back, set()
                self.grant()
                self.to_attend += [tier for tier in self.in_order if self.blocked[tier] and given_back & set(self.tiers[tier].get("needs", []))]
                continue
            here = self.to_attend.pop(0)
            if "needs" in self.tiers[here]:
                self.grant()
            while "needs" not in self.tiers[here] and self.waiting[here] and self.fits(self.next_in_line(here), here):
                self.serve(self.next_in_line(here))
            while self.admit(here):
                pass

    def serve(self, e):
        self.leave_line(e)
        self.picked[e.at] += 1
        self.start(e)

    def grant(self):
        """Resources go to whoever has waited longest among the heads of all waiting lists that can now begin."""
        while True:
            heads = [self.next_in_line(tier) for tier in self.tiers if "needs" in self.tiers[tier] and self.waiting[tier]]
            heads = [e for e in heads if self.fits(e, e.at)]
            if not heads:
                return
            e = min(heads, key=lambda e: (e.waits_since, e.name))
            self.serve(e)
            if self.blocked[e.at]:
                self.to_attend.append(e.at)

    def admit(self, tier):
        """Lets in the first of those who are blocked on their way here."""
        if not self.blocked[tier]:
            return False
        e = self.blocked[tier][0]
        if len(self.waiting[tier]) >= self.room(tier) and (self.waiting[tier] or not self.fits(e, tier)):
            return False
        self.blocked[tier].pop(0)
        origin, way = e.at, e.way
        self.take_back_block(e)
        self.depart(e, way)
        self.to_attend.append(origin)
        self.enter(e, way)
        return True

    def look_for_deadlock(self):
        """Those who wait (and will not give up) or are blocked, while everybody else ends and gives everything back: as long
        as there is one who could go on, it does, and gives everything back too. The others are stuck."""
        stuck = [e for e in self.entities if e.state == "blocked" or e.state == "waiting" and e.gives_up >= self.horizon]
        if not any(self.holds(e) for e in stuck):
            return
        most = {(part, name): self.most_from_now(part, name) for part, name in self.capacities}
        while True:
            going = next((e for e in stuck if self.could_go_on(e, [other for other in stuck if other is not e], most)), None)
            if going is None:
                break
            stuck.remove(going)
        tiers = {e.way.to if e.state == "blocked" else e.at for e in stuck if self.holds(e)}
        if tiers:
            raise Deadlock(self.now - self.warm_up, [tier for tier in self.tiers if tier in tiers])

    def holds(self, e):
        return e.state == "blocked" or any(e.held.values())

    def could_go_on(self, e, others, most):
        """Whether e could, were the others where they are and nobody else there."""
        to = e.way.to if e.state == "blocked" else e.at
        line = [other for other in others if other.state == "waiting" and other.at == to]
        if e.state == "blocked":
            if any(other.state == "blocked" and other.way.to == to and self.blocked[to].index(other) < self.blocked[to].index(e) for other in others):
                return False
            if len(line) < self.room(to):
                return True
            if line:
                return False
        elif self.order(to) != "random" and any(standing(other) < standing(e) for other in line):
            return False
        in_places = [other for other in others + [e] if other.state == "blocked" and other.at == to]
        if self.order(to) != "shared" and in_places and most["tiers", to] > 0 and len(in_places) >= most["tiers", to]:
            return False
        for resource, amount in self.needs(e, to).items():
            there_is = millionths(most["resources", resource])
            has = e.held.get(resource, 0)
            if e.state == "blocked" and resource not in self.tiers[e.at].get("keeps", []):
                has = 0
            if e.interrupted:  # it takes all that it needs on top of what it has
                amount += has
            taken = sum(other.held.get(resource, 0) for other in others)
            if amount > has and amount <= there_is and amount + taken > there_is:
                return False
        return True

    def most_from_now(self, part, name):
        """Places or amount that there will ever be; what follows a calendar will be again what it has been."""
        most, spec = self.capacities[part, name], self.model[part][name]
        if spec.get("patterns"):
            most = max(most, self.most_so_far[part, name])
        changes = [(day, value) for day, path, value in self.changes if path == f"{part}.{name}.capacity" and day < self.horizon]
        for day, value in changes:
            if value is not None:
                self.model[part][name] = {**self.model[part][name], "capacity": value}
            most = max(most, self.leveled(part, name, day))
        self.model[part][name] = spec
        return most

    # --- dated changes ---

    def change(self, changes):
        capacities = set()
        for _, path, value in changes:
            *steps, last = path.split(".")
            if last == "capacity":
                capacities.add((steps[0], steps[1]))
                if value is not None:
                    self.model[steps[0]][steps[1]]["capacity"] = value
            else:
                here = self.model
                for step in steps:
                    here = here[step]
                here[last] = value
        for part in ("tiers", "resources"):
            for name in sorted(name for kind, name in capacities if kind == part):
                value = self.leveled(part, name, self.now)
                if value != self.capacities[part, name]:
                    self.change_capacity(part, name, value)

    def change_capacity(self, part, name, value):
        spec = self.model[part][name]
        if part == "tiers":
            self.share(name)
        self.capacities[part, name] = value
        self.most_so_far[part, name] = max(value, self.most_so_far[part, name])
        if part == "tiers" and self.order(name) == "shared":
            return self.plan_shared(name)
        if part == "resources":
            self.given_back.add(name)
        if spec.get("when_cut", "finish") == "finish":
            return
        later = {"interrupt": "resume"}.get(spec["when_cut"], spec["when_cut"])

        def last_to_start(e):
            return e.began - e.spent, e.name

        if part == "tiers":
            for e in sorted(self.served(name), key=last_to_start, reverse=True):
                if len(self.present(name)) <= value:
                    break
                self.interrupt(e, later)
        else:
            holders = [e for e in self.entities if e.state == "served" and self.given_back_by(e).get(name, 0) > 0]
            for e in sorted(holders, key=last_to_start, reverse=True):
                if self.free(name) >= 0:
                    break
                self.interrupt(e, later)


def standing(e):
    """Who has the smaller goes first."""
    return e.rank, e.number


def millionths(amount):
    return math.inf if amount == math.inf else math.floor(amount * 1e6 + 0.5)
