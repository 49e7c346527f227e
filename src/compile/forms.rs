//! Forms: the ways in which a team may do what a kind offers, told as acts in time. Kinds are read here once; from here
//! on there are teams, forms and acts.

use super::Model;
use super::schedule::Team;
use crate::domain::{ConversationRule, Key, Pence, Problem, SHAPES, Shape, TeacherId, Visits, percent_of};

/// Most acts of a form: three visits by film, each recorded and watched.
pub const MOST_ACTS: usize = 6;

/// Something that is done in one period. Members are told by their places in the team.
#[derive(Debug, Clone, Copy, PartialEq, Eq)]
pub enum Act {
    /// One member watches another in the room.
    Visit {
        /// Who watches.
        observer: usize,
        /// Who is watched.
        host: usize,
    },
    /// A lesson of the host is recorded.
    Record {
        /// For whom.
        observer: usize,
        /// Who is recorded.
        host: usize,
    },
    /// The observer watches the recording that the act before this one makes.
    View {
        /// Who watches.
        observer: usize,
    },
    /// Two take each other's class.
    Exchange,
    /// All members meet.
    Meet,
    /// A member teaches what was planned.
    Teach {
        /// Who.
        member: usize,
    },
}

/// One way of doing what a kind offers.
#[derive(Debug, Clone)]
pub struct Form {
    /// The kind.
    pub shape: &'static Shape,
    /// What is done, apart from the conversation.
    pub acts: Vec<Act>,
    /// Whether there is a conversation.
    pub conversation: ConversationRule,
    /// Whether all acts are visits in the room: then sweeps price it.
    pub plain: bool,
}

impl Form {
    /// The acts that come after the one before them: they start when that one has ended.
    #[must_use]
    pub fn follows(&self, act: usize) -> Option<usize> {
        match self.acts[act] {
            Act::View { .. } => Some(act - 1),
            Act::Teach { .. } => Some(0),
            _ => None,
        }
    }

    /// Observer and host of every visit by film or in the room, by their places in the team.
    pub fn visits(&self) -> impl Iterator<Item = (usize, usize, bool)> + '_ {
        self.acts.iter().flat_map(|&act| {
            let (one, other) = match act {
                Act::Visit { observer, host } => (Some((observer, host, false)), None),
                Act::Record { observer, host } => (Some((observer, host, true)), None),
                Act::Exchange => (Some((0, 1, false)), Some((1, 0, false))),
                _ => (None, None),
            };
            one.into_iter().chain(other)
        })
    }
}

/// The forms of teams of one sort: a range of [`Model::forms`].
#[derive(Debug, Clone, Copy, Default, PartialEq, Eq)]
pub struct FormRange {
    /// The first.
    pub first: u8,
    /// One past the last.
    pub end: u8,
}

/// The forms in play: of two, of rings of three, of one who watches another.
pub fn forms(problem: &Problem) -> (Vec<Form>, [FormRange; 3]) {
    let mut all: Vec<Form> = Vec::new();
    let mut ranges = [FormRange::default(); 3];
    let here = |all: &Vec<Form>| u8::try_from(all.len()).expect("a few forms");
    let sorts: [&dyn Fn(&Shape) -> bool; 3] = [
        &|shape| shape.served == 2 && shape.members == 2,
        &|shape| shape.served == 3 && shape.members == 3,
        &|shape| shape.served == 1 && shape.members == 2,
    ];
    for (range, is_of) in ranges.iter_mut().zip(sorts) {
        range.first = here(&all);
        for shape in SHAPES.into_iter().filter(|shape| shape.in_play(&problem.rules) && is_of(shape)) {
            of_shape(problem, shape, &mut all);
        }
        range.end = here(&all);
        // What sweeps price comes first.
        all[usize::from(range.first)..].sort_by_key(|form| !form.plain);
    }
    (all, ranges)
}

