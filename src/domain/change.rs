//! Re-planning (SPEC §7): what of a plan counts as changed, and what a re-plan holds to.

use std::collections::{BTreeMap, BTreeSet};

use super::calendar::Date;
use super::ids::{PeriodId, SchoolId, TeacherId};
use super::money::Pence;
use super::plan::{Conversation, CoverBy, Mode, Occurrence, Plan};
use super::problem::Problem;

/// How a visit is made, when a film is watched aside.
#[derive(Debug, Clone, Copy, PartialEq, Eq, PartialOrd, Ord, Hash)]
pub enum Manner {
    /// In the room.
    InPerson,
    /// By film.
    Film,
    /// Each takes the other's class.
    Exchange,
}

impl From<Mode> for Manner {
    fn from(mode: Mode) -> Self {
        match mode {
            Mode::InPerson => Self::InPerson,
            Mode::Film(_) => Self::Film,
            Mode::Exchange => Self::Exchange,
        }
    }
}

/// Who takes a class, by ids.
#[derive(Debug, Clone, PartialEq, Eq, PartialOrd, Ord, Hash)]
pub enum TakenBy {
    /// Another timetabled teacher of the lesson.
    NoneNeeded,
    /// Supervised study.
    Study,
    /// The supervisor of this id.
    Supervisor(String),
    /// The colleague of this id.
    Staff(String),
    /// The source of supply of this id.
    Supply(String),
    /// The lesson of this id, which the class joins.
    Join(String),
}

/// What a plan says of somebody's time: that of which a change is counted. Told by ids, since of two plans each has an
/// instance of its own.
#[derive(Debug, Clone, PartialEq, Eq, PartialOrd, Ord, Hash)]
pub enum Element {
    /// A visit.
    Visit {
        /// The date.
        date: Date,
        /// The period, of the lesson's school.
        period: String,
        /// Who watches.
        observer: String,
        /// Whose lesson.
        host: String,
        /// What is watched.
        lesson: String,
        /// How.
        manner: Manner,
    },
    /// A class left to somebody.
    Cover {
        /// The date.
        date: Date,
        /// The period, of the lesson's school.
        period: String,
        /// The lesson left.
        lesson: String,
        /// Who takes it.
        by: TakenBy,
    },
    /// A conversation.
    Conversation {
        /// The date.
        date: Date,
        /// The period, of `school`.
        period: String,
        /// The school whose period it is.
        school: String,
        /// Who talks, ascending.
        members: Vec<String>,
    },
}

impl Element {
    /// When it is.
    #[must_use]
    pub const fn date(&self) -> Date {
        match self {
            Self::Visit { date, .. } | Self::Cover { date, .. } | Self::Conversation { date, .. } => *date,
        }
    }
}

/// An element that only one of two plans has; one of the two sides is `None`.
#[derive(Debug, Clone, PartialEq, Eq)]
pub struct Changed {
    /// In the old plan, and gone.
    pub was: Option<Element>,
    /// New.
    pub now: Option<Element>,
    /// Goodwill for telling people, pence.
    pub pence: Pence,
}

/// What a re-plan holds to while it searches. The price of a change is told by halves here: what stays is credited, what
/// is new is charged, each where and when it is. Somebody who watches in a period in which they watched before counts as
/// staying, whatever they watch, and a class as left to the same, so that no plan is charged more than it costs.
#[derive(Debug, Clone, PartialEq, Eq)]
pub struct Keep {
    /// Before this date nothing new may be planned.
    pub from: Date,
    /// Price of a change, pence.
    pub rate: Pence,
    /// Who watched in the room, when, at which school.
    pub away: BTreeSet<(TeacherId, SchoolId, Date, PeriodId)>,
    /// Which occurrences of whom were watched, in the room or by film.
    pub hosted: BTreeSet<(TeacherId, Occurrence)>,
    /// Which of them were filmed.
    pub filmed: BTreeSet<(TeacherId, Occurrence)>,
    /// Who watched a film when, in a period of their own school.
    pub viewed: BTreeSet<(TeacherId, Date, PeriodId)>,
    /// Which occurrences of whom another took in exchange.
    pub exchanged: BTreeSet<(TeacherId, Occurrence)>,
    /// Who taught which occurrence as planned together.
    pub taught: BTreeSet<(TeacherId, Occurrence)>,
    /// Which occurrences were left, by whom, and who took them.
    pub left: BTreeMap<(TeacherId, Occurrence), CoverBy>,
    /// The members of each arrangement.
    pub teams: Vec<Vec<TeacherId>>,
    /// When who has met already to plan a lesson together, by members, ascending.
    pub met: BTreeMap<Vec<TeacherId>, (SchoolId, Date, PeriodId)>,
    /// Who talked when, with the credit that each bears for its staying, pence; those of one conversation add up to
    /// [`rate`](Self::rate), of two who must have one to [`rest_of_talk`](Self::rest_of_talk) more.
    pub talks: BTreeMap<(TeacherId, SchoolId, Date, PeriodId), Pence>,
}

/// Most who talk together.
const MOST_TALKERS: Pence = 3;

impl Keep {
    /// Of an empty plan.
    #[must_use]
    pub const fn nothing(from: Date, rate: Pence) -> Self {
        Self {
            from,
            rate,
            away: BTreeSet::new(),
            hosted: BTreeSet::new(),
            filmed: BTreeSet::new(),
            viewed: BTreeSet::new(),
            exchanged: BTreeSet::new(),
            taught: BTreeSet::new(),
            left: BTreeMap::new(),
            teams: Vec::new(),
            met: BTreeMap::new(),
            talks: BTreeMap::new(),
        }
    }

