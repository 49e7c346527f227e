//! Which relaxations are worth a solve for somebody who is left out, in a stable order: what the reasons of the plan point
//! at comes first.

use crate::domain::{
    ConversationRule, CoverNeed, Lock, Pence, PeriodUse, Plan, Problem, ProtectedRule, ProtectedUse, ReasonCode,
    StaffCover, SupplyUnit, TeacherId, Triads, Unserved,
};
use crate::explain::Relaxation;

/// Colleagues of one sort who are asked one by one.
const FEW: usize = 4;

/// School days by which limits in days are widened.
const DAYS: u32 = 5;

/// Units of supply that are bought at once when one more is not enough.
const UNITS: [u32; 2] = [1, 3];

/// What could be relaxed for `entry`, each with the reason that it speaks to.
pub fn of(problem: &Problem, plan: &Plan, entry: &Unserved) -> Vec<(Relaxation, ReasonCode)> {
    let asked = Asked { problem, plan, teacher: entry.teacher };
    let mut found: Vec<(Relaxation, ReasonCode)> = Vec::new();
    let mut codes: Vec<ReasonCode> = entry.reasons.iter().map(|reason| reason.code).collect();
    // After what the plan's reasons name, everything else, the personal before the general.
    codes.extend([
        ReasonCode::NoConversation,
        ReasonCode::NoVisit,
        ReasonCode::Cap,
        ReasonCode::Budget,
        ReasonCode::NobodyLeft,
        ReasonCode::MinMatch,
        ReasonCode::NoPartner,
    ]);
    for code in codes {
        for relaxation in asked.about(code) {
            if found.iter().all(|&(known, _)| known != relaxation) {
                found.push((relaxation, code));
            }
        }
    }
    found
}

/// Whom it is about.
struct Asked<'a> {
    problem: &'a Problem,
    plan: &'a Plan,
    teacher: TeacherId,
}

