//! By how much a partner missed must be dearer, so that no plan leaves somebody out to save anything else.

use crate::domain::{Bell, Pence, Plan, Problem, SchoolId, StaffCover, TeacherId};
use crate::explain::Relaxation;

/// Weights under which every partner got outweighs all else.
#[derive(Debug, Clone, Copy, PartialEq, Eq)]
pub struct Weight {
    /// What each step of `rates.unserved` rises by, pence.
    pub raise: Pence,
    /// No plan that is the cheapest of those with as many partners costs more at the weights of the instance, pence.
    most: Pence,
}

impl Weight {
    /// For `problem` and whatever allows less.
    pub fn of(problem: &Problem) -> Self {
        let wanted: Pence = problem.teachers.keys().map(|id| Pence::from(problem.wanted(id))).sum();
        let (rates, rules) = (&problem.rates, &problem.rules);
        let own = rates.free_period.max(rates.after_period).max(rates.protected_period);
        let periods = problem.schools.keys().map(|school| touched(problem, school)).max().unwrap_or(0);
        let pair = |count: usize, pence: Pence| Pence::try_from(count).unwrap_or(Pence::MAX / (pence + 1)) * pence;
        // A visit, given up whole period by period; a film, and its viewing; what there is to talk, to plan and to teach.
        let visit = periods * (own + cover(problem))
            + problem.travel.iter().map(|way| way.money).max().unwrap_or(0)
            + rules.video.as_ref().map_or(0, |video| video.money_per_recording + periods * own);
        let talks = 2 * periods * own + rates.no_conversation;
        let lines = pair(problem.history.len(), rates.repeat_partner)
            + pair(rules.avoid.len(), rates.avoid)
            + rates.same_department.max(0);
        let leaders = pair(problem.teachers.iter().filter(|teacher| teacher.leader).count(), rates.leader_late);
        let unserved: Pence = problem.teachers.keys().map(|id| problem.unserved_cost(id, problem.wanted(id))).sum();
        let most = wanted * (visit + talks + lines) + leaders + unserved;
        let credits = rates.learning
            + rates.feedback
            + rates.partner_school
            + rates.fresh_expertise
            + pair(rules.prefer.len().min(1), rates.prefer)
            - rates.same_department.min(0);
        Self { raise: most + wanted * credits + 1, most }
    }

    /// Makes every partner missed so much dearer.
    pub fn apply(&self, problem: &mut Problem) {
        problem.rates.unserved.iter_mut().for_each(|step| *step += self.raise);
    }

    /// Partners that a plan made at these weights misses: what it costs to miss them outweighs all else.
    pub fn missing(&self, plan: &Plan) -> u32 {
        u32::try_from(plan.unserved_cost / self.raise).unwrap_or(u32::MAX)
    }

    /// The partners that every plan misses at least, where none costs less than `bound` at these weights.
    pub fn missed(&self, bound: Pence) -> u32 {
        let over = (bound - self.most).max(0);
        u32::try_from((over + self.raise - 1) / self.raise).unwrap_or(u32::MAX)
    }

    /// What a total of a plan that misses so many is at the weights of the instance, pence.
    pub fn own(&self, total: Pence, missing: u32) -> Pence {
        total - self.raise * Pence::from(missing)
    }
}

/// By how much a plan may cost more for what was relaxed, though it does the same: a leader who comes to take part is to
/// be hosted early.
pub fn dearer(problem: &Problem, relaxations: &[Relaxation]) -> Pence {
    let leads = |id: TeacherId| problem.rules.leaders_first > 0 && problem.teachers[id].leader;
    let owed = relaxations.iter().filter(|one| matches!(one, Relaxation::TakePart(id) if leads(*id)));
    owed.map(|_| problem.rates.leader_late).sum()
}

/// Own periods that a visit touches at most: with a journey whatever the day has, else those that overlap one period.
fn touched(problem: &Problem, school: SchoolId) -> Pence {
    let bell = &problem.schools[school].bell;
    let travels = problem.travel.iter().any(|way| way.between.contains(&school));
    let together = |at: &Bell| bell.iter().filter(|other| other.start < at.end && at.start < other.end).count();
    let most = if travels { bell.len() } else { bell.iter().map(together).max().unwrap_or(0) };
    Pence::try_from(most).unwrap_or(Pence::MAX)
}

/// What a class left costs at most, whoever takes it, pence.
fn cover(problem: &Problem) -> Pence {
    let rates = &problem.rates;
    let supervisor = problem.supervisors.iter().map(|of| of.money_per_period).max().unwrap_or(0);
    let supply = problem.supply.iter().map(|of| of.money).max().unwrap_or(0);
    let staff = match problem.rules.staff_cover {
        StaffCover::Never => 0,
        StaffCover::Volunteers | StaffCover::All => rates.staff_cover.last().copied().unwrap_or(0),
    };
    let classes = problem.lessons.iter().map(|lesson| lesson.classes.len()).max().unwrap_or(0);
    let joined = Pence::try_from(classes).unwrap_or(Pence::MAX) * rates.join;
    let taken = supervisor.max(supply).max(staff).max(problem.study_money + rates.study).max(joined);
    taken + rates.class_without_teacher.max(rates.exam_class_without_teacher)
}
