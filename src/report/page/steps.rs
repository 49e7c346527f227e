//! What the plan puts on the calendar, step by step: the one place that reads what an arrangement is made of. Every view
//! of the page is made of these steps, whatever the kind of arrangement.

use crate::domain::{
    Arrangement, Cover, CoverBy, Date, Minute, Mode, Occurrence, PeriodId, Plan, Problem, SchoolId, Taught, TeacherId,
    Viewing, Visit,
};

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
    /// A lesson is filmed for a visit.
    Recording(&'a Visit),
    /// The film is watched.
    Viewing(&'a Visit),
    /// The observer takes the host's class, as the host takes theirs.
    Exchange(&'a Visit),
    /// The members meet to plan a lesson.
    Meeting,
    /// A member teaches it.
    Taught(&'a Taught),
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
    /// Plans or talks with the others.
    Talks,
    /// Teaches what was planned.
    Teaches,
    /// Takes a colleague's class.
    Covers,
}

impl Role {
    pub const ALL: [Self; 5] = [Self::Watches, Self::Hosts, Self::Talks, Self::Teaches, Self::Covers];

    /// In a word, which is its class in the style sheet too.
    pub const fn word(self) -> &'static str {
        match self {
            Self::Watches => "watches",
            Self::Hosts => "hosts",
            Self::Talks => "talks",
            Self::Teaches => "teaches",
            Self::Covers => "covers",
        }
    }
}

impl<'a> Step<'a> {
    /// The minute at which it starts.
    pub fn start(&self, problem: &Problem) -> Option<Minute> {
        problem.schools[self.school].bell_of(self.period, self.date.weekday()).map(|bell| bell.start)
    }

    /// The period's id, and when it starts: `3`, `11:20`.
    pub fn period(&self, problem: &Problem) -> (String, String) {
        let id = problem.schools[self.school].period_ids[self.period].clone();
        (id, self.start(problem).map(clock).unwrap_or_default())
    }

    /// The visit whose focus and worth are to be told with this step: a film's with its viewing.
    pub const fn visit(&self) -> Option<&'a Visit> {
        match self.what {
            What::Visit(visit) | What::Viewing(visit) | What::Exchange(visit) => Some(visit),
            What::Recording(_) | What::Meeting | What::Taught(_) | What::Talk | What::Cover(..) => None,
        }
    }

    /// The lesson that is watched, filmed, exchanged, taught or covered.
    pub const fn occurrence(&self) -> Option<Occurrence> {
        match self.what {
            What::Visit(visit) | What::Recording(visit) | What::Viewing(visit) | What::Exchange(visit) => {
                Some(visit.at)
            }
            What::Taught(taught) => Some(taught.at),
            What::Cover(_, cover) => Some(cover.at),
            What::Meeting | What::Talk => None,
        }
    }

    /// Who does what in it. A supervisor or a supply teacher is nobody of the staff.
    pub fn roles(&self) -> Vec<(TeacherId, Role)> {
        match self.what {
            What::Visit(visit) | What::Exchange(visit) => {
                vec![(visit.observer, Role::Watches), (visit.host, Role::Hosts)]
            }
            What::Recording(visit) => vec![(visit.host, Role::Hosts)],
            What::Viewing(visit) => vec![(visit.observer, Role::Watches)],
            What::Meeting | What::Talk => self.arrangement.members.iter().map(|&who| (who, Role::Talks)).collect(),
            What::Taught(taught) => vec![(taught.teacher, Role::Teaches)],
            What::Cover(_, cover) => match cover.by {
                CoverBy::Staff(colleague) => vec![(colleague, Role::Covers)],
                _ => Vec::new(),
            },
        }
    }

    /// The role in which it is shown to who has none in it.
    pub const fn role(&self) -> Role {
        match self.what {
            What::Visit(_) | What::Viewing(_) | What::Exchange(_) => Role::Watches,
            What::Recording(_) => Role::Hosts,
            What::Meeting | What::Talk => Role::Talks,
            What::Taught(_) => Role::Teaches,
            What::Cover(..) => Role::Covers,
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

    /// Who does what with whom: `Ann Lark`, `watches`, `Bob Finch`.
    pub fn told(&self, names: &Names) -> (String, &'static str, String) {
        let (observer, host) =
            (|visit: &Visit| names.teacher(visit.observer), |visit: &Visit| names.teacher(visit.host));
        match self.what {
            What::Visit(visit) => (observer(visit), "watches", host(visit)),
            What::Recording(visit) => (host(visit), "is filmed for", observer(visit)),
            What::Viewing(visit) => (observer(visit), "watches the film of", host(visit)),
            What::Exchange(visit) => (observer(visit), "takes the class of", host(visit)),
            What::Meeting => ("They".to_owned(), "plan a lesson", String::new()),
            What::Taught(taught) => (names.teacher(taught.teacher), teaches(taught), String::new()),
            What::Talk => ("They".to_owned(), "talk", String::new()),
            What::Cover(visit, cover) => (names.cover(cover.by), "takes a class for", observer(visit)),
        }
    }

    /// The step in the row of `who`: `watches Bob Finch`.
    pub fn told_of(&self, who: TeacherId, role: Role, names: &Names) -> String {
        match (self.what, role) {
            (What::Visit(visit), Role::Hosts) => format!("hosts {}", names.teacher(visit.observer)),
            (What::Exchange(visit), Role::Hosts) => format!("gives a class to {}", names.teacher(visit.observer)),
            (What::Meeting, _) => format!("plans with {}", names.teachers(&self.others(who))),
            (What::Talk, _) => format!("talks with {}", names.teachers(&self.others(who))),
            (What::Cover(visit, _), _) => format!("covers for {}", names.teacher(visit.observer)),
            _ => {
                let (_, does, whom) = self.told(names);
                format!("{does} {whom}").trim_end().to_owned()
            }
        }
    }

    /// The step as `who` is told of it: what stands before the name of the other, the name, and what stands after it.
    pub fn told_to(&self, who: TeacherId, role: Role, names: &Names) -> (&'static str, String, &'static str) {
        let (observer, host) =
            (|visit: &Visit| names.teacher(visit.observer), |visit: &Visit| names.teacher(visit.host));
        match (self.what, role) {
            (What::Visit(visit), Role::Hosts) => ("", observer(visit), "watches you"),
            (What::Visit(visit), _) => ("You watch", host(visit), ""),
            (What::Recording(visit), _) => ("You are filmed for", observer(visit), ""),
            (What::Viewing(visit), _) => ("You watch the film of", host(visit), ""),
            (What::Exchange(visit), Role::Hosts) => ("", observer(visit), "takes your class"),
            (What::Exchange(visit), _) => ("You take the class of", host(visit), ""),
            (What::Meeting, _) => ("You plan a lesson with", names.teachers(&self.others(who)), ""),
            (What::Taught(taught), _) if taught.again => ("You teach it again", String::new(), ""),
            (What::Taught(_), _) => ("You teach what you planned", String::new(), ""),
            (What::Talk, _) => ("You talk with", names.teachers(&self.others(who)), ""),
            (What::Cover(visit, _), _) => ("You take a class for", observer(visit), ""),
        }
    }

    /// The lesson that it is about, with its room, or nothing; the school too, unless that is `home`.
    pub fn lesson(&self, names: &Names, home: Option<SchoolId>) -> String {
        let what = self.occurrence().map(|at| names.lesson(at.lesson)).unwrap_or_default();
        let school = if home == Some(self.school) { String::new() } else { names.at_school(self.school) };
        format!("{what}{school}").trim_start_matches(", ").to_owned()
    }

    /// The members of the arrangement but `who`.
    fn others(&self, who: TeacherId) -> Vec<TeacherId> {
        self.arrangement.members.iter().copied().filter(|&member| member != who).collect()
    }
}

const fn teaches(taught: &Taught) -> &'static str {
    if taught.again { "teaches it again" } else { "teaches it" }
}

/// Where the observer's own classes are meanwhile: `7L maths is with sam (supervisor)`.
pub fn left_with(visit: &Visit, names: &Names) -> String {
    let with = |cover: &Cover| format!("{} is with {}", names.lesson(cover.at.lesson), names.cover(cover.by));
    listed(&visit.covers.iter().map(with).collect::<Vec<_>>())
}

/// The steps of one arrangement in the order of time.
pub fn of<'a>(problem: &Problem, arrangement: &'a Arrangement) -> Vec<Step<'a>> {
    let step = |date, school, period, what| Step { date, school, period, arrangement, what };
    let at = |at: Occurrence, what| step(at.date, problem.lessons[at.lesson].school, at.period, what);
    let mut steps = Vec::new();
    for visit in &arrangement.visits {
        match visit.mode {
            Mode::InPerson => steps.push(at(visit.at, What::Visit(visit))),
            Mode::Exchange => steps.push(at(visit.at, What::Exchange(visit))),
            Mode::Film(Viewing { date, period }) => {
                steps.push(at(visit.at, What::Recording(visit)));
                steps.push(step(date, problem.teachers[visit.observer].school, period, What::Viewing(visit)));
            }
        }
        steps.extend(visit.covers.iter().map(|cover| at(cover.at, What::Cover(visit, cover))));
    }
    let meetings = arrangement.meetings.iter().map(|meeting| (meeting, What::Meeting));
    let talks = arrangement.conversation.iter().map(|talk| (talk, What::Talk));
    steps.extend(meetings.chain(talks).map(|(talk, what)| step(talk.date, talk.school, talk.period, what)));
    steps.extend(arrangement.teaches.iter().map(|taught| at(taught.at, What::Taught(taught))));
    steps.sort_by_key(|step| (step.date, step.start(problem)));
    steps
}

/// All steps of the plan in the order of time; of one time in the order of the plan.
pub fn all<'a>(problem: &Problem, plan: &'a Plan) -> Vec<Step<'a>> {
    let mut steps: Vec<Step> = plan.arrangements.iter().flat_map(|arrangement| of(problem, arrangement)).collect();
    steps.sort_by_key(|step| (step.date, step.start(problem)));
    steps
}
