"""The model in HiGHS."""

import highspy
import numpy


def build(model, options):
    """Everything that is done before the clock starts."""
    lp = highspy.HighsLp()
    lp.num_col_, lp.num_row_ = len(model.upper), len(model.rows)
    lp.col_cost_ = numpy.array(model.cost, dtype=numpy.double)
    lp.col_lower_ = numpy.zeros(lp.num_col_)
    lp.col_upper_ = numpy.array(model.upper, dtype=numpy.double)
    lp.row_lower_ = numpy.array([-highspy.kHighsInf if row[0] is None else row[0] for row in model.rows])
    lp.row_upper_ = numpy.array([row[1] for row in model.rows], dtype=numpy.double)
    lp.integrality_ = [highspy.HighsVarType.kInteger] * lp.num_col_
    lp.offset_ = model.offset
    lp.a_matrix_.format_ = highspy.MatrixFormat.kRowwise
    lp.a_matrix_.start_ = numpy.cumsum([0] + [len(row[2]) for row in model.rows])
    lp.a_matrix_.index_ = numpy.concatenate([numpy.array(row[2]) for row in model.rows])
    lp.a_matrix_.value_ = numpy.concatenate([numpy.array(row[3], dtype=numpy.double) for row in model.rows])
    highs = highspy.Highs()
    highs.setOptionValue("log_to_console", False)
    highs.setOptionValue("threads", options.threads)
    highs.setOptionValue("time_limit", float(options.limit))
    # Every cost is whole pence: less than a penny apart is equal.
    highs.setOptionValue("mip_rel_gap", 0.0)
    highs.setOptionValue("mip_abs_gap", 0.99)
    highs.passModel(lp)
    return highs


def solve(highs, model, options, log):
    """The values found (None without a plan), the bound, whether it is proven."""
    highs.cbMipImprovingSolution += lambda event: log.plan(event.data_out.objective_function_value)
    highs.cbMipLogging += lambda event: log.bound(event.data_out.mip_dual_bound)
    highs.run()
    info = highs.getInfo()
    found = info.primal_solution_status == highspy.SolutionStatus.kSolutionStatusFeasible
    values = [round(value) for value in highs.getSolution().col_value] if found else None
    return values, info.mip_dual_bound, highs.getModelStatus() == highspy.HighsModelStatus.kOptimal
