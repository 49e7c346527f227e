//! Problem -> wire instance.

use super::{differing, filled, policy, texts};
use crate::domain::{
    self, Away, Bell, Budget, Class, Closed, CoverBy, CoverTerms, Hosting, Lesson, Lock, Pattern, PeriodUse, Problem,
    School, SchoolId, Score, Teacher, TeacherId, Weekdays, When,
};
use crate::format::wire::{self, Clock, Each, IsoDate, Table};

/// Typed indices back to the ids of the instance.
#[derive(Clone, Copy)]
pub(super) struct Ids<'a>(pub &'a Problem);

impl<'a> Ids<'a> {
    pub(super) fn teacher(self, teacher: TeacherId) -> &'a str {
        &self.0.teachers[teacher].id
    }

    pub(super) fn teachers(self, teachers: &[TeacherId]) -> Vec<&'a str> {
        teachers.iter().map(|&teacher| self.teacher(teacher)).collect()
    }

    pub(super) fn school(self, school: SchoolId) -> &'a str {
        &self.0.schools[school].id
    }

    pub(super) fn period(self, school: SchoolId, period: domain::PeriodId) -> &'a str {
        &self.0.schools[school].period_ids[period]
    }

    pub(super) fn focus(self, focus: domain::FocusId) -> &'a str {
        &self.0.focuses[focus].id
    }

    pub(super) fn lesson(self, lesson: domain::LessonId) -> &'a str {
        &self.0.lessons[lesson].id
    }

    pub(super) fn cover_by(self, by: CoverBy) -> wire::CoverBy<'a> {
        use wire::CoverSource as Source;
        let (source, id) = match by {
            CoverBy::NoneNeeded => (Source::NoneNeeded, None),
            CoverBy::Study => (Source::Study, None),
            CoverBy::Supervisor(id) => (Source::Supervisor, Some(self.0.supervisors[id].id.as_str())),
            CoverBy::Staff(id) => (Source::Staff, Some(self.teacher(id))),
            CoverBy::Supply(id) => (Source::Supply, Some(self.0.supply[id].id.as_str())),
            CoverBy::Join(_) => (Source::Join, None),
        };
        let lesson = match by {
            CoverBy::Join(lesson) => Some(self.lesson(lesson)),
            _ => None,
        };
        wire::CoverBy { source, id, lesson }
    }

    pub(super) fn pairs(self, pairs: &[[TeacherId; 2]]) -> Vec<[&'a str; 2]> {
        pairs.iter().map(|pair| pair.map(|teacher| self.teacher(teacher))).collect()
    }

    fn counts(self, counts: &[(TeacherId, u32)]) -> Option<Table<&'a str, u32>> {
        let table: Table<_, _> = counts.iter().map(|&(teacher, count)| (self.teacher(teacher), count)).collect();
        (!table.is_empty()).then_some(table)
    }

    fn scores(self, scores: &[(domain::FocusId, Score)]) -> Option<Table<&'a str, wire::Score>> {
        let table: Table<_, _> = scores.iter().map(|&(focus, score)| (self.focus(focus), score.into())).collect();
        (!table.is_empty()).then_some(table)
    }

    fn patterns(self, school: SchoolId, patterns: &'a [Pattern]) -> Vec<wire::Pattern<'a>> {
        let period = |&period: &_| self.period(school, period);
        patterns
            .iter()
            .map(|pattern| wire::Pattern {
                week: pattern.week.and_then(|week| self.week(school, week)),
                weekday: pattern.weekday.map(Into::into),
                date: pattern.date.map(IsoDate),
                periods: pattern.periods.as_ref().map(|periods| periods.iter().map(period).collect()),
                why: pattern.why.as_deref(),
            })
            .collect()
    }

    fn week(self, school: SchoolId, week: domain::WeekId) -> Option<&'a str> {
        Some(self.0.schools[school].cycle.as_ref()?.weeks[week].as_str())
    }
}

