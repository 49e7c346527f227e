//! Focuses, names, strengths and needs, consents: what a teacher brings besides a timetable.

use crate::domain::{Focus, FocusId, History, Key, Keyed, Problem, ProtectedUse, SchoolId, Score, Teacher, TeacherId};

use super::calendar::START;
use super::draws::Draws;

/// What somebody does at a school.
#[derive(Debug, Clone, Copy, PartialEq, Eq)]
pub(super) enum Role {
    /// The head teacher.
    Head,
    /// A deputy head.
    Deputy,
    /// An assistant head (in a primary: who leads on special needs).
    Assistant,
    /// A head of department or of a phase.
    Middle,
    /// A head of year.
    Pastoral,
    /// An early career teacher.
    Early,
    /// Everybody else.
    Main,
}

impl Role {
    /// Senior leadership.
    pub(super) const fn is_senior(self) -> bool {
        matches!(self, Self::Head | Self::Deputy | Self::Assistant)
    }
}

const FOCUSES: [(&str, &str); 8] = [
    ("questioning", "Questioning"),
    ("behaviour", "Behaviour and routines"),
    ("modelling", "Modelling and explaining"),
    ("feedback", "Feedback to pupils"),
    ("retrieval", "Retrieval practice"),
    ("adaptive", "Adaptive teaching"),
    ("literacy", "Reading and vocabulary"),
    ("oracy", "Classroom talk"),
];

/// The strands of teaching of every generated instance.
pub(super) fn focuses() -> Keyed<FocusId, Focus> {
    FOCUSES.iter().map(|&(id, name)| Focus { id: id.to_owned(), name: name.to_owned() }).collect()
}

const GIVEN: [&str; 23] = [
    "Hazel", "Rowan", "Robin", "Jay", "Ivy", "Heather", "Fern", "Linden", "Olive", "Basil", "Sage", "Clover", "Daisy",
    "Iris", "Laurel", "Myrtle", "Poppy", "Violet", "Briar", "Flora", "Holly", "Merle", "Wren",
];
const FAMILY: [&str; 30] = [
    "Finch",
    "Heron",
    "Lark",
    "Swift",
    "Drake",
    "Crane",
    "Partridge",
    "Nightingale",
    "Kestrel",
    "Plover",
    "Starling",
    "Swallow",
    "Thrush",
    "Pike",
    "Perch",
    "Otter",
    "Badger",
    "Fox",
    "Hare",
    "Vole",
    "Elm",
    "Birch",
    "Beech",
    "Alder",
    "Thorn",
    "Reed",
    "Moss",
    "Marsh",
    "Brook",
    "Beck",
];

/// The `at`-th name of a school; the first 690 differ.
pub(super) fn name(at: usize) -> String {
    // 23 and 30 have no common factor, so that the pairs run through all combinations.
    format!("{} {}", GIVEN[at % GIVEN.len()], FAMILY[at % FAMILY.len()])
}

/// A multiple of 0.05 between two numbers of twentieths.
fn score(low: u32, high: u32, draws: &mut Draws) -> Score {
    let twentieths = draws.between(low, high).min(20);
    u16::try_from(twentieths * 50).ok().and_then(Score::from_thousandths).unwrap_or(Score::ZERO)
}

