"""`make peers`: opendoor and the peers on the same instances in one go, every plan judged by `opendoor check`.

Writes benches/results/DATE-MACHINE.md and .json anew after every instance. Ends with an error when a plan is refused,
or when what one solver proves is contradicted by another.
"""

import argparse
import json
import os
import platform
import re
import subprocess
import sys
import threading
import time
from datetime import date
from importlib import metadata
from pathlib import Path

import facts
import matching
import table

HERE = Path(__file__).resolve().parent
ROOT = HERE.parent.parent
OPENDOOR = ROOT / "target" / "release" / "opendoor"
WORK = ROOT / "target" / "peers"
RESULTS = ROOT / "benches" / "results"

INSTANCES = [
    ("primary", 12), ("primary", 25), ("primary", 80), ("secondary", 20), ("secondary", 65), ("secondary", 150),
]
# From this size on also with fewer pairs to choose from, as one would if all are too many: so many best of each teacher.
LARGE, PARTNERS = 65, 12
PEERS = {"cpsat": "OR-Tools CP-SAT", "highs": "HiGHS", "scip": "SCIP"}
# Beyond its limit a solver may finish what it is at, and writing the plan takes a while.
GRACE = 120


def child(command, seconds, stderr):
    """Runs a command: its exit code (None when it had to be stopped), wall seconds, peak memory in MB."""
    started = time.perf_counter()
    with open(stderr, "w", encoding="utf-8") as errors:
        process = subprocess.Popen(command, stdout=subprocess.DEVNULL, stderr=errors)
        stopped = threading.Event()
        def stop():
            stopped.set()
            process.kill()
        timer = threading.Timer(seconds, stop)
        timer.start()
        _, status, usage = os.wait4(process.pid, 0)
        timer.cancel()
        process.returncode = os.waitstatus_to_exitcode(status)
    code = None if stopped.is_set() else process.returncode
    return code, time.perf_counter() - started, usage.ru_maxrss / 1024


def instance(preset, teachers, kinds):
    """Generates an instance (seed 1, two weeks) with only pairs in play."""
    command = [OPENDOOR, "generate", "--preset", preset, "--teachers", str(teachers), "--weeks", "2", "--seed", "1"]
    made = json.loads(subprocess.run(command, check=True, capture_output=True).stdout)
    made.setdefault("rules", {})["arrangements"] = kinds
    path = WORK / f"{preset}-{teachers}.json"
    path.write_text(json.dumps(made), encoding="utf-8")
    return path, made


def judged(instance_path, plan_path):
    """The plan's figures, once the checker has let it pass."""
    verdict = subprocess.run([OPENDOOR, "check", instance_path, plan_path], capture_output=True, text=True)
    if verdict.returncode != 0:
        sys.exit(f"{plan_path.name} is refused:\n{verdict.stdout}{verdict.stderr}")
    made = json.loads(plan_path.read_text(encoding="utf-8"))
    return {key: made[key] for key in ("total", "bound", "gap", "status", "proof")}


def empty(made):
    """The total of the plan that pairs nobody."""
    ladder = made.get("rates", {}).get("unserved", facts.RATES["unserved"])
    wanted = (teacher.get("visits", 1) for teacher in made["teachers"] if teacher.get("participates", True))
    return sum(ladder[min(step, len(ladder) - 1)] for count in wanted for step in range(count))


def by_opendoor(path, limit):
    """One run of opendoor; its clock starts with the process."""
    plan, errors = path.with_suffix(".opendoor.plan"), path.with_suffix(".opendoor.log")
    command = [OPENDOOR, "solve", path, "-o", plan, "--progress", "json", "--time-limit", f"{limit:g}s"]
    code, seconds, memory = child(command, limit + GRACE, errors)
    if code != 0:
        return {"solver": "opendoor", "memory_mb": round(memory), "failed": f"exit code {code}"}
    events, best, bound = [], None, None
    for line in errors.read_text(encoding="utf-8").splitlines():
        if line.startswith("{"):
            event = json.loads(line)
            best = event.get("total", best)
            bound = event["bound"] if event["bound"] is not None else bound
            events.append([event["milliseconds"] / 1000, best, bound])
    verdict = judged(path, plan)
    events.append([round(seconds, 4), verdict["total"], verdict["bound"]])
    return {"solver": "opendoor", "memory_mb": round(memory), "build_seconds": 0, "seconds": round(seconds, 3),
            "proven": verdict["status"] == "optimal", "events": events, **verdict}


