"""One solver on one instance, in a process of its own: `solve.py SOLVER INSTANCE PLAN RECORD`.

Writes the plan, and a record of what was known when. The clock starts when the solver does: reading the instance and
building the model are not counted (the record has them apart).
"""

import argparse
import importlib
import json
import math
import time

import facts
import plan
from model import Model


class Log:
    """What was known when: [seconds, total or None, bound or None], each the best so far."""

    def __init__(self, bounds):
        self.bounds = bounds
        self.started = time.perf_counter()
        self.events = []
        self.total = self.best = None

    def _note(self):
        self.events.append([round(time.perf_counter() - self.started, 4), self.total, self.best])

    def plan(self, total):
        """A plan of this total was found."""
        total = round(total)
        if self.total is None or total < self.total:
            self.total = total
            self._note()

    def bound(self, bound):
        """No plan costs less."""
        bound = whole(bound)
        if self.bounds and bound is not None and (self.best is None or bound > self.best):
            self.best = bound
            self._note()


def whole(bound):
    """A bound in floating point as whole pence: totals are whole, so it may be rounded up but for its error."""
    return math.ceil(bound - 0.01) if bound is not None and abs(bound) < 1e15 else None


def main():
    parser = argparse.ArgumentParser()
    parser.add_argument("solver", choices=["cpsat", "highs", "scip"])
    parser.add_argument("instance")
    parser.add_argument("plan")
    parser.add_argument("record")
    parser.add_argument("--limit", type=float, default=60)
    parser.add_argument("--threads", type=int, default=1)
    parser.add_argument("--partners", type=int, help="only so many best partners of each")
    options = parser.parse_args()
    peer = importlib.import_module(f"by_{options.solver}")
    started = time.perf_counter()
    school = facts.read(options.instance)
    model = Model(school, options.partners)
    built = peer.build(model, options)
    # Among some of the pairs only, a bound says nothing about all of them.
    log = Log(bounds=options.partners is None)
    values, bound, proven = peer.solve(built, model, options, log)
    seconds = time.perf_counter() - log.started
    bound, proven = (whole(bound), proven) if log.bounds else (None, False)
    record = {
        "build_seconds": round(log.started - started, 3), "seconds": round(seconds, 3), "proven": proven, "bound": bound,
        "events": log.events, "variables": len(model.upper), "rows": len(model.rows),
        "entries": sum(len(row[2]) for row in model.rows),
    }
    if values is not None:
        record["total"] = model.total(values)
    log.events.append([record["seconds"], record.get("total"), bound])
    if values is not None:
        with open(options.plan, "w", encoding="utf-8") as file:
            json.dump(plan.write(model, values, bound, proven), file, indent=1)
    with open(options.record, "w", encoding="utf-8") as file:
        json.dump(record, file)


if __name__ == "__main__":
    main()
