//! Rings of three in one school (triads): who may be in one with whom, and what it costs, worked out from every two of
//! them. The rings themselves are not listed: a school of 65 has 87,000.

use super::Model;
use super::rows::{Entry, PartId, RowKey};
use crate::domain::{ConversationRule, Key, Lock, LockRef, Pence, SchoolId, TeacherId};

/// The part of two who may not be together.
const APART: PartId = PartId::MAX;

/// Who may be in a ring of one school.
#[derive(Debug, Clone, Default)]
pub struct SchoolRings {
    /// Who wants a partner there, in the order of the instance. Nobody where there can be no ring.
    pub staff: Vec<TeacherId>,
    /// Most rings in a plan.
    pub most: u32,
    /// By observer and host: what the visit is worth, pence; `None` where it may not be part of a ring.
    worth: Vec<Option<Pence>>,
    /// By every two: the part of being partners, [`APART`] where they may not.
    together: Vec<PartId>,
    /// By observer and host: what a film is worth less, pence; `None` where there may be none. Empty where none are in
    /// play.
    film_loss: Vec<Option<Pence>>,
}

impl SchoolRings {
    /// What a visit of one of the staff to another is worth, pence, by their places in the staff; `None` where it may
    /// not be part of a ring.
    #[must_use]
    pub fn worth(&self, observer: usize, host: usize) -> Option<Pence> {
        self.worth[observer * self.staff.len() + host]
    }

    /// The part of two of the staff being partners; `None` where they may not be.
    #[must_use]
    pub fn together(&self, one: usize, other: usize) -> Option<PartId> {
        Some(self.together[one * self.staff.len() + other]).filter(|&part| part != APART)
    }

    /// What a visit by film is worth less than one in the room, pence, by their places in the staff; `None` where it may
    /// not be.
    #[must_use]
    pub fn film_loss(&self, observer: usize, host: usize) -> Option<Pence> {
        self.film_loss.get(observer * self.staff.len() + host).copied().flatten()
    }

    /// The place of a teacher in the staff.
    fn place(&self, teacher: TeacherId) -> usize {
        self.staff.binary_search(&teacher).expect("a member of a ring")
    }
}

