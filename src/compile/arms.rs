//! Parts of a schedule: to be away, to be watched, to talk. A column is the sum of its parts.

use super::Model;
use super::grid::{DAY, Slot, Status, never_left};
use super::rows::{Entry, Need, PartId, RowKey};
use crate::domain::{CoverBy, CoverNeed, Key, LessonId, Lock, LockRef, Pence, PeriodUse, SchoolId, TeacherId};

/// What a teacher gives up to be somewhere for a while.
#[derive(Debug, Clone, Default, PartialEq, Eq)]
pub struct GivenUp {
    /// Own slots touched.
    pub touched: Vec<u32>,
    /// Own lessons left, with their slots.
    pub left: Vec<(u32, LessonId)>,
    /// Goodwill for own time, pence.
    pub own_time: Pence,
    /// Touched free lesson periods (they count for the quota).
    pub free: u32,
    /// Touched consented periods.
    pub protected: u32,
    /// Touched after-school periods (they count for the cap).
    pub after: u32,
    /// Touched after-school and break periods charged as such.
    pub late: u32,
    /// Whether an own lesson period is lent.
    pub lent: bool,
    /// Starts of the elementary intervals taken outside the own bell.
    pub outside: Vec<u32>,
}

/// A lesson of a host that may be watched, in one period.
#[derive(Debug, Clone, Copy)]
pub struct Hosted {
    /// The host's slot.
    pub slot: u32,
    /// The lesson.
    pub lesson: LessonId,
    /// Its part.
    pub part: PartId,
    /// The part of its being recorded, where it may be.
    pub filmed: Option<PartId>,
}

/// A lesson of a teacher in one period, with what is done there.
#[derive(Debug, Clone, Copy)]
pub struct OwnLesson {
    /// The teacher's slot.
    pub slot: u32,
    /// The lesson.
    pub lesson: LessonId,
    /// Its part.
    pub part: PartId,
}

