"""The matching kernels on the same graphs: opendoor and rustworkx-core by benches/peers.rs, LEMON by lemon.cpp."""

import json
import subprocess
import sys

# LEMON is given so many seconds a graph, all of its runs together.
LIMIT = 60


def compare(root, work):
    """A row for each graph, and the version of LEMON; ends with an error when weights differ."""
    graphs = work / "graphs"
    graphs.mkdir(parents=True, exist_ok=True)
    bench = ["cargo", "bench", "--locked", "--bench", "peers", "--", "--graphs", graphs]
    answer = subprocess.run(bench, check=True, cwd=root, stdout=subprocess.PIPE, text=True).stdout
    rows, version = [], None
    for line in answer.splitlines():
        row = json.loads(line)
        try:
            run = subprocess.run([work / "lemon", graphs / f"{row['graph']}.txt"], check=True, timeout=LIMIT,
                                 stdout=subprocess.PIPE, text=True)
        except subprocess.TimeoutExpired:
            rows.append(row | {"lemon_us": None})
            continue
        peer = json.loads(run.stdout)
        version = peer.pop("version")
        if peer["weight"] != row["weight"]:
            sys.exit(f"{row['graph']}: opendoor weighs {row['weight']}, LEMON {peer['weight']}")
        rows.append(row | {"lemon_us": peer["lemon_us"]})
    return rows, version