impl Model<'_> {
    /// Builds the parts of every two who may be in a ring, and enters the rows of the locks that a ring could meet.
    pub(super) fn build_rings(&mut self) {
        let problem = self.problem;
        let Some(form) = self.forms.get(usize::from(self.form_ranges[1].first)) else { return };
        if self.form_ranges[1].first == self.form_ranges[1].end {
            return;
        }
        let most_per_school = (form.shape.most_per_school)(&problem.rules);
        self.one_ring = most_per_school == Some(1);
        for school in problem.schools.keys() {
            let all = self.staff_of[school.index()].iter().copied();
            let staff: Vec<TeacherId> = all.filter(|teacher| self.mutual[teacher.index()]).collect();
            let wanted: u32 = staff.iter().map(|&teacher| problem.teachers[teacher].wanted()).sum();
            let most = most_per_school.unwrap_or(wanted / 3).min(wanted / 3);
            let size = staff.len();
            if size < 3 {
                continue;
            }
            let mut rings = SchoolRings {
                most,
                worth: vec![None; size * size],
                together: vec![APART; size * size],
                film_loss: vec![None; if problem.rules.video.is_some() { size * size } else { 0 }],
                staff: staff.clone(),
            };
            let least = self.least_learning();
            for (i, &a) in staff.iter().enumerate() {
                for (j, &b) in staff.iter().enumerate().skip(i + 1) {
                    if !self.may_be_together(a, b) {
                        continue;
                    }
                    let entries = self.partner_entries(a, b);
                    let part = self.parts.push(self.pair_lines(a, b).total(), &entries);
                    for (from, to, observer, host) in [(i, j, a, b), (j, i, b, a)] {
                        let worth = self.worth(observer, host);
                        rings.together[from * size + to] = part;
                        rings.worth[from * size + to] = (worth.learning >= least).then_some(worth.value);
                        if problem.rules.video.is_some() && self.may_film(observer, host) {
                            rings.film_loss[from * size + to] = Some(self.film_loss(observer, host));
                        }
                    }
                }
            }
            for &member in &staff {
                self.mutual_entry(member);
            }
            self.rings[school.index()] = rings;
        }
        self.enter_locked_talks();
    }

    /// The rows of the locks on when three talk who may be a ring.
    fn enter_locked_talks(&mut self) {
        let locked: Vec<(LockRef, [TeacherId; 3])> = self
            .locks()
            .filter_map(|(lock, what)| match what {
                Lock::Conversation { members, .. } => Some((lock, members[..].try_into().ok()?)),
                _ => None,
            })
            .collect();
        for (lock, [a, b, c]) in locked {
            if self.may_ring([a, b, c]) || self.may_ring([a, c, b]) {
                self.rows.enter(RowKey::Lock { lock }, || -1);
            }
        }
    }

    /// Whether the rules let the three be a ring in this order, times and cover aside.
    #[must_use]
    pub fn may_ring(&self, ring: [TeacherId; 3]) -> bool {
        let rings = self.rings_of(ring[0]);
        let places = ring.map(|member| rings.staff.binary_search(&member).ok());
        let [Some(a), Some(b), Some(c)] = places else { return false };
        [(a, b), (b, c), (c, a)].into_iter().all(|(observer, host)| rings.worth(observer, host).is_some())
    }

    fn rings_of(&self, member: TeacherId) -> &SchoolRings {
        let school: SchoolId = self.problem.teachers[member].school;
        &self.rings[school.index()]
    }

    /// The parts of every two of a ring.
    pub(super) fn ring_parts(&self, ring: [TeacherId; 3]) -> [PartId; 3] {
        let rings = self.rings_of(ring[0]);
        let [a, b, c] = ring.map(|member| rings.place(member));
        [(a, b), (b, c), (c, a)].map(|(one, other)| rings.together[one * rings.staff.len() + other])
    }

    /// What the visits of a ring are worth, pence.
    pub(super) fn ring_worth(&self, ring: [TeacherId; 3]) -> Pence {
        let rings = self.rings_of(ring[0]);
        let [a, b, c] = ring.map(|member| rings.place(member));
        [(a, b), (b, c), (c, a)].into_iter().filter_map(|(observer, host)| rings.worth(observer, host)).sum()
    }

    /// The locks on when three talk.
    pub fn talk_locks_of_rings(&self) -> impl Iterator<Item = LockRef> + '_ {
        let of_three = |lock: &Lock| matches!(lock, Lock::Conversation { members, .. } if members.len() == 3);
        self.locks().filter(move |(_, lock)| of_three(lock)).map(|(lock, _)| lock)
    }

    /// Whether time alone decides, as a rule, which parts of the rings of a school go together: no overlapping periods,
    /// no locks on visits or on when three talk.
    #[must_use]
    pub fn sweeps_rings(&self, school: SchoolId) -> bool {
        let is_of = |teacher: TeacherId| self.problem.teachers[teacher].school == school;
        self.simple_bell[school.index()]
            && !self.visit_locked.concern_staff(is_of)
            && self.talk_locks_of_rings().next().is_none()
    }

    /// The rows that a ring uses over those of its twos: the locks on when just these three talk, and the partners that
    /// who wants others besides may have by mutual kinds.
    pub(super) fn ring_entries(&self, ring: [TeacherId; 3]) -> Vec<Entry> {
        // Where nobody talks, no lock on a conversation is met.
        let talks = self.problem.rules.conversation != ConversationRule::None;
        let locks = self.locked_talks(&ring).filter(|_| talks);
        let locks = locks.filter_map(|(lock, _)| Some((self.rows.find(&RowKey::Lock { lock })?, -1)));
        let mutual = ring.iter().filter_map(|&teacher| Some((self.rows.find(&RowKey::Mutual { teacher })?, 1)));
        locks.chain(mutual).collect()
    }
}
