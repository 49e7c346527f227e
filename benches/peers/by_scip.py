"""The model in SCIP, read from an MPS file: term by term its Python interface takes minutes."""

import os
import tempfile

from pyscipopt import SCIP_EVENTTYPE, SCIP_RESULT, Eventhdlr, Model


class Listener(Eventhdlr):
    """Notes plans and bounds."""

    def __init__(self, log):
        super().__init__()
        self.log = log
        self.kinds = SCIP_EVENTTYPE.BESTSOLFOUND, SCIP_EVENTTYPE.DUALBOUNDIMPROVED

    def eventinit(self):
        for kind in self.kinds:
            self.model.catchEvent(kind, self)

    def eventexit(self):
        for kind in self.kinds:
            self.model.dropEvent(kind, self)

    def eventexec(self, event):
        if event.getType() == SCIP_EVENTTYPE.BESTSOLFOUND:
            self.log.plan(self.model.getSolObjVal(self.model.getBestSol()))
        self.log.bound(self.model.getDualbound())
        return {"result": SCIP_RESULT.DIDNOTRUN}


def build(model, options):
    """Everything that is done before the clock starts."""
    with tempfile.TemporaryDirectory() as folder:
        path = os.path.join(folder, "model.mps")
        with open(path, "w", encoding="ascii") as file:
            write_mps(model, file)
        scip = Model()
        scip.hideOutput()
        scip.readProblem(path)
    scip.addObjoffset(model.offset)
    scip.setParam("limits/time", float(options.limit))
    scip.setParam("limits/absgap", 0.99)
    return scip


def write_mps(model, file):
    """Free MPS: rows R0.., columns C0.., all integer."""
    columns = [[] for _ in model.upper]
    file.write("NAME round\nROWS\n N cost\n")
    for at, (low, high, variables, by) in enumerate(model.rows):
        file.write(f" {'E' if low == high else 'L'} R{at}\n")
        for variable, coefficient in zip(variables, by):
            columns[variable].append((at, coefficient))
    file.write("COLUMNS\n M1 'MARKER' 'INTORG'\n")
    for at, entries in enumerate(columns):
        file.write(f" C{at} cost {model.cost[at]}\n")
        file.writelines(f" C{at} R{row} {by}\n" for row, by in entries)
    file.write(" M2 'MARKER' 'INTEND'\nRHS\n")
    file.writelines(f" rhs R{at} {row[1]}\n" for at, row in enumerate(model.rows) if row[1])
    file.write("BOUNDS\n")
    file.writelines(f" UP bound C{at} {upper}\n" for at, upper in enumerate(model.upper))
    file.write("ENDATA\n")


def solve(scip, model, options, log):
    """The values found (None without a plan), the bound, whether it is proven."""
    scip.includeEventhdlr(Listener(log), "listener", "notes plans and bounds")
    scip.optimize()
    values = None
    if scip.getNSols():
        best = scip.getBestSol()
        values = [0] * len(model.upper)
        for variable in scip.getVars():
            values[int(variable.name[1:])] = round(best[variable])
    return values, scip.getDualbound(), scip.getStatus() in ("optimal", "gaplimit")
