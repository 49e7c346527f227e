"""Results as Markdown."""


def share(total, bound):
    """How far apart plan and bound are, as MIP solvers tell it: of the plan's total."""
    return abs(total - bound) / max(1, abs(total))


def first(run, holds):
    """When something first held, in seconds."""
    return next((at for at, total, bound in run["events"] if holds(total, bound)), None)


def seconds(number):
    return "–" if number is None else f"{number:.2f}" if number < 10 else f"{number:.1f}"


def pounds(pence):
    return "–" if pence is None else f"{pence / 100:,.2f}"


def row(run, empty):
    """One solver on one instance; `empty` is the total of the plan that pairs nobody."""
    if "failed" in run:
        return f"| {run['solver']} | {run['failed']} | – | – | – | – | – | – | {run['memory_mb']:,} |"
    total, bound = run.get("total"), run.get("bound")
    some = first(run, lambda at, _: at is not None and at < empty)
    close = first(run, lambda at, to: at is not None and to is not None and share(at, to) <= 0.01)
    plans = some is not None
    gap = f"{100 * share(total, bound):.2f} %" if plans and bound is not None else "–"
    proof = seconds(run["seconds"]) if run["proven"] else "–"
    return (f"| {run['solver']} | {pounds(total) if plans else 'none'} | {pounds(bound)} | {gap} | "
            f"{seconds(run['build_seconds'])} | {seconds(some)} | {seconds(close)} | {proof} | "
            f"{run['memory_mb']:,} |")


def microseconds(number):
    if number is None:
        return "–"
    return f"{number / 1000:,.2f}" if number < 100_000 else f"{number / 1000:,.0f}"


def markdown(results):
    """The whole page."""
    about = results["machine"]
    page = [
        f"# Measured on {results['date']}", "",
        f"{about['processor']}, {about['cores']} cores, {about['memory_gb']} GB; "
        + ", ".join(f"{name} {version}" for name, version in results["versions"].items()) + ".", "",
        f"`make peers` made this page; {results['limit']:g} s for each solver on each instance.", "",
    ]
    if results["instances"]:
        page += [
            "## A round of pairs", "",
            "Every solver has the same instance (`opendoor generate --weeks 2 --seed 1`, only pairs in play, all pairs",
            "allowed) and the same objective; every plan passed `opendoor check`. The peers solve the compact model of",
            "`benches/peers/model.py`; CP-SAT and HiGHS use all cores, SCIP one. Totals and bounds are the objective in",
            "pounds, less is better; the gap is their distance as a share of the total. *12 best* has only the pairs",
            "that are among the twelve most valuable of one of their two: a smaller model without a bound on the round.",
            "",
            "Seconds: *build* is reading and building the peers' model in Python, which no other column counts;",
            "*plan* is the first plan that pairs anybody; *1 %* is when plan and bound were first so close; *proof* is",
            "the end of a run that proved its plan the best. For opendoor seconds are those of the whole program, from its",
            "start to the checked and written plan. Memory is the most that the process held, in MB. A load average above",
            "the number of cores means that the machine had other work too, and that every clock here ran longer for it.",
            "",
        ]
    for entry in results["instances"]:
        page += [
            f"### {entry['name'].replace('-', ', ')} teachers", "",
            "| solver | total | bound | gap | build | plan | 1 % | proof | memory |",
            "| --- | ---: | ---: | ---: | ---: | ---: | ---: | ---: | ---: |",
            *(row(run, entry["empty"]) for run in entry["runs"]), "",
        ]
        peer = next((run for run in entry["runs"] if "variables" in run), None)
        if peer:
            page += [f"The peers' model: {peer['variables']:,} variables, {peer['rows']:,} rows, "
                     f"{peer['entries']:,} entries. Load average of the machine before: {entry['load']}.", ""]
    if results["matching"]:
        page += [
            "## Maximum-weight matching", "",
            "Milliseconds on one core, the median of at least three runs on a graph in memory; the weights found are equal.",
            "rustworkx-core is run up to 1,000 vertices, LEMON up to a minute.", "",
            "| graph | vertices | edges | opendoor | LEMON | rustworkx-core |",
            "| --- | ---: | ---: | ---: | ---: | ---: |",
        ]
        page += [f"| {r['graph'].rsplit('-', 1)[0]} | {r['vertices']:,} | {r['edges']:,} | "
                 f"{microseconds(r['opendoor_us'])} | {microseconds(r['lemon_us'])} | "
                 f"{microseconds(r['rustworkx_us'])} |" for r in results["matching"]]
        page.append("")
    return "\n".join(page)