fn of_shape(problem: &Problem, shape: &'static Shape, all: &mut Vec<Form>) {
    let conversation = (shape.conversation)(&problem.rules);
    let mut add = |acts: Vec<Act>| {
        let plain = acts.iter().all(|act| matches!(act, Act::Visit { .. }));
        all.push(Form { shape, acts, conversation, plain });
    };
    if shape.planned {
        let teaches = (0..shape.members).map(|member| Act::Teach { member });
        add(std::iter::once(Act::Meet).chain(teaches).collect());
        return;
    }
    let arms: Vec<(usize, usize)> = match shape.visits {
        Visits::Exchange => return add(vec![Act::Exchange]),
        Visits::None => Vec::new(),
        Visits::First => vec![(0, 1)],
        Visits::Ring => (0..shape.members).map(|member| (member, (member + 1) % shape.members)).collect(),
    };
    let films = if shape.films && problem.rules.video.is_some() { 1 << arms.len() } else { 1 };
    for filmed in 0..films {
        let acts = arms.iter().enumerate().flat_map(|(index, &(observer, host))| {
            if filmed >> index & 1 == 1 {
                vec![Act::Record { observer, host }, Act::View { observer }]
            } else {
                vec![Act::Visit { observer, host }]
            }
        });
        add(acts.collect());
    }
}

impl Model<'_> {
    /// A form.
    #[must_use]
    pub fn form(&self, form: u8) -> &Form {
        &self.forms[usize::from(form)]
    }

    /// The forms that a team may take, those that sweeps price first.
    pub fn forms_of(&self, team: Team) -> impl Iterator<Item = u8> + '_ {
        let range = self.form_ranges[match team {
            Team::Two(_) => 0,
            Team::Ring(_) => 1,
            Team::One(_) => 2,
        }];
        (range.first..range.end).filter(move |&form| self.may_take(team, form))
    }

    /// Whether a team may take a form.
    #[must_use]
    pub fn may_take(&self, team: Team, form: u8) -> bool {
        match team {
            Team::Two(two) => self.twos[two as usize].forms >> form & 1 == 1,
            // All may watch in the room; of films each is looked at.
            Team::Ring(ring) => {
                let films = self.form(form).visits().filter(|&(.., filmed)| filmed);
                films.into_iter().all(|(observer, host, _)| self.may_film(ring[observer], ring[host]))
            }
            Team::One(_) => true,
        }
    }

    /// Whether `host` may be filmed for `observer`.
    #[must_use]
    pub fn may_film(&self, observer: TeacherId, host: TeacherId) -> bool {
        let Some(video) = &self.problem.rules.video else { return false };
        let person = &self.problem.teachers[host];
        person.film
            && video.kits_of(person.school) > 0
            && self.worth(observer, host).focus.is_some_and(|focus| person.strength(focus) >= video.min_strength)
    }

    /// What visits are worth that have `percent` of their value, pence.
    fn part_of_worth(&self, observer: TeacherId, host: TeacherId, percent: u32) -> Pence {
        percent_of(self.worth(observer, host).value, percent)
    }

    /// What a visit by film is worth less than one in the room, pence.
    #[must_use]
    pub fn film_loss(&self, observer: TeacherId, host: TeacherId) -> Pence {
        let percent = self.problem.rates.video_percent;
        self.worth(observer, host).value - self.part_of_worth(observer, host, percent)
    }

    /// What a form costs a team more than visits in the room would, as what it does is worth less, pence.
    #[must_use]
    pub fn form_cost(&self, team: Team, form: u8) -> Pence {
        if self.form(form).plain {
            return 0;
        }
        match team {
            Team::Two(two) => {
                let range = self.form_ranges[0];
                let forms = usize::from(range.end - range.first);
                self.two_costs[two as usize * forms + usize::from(form - range.first)]
            }
            Team::Ring(_) | Team::One(_) => self.worth_less(&self.members(team), form),
        }
    }

    /// The same, worked out.
    pub(super) fn worth_less(&self, members: &[TeacherId], form: u8) -> Pence {
        let form = self.form(form);
        let percent = (form.shape.percent)(&self.problem.rates);
        if percent == 100 {
            let films = form.visits().filter(|&(.., filmed)| filmed);
            return films.map(|(observer, host, _)| self.film_loss(members[observer], members[host])).sum();
        }
        let ways = [(members[0], members[1]), (members[1], members[0])];
        ways.into_iter()
            .map(|(observer, host)| self.worth(observer, host).value - self.part_of_worth(observer, host, percent))
            .sum()
    }

    /// Whether a teacher may be hosted in this round at all: they take part or have an open door, and are not out.
    pub(super) fn may_host(&self, teacher: TeacherId) -> bool {
        let person = &self.problem.teachers[teacher];
        (person.participates || person.open_door) && !self.out[teacher.index()]
    }
}
