//! Who may be partners: two who may do something with each other, and one who may watch another. What their visits are
//! worth, what they are charged.

use super::rows::{Entry, PartId, RowKey};
use super::{Model, TalkLock};
use crate::domain::{
    ConversationRule, FocusId, Key, LineManagers, Lock, LockRef, Pence, Score, TeacherId, Travel, VisitLock, Visits,
    priced,
};

/// What a visit is worth and on what it is focused.
#[derive(Debug, Clone, Copy, PartialEq, Eq)]
pub struct Worth {
    /// The focus; `None` where the instance has none.
    pub focus: Option<FocusId>,
    /// `learning` in millionths.
    pub learning: u32,
    /// Value, pence.
    pub value: Pence,
}

/// Two teachers who may be partners, `a` before `b` in the instance.
#[derive(Debug, Clone, Copy)]
pub struct Two {
    /// The first.
    pub a: TeacherId,
    /// The second.
    pub b: TeacherId,
    /// Pair lines less the value of both visits, in pence, and the rows of the pair as such.
    pub part: PartId,
    /// Whether the sweep prices it, as far as time goes: one school, no overlapping periods, no lock on its visits.
    pub free: bool,
    /// Whether, on top, nothing else ties the parts of its schedules together.
    pub plain: bool,
    /// Whether they teach no lesson together.
    pub apart: bool,
    /// The forms that the two may take, a bit for each.
    pub forms: u32,
}

/// One who may watch another, who does not watch in return.
#[derive(Debug, Clone, Copy)]
pub struct One {
    /// Who watches.
    pub observer: TeacherId,
    /// Who is watched.
    pub host: TeacherId,
    /// Pair lines less the value of the visit, in pence, and the rows of being partners.
    pub part: PartId,
}

/// A line that a pair adds to the plan: what, and signed pence (a credit is negative).
#[derive(Debug, Clone, Copy, PartialEq, Eq)]
pub struct PairLines {
    /// `repeat_partner`.
    pub repeat: Pence,
    /// `prefer`.
    pub prefer: Pence,
    /// `avoid`.
    pub avoid: Pence,
    /// `same_department`, negative when credited.
    pub same_department: Pence,
}

impl PairLines {
    /// What the lines add to the total.
    pub const fn total(&self) -> Pence {
        self.repeat + self.avoid + self.same_department - self.prefer
    }
}

impl<'p> Model<'p> {
    /// What it is worth that `observer` watches `host` (SPEC §4).
    pub fn worth(&self, observer: TeacherId, host: TeacherId) -> Worth {
        let problem = self.problem;
        let (who, whom) = (&problem.teachers[observer], &problem.teachers[host]);
        let mut focus = problem.focuses.keys().next();
        let mut learning = 0;
        for &(candidate, need) in &who.needs {
            let score = need.times(whom.strength(candidate));
            if score > learning {
                (focus, learning) = (Some(candidate), score);
            }
        }
        let feedback = whom.asks.iter().map(|&asked| who.strength(asked)).max().unwrap_or(Score::ZERO);
        let rates = &problem.rates;
        let mut value = priced(rates.learning, learning, 1_000_000)
            + priced(rates.feedback, u32::from(feedback.thousandths()), 1_000);
        if who.school != whom.school {
            value += rates.partner_school;
            let fresh = learning > 0
                && focus.is_some_and(|focus| {
                    whom.strength(focus).thousandths() >= 700 && self.strong_at(who.school, focus, observer) == 0
                });
            if fresh {
                value += rates.fresh_expertise;
            }
        }
        Worth { focus, learning, value }
    }

    /// How many teachers of the school but `observer` reach 0.7 in `focus`.
    fn strong_at(&self, school: crate::domain::SchoolId, focus: FocusId, observer: TeacherId) -> u32 {
        let own = u32::from(self.problem.teachers[observer].strength(focus).thousandths() >= 700);
        self.strong.get(&(school, focus)).copied().unwrap_or(0) - own
    }