/// The whole instance.
pub(super) fn wire(problem: &Problem) -> wire::Instance<'_> {
    let ids = Ids(problem);
    let classes = || problem.classes.iter().filter(|one| one.declared);
    let rooms = || problem.rooms.iter().filter(|one| one.declared);
    wire::Instance {
        format: wire::InstanceFormat::One,
        round: wire::Round {
            title: &problem.round.title,
            start: IsoDate(problem.round.start),
            end: IsoDate(problem.round.end),
            timezone: problem.round.timezone.as_deref(),
            year: problem.round.year.as_deref(),
        },
        profile: differing(problem.profile, domain::Profile::default()).map(Into::into),
        focuses: filled(problem.focuses.iter().map(|focus| wire::Focus { id: &focus.id, name: &focus.name }).collect()),
        schools: Each::of(|| problem.schools.iter().map(school)),
        travel: (!problem.travel.is_empty())
            .then(|| Each::of(move || problem.travel.iter().map(move |way| travel(ids, way)))),
        teachers: Each::of(move || problem.teachers.iter().map(move |one| teacher(ids, one))),
        classes: (classes().next().is_some()).then(|| Each::of(move || classes().map(move |one| class(ids, one)))),
        rooms: (rooms().next().is_some()).then(|| Each::of(move || rooms().map(move |one| room(ids, one)))),
        lessons: Each::of(move || problem.lessons.iter().map(move |one| lesson(ids, one))),
        cover: cover(ids),
        budget: (problem.budget != Budget::default()).then(|| budget(ids, &problem.budget)),
        rules: policy::rules(ids, &problem.rules, problem.profile),
        rates: policy::rates(&problem.rates),
        locks: filled(problem.locks.iter().map(|one| lock(ids, one)).collect()),
        requests: filled(problem.requests.iter().map(|one| request(ids, one)).collect()),
        history: filled(problem.history.iter().map(|one| history(ids, one)).collect()),
        walks: None,
        groups: None,
    }
}

fn weekdays(days: Weekdays) -> Vec<wire::Weekday> {
    days.iter().map(Into::into).collect()
}

fn school(school: &School) -> wire::School<'_> {
    let bell = |entry: &Bell| wire::Bell {
        id: &school.period_ids[entry.period],
        start: Clock(entry.start),
        end: Clock(entry.end),
        weekdays: entry.weekdays.map(weekdays),
        usage: differing(entry.usage, PeriodUse::Lesson).map(Into::into),
    };
    wire::School {
        id: &school.id,
        name: &school.name,
        weekdays: differing(school.weekdays, Weekdays::SCHOOL_WEEK).map(weekdays),
        periods: school.bell.iter().map(bell).collect(),
        cycle: school.cycle.as_ref().map(|cycle| {
            let label = |fixed: &domain::FixedMonday| (IsoDate(fixed.monday), cycle.weeks[fixed.week].as_str());
            let (monday, week) = label(&cycle.anchor);
            wire::Cycle {
                weeks: texts(cycle.weeks.as_slice()),
                anchor: wire::Anchor { monday, week },
                skip_closed_weeks: differing(cycle.skip_closed_weeks, true),
                overrides: (!cycle.overrides.is_empty()).then(|| cycle.overrides.iter().map(label).collect()),
            }
        }),
        closed: filled(school.closed.iter().map(closed).collect()),
    }
}

fn closed(closed: &Closed) -> wire::Closed<'_> {
    wire::Closed {
        from: IsoDate(closed.from),
        to: differing(closed.to, closed.from).map(IsoDate),
        why: closed.why.as_deref(),
        staff_released: differing(closed.staff_released, false),
    }
}

fn travel<'a>(ids: Ids<'a>, way: &domain::Travel) -> wire::Travel<'a> {
    wire::Travel {
        between: way.between.map(|school| ids.school(school)),
        minutes: way.minutes,
        money: differing(way.money, 0),
    }
}

