"""The sources of cover in the peers' model: colleagues, supervisors, units of supply, study."""

from collections import defaultdict


def has(subject, subjects):
    """Whether who has `subjects` may take a class that needs `subject` (None: anybody may)."""
    return subject is None or subject in subjects


def add_cover(model):
    """Adds every source, and the rows that give each class left behind exactly one."""
    serving = {key: [] for key in model.demand}
    add_staff(model, serving)
    add_supervisors(model, serving)
    add_supply(model, serving)
    add_study(model, serving)
    for key, wanted in model.demand.items():
        model.row(0, [(var, -1) for _, var in wanted] + [(var, 1) for var in serving[key]], 0)


def add_staff(model, serving):
    """Colleagues: free then, under their caps by day, week and round, at the rising ladder."""
    school = model.school
    rule, ladder = school.rules["staff_cover"], school.rates["staff_cover"]
    for person in school.people:
        terms = person.given.get("cover", {})
        willing = terms.get("willing")
        if not {"never": False, "volunteers": willing is True, "all": willing is not False}[rule]:
            continue
        days, weeks, taken = defaultdict(list), defaultdict(list), []
        subjects = terms.get("subjects", person.given.get("subjects", []))
        for (at, subject), _ in model.demand.items():
            if person.doing[at] != "free" or not has(subject, subjects):
                continue
            slot = school.slots[at]
            model.staff[person.at, at, subject] = var = model.var()
            serving[at, subject].append(var)
            model.uses[person.at, at].append(var)
            days[slot.day].append(var)
            weeks[slot.week].append(var)
            taken.append(var)
        already = terms.get("already", {})
        for covers in days.values():
            model.at_most(covers, terms.get("max_per_day", 1))
        for week, covers in weeks.items():
            if "max_per_week" in terms:
                model.at_most(covers, max(0, terms["max_per_week"] - already.get(week.isoformat(), 0)))
        most = len(taken)
        if "max_per_round" in terms:
            of_round = {slot.week.isoformat() for slot in school.slots if slot.inside}
            before = sum(count for monday, count in already.items() if monday in of_round)
            most = min(most, max(0, terms["max_per_round"] - before))
        start = remembered(school, person)
        steps = [model.var(ladder[min(start + k, len(ladder) - 1)]) for k in range(most)]
        model.step[person.at] = steps
        model.row(0, [(var, 1) for var in taken] + [(var, -1) for var in steps], 0)


def remembered(school, person):
    """Covers taken in earlier rounds of the year, where the rules remember them."""
    year = school.given["round"].get("year")
    if not school.rules["remember_covers"] or year is None:
        return 0
    past = (entry for entry in school.given.get("history", []) if entry.get("year") == year)
    return sum(entry.get("covers", {}).get(person.id, 0) for entry in past)


def add_supervisors(model, serving):
    """Supervisors: in one class at a time, when available, under their daily cap; some of them kept back."""
    school = model.school
    used = defaultdict(list)
    there = defaultdict(int)
    for given in school.cover.get("supervisors", []):
        spoken = given.get("available")
        here = {slot.at for slot in school.slots
                if spoken is None or any(school.speaks(pattern, slot) for pattern in spoken)}
        for at in here:
            there[at] += 1
        days, times = defaultdict(list), defaultdict(list)
        for at, subject in model.demand:
            if at not in here or not has(subject, given.get("subjects", [])):
                continue
            slot = school.slots[at]
            pence = given.get("money_per_period", 0)
            model.supervisor[given["id"], at, subject] = var = model.var(pence)
            model.money.append((var, pence, slot.week))
            serving[at, subject].append(var)
            days[slot.day].append(var)
            times[at].append(var)
            used[at].append(var)
        for covers in times.values():
            model.at_most(covers, 1)
        for covers in days.values():
            if "max_per_day" in given:
                model.at_most(covers, given["max_per_day"])
    if school.rules["keep_back"]:
        for at, covers in used.items():
            model.at_most(covers, max(0, there[at] - school.rules["keep_back"]))


def add_supply(model, serving):
    """Supply: units hired by the day, the half day or the period; one class per unit and period."""
    school = model.school
    for given in school.cover.get("supply", []):
        unit, cap = given.get("unit", "day"), given.get("max_per_day")
        at_once, hired = defaultdict(list), {}
        for (at, subject), wanted in model.demand.items():
            if not has(subject, given.get("subjects", [])):
                continue
            slot = school.slots[at]
            most = len(wanted) if cap is None else min(cap, len(wanted))
            model.supply[given["id"], at, subject] = var = model.var(0, most)
            serving[at, subject].append(var)
            at_once[at].append(var)
            key = {"day": (slot.day,), "half_day": (slot.day, slot.half), "period": (slot.day, at)}[unit]
            hired.setdefault(key, []).append(at)
        days = defaultdict(list)
        for key, slots in hired.items():
            slots = sorted(set(slots))
            most = max(sum(model.upper[var] for var in at_once[at]) for at in slots)
            most = most if cap is None else min(cap, most)
            model.hire[given["id"], key] = hire = model.var(given.get("money", 0), most)
            model.money.append((hire, given.get("money", 0), school.slots[slots[0]].week))
            days[key[0]].append(hire)
            for at in slots:
                model.row(None, [(var, 1) for var in at_once[at]] + [(hire, -1)], 0)
        for hires in days.values():
            if cap is not None:
                model.at_most(hires, cap)


def add_study(model, serving):
    """Study: as often as every class of the lesson has release left."""
    school = model.school
    money = school.cover.get("study", {}).get("money", 0)
    released = defaultdict(list)
    for (at, subject), wanted in model.demand.items():
        for name, leave in wanted:
            classes = school.lessons[name].get("classes", [])
            if not classes or any(not school.classes.get(c, {}).get("study_release") for c in classes):
                continue
            model.study[name, at] = var = model.var(money + school.rates["study"])
            model.money.append((var, money, school.slots[at].week))
            model.row(None, [(var, 1), (leave, -1)], 0)
            serving[at, subject].append(var)
            for entry in classes:
                released[entry].append(var)
    for entry, covers in released.items():
        model.at_most(covers, school.classes[entry]["study_release"])
