//! A plan of one instance in the ids of another, as far as that one has what the plan names.

use crate::domain::{
    Arrangement, Conversation, CoverBy, FocusId, Key, Keyed, LessonId, Mode, Occurrence, PeriodId, Problem, SchoolId,
    SupervisorId, SupplyId, Taught, TeacherId, Viewing, Visit,
};

/// From the ids of one instance to those of another.
pub struct Moved<'a> {
    before: &'a Problem,
    after: &'a Problem,
    teachers: Vec<Option<TeacherId>>,
    lessons: Vec<Option<LessonId>>,
    schools: Vec<Option<SchoolId>>,
    focuses: Vec<Option<FocusId>>,
    supervisors: Vec<Option<SupervisorId>>,
    supply: Vec<Option<SupplyId>>,
}

/// For every key of `before`, the one of the same id in `after`.
fn keys<K: Key, V>(before: &Keyed<K, V>, after: &Keyed<K, V>, id: impl Fn(&V) -> &str) -> Vec<Option<K>> {
    let known: std::collections::BTreeMap<&str, K> = after.entries().map(|(key, value)| (id(value), key)).collect();
    before.iter().map(|value| known.get(id(value)).copied()).collect()
}

impl<'a> Moved<'a> {
    /// From `before` to `after`.
    pub fn new(before: &'a Problem, after: &'a Problem) -> Self {
        Self {
            before,
            after,
            teachers: keys(&before.teachers, &after.teachers, |one| &one.id),
            lessons: keys(&before.lessons, &after.lessons, |one| &one.id),
            schools: keys(&before.schools, &after.schools, |one| &one.id),
            focuses: keys(&before.focuses, &after.focuses, |one| &one.id),
            supervisors: keys(&before.supervisors, &after.supervisors, |one| &one.id),
            supply: keys(&before.supply, &after.supply, |one| &one.id),
        }
    }

    /// The teacher there.
    pub fn teacher(&self, id: TeacherId) -> Option<TeacherId> {
        self.teachers[id.index()]
    }

    /// The arrangement there; `None` when it names something that is not there. A focus that is gone is none.
    pub fn arrangement(&self, of: &Arrangement) -> Option<Arrangement> {
        Some(Arrangement {
            id: of.id.clone(),
            kind: of.kind,
            members: of.members.iter().map(|&member| self.teacher(member)).collect::<Option<_>>()?,
            visits: of.visits.iter().map(|visit| self.visit(visit)).collect::<Option<_>>()?,
            value: of.value,
            meetings: of.meetings.iter().map(|&talk| self.talk(talk)).collect::<Option<_>>()?,
            teaches: of.teaches.iter().map(|&taught| self.taught(taught)).collect::<Option<_>>()?,
            conversation: match of.conversation {
                Some(talk) => Some(self.talk(talk)?),
                None => None,
            },
        })
    }

    fn period(&self, from: SchoolId, to: SchoolId, period: PeriodId) -> Option<PeriodId> {
        let id = &self.before.schools[from].period_ids[period];
        let found = self.after.schools[to].period_ids.entries().find(|(_, other)| *other == id);
        found.map(|(period, _)| period)
    }

    fn at(&self, at: Occurrence) -> Option<Occurrence> {
        let lesson = self.lessons[at.lesson.index()]?;
        let schools = (self.before.lessons[at.lesson].school, self.after.lessons[lesson].school);
        Some(Occurrence { lesson, date: at.date, period: self.period(schools.0, schools.1, at.period)? })
    }

    fn talk(&self, talk: Conversation) -> Option<Conversation> {
        let school = self.schools[talk.school.index()]?;
        Some(Conversation { school, period: self.period(talk.school, school, talk.period)?, ..talk })
    }

    fn taught(&self, taught: Taught) -> Option<Taught> {
        Some(Taught { teacher: self.teacher(taught.teacher)?, at: self.at(taught.at)?, again: taught.again })
    }

    fn cover(&self, by: CoverBy) -> Option<CoverBy> {
        Some(match by {
            CoverBy::NoneNeeded => CoverBy::NoneNeeded,
            CoverBy::Study => CoverBy::Study,
            CoverBy::Supervisor(id) => CoverBy::Supervisor(self.supervisors[id.index()]?),
            CoverBy::Staff(id) => CoverBy::Staff(self.teacher(id)?),
            CoverBy::Supply(id) => CoverBy::Supply(self.supply[id.index()]?),
            CoverBy::Join(id) => CoverBy::Join(self.lessons[id.index()]?),
        })
    }

    fn visit(&self, visit: &Visit) -> Option<Visit> {
        let observer = self.teacher(visit.observer)?;
        let mode = match visit.mode {
            Mode::Film(Viewing { date, period }) => {
                let schools = (self.before.teachers[visit.observer].school, self.after.teachers[observer].school);
                Mode::Film(Viewing { date, period: self.period(schools.0, schools.1, period)? })
            }
            other => other,
        };
        let mut covers = visit.covers.clone();
        for cover in &mut covers {
            (cover.at, cover.by) = (self.at(cover.at)?, self.cover(cover.by)?);
        }
        let focus = visit.focus.and_then(|focus| self.focuses[focus.index()]);
        let (host, at) = (self.teacher(visit.host)?, self.at(visit.at)?);
        Some(Visit { observer, host, at, mode, focus, covers, ..visit.clone() })
    }

    /// The hires there of `plan` whose source is there.
    pub fn hires(&self, hires: &[crate::domain::Hire]) -> Vec<crate::domain::Hire> {
        let hire = |hire: &crate::domain::Hire| {
            let (source, school) = (self.supply[hire.source.index()]?, self.schools[hire.school.index()]?);
            let period = match hire.period {
                Some(period) => Some(self.period(hire.school, school, period)?),
                None => None,
            };
            Some(crate::domain::Hire { source, school, period, ..hire.clone() })
        };
        hires.iter().filter_map(hire).collect()
    }
}
