//! What a visit is worth, and what it costs that two are partners.

use opendoor::domain::{FocusId, LineManagers, Pence, Problem, TeacherId};

use super::facts::Facts;

/// Half away from zero, of what is not negative.
fn rounded(rate: Pence, millionths: i64) -> Pence {
    (2 * rate * millionths + 1_000_000) / 2_000_000
}

/// So many per cent, half away from zero, of what is not negative.
pub fn percent(value: Pence, percent: u32) -> Pence {
    (value * i64::from(percent) + 50) / 100
}

/// Learning in millionths and its focus.
pub fn learning(problem: &Problem, observer: TeacherId, host: TeacherId) -> (i64, Option<FocusId>) {
    let mut best: (i64, Option<FocusId>) = (-1, None);
    for focus in problem.focuses.keys() {
        let need = i64::from(problem.teachers[observer].need(focus).thousandths());
        let strength = i64::from(problem.teachers[host].strength(focus).thousandths());
        if need * strength > best.0 {
            best = (need * strength, Some(focus));
        }
    }
    (best.0.max(0), best.1)
}

/// Whether the visit is above `min_match`.
pub fn matches(problem: &Problem, observer: TeacherId, host: TeacherId) -> bool {
    learning(problem, observer, host).0 >= i64::from(problem.rules.min_match.thousandths()) * 1000
}

/// Value of a visit in the room.
pub fn value(problem: &Problem, observer: TeacherId, host: TeacherId) -> Pence {
    let rates = &problem.rates;
    let (gain, focus) = learning(problem, observer, host);
    let strength = |who: TeacherId, focus| i64::from(problem.teachers[who].strength(focus).thousandths());
    let feedback = problem.teachers[host].asks.iter().map(|&focus| strength(observer, focus)).max().unwrap_or(0);
    let mut value = rounded(rates.learning, gain) + rounded(rates.feedback, feedback * 1000);
    let (home, away) = (problem.teachers[observer].school, problem.teachers[host].school);
    if home != away {
        value += rates.partner_school;
        if let Some(focus) = focus.filter(|_| gain > 0) {
            let known = problem
                .teachers
                .entries()
                .any(|(other, teacher)| other != observer && teacher.school == home && strength(other, focus) >= 700);
            if strength(host, focus) >= 700 && !known {
                value += rates.fresh_expertise;
            }
        }
    }
    value
}

pub fn same(pair: [TeacherId; 2], other: [TeacherId; 2]) -> bool {
    pair == other || pair == [other[1], other[0]]
}

/// Partners that `who` wants: of whatever kind, and of these by mutual kinds at most.
pub fn wanted(facts: &Facts, who: TeacherId) -> [u32; 2] {
    let teacher = &facts.problem.teachers[who];
    if !teacher.participates || facts.is_out(who) {
        return [0, 0];
    }
    let further = if teacher.new_staff { facts.problem.rules.new_staff_visits } else { 0 };
    [teacher.visits + further, teacher.visits]
}

/// What it costs that the two are partners by whatever kind; `None` when they may not be.
pub fn pair_cost(facts: &Facts, [a, b]: [TeacherId; 2]) -> Option<Pence> {
    let (problem, pair) = (facts.problem, [a, b]);
    let (rules, rates) = (&problem.rules, &problem.rates);
    let (one, two) = (&problem.teachers[a], &problem.teachers[b]);
    let manages = one.line_manager == Some(b) || two.line_manager == Some(a);
    let named = |list: &[[TeacherId; 2]]| list.iter().any(|&other| same(pair, other));
    if facts.is_out(a)
        || facts.is_out(b)
        || (manages && rules.line_managers == LineManagers::Never)
        || named(&rules.forbid)
    {
        return None;
    }
    let earlier = problem.history.iter().filter(|round| named(&round.partners)).count();
    let mut cost = rates.repeat_partner * i64::try_from(earlier).expect("few rounds");
    cost -= if named(&rules.prefer) { rates.prefer } else { 0 };
    cost += if named(&rules.avoid) { rates.avoid } else { 0 };
    if one.school == two.school && one.department.is_some() && one.department == two.department {
        cost += rates.same_department;
    }
    Some(cost)
}
