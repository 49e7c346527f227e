//! Rules and rates, and the profiles that preset them (SPEC §4).

use super::ids::{SchoolId, TeacherId};
use super::money::{Pence, Score};
use super::plan::Kind;

/// A preset of rules and rates.
#[derive(Debug, Clone, Copy, Default, PartialEq, Eq)]
pub enum Profile {
    /// England: cover only by volunteers, protected time by consent, a quota of untouched free time.
    #[default]
    England,
    /// Countries where colleagues cover as part of the job.
    Open,
}

/// When triads are planned.
#[derive(Debug, Clone, Copy, PartialEq, Eq)]
pub enum Triads {
    /// Not at all.
    Never,
    /// At most one a school.
    Odd,
    /// Wherever they pay.
    Free,
}

/// Which colleagues may cover.
#[derive(Debug, Clone, Copy, PartialEq, Eq)]
pub enum StaffCover {
    /// Nobody.
    Never,
    /// Only who is `willing`.
    Volunteers,
    /// All but who is not willing.
    All,
}

/// Whether protected time may be used.
#[derive(Debug, Clone, Copy, PartialEq, Eq)]
pub enum ProtectedRule {
    /// It may not, whatever anybody consents to.
    Never,
    /// By its owner's consent.
    Consent,
}

/// Whether a line manager and a report may be partners.
#[derive(Debug, Clone, Copy, PartialEq, Eq)]
pub enum LineManagers {
    /// They may not.
    Never,
    /// They may.
    Allowed,
}

/// Whether a learning conversation is part of the arrangement.
#[derive(Debug, Clone, Copy, PartialEq, Eq)]
pub enum ConversationRule {
    /// Always.
    Required,
    /// Going without costs `rates.no_conversation`.
    Preferred,
    /// None is planned.
    None,
}

/// How many teachers may leave lessons of their own in one period.
#[derive(Debug, Clone, Copy, Default, PartialEq, Eq)]
pub struct AwayAtOnce {
    /// Of one school.
    pub school: Option<u32>,
    /// Of one department.
    pub department: Option<u32>,
}

/// Visits by film.
#[derive(Debug, Clone, PartialEq, Eq)]
pub struct Video {
    /// Recordings that a school can make at once, ascending by school; a school that is not here can't make any.
    pub kits: Vec<(SchoolId, u32)>,
    /// Pence per recording, paid by the host's school.
    pub money_per_recording: Pence,
    /// Least strength of the host in the focus of the visit.
    pub min_strength: Score,
}

impl Video {
    /// Recordings that `school` can make at once.
    #[must_use]
    pub fn kits_of(&self, school: SchoolId) -> u32 {
        self.kits.iter().find(|&&(of, _)| of == school).map_or(0, |&(_, kits)| kits)
    }
}

/// The rules of a round.
#[derive(Debug, Clone, PartialEq, Eq)]
pub struct Rules {
    /// Kinds in play.
    pub arrangements: Vec<Kind>,
    /// When triads are planned.
    pub triads: Triads,
    /// Which colleagues may cover.
    pub staff_cover: StaffCover,
    /// Whether protected time may be used.
    pub protected: ProtectedRule,
    /// Share of the lesson periods taught in a week that stays as untouched free lesson periods.
    pub protected_quota: Score,
    /// Whether line managers may be partners of their reports.
    pub line_managers: LineManagers,
    /// Most observers in one occurrence.
    pub observers_per_lesson: u32,
    /// Default of [`Class::cover_max`](super::Class::cover_max).
    pub class_cover_max: u32,
    /// Default of [`Class::watched_max`](super::Class::watched_max).
    pub class_watched_max: u32,
    /// How many may be away at once.
    pub away_at_once: AwayAtOnce,
    /// Own `after` periods a person gives in a calendar week at most.
    pub after_max_per_week: u32,
    /// Supervisors of each school kept free in each period.
    pub keep_back: u32,
    /// Open days (of the host's school) at the start of the round without visits.
    pub notice_days: u32,
    /// School days that an arrangement's visits may lie apart (0 = same day).
    pub visit_span_days: u32,
    /// Whether there is a conversation.
    pub conversation: ConversationRule,
    /// School days after the last visit within which the conversation lies.
    pub conversation_within_days: u32,
    /// Which period uses may hold a conversation.
    pub conversation_in: Vec<super::PeriodUse>,
    /// Whether a one-way visit has a conversation.
    pub one_way_conversation: ConversationRule,
    /// Leaders are to be hosted in so many first open days of their school; 0 = off.
    pub leaders_first: u32,
    /// Least `learning` of a visit, in thousandths.
    pub min_match: Score,
    /// Pairs that must come about.
    pub must: Vec<[TeacherId; 2]>,
    /// Pairs that may not.
    pub forbid: Vec<[TeacherId; 2]>,
    /// Pairs that are credited `rates.prefer`.
    pub prefer: Vec<[TeacherId; 2]>,
    /// Pairs that are charged `rates.avoid`.
    pub avoid: Vec<[TeacherId; 2]>,
    /// Visits by film; `None` = not in play.
    pub video: Option<Video>,
    /// Most companions on a learning walk.
    pub walk_companions: u32,
    /// Minutes per stop of a learning walk.
    pub walk_minutes: u32,
    /// Further partners that each new teacher wants, one way.
    pub new_staff_visits: u32,
    /// Whether covers of the same school year move a colleague's start on the `staff_cover` ladder.
    pub remember_covers: bool,
}