fn teacher<'a>(ids: Ids<'a>, teacher: &'a Teacher) -> wire::Teacher<'a> {
    let patterns = |patterns| filled(ids.patterns(teacher.school, patterns));
    wire::Teacher {
        id: &teacher.id,
        name: &teacher.name,
        school: ids.school(teacher.school),
        department: teacher.department.as_deref(),
        subjects: filled(texts(&teacher.subjects)),
        leader: differing(teacher.leader, false),
        line_manager: teacher.line_manager.map(|manager| ids.teacher(manager)),
        new_staff: differing(teacher.new_staff, false),
        participates: differing(teacher.participates, true),
        visits: differing(teacher.visits, 1),
        open_door: differing(teacher.open_door, false),
        strengths: ids.scores(&teacher.strengths),
        needs: ids.scores(&teacher.needs),
        asks: filled(teacher.asks.iter().map(|&focus| ids.focus(focus)).collect()),
        unavailable: patterns(&teacher.unavailable),
        busy: patterns(&teacher.busy),
        protected: patterns(&teacher.protected),
        protected_use: differing(teacher.protected_use, domain::ProtectedUse::default()).map(Into::into),
        cover: (teacher.cover != CoverTerms::default()).then(|| cover_terms(&teacher.cover)),
        hosting: differing(teacher.hosting, Hosting::default())
            .map(|hosting| wire::Hosting { max: hosting.max, max_per_year: hosting.max_per_year }),
        periods_lent: differing(teacher.periods_lent_per_week, 2)
            .map(|lent| wire::PeriodsLent { max_per_week: Some(lent) }),
        swap: differing(teacher.swap, false),
        film: differing(teacher.film, false),
        student_observers: differing(teacher.student_observers, false),
        themes: filled(texts(&teacher.themes)),
    }
}

fn cover_terms(terms: &CoverTerms) -> wire::CoverTerms<'_> {
    let already: Table<_, _> = terms.already.iter().map(|&(monday, count)| (IsoDate(monday), count)).collect();
    wire::CoverTerms {
        willing: terms.willing,
        max_per_day: differing(terms.max_per_day, CoverTerms::default().max_per_day),
        max_per_week: terms.max_per_week,
        max_per_round: terms.max_per_round,
        already: (!already.is_empty()).then_some(already),
        subjects: terms.subjects.as_deref().map(texts),
    }
}

fn class<'a>(ids: Ids<'a>, class: &'a Class) -> wire::Class<'a> {
    let away = |away: &'a Away| wire::Away {
        from: IsoDate(away.from),
        to: differing(away.to, away.from).map(IsoDate),
        why: away.why.as_deref(),
    };
    wire::Class {
        id: &class.id,
        school: ids.school(class.school),
        year: class.year.as_deref(),
        size: class.size,
        exam: differing(class.exam, false),
        study_release: differing(class.study_release, 0),
        cover_max: class.cover_max,
        watched_max: class.watched_max,
        away: filled(class.away.iter().map(away).collect()),
    }
}

fn room<'a>(ids: Ids<'a>, room: &'a domain::Room) -> wire::Room<'a> {
    wire::Room { id: &room.id, school: ids.school(room.school), capacity: room.capacity }
}

fn lesson<'a>(ids: Ids<'a>, lesson: &'a Lesson) -> wire::Lesson<'a> {
    let (week, weekday, date) = match lesson.when {
        When::Weekly { week, weekday } => {
            (week.and_then(|week| ids.week(lesson.school, week)), Some(weekday.into()), None)
        }
        When::Once(date) => (None, None, Some(IsoDate(date))),
    };
    wire::Lesson {
        id: &lesson.id,
        teachers: filled(ids.teachers(&lesson.teachers)),
        classes: filled(lesson.classes.iter().map(|&class| ids.0.classes[class].id.as_str()).collect()),
        subject: lesson.subject.as_deref(),
        room: lesson.room.map(|room| ids.0.rooms[room].id.as_str()),
        week,
        weekday,
        date,
        period: ids.period(lesson.school, lesson.period),
        length: differing(lesson.length, 1),
        from: lesson.from.map(IsoDate),
        until: lesson.until.map(IsoDate),
        open: differing(lesson.open, true),
        cover: differing(lesson.cover, domain::CoverNeed::default()).map(Into::into),
        walk: differing(lesson.walk, false),
        join: differing(lesson.join, false),
    }
}

