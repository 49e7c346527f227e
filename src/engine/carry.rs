//! Schedules carried to another instance of the same schools, people and lessons, by what they are and not by where they
//! stand in a model: who does what with whom, and when. And when a bound goes with them.

use crate::compile::{Act, Model, Schedule, Talk, Team, UNUSED};
use crate::domain::{ConversationRule, Key, Kind, LessonId, Lock, Problem, SchoolId, Teacher, TeacherId};

/// A schedule as such.
#[derive(Debug, Clone, PartialEq, Eq)]
pub struct Carried {
    /// Who; of a ring in the order in which they watch one another.
    members: Vec<TeacherId>,
    /// Whether all of them are served.
    mutual: bool,
    kind: Kind,
    acts: Vec<(Act, Place)>,
    talk: Option<Talk>,
}

/// When an act is, and with which lesson.
type Place = (SchoolId, u32, Option<LessonId>);

impl Carried {
    /// A schedule of `model`.
    pub fn of(model: &Model<'_>, schedule: &Schedule) -> Option<Self> {
        let form = model.form(schedule.form);
        let act = |(at, &act): (usize, &Act)| {
            let chosen = model.move_of(schedule.team, schedule.form, at, schedule.acts[at])?;
            Some((act, (chosen.school, chosen.slot, chosen.lesson)))
        };
        Some(Self {
            members: model.members(schedule.team).to_vec(),
            mutual: !matches!(schedule.team, Team::One(_)),
            kind: form.shape.kind,
            acts: form.acts.iter().enumerate().map(act).collect::<Option<_>>()?,
            talk: schedule.talk,
        })
    }

    /// The same in another model; `None` where it has nothing of the kind. Whether it keeps the rows there is another
    /// matter.
    pub fn within(&self, model: &Model<'_>) -> Option<Schedule> {
        let team = self.team(model)?;
        let same = |&form: &u8| {
            let form = model.form(form);
            let talks = match form.conversation {
                ConversationRule::None => self.talk.is_none(),
                ConversationRule::Preferred => true,
                ConversationRule::Required => self.talk.is_some(),
            };
            talks && form.shape.kind == self.kind && form.acts.iter().eq(self.acts.iter().map(|(act, _)| act))
        };
        let form = model.forms_of(team).find(same)?;
        let mut acts = [UNUSED; crate::compile::MOST_ACTS];
        for (at, &(_, place)) in self.acts.iter().enumerate() {
            let moves = model.moves(team, form, at);
            acts[at] = moves.iter().find(|one| (one.school, one.slot, one.lesson) == place)?.option;
        }
        Some(Schedule { team, form, acts, talk: self.talk })
    }

    fn team(&self, model: &Model<'_>) -> Option<Team> {
        let index = |at: usize| u32::try_from(at).ok();
        match self.members[..] {
            [a, b] if self.mutual => {
                index(model.twos.binary_search_by_key(&(a, b), |two| (two.a, two.b)).ok()?).map(Team::Two)
            }
            [observer, host] => {
                let at = model.ones.binary_search_by_key(&(observer, host), |one| (one.observer, one.host)).ok()?;
                index(at).map(Team::One)
            }
            [a, b, c] => {
                let rings = &model.rings[model.problem.teachers[a].school.index()];
                let place = |member| rings.staff.binary_search(&member).ok();
                let [i, j, k] = [place(a)?, place(b)?, place(c)?];
                let may = |i, j| rings.worth(i, j).is_some() && rings.together(i, j).is_some();
                (rings.most > 0 && may(i, j) && may(j, k) && may(k, i)).then_some(Team::Ring([a, b, c]))
            }
            _ => None,
        }
    }
}