impl Rules {
    /// The rules of a profile.
    #[must_use]
    pub fn of(profile: Profile) -> Self {
        let england = Self {
            arrangements: vec![Kind::Pair, Kind::Triad],
            triads: Triads::Odd,
            staff_cover: StaffCover::Volunteers,
            protected: ProtectedRule::Consent,
            protected_quota: Score::from_thousandths(100).expect("a tenth"),
            line_managers: LineManagers::Never,
            observers_per_lesson: 1,
            class_cover_max: 2,
            class_watched_max: 3,
            away_at_once: AwayAtOnce::default(),
            after_max_per_week: 1,
            keep_back: 0,
            notice_days: 0,
            visit_span_days: 10,
            conversation: ConversationRule::Required,
            conversation_within_days: 5,
            conversation_in: vec![super::PeriodUse::Lesson, super::PeriodUse::After],
            one_way_conversation: ConversationRule::None,
            leaders_first: 0,
            min_match: Score::ZERO,
            must: Vec::new(),
            forbid: Vec::new(),
            prefer: Vec::new(),
            avoid: Vec::new(),
            video: None,
            walk_companions: 2,
            walk_minutes: 10,
            new_staff_visits: 0,
            remember_covers: false,
        };
        match profile {
            Profile::England => england,
            Profile::Open => Self {
                staff_cover: StaffCover::All,
                protected_quota: Score::ZERO,
                observers_per_lesson: 2,
                after_max_per_week: 2,
                ..england
            },
        }
    }
}

/// What things cost and are worth, in pence. All are >= 0 but `same_department`.
#[derive(Debug, Clone, PartialEq, Eq)]
#[allow(missing_docs, reason = "SPEC §4 tables them one by one; the docs of the model repeat the table")]
pub struct Rates {
    /// Per partner wanted and not got, first missing first; never rising, the last repeats.
    pub unserved: Vec<Pence>,
    pub learning: Pence,
    pub feedback: Pence,
    pub partner_school: Pence,
    pub fresh_expertise: Pence,
    pub free_period: Pence,
    pub after_period: Pence,
    pub protected_period: Pence,
    /// The k-th cover that one colleague takes in the round; never falling, the last repeats.
    pub staff_cover: Vec<Pence>,
    pub class_without_teacher: Pence,
    pub exam_class_without_teacher: Pence,
    pub study: Pence,
    pub join: Pence,
    pub repeat_partner: Pence,
    pub prefer: Pence,
    pub avoid: Pence,
    pub same_department: Pence,
    pub leader_late: Pence,
    pub no_conversation: Pence,
    /// Per cent.
    pub swap_percent: u32,
    /// Per cent.
    pub plan_together_percent: u32,
    /// Per cent.
    pub video_percent: u32,
    pub walk_stop: Pence,
    pub walk_unplaced: Pence,
    pub same_group: Pence,
    pub change: Pence,
    pub change_published: Pence,
}

impl Default for Rates {
    fn default() -> Self {
        Self {
            unserved: vec![40_000, 15_000],
            learning: 12_000,
            feedback: 4_000,
            partner_school: 1_000,
            fresh_expertise: 3_000,
            free_period: 300,
            after_period: 450,
            protected_period: 1_500,
            staff_cover: vec![800, 1_400, 2_200],
            class_without_teacher: 500,
            exam_class_without_teacher: 3_000,
            study: 2_500,
            join: 800,
            repeat_partner: 5_000,
            prefer: 5_000,
            avoid: 5_000,
            same_department: 0,
            leader_late: 10_000,
            no_conversation: 8_000,
            swap_percent: 50,
            plan_together_percent: 60,
            video_percent: 80,
            walk_stop: 800,
            walk_unplaced: 20_000,
            same_group: 1_000,
            change: 500,
            change_published: 2_000,
        }
    }
}

impl Rates {
    /// What a teacher costs who wanted `wanted` partners and misses `missing` of them: the first `missing` steps
    /// counted from the end of the ladder that `wanted` partners use (none of two: both; one of two: the second).
    #[must_use]
    pub fn unserved_cost(&self, wanted: u32, missing: u32) -> Pence {
        (wanted - missing..wanted).map(|k| ladder(&self.unserved, k)).sum()
    }

    /// What the `k`-th cover of one colleague costs, counted from 0.
    #[must_use]
    pub fn staff_cover_step(&self, k: u32) -> Pence {
        ladder(&self.staff_cover, k)
    }
}

/// Step `k` of a ladder whose last entry repeats; an empty ladder is all zeros.
fn ladder(steps: &[Pence], k: u32) -> Pence {
    steps.get(k as usize).or(steps.last()).copied().unwrap_or(0)
}

#[cfg(test)]
mod tests {
    use super::*;

    #[test]
    fn the_last_missing_partners_are_cheaper() {
        let rates = Rates::default();
        assert_eq!(rates.unserved_cost(2, 2), 55_000);
        assert_eq!(rates.unserved_cost(2, 1), 15_000);
        assert_eq!(rates.unserved_cost(1, 1), 40_000);
        assert_eq!(rates.unserved_cost(3, 2), 30_000);
        assert_eq!(rates.unserved_cost(1, 0), 0);
    }
}