    /// What it costs that `observer` is away in a period of `school`, pence; `None` when that may not be planned.
    #[must_use]
    pub fn away(&self, observer: TeacherId, school: SchoolId, date: Date, period: PeriodId) -> Option<Pence> {
        if self.away.contains(&(observer, school, date, period)) {
            Some(-self.rate)
        } else {
            (date >= self.from).then_some(self.rate)
        }
    }

    /// What it costs that an occurrence of `host` is filmed, pence; `None` when that may not be planned.
    #[must_use]
    pub fn film(&self, host: TeacherId, at: Occurrence) -> Option<Pence> {
        self.price_of(&self.filmed, host, at)
    }

    /// What it costs that another takes an occurrence of `host` in exchange, pence; `None` when that may not be planned.
    #[must_use]
    pub fn exchange(&self, host: TeacherId, at: Occurrence) -> Option<Pence> {
        self.price_of(&self.exchanged, host, at)
    }

    fn price_of(&self, old: &BTreeSet<(TeacherId, Occurrence)>, host: TeacherId, at: Occurrence) -> Option<Pence> {
        if old.contains(&(host, at)) { Some(-self.rate) } else { (at.date >= self.from).then_some(self.rate) }
    }

    /// Whether `teacher` may watch a film then.
    #[must_use]
    pub fn may_view(&self, teacher: TeacherId, date: Date, period: PeriodId) -> bool {
        date >= self.from || self.viewed.contains(&(teacher, date, period))
    }

    /// Whether `teacher` may teach an occurrence as planned together.
    #[must_use]
    pub fn may_teach(&self, teacher: TeacherId, at: Occurrence) -> bool {
        at.date >= self.from || self.taught.contains(&(teacher, at))
    }

    /// Whether `host` may be watched then.
    #[must_use]
    pub fn may_host(&self, host: TeacherId, at: Occurrence) -> bool {
        at.date >= self.from || self.hosted.contains(&(host, at))
    }

    /// What it costs that `teacher` leaves an occurrence, pence.
    #[must_use]
    pub fn left(&self, teacher: TeacherId, at: Occurrence) -> Pence {
        if self.left.contains_key(&(teacher, at)) { -self.rate } else { self.rate }
    }

    /// What it costs that `teacher` talks then, pence; `None` when that may not be planned.
    #[must_use]
    pub fn talk(&self, teacher: TeacherId, school: SchoolId, date: Date, period: PeriodId) -> Option<Pence> {
        match self.talks.get(&(teacher, school, date, period)) {
            Some(share) => Some(-share),
            None => (date >= self.from).then_some(self.rate / MOST_TALKERS),
        }
    }

    /// What is left of the price of a conversation when two have borne the shares of members, pence: where two must have
    /// one, they are charged it as such, talk when they may.
    #[must_use]
    pub const fn rest_of_talk(&self) -> Pence {
        self.rate - 2 * (self.rate / MOST_TALKERS)
    }

    /// The most that anything planned can be credited in all, pence.
    #[must_use]
    pub fn most(&self) -> Pence {
        let parts = Pence::try_from(self.away.len() + self.filmed.len() + self.exchanged.len() + self.left.len())
            .unwrap_or(Pence::MAX);
        self.rate.saturating_mul(parts).saturating_add(self.talks.values().sum())
    }
}

impl Plan {
    /// Everything in the plan that counts as changed when another plan does not have it, ascending.
    #[must_use]
    pub fn elements(&self, problem: &Problem) -> Vec<Element> {
        let mut elements: Vec<Element> = self.arrangements.iter().flat_map(|one| one.elements(problem)).collect();
        elements.sort();
        elements
    }

    /// The price of all changes, pence.
    #[must_use]
    pub fn changes_cost(&self) -> Pence {
        self.changes.iter().fold(0, |sum, change| sum.saturating_add(change.pence))
    }
}

impl super::plan::Arrangement {
    /// Its elements, in the order of the plan.
    #[must_use]
    pub fn elements(&self, problem: &Problem) -> Vec<Element> {
        let teacher = |id: TeacherId| problem.teachers[id].id.clone();
        let place = |at: Occurrence| {
            let lesson = &problem.lessons[at.lesson];
            (lesson.id.clone(), problem.schools[lesson.school].period_ids[at.period].clone())
        };
        let mut elements = Vec::new();
        for visit in &self.visits {
            let (lesson, period) = place(visit.at);
            elements.push(Element::Visit {
                date: visit.at.date,
                period,
                observer: teacher(visit.observer),
                host: teacher(visit.host),
                lesson,
                manner: visit.mode.into(),
            });
            for cover in &visit.covers {
                let (lesson, period) = place(cover.at);
                let by = match cover.by {
                    CoverBy::NoneNeeded => TakenBy::NoneNeeded,
                    CoverBy::Study => TakenBy::Study,
                    CoverBy::Supervisor(id) => TakenBy::Supervisor(problem.supervisors[id].id.clone()),
                    CoverBy::Staff(id) => TakenBy::Staff(teacher(id)),
                    CoverBy::Supply(id) => TakenBy::Supply(problem.supply[id].id.clone()),
                    CoverBy::Join(id) => TakenBy::Join(problem.lessons[id].id.clone()),
                };
                elements.push(Element::Cover { date: cover.at.date, period, lesson, by });
            }
        }
        let talks = self.meetings.iter().chain(&self.conversation);
        elements.extend(talks.map(|&Conversation { date, school, period, .. }| {
            let mut members: Vec<String> = self.members.iter().map(|&member| teacher(member)).collect();
            members.sort();
            let of = &problem.schools[school];
            Element::Conversation { date, period: of.period_ids[period].clone(), school: of.id.clone(), members }
        }));
        elements
    }
}
