//! Why these partners, periods and covers: what the best plan costs without each of them.

use serde_json::{Map, Value, json};

use super::patches::merge;
use super::trial::{Change, NoTrial, Trials};
use crate::domain::{
    Arrangement, Cover, CoverBy, Date, Occurrence, PeriodId, PeriodUse, Plan, Problem, TeacherId, Visit,
};
use crate::explain::{Choice, Chosen, Instead, NextBest};

/// An arrangement of the plan, and the instance as a document.
pub struct Asked<'a> {
    /// The document.
    pub instance: &'a Value,
    /// It as meant.
    pub problem: &'a Problem,
    /// The plan.
    pub plan: &'a Plan,
}

impl Asked<'_> {
    /// What the plan would be without each choice of the arrangements at `indices`.
    pub fn about(&self, trials: &mut Trials<'_>, indices: &[usize]) -> Vec<Chosen> {
        let asked: Vec<(usize, Vec<(Choice, Value)>)> =
            indices.iter().map(|&index| (index, self.choices(&self.plan.arrangements[index]))).collect();
        let patches = asked.iter().flat_map(|(_, choices)| choices.iter().map(|(_, patch)| patch.clone()));
        let mut made = trials.solve(patches.map(Change::Patched).collect()).into_iter();
        let mut about = |(index, choices): (usize, Vec<(Choice, Value)>)| {
            let arrangement = &self.plan.arrangements[index];
            let mut chosen = Chosen { arrangement: index, next: Vec::new(), untried: 0 };
            for ((choice, patch), made) in choices.into_iter().zip(made.by_ref()) {
                let found = match made {
                    Err(NoTrial::Enough | NoTrial::Unknown) => {
                        chosen.untried += 1;
                        continue;
                    }
                    Err(NoTrial::Conflict) => None,
                    Ok(plan) => Some((trials.effect(&plan), Self::instead(arrangement, choice, &plan))),
                };
                chosen.next.push(NextBest { choice, patch: patch.to_string(), found });
            }
            chosen
        };
        asked.into_iter().map(&mut about).collect()
    }

    /// Every choice, with the patch that forbids it and holds what was chosen before it.
    fn choices(&self, arrangement: &Arrangement) -> Vec<(Choice, Value)> {
        let mut choices = vec![(Choice::Partners, self.not_together(arrangement))];
        for (index, visit) in arrangement.visits.iter().enumerate() {
            let mut patch = self.locks(&[self.pair_lock(visit)]);
            merge(&mut patch, self.busy(visit.observer, visit.at.date, &self.own_periods(visit.observer, visit)));
            choices.push((Choice::Period(index), patch));
            for (at, cover) in visit.covers.iter().enumerate() {
                if let Some(mut patch) = self.without_cover(cover) {
                    merge(&mut patch, self.locks(&[self.visit_lock(visit)]));
                    choices.push((Choice::Cover(index, at), patch));
                }
            }
        }
        choices
    }

    fn id(&self, teacher: TeacherId) -> &str {
        &self.problem.teachers[teacher].id
    }

    fn period(&self, teacher: TeacherId, period: PeriodId) -> &str {
        &self.problem.schools[self.problem.teachers[teacher].school].period_ids[period]
    }

    /// No two of the members may be partners: their pairs are forbidden.
    fn not_together(&self, arrangement: &Arrangement) -> Value {
        let members = &arrangement.members;
        let mut forbid: Vec<Value> =
            self.problem.rules.forbid.iter().map(|pair| json!(pair.map(|id| self.id(id)))).collect();
        if let [a, b, ..] = members[..] {
            forbid.push(json!([self.id(a), self.id(b)]));
        }
        json!({ "rules": { "forbid": forbid } })
    }

    /// The locks of the instance and `more`.
    fn locks(&self, more: &[Value]) -> Value {
        let own = self.instance.get("locks").and_then(Value::as_array);
        let all: Vec<Value> = own.into_iter().flatten().chain(more).cloned().collect();
        json!({ "locks": all })
    }

    /// That the one watches the other, whenever.
    fn pair_lock(&self, visit: &Visit) -> Value {
        json!({ "visit": { "observer": self.id(visit.observer), "host": self.id(visit.host) } })
    }

    fn visit_lock(&self, visit: &Visit) -> Value {
        let lesson = &self.problem.lessons[visit.at.lesson];
        let period = &self.problem.schools[lesson.school].period_ids[visit.at.period];
        json!({ "visit": {
            "observer": self.id(visit.observer), "host": self.id(visit.host), "lesson": lesson.id,
            "date": iso(visit.at.date), "period": period,
        } })
    }

    /// The observer's own periods that the visit's period overlaps, journeys aside.
    fn own_periods(&self, observer: TeacherId, visit: &Visit) -> Vec<PeriodId> {
        let problem = self.problem;
        let host = &problem.schools[problem.lessons[visit.at.lesson].school];
        let own = &problem.schools[problem.teachers[observer].school];
        let weekday = visit.at.date.weekday();
        let Some(watched) = host.bell_of(visit.at.period, weekday) else { return Vec::new() };
        let overlap = |period: &PeriodId| {
            own.bell_of(*period, weekday).is_some_and(|bell| bell.start < watched.end && watched.start < bell.end)
        };
        own.period_ids.keys().filter(overlap).collect()
    }

    /// The teacher is busy in these own periods of that date.
    fn busy(&self, teacher: TeacherId, date: Date, periods: &[PeriodId]) -> Value {
        let entry = |key: &str| {
            let teachers = self.instance.get("teachers").and_then(Value::as_array);
            let own = teachers.into_iter().flatten().find(|one| one.get("id") == Some(&json!(self.id(teacher))));
            own.and_then(|one| one.get(key)).and_then(Value::as_array).cloned().unwrap_or_default()
        };
        let mut busy = entry("busy");
        let names: Vec<&str> = periods.iter().map(|&period| self.period(teacher, period)).collect();
        busy.push(json!({ "date": iso(date), "periods": names }));
        json!({ "teachers": { self.id(teacher): { "busy": busy } } })
    }

    /// Whoever takes the class can't; `None` where nobody takes it.
    fn without_cover(&self, cover: &Cover) -> Option<Value> {
        let Occurrence { date, period, lesson } = cover.at;
        match cover.by {
            CoverBy::NoneNeeded => None,
            CoverBy::Staff(colleague) => Some(self.busy(colleague, date, &[period])),
            CoverBy::Supervisor(id) => {
                let supervisor = &self.problem.supervisors[id];
                let there = self.there_but(id, date, period);
                Some(json!({ "cover": { "supervisors": { supervisor.id.as_str(): { "available": there } } } }))
            }
            CoverBy::Supply(id) => {
                let supply = &self.problem.supply[id];
                Some(json!({ "cover": { "supply": { supply.id.as_str(): { "max_per_day": 0 } } } }))
            }
            CoverBy::Study => {
                let of = &self.problem.lessons[lesson].classes;
                let none = |&class| (self.problem.classes[class].id.clone(), json!({ "study_release": 0 }));
                let classes: Map<String, Value> = of.iter().map(none).collect();
                Some(json!({ "classes": classes }))
            }
            CoverBy::Join(into) => {
                let id = self.problem.lessons[into].id.as_str();
                Some(json!({ "lessons": { id: { "join": false } } }))
            }
        }
    }

    /// When a supervisor is there, told date by date, but for one period.
    fn there_but(&self, supervisor: crate::domain::SupervisorId, but: Date, period: PeriodId) -> Vec<Value> {
        let of = &self.problem.supervisors[supervisor];
        let school = &self.problem.schools[of.school];
        let round = &self.problem.round;
        let day = |date: Date| {
            let is_lesson =
                |id: &PeriodId| school.bell_of(*id, date.weekday()).is_some_and(|bell| bell.usage == PeriodUse::Lesson);
            let there = |id: &PeriodId| of.is_available(school, date, *id) && !(date == but && *id == period);
            let periods = school.period_ids.keys().filter(is_lesson).filter(there);
            let names: Vec<&str> = periods.map(|id| school.period_ids[id].as_str()).collect();
            (!names.is_empty()).then(|| json!({ "date": iso(date), "periods": names }))
        };
        round.start.through(round.end).filter_map(day).collect()
    }

    /// What the plan of a trial has in the place of a choice.
    fn instead(arrangement: &Arrangement, choice: Choice, trial: &Plan) -> Instead {
        let arrangements = || trial.arrangements.iter();
        let same = |visit: &Visit| {
            arrangements()
                .flat_map(|one| &one.visits)
                .find(|other| (other.observer, other.host) == (visit.observer, visit.host))
        };
        match choice {
            Choice::Partners => {
                let partners = |member: TeacherId| {
                    let with = arrangements().filter(|one| one.members.contains(&member));
                    let others = with.flat_map(|one| one.members.iter().copied()).filter(|&other| other != member);
                    (member, others.collect())
                };
                Instead::Partners(arrangement.members.iter().map(|&member| partners(member)).collect())
            }
            Choice::Period(index) => {
                same(&arrangement.visits[index]).map_or(Instead::Nothing, |visit| Instead::At(visit.at))
            }
            Choice::Cover(index, at) => {
                let left = arrangement.visits[index].covers[at].at;
                let covers = same(&arrangement.visits[index]).map(|visit| &visit.covers);
                let cover = covers.into_iter().flatten().find(|cover| cover.at == left);
                cover.map_or(Instead::Nothing, |cover| Instead::By(cover.by))
            }
        }
    }
}

/// A date as ISO 8601 writes it.
fn iso(date: Date) -> String {
    crate::format::wire::IsoDate(date).to_string()
}