impl Model<'_> {
    /// What `teacher` gives up for the minutes from `start` to `end` of `day`; `None` when something forbids it.
    /// To talk nothing may be left (`may_leave` is false).
    pub fn given_up(&self, teacher: TeacherId, day: u32, start: u32, end: u32, may_leave: bool) -> Option<GivenUp> {
        let rates = &self.problem.rates;
        let presence = &self.presence[teacher.index()];
        if presence.blocked[day as usize] || self.is_barred(teacher, day) {
            return None;
        }
        let school = self.problem.teachers[teacher].school;
        let grid = &self.grids[school.index()];
        let mut given = GivenUp::default();
        for slot in grid.touched(day, start, end) {
            given.touched.push(slot);
            let usage = grid.slots[slot as usize].usage;
            match presence.status[slot as usize] {
                Status::Blocked | Status::Protected => return None,
                Status::Teaching if !may_leave => return None,
                Status::Teaching => {
                    for &(_, lesson) in presence.lessons_in(slot) {
                        if never_left(self.problem, lesson) {
                            return None;
                        }
                        given.left.push((slot, lesson));
                    }
                }
                Status::Released => {}
                Status::Consented => {
                    given.own_time += rates.protected_period;
                    given.protected += 1;
                    given.lent |= usage == PeriodUse::Lesson;
                    given.after += u32::from(usage == PeriodUse::After);
                }
                Status::Free => {
                    let lesson = usage == PeriodUse::Lesson;
                    given.own_time += if lesson { rates.free_period } else { rates.after_period };
                    given.free += u32::from(lesson);
                    given.late += u32::from(!lesson);
                    given.lent |= lesson;
                    given.after += u32::from(usage == PeriodUse::After);
                }
            }
        }
        if let Some(ticks) = self.ticks.get(&school) {
            let from = ticks.partition_point(|&tick| day * DAY + tick < start);
            given.outside = ticks[from..]
                .iter()
                .map(|&tick| day * DAY + tick)
                .take_while(|&minute| minute < end)
                .filter(|&minute| grid.touched(day, minute, minute + 1).next().is_none())
                .collect();
        }
        Some(given)
    }

    /// Whether a lock keeps `teacher` out of the round, or off this day.
    pub fn is_barred(&self, teacher: TeacherId, day: u32) -> bool {
        self.out[teacher.index()] || self.barred.contains(&(None, day)) || self.barred.contains(&(Some(teacher), day))
    }

    /// The time that a visit of `observer` to `slot` of `school` takes, journeys included; `None` where there is no way.
    pub fn visit_time(&self, observer: TeacherId, school: SchoolId, slot: &Slot) -> Option<(u32, u32)> {
        let own = self.problem.teachers[observer].school;
        let minutes = if own == school { 0 } else { u32::from(self.problem.travel_between(own, school)?.minutes) };
        Some((slot.start.saturating_sub(minutes).max(slot.day * DAY), (slot.end + minutes).min((slot.day + 1) * DAY)))
    }

    /// The part "`observer` is away for `slot` of `school`".
    pub(super) fn push_away(&mut self, observer: TeacherId, school: SchoolId, slot: u32) -> PartId {
        let at = self.grids[school.index()].slots[slot as usize];
        let given = self
            .visit_time(observer, school, &at)
            .and_then(|(start, end)| self.given_up(observer, at.day, start, end, true));
        let Some(given) = given else { return self.parts.push_never() };
        let own = self.problem.teachers[observer].school;
        let changes = self.changes_away(observer, school, slot, &given);
        let mut cost = given.own_time;
        let mut entries = Vec::new();
        self.enter_time(&mut entries, observer, &given, at.week);
        let mut slots_left: Vec<u32> = Vec::new();
        for &(slot, lesson) in &given.left {
            cost += self.enter_left(&mut entries, own, slot, lesson);
            slots_left.push(slot);
        }
        slots_left.dedup();
        for slot in slots_left {
            self.enter_away(&mut entries, observer, own, slot);
        }
        if own != school {
            let money = self.problem.travel_between(own, school).map_or(0, |way| way.money);
            cost += money;
            self.enter_money(&mut entries, own, at.week, money);
        }
        self.push_changing(cost, changes, entries)
    }

    /// The part "`host` is watched in `lesson` in `slot`".
    pub(super) fn push_hosted(&mut self, host: TeacherId, slot: u32, lesson: LessonId) -> Option<PartId> {
        let entries = self.hosted_entries(host, slot, lesson)?;
        let part = self.push_fitting(0, entries);
        self.parts.can(part).then_some(part)
    }

    /// The rows that being watched uses, in the room or by film.
    pub(super) fn hosted_entries(&mut self, host: TeacherId, slot: u32, lesson: LessonId) -> Option<Vec<Entry>> {
        let person = &self.problem.teachers[host];
        let school = person.school;
        let at = self.grids[school.index()].slots[slot as usize];
        let notice = self.grids[school.index()].open_before[at.day as usize] >= self.problem.rules.notice_days;
        let held = self.is_held_back(host, slot, lesson);
        if !self.problem.lessons[lesson].open || !notice || held || self.is_barred(host, at.day) {
            return None;
        }
        let seats = i64::from(self.problem.rules.observers_per_lesson);
        let mut entries = vec![(self.rows.enter(RowKey::LeaveOrHost { teacher: host, lesson, slot }, || seats), 1)];
        if self.problem.lessons[lesson].teachers.len() > 1 {
            entries.push((self.rows.enter(RowKey::Seats { lesson, slot }, || seats), 1));
        }
        self.enter_hosted(&mut entries, host, slot, lesson);
        Some(entries)
    }

    /// Enters that `host` is hosted, and the classes watched.
    pub(super) fn enter_hosted(&mut self, entries: &mut Vec<Entry>, host: TeacherId, slot: u32, lesson: LessonId) {
        let day = self.grids[self.problem.teachers[host].school.index()].slots[slot as usize].day;
        let cap = self.hosting_cap(host);
        entries.push((self.rows.enter(RowKey::Hosting { teacher: host }, || cap), 1));
        for &class in &self.problem.lessons[lesson].classes {
            let cap = i64::from(self.problem.class_watched_max(class));
            entries.push((self.rows.enter(RowKey::Watched { class }, || cap), 1));
        }
        if self.is_early(host, day) {
            entries.push((self.rows.enter(RowKey::LeaderLate { leader: host }, || -1), -1));
        }
    }

    /// The part "`teacher` talks in `slot` of `school`".
    pub(super) fn push_talk(&mut self, teacher: TeacherId, school: SchoolId, slot: u32) -> PartId {
        let at = self.grids[school.index()].slots[slot as usize];
        if !self.problem.rules.conversation_in.contains(&at.usage) {
            return self.parts.push_never();
        }
        let Some(given) = self.given_up(teacher, at.day, at.start, at.end, false) else {
            return self.parts.push_never();
        };
        let changes = self.changes_talk(teacher, school, slot);
        let mut entries = Vec::new();
        self.enter_time(&mut entries, teacher, &given, at.week);
        self.push_changing(given.own_time, changes, entries)
    }

    /// Enters the rows of the time given up: used, lent, quota, after school, outside the bell.
    pub(super) fn enter_time(&mut self, entries: &mut Vec<Entry>, teacher: TeacherId, given: &GivenUp, week: u32) {
        for &slot in &given.touched {
            self.enter_use(entries, teacher, slot);
        }
        for &minute in &given.outside {
            entries.push((self.rows.enter(RowKey::Outside { teacher, minute }, || 1), 1));
        }
        let person = &self.problem.teachers[teacher];
        if given.lent {
            let cap = i64::from(person.periods_lent_per_week);
            entries.push((self.rows.enter(RowKey::Lent { teacher, week }, || cap), 1));
        }
        if given.after > 0 {
            let cap = i64::from(self.problem.rules.after_max_per_week);
            entries.push((self.rows.enter(RowKey::After { teacher, week }, || cap), i64::from(given.after)));
        }
        self.enter_quota(entries, teacher, week, given.free);
    }

    /// Enters that `slot` of `teacher` is taken.
    pub(super) fn enter_use(&mut self, entries: &mut Vec<Entry>, teacher: TeacherId, slot: u32) {
        entries.push((self.rows.enter(RowKey::Use { teacher, slot }, || 1), 1));
        let seats = i64::from(self.problem.rules.observers_per_lesson);
        let lessons = self.presence[teacher.index()].lessons_in(slot).to_vec();
        let plans_together = self.plans_together();
        for (_, lesson) in lessons {
            entries.push((self.rows.enter(RowKey::LeaveOrHost { teacher, lesson, slot }, || seats), seats));
            if plans_together {
                entries.push((self.rows.enter(RowKey::TeachOrLeave { teacher, lesson, slot }, || 1), 1));
            }
            if self.problem.lessons[lesson].join && self.teaching_in(lesson, slot) == 1 {
                entries.push((self.rows.enter(RowKey::Receive { lesson, slot }, || 1), 1));
            }
        }
    }

    /// Enters `free` touched free lesson periods, where a quota protects some.
    pub(super) fn enter_quota(&mut self, entries: &mut Vec<Entry>, teacher: TeacherId, week: u32, free: u32) {
        if let (Some(quota), true) = (&self.presence[teacher.index()].quota, free > 0) {
            let cap = i64::from(quota[week as usize]);
            entries.push((self.rows.enter(RowKey::Quota { teacher, week }, || cap), i64::from(free)));
        }
    }

    /// Enters an occurrence left, and returns the goodwill it costs whoever covers it.
    fn enter_left(&mut self, entries: &mut Vec<Entry>, school: SchoolId, slot: u32, lesson: LessonId) -> Pence {
        let teaching = self.teaching_in(lesson, slot);
        let locked: Vec<LockRef> = self.cover_locks_on(lesson, school, slot).map(|(lock, _)| lock).collect();
        if teaching >= 2 {
            let stay = i64::from(teaching) - 1;
            entries.push((self.rows.enter(RowKey::Stay { lesson, slot }, || stay), 1));
        } else {
            let need = self.need_of(lesson);
            entries.push((self.rows.enter(RowKey::Cover { school, slot, need }, || 0), 1));
            if self.studyable(lesson) || !self.joinable(lesson, slot).is_empty() {
                entries.push((self.rows.enter(RowKey::Studyable { lesson, slot }, || 0), -1));
            }
            for &class in &self.problem.lessons[lesson].classes {
                let cap = i64::from(self.problem.class_cover_max(class));
                entries.push((self.rows.enter(RowKey::Lost { class }, || cap), 1));
            }
            if let Some(cap) = self.problem.budget.cover_periods {
                entries.push((self.rows.enter(RowKey::CoverPeriods, || i64::from(cap)), 1));
            }
        }
        for lock in locked {
            entries.push((self.rows.enter(RowKey::Lock { lock }, || -1), -1));
        }
        if teaching >= 2 { 0 } else { self.class_price(lesson) }
    }

    /// Goodwill for a class that loses its teacher for a period.
    pub fn class_price(&self, lesson: LessonId) -> Pence {
        let exam = self.problem.lessons[lesson].classes.iter().any(|&class| self.problem.classes[class].exam);
        let rates = &self.problem.rates;
        if exam { rates.exam_class_without_teacher } else { rates.class_without_teacher }
    }

    fn enter_away(&mut self, entries: &mut Vec<Entry>, teacher: TeacherId, school: SchoolId, slot: u32) {
        let caps = self.problem.rules.away_at_once;
        if let Some(cap) = caps.school {
            entries.push((self.rows.enter(RowKey::AwaySchool { school, slot }, || i64::from(cap)), 1));
        }
        if let (Some(cap), Some(department)) = (caps.department, self.department_of[teacher.index()]) {
            entries.push((self.rows.enter(RowKey::AwayDepartment { department, slot }, || i64::from(cap)), 1));
        }
    }

    /// Enters money that `school` pays in `week`, in every budget there is. Budgets count in steps: so their prices are
    /// fine enough for a bound to the penny.
    pub(super) fn enter_money(&mut self, entries: &mut Vec<Entry>, school: SchoolId, week: u32, money: Pence) {
        if money == 0 {
            return;
        }
        let (budget, step) = (&self.problem.budget, self.money_step);
        let money = money / step;
        if let Some(limit) = budget.money {
            entries.push((self.rows.enter(RowKey::Money, || limit.div_euclid(step)), money));
        }
        if let Some(&(_, limit)) = budget.per_school.iter().find(|(of, _)| *of == school) {
            entries.push((self.rows.enter(RowKey::SchoolMoney { school }, || limit.div_euclid(step)), money));
        }
        if let Some(limit) = budget.per_week {
            entries.push((self.rows.enter(RowKey::WeekMoney { week }, || limit.div_euclid(step)), money));
        }
    }

    /// Adds a part, as one that can't be had when it breaks a row all alone.
    pub(super) fn push_fitting(&mut self, cost: i64, entries: Vec<Entry>) -> PartId {
        let merged = merge(entries);
        let fits = merged.iter().all(|&(row, coefficient)| {
            let limit = self.rows.limit(row);
            coefficient <= limit || (coefficient > 0 && limit <= 0 && self.can_be_served(row)) || coefficient < 0
        });
        if fits { self.parts.push(cost, &merged) } else { self.parts.push_never() }
    }

    /// Whether auxiliary columns can make room in `row`, so that its limit alone says nothing.
    fn can_be_served(&self, row: u32) -> bool {
        matches!(
            self.rows.key(row),
            RowKey::Cover { .. }
                | RowKey::Studyable { .. }
                | RowKey::Ladder { .. }
                | RowKey::UnitAt { .. }
                | RowKey::HiredAtMost { .. }
        )
    }

    /// Who a class of `lesson` may be left with.
    pub fn need_of(&self, lesson: LessonId) -> Need {
        let lesson = &self.problem.lessons[lesson];
        match (lesson.cover, &lesson.subject) {
            (CoverNeed::Qualified, Some(subject)) => {
                let index = self.subjects.get_index_of(subject.as_str()).unwrap_or(usize::MAX);
                Need::Subject(u32::try_from(index).unwrap_or(u32::MAX))
            }
            _ => Need::Any,
        }
    }

    /// Whether every class of `lesson` may be put on study at all.
    pub fn studyable(&self, lesson: LessonId) -> bool {
        let classes = &self.problem.lessons[lesson].classes;
        !classes.is_empty() && classes.iter().all(|&class| self.problem.classes[class].study_release > 0)
    }

    /// How many of the teachers of `lesson` are teaching it in `slot`.
    pub fn teaching_in(&self, lesson: LessonId, slot: u32) -> u32 {
        let teachers = &self.problem.lessons[lesson].teachers;
        let teaching = |teacher: &&TeacherId| {
            self.presence[teacher.index()].status[slot as usize] == Status::Teaching
                && self.presence[teacher.index()].lessons_in(slot).iter().any(|&(_, l)| l == lesson)
        };
        u32::try_from(teachers.iter().filter(teaching).count()).expect("fewer than 2^32 teachers")
    }

    /// Locks on the cover of `lesson` in `slot` of its school.
    pub fn cover_locks_on(
        &self,
        lesson: LessonId,
        school: SchoolId,
        slot: u32,
    ) -> impl Iterator<Item = (LockRef, CoverBy)> + '_ {
        let at = self.grids[school.index()].slots[slot as usize];
        self.locks().filter_map(move |(lock, what)| match what {
            Lock::Cover(cover) if cover.lesson == lesson && cover.date == at.date && cover.period == at.period => {
                Some((lock, cover.by))
            }
            _ => None,
        })
    }

    /// Visits that `host` may still take in this round (C7).
    fn hosting_cap(&self, host: TeacherId) -> i64 {
        let person = &self.problem.teachers[host];
        let cap = i64::from(person.hosting_max());
        match (person.hosting.max_per_year, &self.problem.round.year) {
            (Some(per_year), Some(year)) => {
                let earlier: i64 = self
                    .problem
                    .history
                    .iter()
                    .filter(|round| round.year.as_ref() == Some(year))
                    .flat_map(|round| &round.hosted)
                    .filter(|&&(teacher, _)| teacher == host)
                    .map(|&(_, times)| i64::from(times))
                    .sum();
                cap.min(i64::from(per_year) - earlier).max(0)
            }
            _ => cap,
        }
    }

    /// Whether being hosted on `day` meets `leaders_first` for `host`.
    fn is_early(&self, host: TeacherId, day: u32) -> bool {
        let grid = &self.grids[self.problem.teachers[host].school.index()];
        self.owes_early(host) && grid.open_before[day as usize] < self.problem.rules.leaders_first
    }

    /// Whether `leaders_first` concerns `teacher`.
    pub fn owes_early(&self, teacher: TeacherId) -> bool {
        let person = &self.problem.teachers[teacher];
        self.problem.rules.leaders_first > 0 && person.leader && person.participates && !self.out[teacher.index()]
    }
}

/// Sums up the coefficients of each row, rows ascending.
pub fn merge(mut entries: Vec<Entry>) -> Vec<Entry> {
    entries.sort_unstable_by_key(|&(row, _)| row);
    entries.dedup_by(|next, kept| {
        let same = next.0 == kept.0;
        if same {
            kept.1 += next.1;
        }
        same
    });
    entries.retain(|&(_, coefficient)| coefficient != 0);
    entries
}