    /// The lines that the pair adds.
    pub fn pair_lines(&self, a: TeacherId, b: TeacherId) -> PairLines {
        let problem = self.problem;
        let rates = &problem.rates;
        let in_list = |list: &[[TeacherId; 2]]| list.contains(&[a, b]) || list.contains(&[b, a]);
        let rounds = problem.history.iter().filter(|round| in_list(&round.partners)).count();
        let (first, second) = (&problem.teachers[a], &problem.teachers[b]);
        let one_department =
            first.school == second.school && first.department.is_some() && first.department == second.department;
        PairLines {
            repeat: rates.repeat_partner * Pence::try_from(rounds).expect("a few rounds"),
            prefer: if in_list(&problem.rules.prefer) { rates.prefer } else { 0 },
            avoid: if in_list(&problem.rules.avoid) { rates.avoid } else { 0 },
            same_department: if one_department { rates.same_department } else { 0 },
        }
    }

    /// Whether the rules let the two watch each other, times and cover aside (C9, C11, C14, C16).
    pub fn may_pair(&self, a: TeacherId, b: TeacherId) -> bool {
        self.may_be_together(a, b) && self.may_learn(a, b) && self.may_learn(b, a)
    }

    /// Whether there is enough to learn from `host` (C14).
    fn may_learn(&self, observer: TeacherId, host: TeacherId) -> bool {
        self.worth(observer, host).learning >= self.least_learning()
    }

    /// Whether the rules let the two be partners who both want one (C9, C11, C16).
    pub fn may_be_together(&self, a: TeacherId, b: TeacherId) -> bool {
        self.mutual[a.index()] && self.mutual[b.index()] && self.may_meet(a, b)
    }

    /// Whether the rules let the two meet at all (C9, C16).
    fn may_meet(&self, a: TeacherId, b: TeacherId) -> bool {
        let problem = self.problem;
        let (first, second) = (&problem.teachers[a], &problem.teachers[b]);
        let managed = first.line_manager == Some(b) || second.line_manager == Some(a);
        let forbidden = problem.rules.forbid.contains(&[a, b]) || problem.rules.forbid.contains(&[b, a]);
        let way = first.school == second.school || problem.travel_between(first.school, second.school).is_some();
        way && !forbidden && !(managed && problem.rules.line_managers == LineManagers::Never)
    }

    /// Least `learning` of a visit, in millionths (C14).
    pub(super) fn least_learning(&self) -> u32 {
        u32::from(self.problem.rules.min_match.thousandths()) * 1_000
    }

    /// The forms that the two may take, a bit for each.
    fn forms_of_two(&self, a: TeacherId, b: TeacherId) -> u32 {
        if !self.may_be_together(a, b) {
            return 0;
        }
        let one_school = self.problem.teachers[a].school == self.problem.teachers[b].school;
        let learn = self.may_learn(a, b) && self.may_learn(b, a);
        let range = self.form_ranges[0];
        let have_met = self.met(&[a, b]).is_some();
        let may = |&form: &u8| {
            let form = self.form(form);
            let members = [a, b];
            if have_met && !form.shape.planned {
                return false;
            }
            (one_school || !form.shape.one_school)
                && (learn || form.shape.visits == Visits::None)
                && form
                    .visits()
                    .filter(|&(.., filmed)| filmed)
                    .all(|(observer, host, _)| self.may_film(members[observer], members[host]))
                && (form.shape.may_form)(self.problem, &members).is_ok()
        };
        (range.first..range.end).filter(may).fold(0, |forms, form| forms | 1 << form)
    }

