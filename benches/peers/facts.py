"""Reads an instance and says who is doing what when: one school, pairs only.

This is a reading of its own of the rules in src/docs/model.md, made for general-purpose solvers. It takes what the
generator makes at two weeks (one school, no closed days, no locks) and refuses everything else aloud, so that no
comparison rests on a rule that was skipped.
"""

import hashlib
import json
from collections import defaultdict
from dataclasses import dataclass, field
from datetime import date, timedelta

WEEKDAYS = ["mon", "tue", "wed", "thu", "fri", "sat", "sun"]
MIDDAY = 12 * 60

RULES = {
    "staff_cover": "volunteers", "protected": "consent", "protected_quota": 0.1, "line_managers": "never",
    "observers_per_lesson": 1, "class_cover_max": 2, "class_watched_max": 3, "away_at_once": {},
    "after_max_per_week": 1, "keep_back": 0, "notice_days": 0, "visit_span_days": 10, "conversation": "required",
    "conversation_within_days": 5, "conversation_in": ["lesson", "after"], "leaders_first": 0, "min_match": 0.0,
    "must": [], "forbid": [], "prefer": [], "avoid": [], "remember_covers": False,
}
RATES = {
    "unserved": [40000, 15000], "learning": 12000, "feedback": 4000, "free_period": 300, "after_period": 450,
    "protected_period": 1500, "staff_cover": [800, 1400, 2200], "class_without_teacher": 500,
    "exam_class_without_teacher": 3000, "study": 2500, "repeat_partner": 5000, "prefer": 5000, "avoid": 5000,
    "same_department": 0,
}


class Unsupported(Exception):
    """The instance asks for something that the peers' model leaves out."""


@dataclass(frozen=True)
class Slot:
    """One period of the bell on one date."""

    at: int
    day: int
    date: date
    week: date
    period: str
    use: str
    start: int
    end: int
    half: str
    inside: bool


@dataclass
class Person:
    """A teacher, and by slot what they are doing: blocked, protected, consented, teaching or free."""

    at: int
    given: dict
    doing: list
    lessons: dict = field(default_factory=dict)
    quota: dict = field(default_factory=dict)
    wanted: int = 0

    @property
    def id(self):
        return self.given["id"]


def minutes(clock):
    """Minutes after midnight of HH:MM."""
    hours, rest = clock.split(":")
    return 60 * int(hours) + int(rest)


def thousandths(score):
    """A score of at most three decimals, exactly."""
    return round(score * 1000)


def priced(rate, share, whole):
    """`rate` pence times `share` of `whole`, half away from zero."""
    rounded = (2 * abs(rate) * share + whole) // (2 * whole)
    return rounded if rate >= 0 else -rounded


