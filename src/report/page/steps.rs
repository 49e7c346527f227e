//! What the plan puts on the calendar, step by step: the one place that reads an arrangement's visits, covers and
//! conversation. Every view of the page is made of these steps, whatever the kind of arrangement.

use crate::domain::{Arrangement, Cover, CoverBy, Date, Minute, PeriodId, Plan, Problem, SchoolId, TeacherId, Visit};

use super::super::words::{Names, clock, listed};

/// Something that happens in one period.
#[derive(Clone, Copy)]
pub struct Step<'a> {
    pub date: Date,
    pub school: SchoolId,
    pub period: PeriodId,
    pub arrangement: &'a Arrangement,
    pub what: What<'a>,
}

/// What happens.
#[derive(Clone, Copy)]
pub enum What<'a> {
    /// A visit to a lesson.
    Visit(&'a Visit),
    /// The members talk.
    Talk,
    /// A class is taken for the observer of the visit.
    Cover(&'a Visit, &'a Cover),
}

/// What somebody does in a step.
#[derive(Debug, Clone, Copy, PartialEq, Eq)]
pub enum Role {
    /// Watches a lesson.
    Watches,
    /// Is watched.
    Hosts,
    /// Talks with the others.
    Talks,
    /// Takes a colleague's class.
    Takes,
}

impl Role {
    pub const ALL: [Self; 4] = [Self::Watches, Self::Hosts, Self::Talks, Self::Takes];

    /// In a word, which is its class in the style sheet too.
    pub const fn word(self) -> &'static str {
        match self {
            Self::Watches => "watches",
            Self::Hosts => "hosts",
            Self::Talks => "talks",
            Self::Takes => "covers",
        }
    }
}

impl Step<'_> {
    /// The minute at which it starts.
    pub fn start(&self, problem: &Problem) -> Option<Minute> {
        problem.schools[self.school].bell_of(self.period, self.date.weekday()).map(|bell| bell.start)
    }

    /// The period's id, and when it starts: `3`, `11:20`.
    pub fn period(&self, problem: &Problem) -> (String, String) {
        let id = problem.schools[self.school].period_ids[self.period].clone();
        (id, self.start(problem).map(clock).unwrap_or_default())
    }

    /// Who does what in it. A supervisor or a supply teacher is nobody of the staff.
    pub fn roles(&self) -> Vec<(TeacherId, Role)> {
        match self.what {
            What::Visit(visit) => vec![(visit.observer, Role::Watches), (visit.host, Role::Hosts)],
            What::Talk => self.arrangement.members.iter().map(|&member| (member, Role::Talks)).collect(),
            What::Cover(_, cover) => match cover.by {
                CoverBy::Staff(colleague) => vec![(colleague, Role::Takes)],
                _ => Vec::new(),
            },
        }
    }

    /// Everybody whom it concerns, the one whose class is taken included.
    pub fn people(&self) -> Vec<TeacherId> {
        let mut people: Vec<TeacherId> = self.roles().into_iter().map(|(who, _)| who).collect();
        if let What::Cover(visit, _) = self.what {
            people.push(visit.observer);
        }
        people
    }

    /// The step as `who` sees it: `watches Bob Finch`.
    pub fn told_to(&self, who: TeacherId, role: Role, names: &Names) -> String {
        match (self.what, role) {
            (What::Visit(visit), Role::Watches) => format!("watches {}", names.teacher(visit.host)),
            (What::Visit(visit), _) => format!("hosts {}", names.teacher(visit.observer)),
            (What::Talk, _) => format!("talks with {}", names.teachers(&self.others(who))),
            (What::Cover(visit, _), _) => format!("covers for {}", names.teacher(visit.observer)),
        }
    }

    /// The lesson that it is about, with its room; the school where there are several.
    pub fn lesson(&self, names: &Names) -> String {
        match self.what {
            What::Visit(visit) => format!("{}{}", names.lesson(visit.at.lesson), names.at_school(self.school)),
            What::Talk => names.at_school(self.school).trim_start_matches(", ").to_owned(),
            What::Cover(_, cover) => names.lesson(cover.at.lesson),
        }
    }

    /// The members of the arrangement but `who`.
    pub fn others(&self, who: TeacherId) -> Vec<TeacherId> {
        self.arrangement.members.iter().copied().filter(|&member| member != who).collect()
    }
}

/// Where the observer's own classes are meanwhile: `7L maths is with sam (supervisor)`.
pub fn left_with(visit: &Visit, names: &Names) -> String {
    let with = |cover: &Cover| format!("{} is with {}", names.lesson(cover.at.lesson), names.cover(cover.by));
    listed(&visit.covers.iter().map(with).collect::<Vec<_>>())
}

/// The steps of one arrangement in the order of time.
pub fn of<'a>(problem: &Problem, arrangement: &'a Arrangement) -> Vec<Step<'a>> {
    let at = |date, school, period, what| Step { date, school, period, arrangement, what };
    let mut steps = Vec::new();
    for visit in &arrangement.visits {
        let school = problem.lessons[visit.at.lesson].school;
        steps.push(at(visit.at.date, school, visit.at.period, What::Visit(visit)));
        steps.extend(visit.covers.iter().map(|cover| {
            let school = problem.lessons[cover.at.lesson].school;
            at(cover.at.date, school, cover.at.period, What::Cover(visit, cover))
        }));
    }
    steps.extend(arrangement.conversation.map(|talk| at(talk.date, talk.school, talk.period, What::Talk)));
    steps.sort_by_key(|step| (step.date, step.start(problem)));
    steps
}

/// All steps of the plan in the order of time; of one time in the order of the plan.
pub fn all<'a>(problem: &Problem, plan: &'a Plan) -> Vec<Step<'a>> {
    let mut steps: Vec<Step> = plan.arrangements.iter().flat_map(|arrangement| of(problem, arrangement)).collect();
    steps.sort_by_key(|step| (step.date, step.start(problem)));
    steps
}