fn cover(ids: Ids<'_>) -> Option<wire::Cover<'_>> {
    let cover = wire::Cover {
        supervisors: filled(ids.0.supervisors.iter().map(|one| supervisor(ids, one)).collect()),
        supply: filled(ids.0.supply.iter().map(|one| supply(ids, one)).collect()),
        study: differing(ids.0.study_money, 0).map(|money| wire::Study { money: Some(money) }),
    };
    let says_something = cover.supervisors.is_some() || cover.supply.is_some() || cover.study.is_some();
    says_something.then_some(cover)
}

fn supervisor<'a>(ids: Ids<'a>, supervisor: &'a domain::Supervisor) -> wire::Supervisor<'a> {
    wire::Supervisor {
        id: &supervisor.id,
        school: ids.school(supervisor.school),
        money_per_period: differing(supervisor.money_per_period, 0),
        available: supervisor.available.as_deref().map(|patterns| ids.patterns(supervisor.school, patterns)),
        max_per_day: supervisor.max_per_day,
        subjects: filled(texts(&supervisor.subjects)),
    }
}

fn supply<'a>(ids: Ids<'a>, supply: &'a domain::Supply) -> wire::Supply<'a> {
    wire::Supply {
        id: &supply.id,
        school: ids.school(supply.school),
        unit: supply.unit.into(),
        money: differing(supply.money, 0),
        max_per_day: supply.max_per_day,
        subjects: filled(texts(&supply.subjects)),
    }
}

fn budget<'a>(ids: Ids<'a>, budget: &Budget) -> wire::Budget<'a> {
    let per_school: Table<_, _> =
        budget.per_school.iter().map(|&(school, money)| (ids.school(school), money)).collect();
    wire::Budget {
        money: budget.money,
        per_school: (!per_school.is_empty()).then_some(per_school),
        per_week: budget.per_week,
        cover_periods: budget.cover_periods,
    }
}

fn lock<'a>(ids: Ids<'a>, lock: &'a Lock) -> wire::Lock<'a> {
    match lock {
        Lock::Pair(pair) => wire::Lock::Pair(pair.map(|teacher| ids.teacher(teacher))),
        Lock::Visit(visit) => wire::Lock::Visit(wire::VisitLock {
            observer: visit.observer.map(|teacher| ids.teacher(teacher)),
            host: visit.host.map(|teacher| ids.teacher(teacher)),
            lesson: visit.lesson.map(|lesson| ids.lesson(lesson)),
            date: visit.date.map(IsoDate),
            period: visit.period.as_deref(),
        }),
        Lock::Cover(cover) => wire::Lock::Cover(wire::CoverLock {
            lesson: ids.lesson(cover.lesson),
            date: IsoDate(cover.date),
            period: ids.period(ids.0.lessons[cover.lesson].school, cover.period),
            by: ids.cover_by(cover.by),
        }),
        Lock::Conversation { members, date, period } => wire::Lock::Conversation(wire::ConversationLock {
            members: ids.teachers(members),
            date: IsoDate(*date),
            period,
        }),
        Lock::NeverOn { teacher, date } => wire::Lock::NeverOn(wire::NeverOnLock {
            teacher: teacher.map(|teacher| ids.teacher(teacher)),
            date: IsoDate(*date),
        }),
        Lock::Out(teacher) => wire::Lock::Out(wire::OutLock { teacher: ids.teacher(*teacher) }),
    }
}

fn request<'a>(ids: Ids<'a>, request: &domain::Request) -> wire::Request<'a> {
    wire::Request {
        host: ids.teacher(request.host),
        lesson: request.lesson.map(|lesson| ids.lesson(lesson)),
        date: request.date.map(IsoDate),
        period: request.period.map(|period| ids.period(ids.0.teachers[request.host].school, period)),
        focus: request.focus.map(|focus| ids.focus(focus)),
        expires: request.expires.map(IsoDate),
    }
}

fn history<'a>(ids: Ids<'a>, history: &'a domain::History) -> wire::History<'a> {
    wire::History {
        round: history.round.as_deref(),
        year: history.year.as_deref(),
        partners: filled(ids.pairs(&history.partners)),
        covers: ids.counts(&history.covers),
        hosted: ids.counts(&history.hosted),
    }
}