/// Gives `teacher` what a person of that role has: strengths, needs, asks, consents.
pub(super) fn character(teacher: &mut Teacher, role: Role, consent_percent: usize, draws: &mut Draws) {
    let mut order: Vec<usize> = (0..FOCUSES.len()).collect();
    draws.shuffle(&mut order);
    let ((fewest, most), (low, high)) = match role {
        Role::Head | Role::Deputy | Role::Assistant | Role::Middle => ((2, 4), (11, 19)),
        Role::Pastoral | Role::Main => ((2, 3), (8, 18)),
        Role::Early => ((1, 2), (6, 13)),
    };
    let strong = draws.between(fewest, most) as usize;
    let (weak, weak_low, weak_high) = match role {
        Role::Head | Role::Deputy | Role::Assistant => (draws.between(1, 2) as usize, 4, 12),
        Role::Middle | Role::Pastoral | Role::Main => (draws.between(2, 3) as usize, 6, 17),
        Role::Early => (3, 9, 19),
    };
    let scores = |of: &[usize], low, high, draws: &mut Draws| {
        let mut scores: Vec<(FocusId, Score)> =
            of.iter().map(|&f| (FocusId::from_index(f), score(low, high, draws))).collect();
        scores.sort_unstable();
        scores
    };
    teacher.strengths = scores(&order[..strong], low, high, draws);
    teacher.needs = scores(&order[strong..strong + weak], weak_low, weak_high, draws);
    // Comment is wanted on a need first; some also want it on what they are known for.
    let asks = draws.below(3);
    teacher.asks = teacher.needs.iter().map(|&(focus, _)| focus).take(asks).collect();
    if draws.percent(15) {
        teacher.asks.extend(teacher.strengths.first().map(|&(focus, _)| focus));
    }
    teacher.leader = role.is_senior();
    teacher.participates = role != Role::Head && !draws.percent(5);
    if teacher.participates && role != Role::Early && draws.percent(5) {
        teacher.visits = 2;
    }
    if draws.percent(consent_percent) {
        teacher.protected_use = ProtectedUse::Watch;
    }
    if draws.percent(10) {
        teacher.periods_lent_per_week = 1;
    }
    if role == Role::Early {
        teacher.hosting.max = Some(1);
    } else if draws.percent(20) {
        teacher.hosting.max = Some(3);
        teacher.hosting.max_per_year = Some(6);
    }
    volunteer(teacher, role, draws);
}

/// Whether the teacher covers: a few volunteer, a few have said no, nobody else is asked in England.
fn volunteer(teacher: &mut Teacher, role: Role, draws: &mut Draws) {
    let of_hundred = draws.below(100);
    let ready = if role.is_senior() { 40 } else { 10 };
    let cover = &mut teacher.cover;
    if of_hundred < ready {
        cover.willing = Some(true);
        cover.max_per_week = Some(if role.is_senior() { 2 } else { 1 });
        cover.max_per_round = Some(draws.between(2, 3));
        if draws.percent(25) {
            cover.already = vec![(START, 1)];
        }
    } else if of_hundred >= 90 {
        cover.willing = Some(false);
    }
}

/// The round before, without partners yet.
pub(super) fn last_round() -> History {
    History {
        round: Some("2026-summer".to_owned()),
        year: Some("2025/26".to_owned()),
        partners: Vec::new(),
        covers: Vec::new(),
        hosted: Vec::new(),
    }
}

/// About half of a school's teachers had a partner of the school in the round before; one pair in thirty or so
/// must not come about, and one is one that the school would like.
pub(super) fn remember_partners(problem: &mut Problem, school: SchoolId, draws: &mut Draws) {
    let mut staff: Vec<TeacherId> = problem
        .teachers
        .entries()
        .rev()
        .take_while(|(_, teacher)| teacher.school == school)
        .filter(|(_, teacher)| teacher.participates)
        .map(|(id, _)| id)
        .collect();
    draws.shuffle(&mut staff);
    let pairs: Vec<[TeacherId; 2]> = staff
        .chunks_exact(2)
        .map(|pair| if pair[0] < pair[1] { [pair[0], pair[1]] } else { [pair[1], pair[0]] })
        .collect();
    if let Some(history) = problem.history.first_mut() {
        let mut partners = pairs[..pairs.len() / 2].to_vec();
        partners.sort_unstable();
        history.partners.extend(partners);
    }
    let named = pairs.len() / 15;
    let mut rest = pairs[pairs.len() / 2..].iter().copied();
    problem.rules.forbid.extend(rest.by_ref().take(named));
    problem.rules.prefer.extend(rest.by_ref().take(named));
}