def by_peer(peer, path, limit, threads, partners=None):
    """One run of a peer in a process of its own; its clock starts when the solver does."""
    plan, record = path.with_suffix(f".{peer}.plan"), path.with_suffix(f".{peer}.record")
    for old in (plan, record):
        old.unlink(missing_ok=True)
    command = [sys.executable, HERE / "solve.py", peer, path, plan, record, "--limit", str(limit), "--threads",
               str(threads), *(["--partners", str(partners)] if partners else [])]
    code, _, memory = child(command, 2 * limit + 2 * GRACE, path.with_suffix(f".{peer}.log"))
    name = f"{PEERS[peer]}, {partners} best" if partners else PEERS[peer]
    run = {"solver": name, "memory_mb": round(memory)}
    if code is None:
        return run | {"failed": "stopped, long after its limit"}
    if code != 0:
        sys.exit(path.with_suffix(f".{peer}.log").read_text(encoding="utf-8"))
    run |= json.loads(record.read_text(encoding="utf-8"))
    if plan.exists():
        verdict = judged(path, plan)
        if verdict["total"] != run["total"]:
            sys.exit(f"{peer} counts {run['total']} where the checker counts {verdict['total']}")
    return run


def contradictions(name, runs):
    """What one run proves and another refutes."""
    for one in runs:
        for other in runs:
            if one.get("bound") is not None and other.get("total") is not None and one["bound"] > other["total"]:
                yield f"{name}: {one['solver']} bounds by {one['bound']}, {other['solver']} plans {other['total']}"


def machine():
    """The processor, its cores, the memory: nothing that names this very machine."""
    model = platform.machine()
    info = Path("/proc/cpuinfo")
    if info.exists():
        found = re.search(r"^model name\s*:\s*(.+)$", info.read_text(encoding="utf-8"), re.MULTILINE)
        model = found[1] if found else model
    memory = os.sysconf("SC_PAGE_SIZE") * os.sysconf("SC_PHYS_PAGES") / 2**30
    return {"processor": model, "cores": os.cpu_count(), "memory_gb": round(memory)}


def versions():
    """Whose versions were compared."""
    own = subprocess.run([OPENDOOR, "--version"], check=True, capture_output=True, text=True).stdout.split()[1]
    return {"opendoor": own, **{PEERS[key]: metadata.version(name)
                                for key, name in (("cpsat", "ortools"), ("highs", "highspy"))},
            "PySCIPOpt": metadata.version("PySCIPOpt")}


def main():
    parser = argparse.ArgumentParser()
    parser.add_argument("--limit", type=float, default=60, help="seconds for each solver on each instance")
    parser.add_argument("--only", nargs="*", help="only these instances, such as primary-25; `matching` for the graphs")
    options = parser.parse_args()
    WORK.mkdir(parents=True, exist_ok=True)
    RESULTS.mkdir(parents=True, exist_ok=True)
    about = machine()
    results = {"date": date.today().isoformat(), "machine": about, "versions": versions(), "limit": options.limit,
               "instances": [], "matching": []}
    slug = re.sub(r"[^a-z0-9]+", "-", about["processor"].lower()).strip("-")
    target = RESULTS / f"{results['date']}-{slug}-{about['cores']}-cores"
    if options.only and target.with_suffix(".json").exists():
        before = json.loads(target.with_suffix(".json").read_text(encoding="utf-8"))
        results["instances"] = [entry for entry in before["instances"] if entry["name"] not in options.only]
        results["matching"] = before["matching"]
        results["versions"] = before["versions"] | results["versions"]
    def keep():
        target.with_suffix(".json").write_text(json.dumps(results, indent=1) + "\n", encoding="utf-8")
        target.with_suffix(".md").write_text(table.markdown(results), encoding="utf-8")
    wrong = []
    for preset, teachers in INSTANCES:
        name = f"{preset}-{teachers}"
        if options.only and name not in options.only:
            continue
        path, made = instance(preset, teachers, ["pair"])
        entry = {"name": name, "teachers": len(made["teachers"]), "lessons": len(made["lessons"]),
                 "empty": empty(made), "load": round(os.getloadavg()[0], 1), "runs": []}
        results["instances"].append(entry)
        print(name, file=sys.stderr)
        peers = [(peer, None) for peer in PEERS]
        if teachers >= LARGE:
            peers += [("cpsat", PARTNERS), ("highs", PARTNERS)]
        for peer, partners in [(None, None), *peers]:
            run = (by_peer(peer, path, options.limit, about["cores"], partners) if peer
                   else by_opendoor(path, options.limit))
            entry["runs"].append(run)
            print(f"  {table.row(run, entry['empty'])}", file=sys.stderr)
        wrong.extend(contradictions(name, entry["runs"]))
        keep()
    if not options.only or "matching" in options.only:
        results["matching"], results["versions"]["LEMON"] = matching.compare(ROOT, WORK)
        keep()
    print(table.markdown(results))
    if wrong:
        sys.exit("\n".join(wrong))


if __name__ == "__main__":
    main()
