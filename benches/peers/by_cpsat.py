"""The model in OR-Tools CP-SAT."""

from ortools.sat.python import cp_model


class Listener(cp_model.CpSolverSolutionCallback):
    """Notes when plans are found."""

    def __init__(self, log):
        super().__init__()
        self.log = log

    def on_solution_callback(self):
        self.log.plan(self.objective_value)


def build(model, options):
    """Everything that is done before the clock starts."""
    cp = cp_model.CpModel()
    variables = [cp.new_bool_var("") if upper == 1 else cp.new_int_var(0, upper, "") for upper in model.upper]
    for low, high, columns, by in model.rows:
        terms = cp_model.LinearExpr.weighted_sum([variables[at] for at in columns], by)
        if low == high:
            cp.add(terms == high)
        elif low is None:
            cp.add(terms <= high)
        else:
            cp.add_linear_constraint(terms, low, high)
    cp.minimize(cp_model.LinearExpr.weighted_sum(variables, model.cost) + model.offset)
    return cp, variables


def solve(built, model, options, log):
    """The values found (None without a plan), the bound, whether it is proven."""
    cp, variables = built
    solver = cp_model.CpSolver()
    solver.parameters.num_workers = options.threads
    solver.parameters.max_time_in_seconds = options.limit
    solver.best_bound_callback = log.bound
    status = solver.solve(cp, Listener(log))
    found = status in (cp_model.OPTIMAL, cp_model.FEASIBLE)
    values = [solver.value(variable) for variable in variables] if found else None
    # Before it has a first bound the solver reports 0.
    bound = solver.best_objective_bound if found else log.best
    return values, bound, status == cp_model.OPTIMAL
