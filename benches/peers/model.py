"""The compact integer program of a round of pairs, as somebody who knows a MIP solver well would write it.

Binary unless said otherwise; `o` observes, `h` hosts, `t` is a slot (a period of a date), `p` a pair:

    z[p]            the two are partners
    x[o,h,l,t]      o watches h in lesson l in slot t
    y[p,t]          the pair talks in slot t
    leave[o,t]      o is away from what they do in slot t (sum of x over hosts)
    talk[i,t]       i talks in slot t (sum of y over partners)
    short[i,k]      i misses a k-th partner
    staff, supervisor, supply, study, hire, step     cover by slot and need; supply and hire are counts

What a visit needs is tied to `leave` and not to `x`, so that the many rows about a person's time stay short. Cover is
told apart by slot and by the subject it must have, not by class: who takes which is dealt out when the plan is written.
The talk comes after both visits and soon after the last: cumulated over time, which is the tightest linear form.
"""

from collections import defaultdict
from itertools import combinations

from cover import add_cover

INFINITE = None


class Model:
    """Variables and rows as flat lists, the same for every solver; everything is integer."""

    def __init__(self, school, partners=None):
        self.school = school
        self.upper, self.cost = [], []
        self.rows = []
        self.offset = 0
        self.z, self.x, self.y = {}, {}, {}
        self.leave, self.talk, self.short = {}, {}, {}
        self.staff, self.supervisor, self.supply, self.study, self.hire, self.step = {}, {}, {}, {}, {}, {}
        self.watched = defaultdict(list)
        self.money = []
        self._pairs(partners)
        self._visits()
        self._partners()
        self._times()
        self._occurrences()
        self._cover()
        self._budgets()

    def var(self, cost=0, upper=1):
        """A new integer variable from 0 to `upper`."""
        self.upper.append(upper)
        self.cost.append(cost)
        return len(self.upper) - 1

    def row(self, low, terms, high):
        """low <= sum of coefficient * variable <= high."""
        terms = list(terms)
        if terms:
            self.rows.append((low, high, [at for at, _ in terms], [by for _, by in terms]))

    def at_most(self, variables, high):
        """At most `high` in all; left out where it can't bind."""
        variables = list(variables)
        if sum(self.upper[at] for at in variables) > high:
            self.row(INFINITE, [(at, 1) for at in variables], high)

    def total(self, values):
        """The objective in pence."""
        return self.offset + sum(cost * value for cost, value in zip(self.cost, values))

    # Who with whom.

    def _pairs(self, partners):
        school, rules, rates = self.school, self.school.rules, self.school.rates
        def listed(pairs, a, b):
            return sum(set(pair) == {a.id, b.id} for pair in pairs)
        takers = [person for person in school.people if person.wanted > 0]
        least = 1000 * round(1000 * rules["min_match"])
        allowed = {}
        for a, b in combinations(takers, 2):
            managed = a.given.get("line_manager") == b.id or b.given.get("line_manager") == a.id
            if managed and rules["line_managers"] == "never" or listed(rules["forbid"], a, b):
                continue
            if min(school.learning(a, b)[1], school.learning(b, a)[1]) < least:
                continue
            past = sum(listed(entry.get("partners", []), a, b) > 0 for entry in school.given.get("history", []))
            lines = {
                "repeat_partner": rates["repeat_partner"] * past,
                "prefer": -rates["prefer"] if listed(rules["prefer"], a, b) else 0,
                "avoid": rates["avoid"] if listed(rules["avoid"], a, b) else 0,
                "same_department": rates["same_department"]
                if a.given.get("department") and a.given.get("department") == b.given.get("department") else 0,
            }
            worth = school.value(a, b) + school.value(b, a)
            allowed[a.at, b.at] = (sum(lines.values()) - worth, lines)
        if partners is not None:
            allowed = best_partners(allowed, partners)
        self.lines = {pair: lines for pair, (_, lines) in allowed.items()}
        self.pair_cost = {pair: cost for pair, (cost, _) in allowed.items()}

    def _partners(self):
        of = defaultdict(list)
        for (a, b), at in self.z.items():
            of[a].append(at)
            of[b].append(at)
        ladder = self.school.rates["unserved"]
        for person in self.school.people:
            rungs = [ladder[min(k, len(ladder) - 1)] for k in range(person.wanted)]
            # The rungs fall, so the last missing ones, which are cheaper, are taken first.
            self.short[person.at] = [self.var(rung) for rung in rungs]
            wanted = [(at, 1) for at in of[person.at] + self.short[person.at]]
            self.row(person.wanted, wanted, person.wanted)

    # Visits and talks.

    def _may_leave(self, person, at):
        """Whether the person may be away in the slot, and what their own time costs."""
        doing, rates = person.doing[at], self.school.rates
        if doing == "teaching":
            never = any(self.school.lessons[name].get("cover") == "never" for name in person.lessons[at])
            return None if never else 0
        use = self.school.slots[at].use
        free = rates["free_period" if use == "lesson" else "after_period"]
        return {"free": free, "consented": rates["protected_period"]}.get(doing)

    def _hosts(self, host):
        """The open lessons of a host in the round."""
        for at, names in host.lessons.items():
            slot = self.school.slots[at]
            if slot.inside and slot.day - self.school.first_day >= self.school.rules["notice_days"]:
                for name in names:
                    if self.school.lessons[name].get("open", True):
                        yield at, name

    def _visits(self):
        school = self.school
        people = school.people
        inside = [slot for slot in school.slots if slot.inside]
        away = [{slot.at: cost for slot in inside if (cost := self._may_leave(person, slot.at)) is not None}
                for person in people]
        quiet = [{slot.at for slot in inside if person.doing[slot.at] in ("free", "consented")
                  and slot.use in school.rules["conversation_in"]} for person in people]
        hosts = [list(self._hosts(person)) for person in people]
        leaving, talking = defaultdict(list), defaultdict(list)
        for (a, b), cost in self.pair_cost.items():
            arms = []
            for o, h in ((a, b), (b, a)):
                arms.append([(at, name) for at, name in hosts[h] if at in away[o]
                             and people[o].id not in school.lessons[name]["teachers"]])
            talks = sorted(quiet[a] & quiet[b])
            if not (arms[0] and arms[1] and talks):
                continue
            self.z[a, b] = pair = self.var(cost)
            seen = []
            for (o, h), arm in zip(((a, b), (b, a)), arms):
                made = []
                for at, name in sorted(arm):
                    self.x[o, h, name, at] = visit = self.var()
                    leaving[o, at].append(visit)
                    self.watched[h, name, at].append(visit)
                    made.append((at, visit))
                self.row(0, [(visit, 1) for _, visit in made] + [(pair, -1)], 0)
                seen.append(made)
            held = []
            for at in talks:
                self.y[a, b, at] = meeting = self.var()
                talking[a, at].append(meeting)
                talking[b, at].append(meeting)
                held.append((at, meeting))
            self.row(0, [(meeting, 1) for _, meeting in held] + [(pair, -1)], 0)
            self._order(seen, held)
        for (o, at), visits in leaving.items():
            self.leave[o, at] = var = self.var(away[o][at])
            self.row(0, [(visit, 1) for visit in visits] + [(var, -1)], 0)
        for (i, at), meetings in talking.items():
            self.talk[i, at] = var = self.var(self._may_leave(people[i], at))
            self.row(0, [(meeting, 1) for meeting in meetings] + [(var, -1)], 0)

    def _order(self, seen, held):
        """The talk starts after each visit, and within the limit after the last."""
        slots = self.school.slots
        for made in seen:
            for place, (at, _) in enumerate(held):
                later = held[place + 1][0] if place + 1 < len(held) else INFINITE
                # Where no visit lies between this talk and the next one, the next one's row says more.
                if later is not INFINITE and not any(at <= t < later for t, _ in made):
                    continue
                talked = [(meeting, 1) for _, meeting in held[:place + 1]]
                self.row(INFINITE, talked + [(visit, -1) for t, visit in made if t < at], 0)
        within = self.school.rules["conversation_within_days"]
        first = min(slots[at].day for made in seen for at, _ in made)
        for day in sorted({slots[at].day for at, _ in held}):
            if day - within > first:
                talked = [(meeting, 1) for at, meeting in held if slots[at].day >= day]
                recent = [(v, -1) for made in seen for at, v in made if slots[at].day >= day - within]
                self.row(INFINITE, talked + recent, 0)

    # A person's time. (A colleague's covers join these rows in `_cover`.)

    def _times(self):
        self.uses = defaultdict(list)
        for key, var in [*self.leave.items(), *self.talk.items()]:
            self.uses[key].append(var)
        self.lent, self.after, self.quota = defaultdict(list), defaultdict(list), defaultdict(list)
        for (i, at), used in self.uses.items():
            slot, doing = self.school.slots[at], self.school.people[i].doing[at]
            if doing in ("free", "consented"):
                if slot.use == "lesson":
                    self.lent[i, slot.week].extend(used)
                if slot.use == "after":
                    self.after[i, slot.week].extend(used)
        for (i, _), lent in self.lent.items():
            self.at_most(lent, self.school.people[i].given.get("periods_lent", {}).get("max_per_week", 2))

    def _occurrences(self):
        school, rules = self.school, self.school.rules
        seats = rules["observers_per_lesson"]
        by_lesson, hosted = defaultdict(list), defaultdict(list)
        lost, seen = defaultdict(list), defaultdict(list)
        for (h, name, at), visits in self.watched.items():
            by_lesson[name, at].append(visits)
            hosted[h].extend(visits)
            for entry in school.lessons[name].get("classes", []):
                seen[entry].extend(visits)
            if (h, at) in self.leave:
                self.row(INFINITE, [(visit, 1) for visit in visits] + [(self.leave[h, at], seats)], seats)
            else:
                self.at_most(visits, seats)
        for parts in by_lesson.values():
            if len(parts) > 1:
                self.at_most([visit for visits in parts for visit in visits], seats)
        for h, visits in hosted.items():
            self.at_most(visits, hosting_cap(school, school.people[h]))
        self.demand, shared = defaultdict(list), defaultdict(list)
        school_away, department_away = defaultdict(list), defaultdict(list)
        for (i, at), var in self.leave.items():
            person = school.people[i]
            for name in person.lessons.get(at, []):
                if school.teaching(name, at) >= 2:
                    shared[name, at].append(var)
                    continue
                self.cost[var] += school.class_price(name)
                self.demand[at, school.needs_subject(name)].append((name, var))
                for entry in school.lessons[name].get("classes", []):
                    lost[entry].append(var)
            if person.lessons.get(at):
                school_away[at].append(var)
                if person.given.get("department"):
                    department_away[at, person.given["department"]].append(var)
        for (name, at), leavers in shared.items():
            self.at_most(leavers, school.teaching(name, at) - 1)
        for entry, leavers in lost.items():
            self.at_most(leavers, school.classes.get(entry, {}).get("cover_max", rules["class_cover_max"]))
        for entry, visits in seen.items():
            self.at_most(visits, school.classes.get(entry, {}).get("watched_max", rules["class_watched_max"]))
        for limit, groups in (("school", school_away), ("department", department_away)):
            if limit in rules["away_at_once"]:
                for leavers in groups.values():
                    self.at_most(leavers, rules["away_at_once"][limit])

    # Cover.

    def _cover(self):
        add_cover(self)
        for given in self.after.values():
            self.at_most(given, self.school.rules["after_max_per_week"])
        for (i, at), used in self.uses.items():
            self.at_most(used, 1)
            person, slot = self.school.people[i], self.school.slots[at]
            if person.quota and slot.use == "lesson" and person.doing[at] == "free":
                self.quota[i, slot.week].extend(used)
        for (i, week), used in self.quota.items():
            self.at_most(used, self.school.people[i].quota[week])

    def _budgets(self):
        budget, school = self.school.budget, self.school
        spent = [(var, pence) for var, pence, _ in self.money if pence]
        limits = [budget.get("money"), budget.get("per_school", {}).get(school.school["id"])]
        limits = [limit for limit in limits if limit is not None]
        if limits:
            self.row(INFINITE, spent, min(limits))
        if "per_week" in budget:
            weeks = defaultdict(list)
            for var, pence, week in self.money:
                weeks[week].append((var, pence))
            for terms in weeks.values():
                self.row(INFINITE, terms, budget["per_week"])
        if "cover_periods" in budget:
            left = [(var, 1) for wanted in self.demand.values() for _, var in wanted]
            self.row(INFINITE, left, budget["cover_periods"])


def hosting_cap(school, person):
    """Most visits that the person may host in this round."""
    hosting = person.given.get("hosting", {})
    cap = hosting.get("max", max(2, person.given.get("visits", 1)))
    year = school.given["round"].get("year")
    if "max_per_year" in hosting and year is not None:
        past = (entry for entry in school.given.get("history", []) if entry.get("year") == year)
        cap = min(cap, max(0, hosting["max_per_year"] - sum(e.get("hosted", {}).get(person.id, 0) for e in past)))
    return cap


def best_partners(allowed, partners):
    """The pairs that are among the `partners` cheapest of one of their two."""
    of = defaultdict(list)
    for (a, b), (cost, _) in allowed.items():
        of[a].append((cost, b, (a, b)))
        of[b].append((cost, a, (a, b)))
    kept = {pair for pairs in of.values() for _, _, pair in sorted(pairs)[:partners]}
    return {pair: entry for pair, entry in allowed.items() if pair in kept}
