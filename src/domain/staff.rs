//! Teachers.

use super::calendar::{Date, Pattern};
use super::ids::{FocusId, SchoolId, TeacherId};
use super::money::Score;

/// Whether a teacher's protected time may be used for the round.
#[derive(Debug, Clone, Copy, Default, PartialEq, Eq)]
pub enum ProtectedUse {
    /// It may not.
    #[default]
    Never,
    /// The teacher consents to watch and talk in it, never to cover.
    Watch,
}

/// On what terms a teacher covers for colleagues.
#[derive(Debug, Clone, PartialEq, Eq)]
pub struct CoverTerms {
    /// `Some(true)`: a volunteer; `Some(false)`: not to be asked; `None`: no volunteer, may be asked under `"all"`.
    pub willing: Option<bool>,
    /// Most covers in a day (default 1).
    pub max_per_day: u32,
    /// Most covers in a calendar week, `already` counted; `None` = no cap.
    pub max_per_week: Option<u32>,
    /// Most covers in the round, `already` counted; `None` = no cap.
    pub max_per_round: Option<u32>,
    /// Covers already taken elsewhere, by the Monday of the week, ascending.
    pub already: Vec<(Date, u32)>,
    /// Subjects that this person may cover as qualified; `None` = the subjects taught.
    pub subjects: Option<Vec<String>>,
}

impl Default for CoverTerms {
    fn default() -> Self {
        Self {
            willing: None,
            max_per_day: 1,
            max_per_week: None,
            max_per_round: None,
            already: Vec::new(),
            subjects: None,
        }
    }
}

/// How often a teacher is ready to be watched.
#[derive(Debug, Clone, Copy, Default, PartialEq, Eq)]
pub struct Hosting {
    /// Most visits hosted in this round; `None` = max(2, `visits`).
    pub max: Option<u32>,
    /// Most visits hosted in the school year, `history` counted; `None` = no cap.
    pub max_per_year: Option<u32>,
}

/// A teacher.
#[derive(Debug, Clone, PartialEq, Eq)]
pub struct Teacher {
    /// The id in the instance.
    pub id: String,
    /// The name.
    pub name: String,
    /// The school.
    pub school: SchoolId,
    /// The department; two of one school and the same name are one department.
    pub department: Option<String>,
    /// The subjects taught.
    pub subjects: Vec<String>,
    /// Whether this is a leader (leaders go first when `rules.leaders_first` says so).
    pub leader: bool,
    /// The line manager.
    pub line_manager: Option<TeacherId>,
    /// Whether this is new staff.
    pub new_staff: bool,
    /// Whether the teacher takes part.
    pub participates: bool,
    /// How many partners the teacher wants (0 for who does not take part is said by [`Teacher::wanted`]).
    pub visits: u32,
    /// Of the partners wanted, how many are an offer and no wish: nobody misses them. It is no part of an instance: no
    /// reader sets it, no writer writes it.
    pub offered: u32,
    /// Whether a non-participant may be hosted all the same.
    pub open_door: bool,
    /// Strengths by focus, ascending by focus; what is missing is zero.
    pub strengths: Vec<(FocusId, Score)>,
    /// Needs by focus, ascending by focus; what is missing is zero.
    pub needs: Vec<(FocusId, Score)>,
    /// Focuses on which the teacher, as host, wants comment.
    pub asks: Vec<FocusId>,
    /// When the teacher is not at work.
    pub unavailable: Vec<Pattern>,
    /// When the teacher is on site and can't be left out of what they do.
    pub busy: Vec<Pattern>,
    /// Protected (planning) time.
    pub protected: Vec<Pattern>,
    /// Whether protected time may be used.
    pub protected_use: ProtectedUse,
    /// On what terms the teacher covers.
    pub cover: CoverTerms,
    /// How often the teacher hosts.
    pub hosting: Hosting,
    /// Most things that may take own free or consented lesson periods in a calendar week (default 2).
    pub periods_lent_per_week: u32,
    /// Consent to class swaps.
    pub swap: bool,
    /// Consent to be filmed.
    pub film: bool,
    /// Consent to trained student observers.
    pub student_observers: bool,
    /// Themes for learning communities, in order of preference.
    pub themes: Vec<String>,
}

impl Teacher {
    /// A teacher with every default of SPEC §2.
    #[must_use]
    pub fn new(id: impl Into<String>, name: impl Into<String>, school: SchoolId) -> Self {
        Self {
            id: id.into(),
            name: name.into(),
            school,
            department: None,
            subjects: Vec::new(),
            leader: false,
            line_manager: None,
            new_staff: false,
            participates: true,
            visits: 1,
            offered: 0,
            open_door: false,
            strengths: Vec::new(),
            needs: Vec::new(),
            asks: Vec::new(),
            unavailable: Vec::new(),
            busy: Vec::new(),
            protected: Vec::new(),
            protected_use: ProtectedUse::Never,
            cover: CoverTerms::default(),
            hosting: Hosting::default(),
            periods_lent_per_week: 2,
            swap: false,
            film: false,
            student_observers: false,
            themes: Vec::new(),
        }
    }

    /// Partners wanted in this round by mutual kinds: `visits`, or none for who does not take part.
    /// ([`Problem::wanted`](super::Problem::wanted) counts one-way visits of new staff in.)
    #[must_use]
    pub const fn wanted(&self) -> u32 {
        if self.participates { self.visits } else { 0 }
    }

    /// Most visits hosted in this round.
    #[must_use]
    pub fn hosting_max(&self) -> u32 {
        self.hosting.max.unwrap_or_else(|| self.visits.max(2))
    }

    /// The strength in `focus`, zero where none is given.
    #[must_use]
    pub fn strength(&self, focus: FocusId) -> Score {
        score_of(&self.strengths, focus)
    }

    /// The need in `focus`, zero where none is given.
    #[must_use]
    pub fn need(&self, focus: FocusId) -> Score {
        score_of(&self.needs, focus)
    }
}

fn score_of(scores: &[(FocusId, Score)], focus: FocusId) -> Score {
    scores.binary_search_by_key(&focus, |&(f, _)| f).map_or(Score::ZERO, |at| scores[at].1)
}
