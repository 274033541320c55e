"""When sources bring whom, and calendars, in plain Python: everything up to the horizon is worked out beforehand."""
import datetime
import math

from luck import hash_of, name_of, negative_log, value_at

WEEK = ["mon", "tue", "wed", "thu", "fri", "sat", "sun"]


class Calendar:
    """A level for every moment; times are days since the start date."""

    def __init__(self, spec, start):
        self.spec, self.start = spec, start

    def level(self, time):
        spec = self.spec
        if "cycle_days" in spec:
            into = time % spec["cycle_days"]
            return [step["level"] for step in spec["steps"] if step["from_days"] <= into][-1]
        day = math.floor(time)
        date = self.start + datetime.timedelta(days=day)
        for span in spec.get("week", []):
            if WEEK[date.weekday()] in span["days"] and hour(span["from"]) <= (time - day) * 24 < hour(span["to"]):
                return span["level"]
        for span in spec.get("dates", []):
            if span["from"] <= date < span["to"]:
                return span["level"]
        return spec["otherwise"]

    def may_change(self, begin, end):
        """Moments at which the level may change."""
        moments = []
        for day in range(math.floor(begin) - 1, math.ceil(end) + 1):
            moments += [day + hour(span[edge]) / 24 for span in self.spec.get("week", []) for edge in ("from", "to")]
            moments += [day] * ("dates" in self.spec)
        if "cycle_days" in self.spec:
            length = self.spec["cycle_days"]
            for cycle in range(math.floor(begin / length), math.ceil(end / length) + 1):
                moments += [cycle * length + step["from_days"] for step in self.spec["steps"]]
        return [moment for moment in moments if begin <= moment < end]


def hour(text):
    hours, minutes = text.split(":")
    return int(hours) + int(minutes) / 60


def rounded(number):
    return math.floor(number + 0.5)


class Source:
    """Who comes, in order. An occasion is a moment at which a batch comes; its number names all draws about it."""

    def __init__(self, name, spec, luck, warm_up, horizon, changes, calendars):
        self.name, self.spec, self.luck = name, spec, luck
        self.warm_up, self.horizon = warm_up, horizon
        self.changes = [(day, path.split(".")[2], value) for day, path, value in changes if path.startswith(f"sources.{name}.")]
        self.calendars = [calendars[pattern] for pattern in spec.get("patterns", [])]
        self.coming = []
        for time, number, shows_up in self.occasions():
            size = 1
            if "batch" in spec:
                size = max(0, rounded(value_at(spec["batch"], self.bits("batch", number))))
            for member in range(size):
                who = name_of(name, number + (member << 40))
                if shows_up == 1 or luck.uniform(who, f"source/{name}/shows_up", 0) < shows_up:
                    self.coming.append((time, who))
        self.taken = 0

    def bits(self, what, number):
        return self.luck.bits(hash_of("source/" + self.name), f"source/{self.name}/{what}", number)

    def at(self, key, time):
        """What the source says of `key` at that time."""
        value = self.spec.get(key, 1)
        for day, changed, new in self.changes:
            if changed == key and day <= time:
                value = new
        return value

    def occasions(self):
        occasions = []
        for number, time in self.moments():
            shows_up = self.at("shows_up", time)
            if "scatter" in self.spec:
                time = max(0.0, time + value_at(self.spec["scatter"], self.bits("scatter", number)))
            if time < self.horizon:
                occasions.append((time, number, shows_up))
        return sorted(occasions)

    def moments(self):
        spec = self.spec
        if "days" in spec:
            return list(enumerate(self.warm_up + day for day in spec["days"]))
        if "at_start" in spec:
            return [(number, 0.0) for number in range(spec["at_start"])]
        if "every_days" in spec:
            first = (self.warm_up + spec.get("first_days", 0)) % spec["every_days"]
            moments = [first + k * spec["every_days"] for k in range(math.ceil(self.horizon / spec["every_days"]) + 2)]
            return [(k, time) for k, time in enumerate(moments) if self.speed(time) > 0]
        moments, reached, number = [], 0.0, 0
        while True:
            bits = self.bits("gap", number)
            reached += value_at(spec["gap"], bits) if "gap" in spec else negative_log(bits)
            time = self.when(reached)
            if time >= self.horizon:
                return moments
            moments.append((number, time))
            number += 1

    def speed(self, time):
        """How fast the source's clock goes: at the rate; else with time; times the levels of calendars."""
        speed = self.at("rate_per_day", time) if "rate_per_day" in self.spec else 1.0
        if "growth_per_year" in self.spec:
            speed *= (1 + self.spec["growth_per_year"]) ** (math.floor(time - self.warm_up) / 365.25)
        for calendar in self.calendars:
            speed *= calendar.level(time - self.warm_up)
        return speed

    def when(self, reached):
        """The moment at which the clock shows `reached`."""
        begin, shown = 0.0, 0.0
        ends = [day for day, _, _ in self.changes] + [self.horizon]
        for calendar in self.calendars:
            ends += [self.warm_up + moment for moment in calendar.may_change(-self.warm_up, self.horizon - self.warm_up)]
        if "growth_per_year" in self.spec:
            ends += range(math.ceil(self.horizon))
        for end in sorted(ends):
            speed = self.speed(begin)
            if reached < shown + speed * (end - begin):
                return begin + (reached - shown) / speed
            shown += speed * (end - begin)
            begin = end
        return math.inf

    def next(self):
        return self.coming[self.taken][0] if self.taken < len(self.coming) else math.inf

    def take(self):
        self.taken += 1
        return self.coming[self.taken - 1][1]