class School:
    """All the facts that the model needs."""

    def __init__(self, instance, content=b""):
        self.given = instance
        self.hash = f"sha256:{hashlib.sha256(content).hexdigest()}"
        refuse(instance)
        self.rules = RULES | instance.get("rules", {})
        self.rates = RATES | instance.get("rates", {})
        self.school = instance["schools"][0]
        self.cover = instance.get("cover", {})
        self.budget = instance.get("budget", {})
        self.classes = {entry["id"]: entry for entry in instance.get("classes", [])}
        self.lessons = {lesson["id"]: lesson for lesson in instance["lessons"]}
        self.lesson_order = {name: at for at, name in enumerate(self.lessons)}
        first, last = (date.fromisoformat(instance["round"][key]) for key in ("start", "end"))
        self.start, self.end = first, last
        self.slots = self._slots()
        inside = sorted({slot.day for slot in self.slots if slot.inside})
        if len(inside) - 1 > self.rules["visit_span_days"]:
            raise Unsupported("a round longer than visit_span_days")
        self.first_day = inside[0]
        self.slot_of = {(slot.date, slot.period): slot.at for slot in self.slots}
        self.occurrences = self._occurrences(self.slots)
        self.people = [self._person(at, given) for at, given in enumerate(instance["teachers"])]
        self.by_id = {person.id: person for person in self.people}

    def week_label(self, monday):
        """The label of the cycle week, or None."""
        cycle = self.school.get("cycle")
        if not cycle:
            return None
        weeks, anchor = cycle["weeks"], cycle["anchor"]
        passed = (monday - date.fromisoformat(anchor["monday"])).days // 7
        return weeks[(weeks.index(anchor["week"]) + passed) % len(weeks)]

    def _slots(self):
        """The slots of every week that the round touches: the quota counts whole weeks."""
        weekdays = self.school.get("weekdays", WEEKDAYS[:5])
        slots, days = [], 0
        day = self.start - timedelta(days=self.start.weekday())
        while day <= self.end + timedelta(days=6 - self.end.weekday()):
            name = WEEKDAYS[day.weekday()]
            if name in weekdays:
                bell = [p for p in self.school["periods"] if name in p.get("weekdays", weekdays)]
                bell.sort(key=lambda period: minutes(period["start"]))
                breaks = [p for p in bell if p.get("use") == "break" and minutes(p["end"]) > MIDDAY]
                noon = min((minutes(p["start"]) for p in breaks), default=MIDDAY)
                until = 0
                for period in bell:
                    start, end = minutes(period["start"]), minutes(period["end"])
                    if start < until:
                        raise Unsupported("periods that overlap")
                    until = end
                    slots.append(Slot(
                        len(slots), days, day, day - timedelta(days=day.weekday()), period["id"],
                        period.get("use", "lesson"), start, end, "am" if start < noon else "pm",
                        self.start <= day <= self.end))
                days += 1
            day += timedelta(days=1)
        return slots

    def speaks(self, pattern, slot):
        """Whether a time pattern speaks of the slot."""
        return (pattern.get("date", slot.date.isoformat()) == slot.date.isoformat()
                and pattern.get("weekday", WEEKDAYS[slot.date.weekday()]) == WEEKDAYS[slot.date.weekday()]
                and pattern.get("week", self.week_label(slot.week)) == self.week_label(slot.week)
                and slot.period in pattern.get("periods", [slot.period]))

    def _occurrences(self, slots):
        """The lessons taught in each slot."""
        by_day = defaultdict(list)
        for slot in slots:
            by_day[slot.date].append(slot)
        occurrences = [[] for _ in slots]
        for lesson in self.given["lessons"]:
            for day, bell in by_day.items():
                when = lesson.get("date") == day.isoformat() if "date" in lesson else (
                    lesson["weekday"] == WEEKDAYS[day.weekday()]
                    and lesson.get("week", self.week_label(bell[0].week)) == self.week_label(bell[0].week))
                lasts = lesson.get("from", "") <= day.isoformat() <= lesson.get("until", "9999")
                if not (when and lasts) or self._all_away(lesson, day):
                    continue
                teach = [slot for slot in bell if slot.use == "lesson"]
                start = next((at for at, slot in enumerate(teach) if slot.period == lesson["period"]), None)
                if start is None:
                    continue
                for slot in teach[start:start + lesson.get("length", 1)]:
                    occurrences[slot.at].append(lesson["id"])
        return occurrences

    def _all_away(self, lesson, day):
        """A lesson all of whose classes are away is not taught."""
        def away(name):
            spans = self.classes.get(name, {}).get("away", [])
            return any(s["from"] <= day.isoformat() <= s.get("to", s["from"]) for s in spans)
        return bool(lesson.get("classes")) and all(away(name) for name in lesson["classes"])

    def _person(self, at, given):
        mine = {name for name, lesson in self.lessons.items() if given["id"] in lesson.get("teachers", [])}
        consents = self.rules["protected"] == "consent" and given.get("protected_use") == "watch"
        hit = {key: [[self.speaks(p, slot) for slot in self.slots] for p in given.get(key, [])]
               for key in ("unavailable", "busy", "protected")}
        person = Person(at, given, [])
        for slot in self.slots:
            taught = [name for name in self.occurrences[slot.at] if name in mine]
            if any(spoken[slot.at] for key in ("unavailable", "busy") for spoken in hit[key]):
                person.doing.append("blocked")
            elif taught:
                person.doing.append("teaching")
                person.lessons[slot.at] = taught
            elif any(spoken[slot.at] for spoken in hit["protected"]):
                person.doing.append("consented" if consents else "protected")
            else:
                person.doing.append("free")
        person.wanted = given.get("visits", 1) if given.get("participates", True) else 0
        if not given.get("protected") and not consents:
            person.quota = self._quota(person)
        return person

    def _quota(self, person):
        """Free lesson periods that may be touched, by week."""
        left = {}
        for week in {slot.week for slot in self.slots}:
            own = [slot.at for slot in self.slots if slot.week == week and slot.use == "lesson"]
            taught = sum(person.doing[at] == "teaching" for at in own)
            free = sum(person.doing[at] == "free" for at in own)
            stays = -(-taught * thousandths(self.rules["protected_quota"]) // 1000)
            left[week] = max(0, free - stays)
        return left

    def teaching(self, lesson, at):
        """How many are teaching the lesson in the slot."""
        who = (self.by_id[name] for name in self.lessons[lesson].get("teachers", []))
        return sum(lesson in person.lessons.get(at, []) for person in who)

    def learning(self, observer, host):
        """The focus of a visit, and what can be learnt in it, in millionths."""
        best, most = None, 0
        for focus in self.given.get("focuses", []):
            need = thousandths(observer.given.get("needs", {}).get(focus["id"], 0))
            worth = need * thousandths(host.given.get("strengths", {}).get(focus["id"], 0))
            if best is None or worth > most:
                best, most = focus["id"], worth
        return best, most

    def value(self, observer, host):
        """What a visit is worth, in pence."""
        strengths = observer.given.get("strengths", {})
        feedback = max((thousandths(strengths.get(f, 0)) for f in host.given.get("asks", [])), default=0)
        learning = priced(self.rates["learning"], self.learning(observer, host)[1], 1_000_000)
        return learning + priced(self.rates["feedback"], feedback, 1_000)

    def class_price(self, lesson):
        """Goodwill for a class that loses its teacher for a period."""
        exam = any(self.classes.get(name, {}).get("exam") for name in self.lessons[lesson].get("classes", []))
        return self.rates["exam_class_without_teacher" if exam else "class_without_teacher"]

    def needs_subject(self, lesson):
        """The subject that who covers the lesson must have, or None."""
        given = self.lessons[lesson]
        return given["subject"] if given.get("cover", "any") == "qualified" else None


def refuse(instance):
    """Raises `Unsupported` at what the model leaves out."""
    rules = instance.get("rules", {})
    reasons = [
        (len(instance["schools"]) != 1, "several schools"),
        (rules.get("arrangements") != ["pair"], "other kinds than pairs (merge in rules.arrangements)"),
        (bool(instance["schools"][0].get("closed")), "closed days"),
        (bool(instance["schools"][0].get("cycle", {}).get("overrides")), "cycle overrides"),
        (bool(instance.get("locks") or rules.get("must")), "locks"),
        (bool(instance.get("walks") or instance.get("groups")), "walks and groups"),
        (rules.get("leaders_first", 0) != 0, "leaders_first"),
        (rules.get("conversation", "required") != "required", "rules.conversation"),
        (instance.get("profile", "england") != "england", "another profile than england"),
    ]
    for wrong, what in reasons:
        if wrong:
            raise Unsupported(what)


def read(path):
    """The facts of the instance in a file."""
    with open(path, "rb") as file:
        content = file.read()
    return School(json.loads(content), content)
