//! Small instances from a few words.

use opendoor::domain::{
    Bell, Budget, Class, ClassId, CoverNeed, Date, Focus, FocusId, Keyed, Lesson, LessonId, Minute, Pattern, PeriodId,
    PeriodUse, Problem, Profile, Rates, Round, Rules, School, SchoolId, Score, Supervisor, SupervisorId, Supply,
    SupplyId, SupplyUnit, Teacher, TeacherId, Weekday, Weekdays, When,
};

/// Monday 2 November 2026.
pub const MONDAY: Date = Date::from_days(20_759);

/// An instance of one school ("s0") without periods or people, profile open, rules and rates of the contract.
pub fn blank(weeks: i32) -> Problem {
    Problem {
        round: Round {
            title: "Round".into(),
            start: MONDAY,
            end: MONDAY.plus(7 * weeks - 1),
            timezone: None,
            year: Some("2026/27".into()),
        },
        profile: Profile::Open,
        focuses: Keyed::new(),
        schools: Keyed::from(vec![school("s0", &Weekday::ALL[..5])]),
        travel: vec![],
        teachers: Keyed::new(),
        classes: Keyed::new(),
        rooms: Keyed::new(),
        lessons: Keyed::new(),
        supervisors: Keyed::new(),
        supply: Keyed::new(),
        study_money: 0,
        budget: Budget::default(),
        rules: Rules::of(Profile::Open),
        rates: Rates::default(),
        locks: vec![],
        requests: Vec::new(),
        history: vec![],
        keep: None,
    }
}

pub fn school(id: &str, weekdays: &[Weekday]) -> School {
    School {
        id: id.into(),
        name: id.into(),
        weekdays: weekdays.iter().copied().collect::<Weekdays>(),
        period_ids: Keyed::new(),
        bell: vec![],
        cycle: None,
        closed: vec![],
    }
}

pub fn period(school: &mut School, id: &str, start: Minute, end: Minute, usage: PeriodUse) -> PeriodId {
    let period = school.period_ids.push(id.into());
    school.bell.push(Bell { period, start, end, weekdays: None, usage });
    period
}

pub fn focus(problem: &mut Problem, id: &str) -> FocusId {
    problem.focuses.push(Focus { id: id.into(), name: id.into() })
}

pub fn score(thousandths: u16) -> Score {
    Score::from_thousandths(thousandths).expect("a score")
}

/// A teacher, numbered.
pub fn teacher(problem: &mut Problem, school: SchoolId) -> TeacherId {
    let id = format!("t{}", problem.teachers.len());
    problem.teachers.push(Teacher::new(id.clone(), id, school))
}

pub fn class(problem: &mut Problem, school: SchoolId) -> ClassId {
    let id = format!("c{}", problem.classes.len());
    problem.classes.push(Class { declared: true, ..Class::new(id, school) })
}

/// A weekly lesson of one period.
pub fn lesson(
    problem: &mut Problem,
    teacher: TeacherId,
    classes: &[ClassId],
    weekday: Weekday,
    period: PeriodId,
) -> LessonId {
    let id = format!("l{}", problem.lessons.len());
    let school = problem.teachers[teacher].school;
    problem.lessons.push(Lesson {
        id,
        school,
        teachers: vec![teacher],
        classes: classes.to_vec(),
        subject: Some("maths".into()),
        room: None,
        when: When::Weekly { week: None, weekday },
        period,
        length: 1,
        from: None,
        until: None,
        open: true,
        cover: CoverNeed::Any,
        walk: false,
        join: false,
    })
}

pub fn supervisor(problem: &mut Problem, school: SchoolId, money_per_period: i64) -> SupervisorId {
    let id = format!("v{}", problem.supervisors.len());
    problem.supervisors.push(Supervisor {
        id,
        school,
        money_per_period,
        available: None,
        max_per_day: None,
        subjects: vec![],
    })
}

pub fn supply(problem: &mut Problem, school: SchoolId, unit: SupplyUnit, money: i64) -> SupplyId {
    let id = format!("a{}", problem.supply.len());
    problem.supply.push(Supply { id, school, unit, money, max_per_day: None, subjects: vec![] })
}

/// The pattern of a weekday, its named periods or the whole day.
pub fn weekly(weekday: Weekday, periods: Option<Vec<PeriodId>>) -> Pattern {
    Pattern { weekday: Some(weekday), periods, ..Pattern::default() }
}