    /// Enters all who may be partners; whether any schedule exists is found by pricing.
    pub(super) fn build_twos(&mut self) {
        let problem = self.problem;
        let range = self.form_ranges[0];
        if range.first == range.end {
            return;
        }
        let near: Vec<&Travel> = problem.travel.iter().collect();
        let mut candidates = Vec::new();
        for school in problem.schools.keys() {
            let staff = &self.staff_of[school.index()];
            for (at, &a) in staff.iter().enumerate() {
                candidates.extend(staff[at + 1..].iter().map(|&b| (a, b)));
            }
        }
        for way in near {
            for &a in &self.staff_of[way.between[0].index()] {
                for &b in &self.staff_of[way.between[1].index()] {
                    candidates.push((a.min(b), a.max(b)));
                }
            }
        }
        candidates.sort_unstable();
        for (a, b) in candidates {
            let forms = self.forms_of_two(a, b);
            if forms == 0 {
                continue;
            }
            let cost = self.pair_lines(a, b).total() - self.worth(a, b).value - self.worth(b, a).value;
            let mut entries = self.partner_entries(a, b);
            entries.extend([a, b].into_iter().filter_map(|member| self.mutual_entry(member)));
            self.enter_locked_talks_of(&mut entries, [a, b], self.problem.rules.conversation);
            let rest = self.rest_of_talk();
            let part = self.parts.push(cost + rest, &entries);
            self.note_change(part, rest);
            let free = self.is_free(a, b);
            let apart = !self.teach_together(a, b);
            let plain = free && apart && !self.tight[a.index()] && !self.tight[b.index()] && !self.share(a, b);
            for form in range.first..range.end {
                let cost = if self.form(form).plain { 0 } else { self.worth_less(&[a, b], form) };
                self.two_costs.push(cost);
            }
            self.twos.push(Two { a, b, part, free, plain, apart, forms });
        }
    }

    /// Enters all who may watch somebody who does not watch in return.
    pub(super) fn build_ones(&mut self) {
        let problem = self.problem;
        let range = self.form_ranges[2];
        if range.first == range.end {
            return;
        }
        let mut asked = vec![false; problem.teachers.len()];
        for request in &problem.requests {
            asked[request.host.index()] = true;
        }
        let mut found = Vec::new();
        for (observer, who) in problem.teachers.entries().filter(|(id, _)| self.watches[id.index()]) {
            let welcome = problem.teachers.entries().filter(|&(host, whom)| {
                host != observer
                    && (who.new_staff || whom.open_door || asked[host.index()])
                    && self.may_host(host)
                    && self.may_meet(observer, host)
                    && self.may_learn(observer, host)
            });
            found.extend(welcome.map(|(host, _)| (observer, host)));
        }
        for (observer, host) in found {
            let (a, b) = (observer.min(host), observer.max(host));
            let cost = self.pair_lines(a, b).total() - self.worth(observer, host).value;
            let once = (self.rows.enter(RowKey::PairOnce { members: [a, b] }, || 1), 1);
            let mut entries = vec![once];
            self.enter_locked_talks_of(&mut entries, [a, b], self.form(range.first).conversation);
            let part = self.parts.push(cost, &entries);
            self.ones.push(One { observer, host, part });
        }
    }

    /// Enters the locks on when just these two talk, where they talk at all.
    fn enter_locked_talks_of(&mut self, entries: &mut Vec<Entry>, two: [TeacherId; 2], talk: ConversationRule) {
        if talk == ConversationRule::None {
            return;
        }
        let locks: Vec<LockRef> = self.locked_talks(&two).map(|(lock, _)| lock).collect();
        entries.extend(locks.into_iter().map(|lock| (self.rows.enter(RowKey::Lock { lock }, || -1), -1)));
    }

    /// The row of a teacher who wants some partners of mutual kinds, and others besides.
    pub(super) fn mutual_entry(&mut self, teacher: TeacherId) -> Option<Entry> {
        let visits = self.problem.teachers[teacher].wanted();
        let limited = self.problem.wanted(teacher) > visits;
        limited.then(|| (self.rows.enter(RowKey::Mutual { teacher }, || i64::from(visits)), 1))
    }

