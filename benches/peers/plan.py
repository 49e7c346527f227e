"""Writes the values of the variables as a plan (opendoor-plan/1), for `opendoor check` to judge."""

from collections import defaultdict

from cover import remembered


def write(model, values, bound, proven):
    """The plan; `bound` is what the solver claims, None when it claims nothing."""
    school = model.school
    on = {at for at, value in enumerate(values) if value}
    covers = deal_out(model, values)
    loads = {person.id: dict.fromkeys(
        ("visits_made", "hosted", "covers_taken", "free_periods", "protected_periods", "after_periods"), 0)
        for person in school.people}
    touched = {person.id for person in school.people if person.given.get("participates", True)}
    visits = {(o, h): (name, at) for (o, h, name, at), var in model.x.items() if var in on}
    talks = {(a, b): at for (a, b, at), var in model.y.items() if var in on}
    sums = {"money": 0, "goodwill": 0, "unserved_cost": 0, "value": 0}

    def own_time(person, at):
        charged = {("free", "lesson"): ("free_period", "free_periods"),
                   ("free", "break"): ("after_period", "after_periods"),
                   ("free", "after"): ("after_period", "after_periods")}
        slot, doing = school.slots[at], person.doing[at]
        if doing == "teaching":
            return 0
        rate, load = charged.get((doing, slot.use), ("protected_period", "protected_periods"))
        loads[person.id][load] += 1
        return school.rates[rate]

    arrangements, lines = [], []
    for (a, b), var in model.z.items():
        if var not in on:
            continue
        members = [school.people[a], school.people[b]]
        made = []
        for o, h in (members, members[::-1]):
            name, at = visits[o.at, h.at]
            slot = school.slots[at]
            loads[o.id]["visits_made"] += 1
            loads[h.id]["hosted"] += 1
            for cover in covers.get((o.at, at), []):
                if cover["by"]["source"] == "staff":
                    loads[cover["by"]["id"]]["covers_taken"] += 1
                    touched.add(cover["by"]["id"])
                sums["money"] += cover["money"]
                sums["goodwill"] += cover["goodwill"]
            visit = {"observer": o.id, "host": h.id, "lesson": name, "date": slot.date.isoformat(),
                     "period": slot.period, "mode": "in_person", "focus": school.learning(o, h)[0],
                     "value": school.value(o, h), "own_time": own_time(o, at), "travel": 0,
                     "covers": covers.get((o.at, at), [])}
            sums["goodwill"] += visit["own_time"]
            sums["value"] += visit["value"]
            made.append(visit)
        slot = school.slots[talks[a, b]]
        talk = {"date": slot.date.isoformat(), "school": school.school["id"], "period": slot.period,
                "own_time": sum(own_time(person, slot.at) for person in members)}
        sums["goodwill"] += talk["own_time"]
        for what, pence in model.lines[a, b].items():
            if pence:
                kind = "value" if pence < 0 else "goodwill"
                sums[kind] += abs(pence)
                lines.append({"what": what, "in": kind, "pence": abs(pence), "members": [m.id for m in members]})
        arrangements.append({"id": f"p{len(arrangements) + 1}", "kind": "pair", "members": [m.id for m in members],
                             "visits": made, "conversation": talk})
    hires = hired(model, values)
    sums["money"] += sum(hire["money"] for hire in hires)
    unserved = []
    for person in school.people:
        missing = sum(var in on for var in model.short[person.at])
        if missing:
            cost = sum(model.cost[var] for var in model.short[person.at] if var in on)
            sums["unserved_cost"] += cost
            unserved.append({"teacher": person.id, "missing": missing, "cost": cost, "reasons": []})
    total = sums["money"] + sums["goodwill"] + sums["unserved_cost"] - sums["value"]
    bound = weakest(model) if bound is None else min(bound, total)
    size = max(1, sum(sums.values()))
    gap = max(0, -(-(total - bound) * 1_000_000 // size))
    return {
        "format": "opendoor-plan/1", "instance": school.hash, "status": "optimal" if proven and bound == total else "feasible",
        "proof": "solver", "total": total, "bound": bound, "gap": gap / 1_000_000, **sums,
        "arrangements": arrangements, "hires": hires, "lines": lines, "unserved": unserved,
        "loads": [{"teacher": name, **load} for name, load in loads.items() if name in touched],
    }


def weakest(model):
    """A bound that needs no solver: every teacher with partners as good as the best there is."""
    best = defaultdict(int)
    for (a, b), cost in model.pair_cost.items():
        for person in (a, b):
            best[person] = min(best[person], cost)
    return sum((best[person.at] * person.wanted - 1) // 2 for person in model.school.people)


def deal_out(model, values):
    """Who takes which class: the covers of each observer's absence, by (observer, slot)."""
    school = model.school
    sources = defaultdict(list)
    for kind in ("staff", "supervisor", "supply"):
        for (who, at, subject), var in getattr(model, kind).items():
            name = school.people[who].id if kind == "staff" else who
            sources[at, subject].extend([(kind, name)] * values[var])
    covers, taken = defaultdict(list), []
    rates = {given["id"]: given.get("money_per_period", 0) for given in school.cover.get("supervisors", [])}
    for (i, at), var in model.leave.items():
        if not values[var]:
            continue
        slot = school.slots[at]
        for name in school.people[i].lessons.get(at, []):
            cover = {"lesson": name, "date": slot.date.isoformat(), "period": slot.period,
                     "by": {"source": "none_needed"}, "money": 0, "goodwill": 0}
            covers[i, at].append(cover)
            if school.teaching(name, at) >= 2:
                continue
            cover["goodwill"] = school.class_price(name)
            study = model.study.get((name, at))
            if study is not None and values[study]:
                cover["by"] = {"source": "study"}
                cover["money"] = school.cover.get("study", {}).get("money", 0)
                cover["goodwill"] += school.rates["study"]
                continue
            kind, who = sources[at, school.needs_subject(name)].pop(0)
            cover["by"] = {"source": kind, "id": who}
            cover["money"] = rates.get(who, 0) if kind == "supervisor" else 0
            if kind == "staff":
                taken.append((who, at, cover))
    taken.sort(key=lambda entry: entry[:2])
    ladder, so_far = school.rates["staff_cover"], {}
    for who, _, cover in taken:
        step = so_far.setdefault(who, remembered(school, school.by_id[who]))
        cover["goodwill"] += ladder[min(step, len(ladder) - 1)]
        so_far[who] = step + 1
    return covers


def hired(model, values):
    """The units hired."""
    school = model.school
    given = {entry["id"]: entry for entry in school.cover.get("supply", [])}
    dates = {slot.day: slot.date.isoformat() for slot in school.slots}
    hires = []
    for (source, key), var in model.hire.items():
        count = values[var]
        if not count:
            continue
        unit = given[source].get("unit", "day")
        hire = {"source": source, "school": school.school["id"], "date": dates[key[0]], "unit": unit,
                "count": count, "money": count * given[source].get("money", 0)}
        if unit == "half_day":
            hire["half"] = key[1]
        if unit == "period":
            hire["period"] = school.slots[key[1]].period
        hires.append(hire)
    return hires