/// Whether schedules of `from` may be schedules of `to`: the same people teach the same lessons at the same hours, and when
/// visits and conversations may be is the same or more.
pub fn may_carry(from: &Problem, to: &Problem) -> bool {
    let same = |one: &Teacher, other: &Teacher| one.id == other.id && one.school == other.school;
    let (old, new) = (&from.rules, &to.rules);
    (&from.round, &from.schools, &from.focuses, &from.travel) == (&to.round, &to.schools, &to.focuses, &to.travel)
        && from.teachers.len() == to.teachers.len()
        && from.teachers.iter().zip(to.teachers.iter()).all(|(one, other)| same(one, other))
        && from.lessons.len() == to.lessons.len()
        && from.lessons.iter().zip(to.lessons.iter()).all(|(one, other)| one.id == other.id)
        && new.visit_span_days >= old.visit_span_days
        && new.conversation_within_days >= old.conversation_within_days
        && old.conversation_in.iter().all(|usage| new.conversation_in.contains(usage))
        && (from.keep.is_none() && to.keep.is_none())
        && further_locks(from, to).is_some()
}

/// The locks of `to` that `from` does not have, where those of `from` come first and no conversation is held by the others.
fn further_locks<'p>(from: &Problem, to: &'p Problem) -> Option<&'p [Lock]> {
    let further = to.locks.strip_prefix(&from.locks[..])?;
    further.iter().all(|lock| matches!(lock, Lock::Pair(_) | Lock::Visit(_) | Lock::Cover(_))).then_some(further)
}

/// Whether no plan of `to` costs less than the best of `from`: `to` differs in nothing but further locks, further forbidden
/// pairs, people who are busy or not there to cover at more times, and sources of cover that give less.
pub fn forbids_more(from: &Problem, to: &Problem) -> bool {
    if further_locks(from, to).is_none() || !from.rules.forbid.iter().all(|pair| to.rules.forbid.contains(pair)) {
        return false;
    }
    let mut rest = to.clone();
    rest.locks.clone_from(&from.locks);
    rest.rules.forbid.clone_from(&from.rules.forbid);
    let quota = to.rules.protected_quota.thousandths() > 0;
    for (id, teacher) in from.teachers.entries().filter(|&(id, _)| to.teachers.get(id).is_some()) {
        // Who is busy while they teach keeps fewer periods back where a share of those taught is kept.
        let counts = quota && teacher.protected.is_empty();
        if !counts && rest.teachers[id].busy.starts_with(&teacher.busy) {
            rest.teachers[id].busy.clone_from(&teacher.busy);
        }
    }
    for (id, supervisor) in from.supervisors.entries().filter(|&(id, _)| to.supervisors.get(id).is_some()) {
        let of = &mut rest.supervisors[id];
        if of.school == supervisor.school && is_there_less(to, &to.supervisors[id], supervisor) {
            of.available.clone_from(&supervisor.available);
        }
    }
    for (id, supply) in from.supply.entries().filter(|&(id, _)| to.supply.get(id).is_some()) {
        let of = &mut rest.supply[id];
        if of.max_per_day.is_some_and(|most| supply.max_per_day.is_none_or(|before| most <= before)) {
            of.max_per_day = supply.max_per_day;
        }
    }
    for (id, class) in from.classes.entries().filter(|&(id, _)| to.classes.get(id).is_some()) {
        let of = &mut rest.classes[id];
        of.study_release = if of.study_release <= class.study_release { class.study_release } else { of.study_release };
    }
    for (id, lesson) in from.lessons.entries().filter(|&(id, _)| to.lessons.get(id).is_some()) {
        rest.lessons[id].join |= lesson.join;
    }
    rest == *from
}

/// Whether a supervisor is there at no time of the round at which `before` is not.
fn is_there_less(problem: &Problem, now: &crate::domain::Supervisor, before: &crate::domain::Supervisor) -> bool {
    let school = &problem.schools[now.school];
    let at = |date| school.period_ids.keys().map(move |period| (date, period));
    let mut times = problem.round.start.through(problem.round.end).flat_map(at);
    times.all(|(date, period)| !now.is_available(school, date, period) || before.is_available(school, date, period))
}