    /// The rows that two partners use, whatever the arrangement: once in a round, and the locks that ask for them.
    pub(super) fn partner_entries(&mut self, a: TeacherId, b: TeacherId) -> Vec<Entry> {
        let mut entries = Vec::new();
        // Who wants one partner has no second arrangement with the same, unless one of the two is a visit one way.
        let lone = self.form_ranges[2].first < self.form_ranges[2].end;
        if lone || self.problem.wanted(a) > 1 && self.problem.wanted(b) > 1 {
            entries.push((self.rows.enter(RowKey::PairOnce { members: [a, b] }, || 1), 1));
        }
        let locks: Vec<LockRef> = self.locks_of_partners(a, b).collect();
        for lock in locks {
            entries.push((self.rows.enter(RowKey::Lock { lock }, || -1), -1));
        }
        entries
    }

    /// Locks that are met when the two are partners.
    fn locks_of_partners(&self, a: TeacherId, b: TeacherId) -> impl Iterator<Item = LockRef> + '_ {
        let is = move |pair: &[TeacherId]| pair == [a, b] || pair == [b, a];
        let must = self.problem.rules.must.iter().enumerate().filter(move |(_, pair)| is(*pair));
        let must = must.map(|(index, _)| LockRef::Must(index)).filter(|lock| self.active.contains(lock));
        let locks = self.locks().filter(move |(_, lock)| match lock {
            Lock::Pair(pair) => is(pair),
            _ => false,
        });
        must.chain(locks.map(|(lock, _)| lock))
    }

    /// The locks on when just these members talk.
    pub(super) fn locked_talks<'m>(
        &'m self,
        members: &'m [TeacherId],
    ) -> impl Iterator<Item = (LockRef, TalkLock<'p>)> + use<'m, 'p> {
        self.locks().filter_map(move |(lock, what)| match what {
            Lock::Conversation { members: of, date, period }
                if of.len() == members.len() && of.iter().all(|member| members.contains(member)) =>
            {
                Some((lock, TalkLock { date: *date, period }))
            }
            _ => None,
        })
    }

    /// When just these members must talk, if locks say so.
    pub fn talk_locks(&self, members: &[TeacherId]) -> Vec<TalkLock<'p>> {
        self.locked_talks(members).map(|(_, talk)| talk).collect()
    }

    /// Visit locks with the rows they cover.
    pub fn visit_locks(&self) -> impl Iterator<Item = (LockRef, &VisitLock)> + '_ {
        self.locks().filter_map(|(lock, what)| match what {
            Lock::Visit(visit) => Some((lock, visit)),
            _ => None,
        })
    }

    /// Whether time alone decides which parts go together.
    fn is_free(&self, a: TeacherId, b: TeacherId) -> bool {
        let school = self.problem.teachers[a].school;
        school == self.problem.teachers[b].school
            && self.simple_bell[school.index()]
            && !self.visit_locked.concern(&[a, b])
            && self.talk_locks(&[a, b]).is_empty()
    }

    /// Whether the two teach a lesson together.
    fn teach_together(&self, a: TeacherId, b: TeacherId) -> bool {
        let (first, second) = (&self.lessons_of[a.index()], &self.lessons_of[b.index()]);
        first.iter().any(|lesson| second.binary_search(lesson).is_ok())
    }

    /// Whether the two teach a class whose caps two visits of one pair could break.
    fn share(&self, a: TeacherId, b: TeacherId) -> bool {
        let low = |lesson: &crate::domain::LessonId| {
            self.problem.lessons[*lesson]
                .classes
                .iter()
                .copied()
                .filter(|&class| self.problem.class_cover_max(class) < 2 || self.problem.class_watched_max(class) < 2)
                .collect::<Vec<_>>()
        };
        let classes: Vec<_> = self.lessons_of[b.index()].iter().flat_map(low).collect();
        !classes.is_empty() && self.lessons_of[a.index()].iter().flat_map(low).any(|class| classes.contains(&class))
    }
}