impl Asked<'_> {
    fn about(&self, code: ReasonCode) -> Vec<Relaxation> {
        match code {
            ReasonCode::NoVisit => self.visits(),
            ReasonCode::NoConversation => self.conversations(),
            ReasonCode::Cap => self.caps(),
            ReasonCode::Budget => self.money(),
            ReasonCode::NobodyLeft => self.partners(),
            ReasonCode::MinMatch => {
                let weak = self.problem.rules.min_match.thousandths() > 0;
                weak.then_some(Relaxation::AnyMatch).into_iter().collect()
            }
            ReasonCode::NoPartner => self.forbidden(),
            ReasonCode::TooDear | ReasonCode::Unsettled => Vec::new(),
        }
    }

    /// Own consent, then that of colleagues who are left out too, then that of the others with whom most is learnt.
    fn consents(&self) -> Vec<Relaxation> {
        let problem = self.problem;
        let may = |id: TeacherId| {
            let person = &problem.teachers[id];
            let has = !person.protected.is_empty() || problem.rules.protected_quota.thousandths() > 0;
            has && person.protected_use == ProtectedUse::Never && problem.rules.protected == ProtectedRule::Consent
        };
        let own = std::iter::once(self.teacher);
        let others = self.colleagues();
        own.chain(others.into_iter().take(FEW)).filter(|&id| may(id)).map(Relaxation::Consent).collect()
    }

    /// Those who take part and could be partners, who are left out first, then by what the two would learn.
    fn colleagues(&self) -> Vec<TeacherId> {
        let problem = self.problem;
        let own = &problem.teachers[self.teacher];
        let near = |id: &TeacherId| {
            let school = problem.teachers[*id].school;
            *id != self.teacher && (school == own.school || problem.travel_between(own.school, school).is_some())
        };
        let is_out = |id: TeacherId| problem.locks.iter().any(|lock| matches!(lock, Lock::Out(out) if *out == id));
        let takes_part = |id: &TeacherId| problem.wanted(*id) > 0 && !is_out(*id);
        let left_out = |id: TeacherId| self.plan.unserved.iter().any(|entry| entry.teacher == id);
        let mut colleagues: Vec<TeacherId> = problem.teachers.keys().filter(near).filter(takes_part).collect();
        colleagues.sort_by_key(|&id| (!left_out(id), std::cmp::Reverse(self.learnt_with(id)), id));
        colleagues
    }

    /// What the two would learn from one another, in millionths.
    fn learnt_with(&self, colleague: TeacherId) -> u32 {
        let learnt = |observer: TeacherId, host: TeacherId| {
            let (who, whom) = (&self.problem.teachers[observer], &self.problem.teachers[host]);
            who.needs.iter().map(|&(focus, need)| need.times(whom.strength(focus))).max().unwrap_or(0)
        };
        learnt(self.teacher, colleague) + learnt(colleague, self.teacher)
    }

    fn conversations(&self) -> Vec<Relaxation> {
        let rules = &self.problem.rules;
        if rules.conversation == ConversationRule::None {
            return Vec::new();
        }
        let mut found = self.consents();
        found.push(Relaxation::ConversationWithin(rules.conversation_within_days + DAYS));
        let bell = &self.problem.schools[self.problem.teachers[self.teacher].school].bell;
        let has_breaks = bell.iter().any(|bell| bell.usage == PeriodUse::Break);
        if has_breaks && !rules.conversation_in.contains(&PeriodUse::Break) {
            found.push(Relaxation::Breaks);
        }
        found.push(Relaxation::After(rules.after_max_per_week + 1));
        if rules.conversation == ConversationRule::Required {
            found.push(Relaxation::ConversationPreferred);
        }
        found
    }

    fn visits(&self) -> Vec<Relaxation> {
        let rules = &self.problem.rules;
        let mut found = self.consents();
        found.extend(self.covers());
        found.push(Relaxation::VisitSpan(rules.visit_span_days + DAYS));
        if rules.notice_days > 0 {
            found.push(Relaxation::NoNotice);
        }
        found
    }

    /// More colleagues who cover, one by one, then all.
    fn covers(&self) -> Vec<Relaxation> {
        let problem = self.problem;
        let school = problem.teachers[self.teacher].school;
        if problem.rules.staff_cover != StaffCover::Volunteers {
            let never = problem.rules.staff_cover == StaffCover::Never;
            return never.then_some(Relaxation::AllCover).into_iter().collect();
        }
        let subjects: Vec<&str> = problem
            .lessons
            .iter()
            .filter(|lesson| lesson.teachers.contains(&self.teacher) && lesson.cover != CoverNeed::Never)
            .filter_map(|lesson| lesson.subject.as_deref())
            .collect();
        let knows = |id: TeacherId| problem.teachers[id].subjects.iter().any(|has| subjects.contains(&has.as_str()));
        let mut may: Vec<TeacherId> = problem
            .teachers
            .entries()
            .filter(|&(id, person)| id != self.teacher && person.school == school && person.cover.willing.is_none())
            .map(|(id, _)| id)
            .collect();
        may.sort_by_key(|&id| (!knows(id), id));
        let one_by_one = may.iter().take(FEW).map(|&id| Relaxation::Cover(id));
        one_by_one.chain((!may.is_empty()).then_some(Relaxation::AllCover)).collect()
    }

    fn caps(&self) -> Vec<Relaxation> {
        let rules = &self.problem.rules;
        let mut found = vec![Relaxation::Lend(self.teacher), Relaxation::Host(self.teacher)];
        found.extend(self.consents().first().copied());
        found.push(Relaxation::After(rules.after_max_per_week + 1));
        if rules.protected_quota.thousandths() > 0 {
            found.push(Relaxation::NoQuota);
        }
        found.push(Relaxation::Observers(rules.observers_per_lesson + 1));
        found.push(Relaxation::ClassWatched(rules.class_watched_max + 1));
        found.push(Relaxation::ClassCover(rules.class_cover_max + 1));
        found.extend(rules.away_at_once.school.map(|most| Relaxation::AwaySchool(most + 1)));
        found.extend(rules.away_at_once.department.map(|most| Relaxation::AwayDepartment(most + 1)));
        found.extend(rules.keep_back.checked_sub(1).map(Relaxation::KeepBack));
        let supply = self.problem.supply.entries();
        found.extend(supply.filter(|(_, of)| of.max_per_day.is_some()).map(|(id, _)| Relaxation::SupplyPerDay(id)));
        found.extend(self.covers());
        if rules.triads == Triads::Odd {
            found.push(Relaxation::Triads);
        }
        found
    }

    /// More money: units of supply, else what a cover by a supervisor or a journey costs.
    fn money(&self) -> Vec<Relaxation> {
        let problem = self.problem;
        let budget = &problem.budget;
        let mut found = Vec::new();
        if budget.money.is_some() || budget.per_week.is_some() || !budget.per_school.is_empty() {
            let mut sums: Vec<(Pence, Option<(u32, SupplyUnit)>)> = Vec::new();
            for supply in problem.supply.iter().filter(|supply| supply.money > 0) {
                let units = UNITS.map(|count| (supply.money * Pence::from(count), Some((count, supply.unit))));
                sums.extend(units);
            }
            let periods = problem.supervisors.iter().map(|supervisor| supervisor.money_per_period);
            let ways = problem.travel.iter().map(|way| way.money);
            sums.extend(periods.chain(ways).max().filter(|&pence| pence > 0).map(|pence| (2 * pence, None)));
            sums.sort();
            sums.dedup_by_key(|(pence, _)| *pence);
            found.extend(sums.into_iter().map(|(pence, units)| Relaxation::Money { pence, units }));
        }
        if budget.cover_periods.is_some() {
            found.extend([1, 2].map(Relaxation::CoverPeriods));
        }
        found
    }

    /// Somebody who takes one more partner, or takes part.
    fn partners(&self) -> Vec<Relaxation> {
        let problem = self.problem;
        let school = problem.teachers[self.teacher].school;
        let mut found = Vec::new();
        if problem.rules.triads != Triads::Free {
            found.push(Relaxation::Triads);
        }
        let served = |id: &TeacherId| self.plan.unserved.iter().all(|entry| entry.teacher != *id);
        found.extend(self.colleagues().into_iter().filter(served).take(FEW).map(Relaxation::Again));
        let aside = problem.teachers.entries().filter(|(_, person)| !person.participates && person.school == school);
        found.extend(aside.take(FEW).map(|(id, _)| Relaxation::TakePart(id)));
        found
    }

    fn forbidden(&self) -> Vec<Relaxation> {
        let rules = &self.problem.rules;
        let own = rules.forbid.iter().filter(|pair| pair.contains(&self.teacher)).take(FEW);
        let mut found: Vec<Relaxation> = own.map(|&pair| Relaxation::Allow(pair)).collect();
        if rules.line_managers == crate::domain::LineManagers::Never {
            found.push(Relaxation::LineManagers);
        }
        found
    }
}
