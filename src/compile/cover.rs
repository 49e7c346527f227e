//! Auxiliary columns: who may take a class left behind, what is hired, what is owed.

use super::Model;
use super::grid::Status;
use super::rows::{Need, PartId, RowKey};
use crate::domain::{
    CoverBy, Half, Key, LessonId, Lock, LockRef, Pence, PeriodUse, Problem, SchoolId, StaffCover, SupervisorId,
    SupplyId, SupplyUnit, TeacherId,
};

/// What an auxiliary column stands for. Slots are local to the school of the source.
#[derive(Debug, Clone, Copy, PartialEq, Eq)]
#[allow(missing_docs, reason = "the fields are named after what they index")]
pub enum AuxKind {
    /// A colleague covers.
    Staff { teacher: TeacherId, slot: u32, need: Need },
    /// A step of a colleague's ladder.
    Step { teacher: TeacherId },
    /// A supervisor covers.
    Supervisor { supervisor: SupervisorId, slot: u32, need: Need },
    /// Units of a source cover.
    Supply { supply: SupplyId, slot: u32, need: Need },
    /// Units of a source are hired; `slot` is the first slot that the unit serves.
    Hire { supply: SupplyId, day: u32, half: Option<Half>, slot: Option<u32> },
    /// The total of units of a source hired.
    Hired { supply: SupplyId },
    /// The classes of an occurrence are on study.
    Study { lesson: LessonId, slot: u32 },
    /// The classes of an occurrence join another lesson.
    Join { lesson: LessonId, slot: u32, into: LessonId },
    /// A leader is late.
    Late { leader: TeacherId },
}

impl AuxKind {
    /// The school that it is of.
    #[must_use]
    pub fn school(self, problem: &Problem) -> SchoolId {
        match self {
            Self::Staff { teacher, .. } | Self::Step { teacher } | Self::Late { leader: teacher } => {
                problem.teachers[teacher].school
            }
            Self::Supervisor { supervisor, .. } => problem.supervisors[supervisor].school,
            Self::Supply { supply, .. } | Self::Hire { supply, .. } | Self::Hired { supply } => {
                problem.supply[supply].school
            }
            Self::Study { lesson, .. } | Self::Join { lesson, .. } => problem.lessons[lesson].school,
        }
    }
}

/// An auxiliary column: integer, between `least` and `most`.
#[derive(Debug, Clone, Copy)]
pub struct Aux {
    /// What it stands for.
    pub kind: AuxKind,
    /// Cost in pence and rows, per unit.
    pub part: PartId,
    /// Least.
    pub least: u32,
    /// Most.
    pub most: u32,
}

/// A kind of unit of a source: the day, the half, the slot, as far as they set it apart.
type Unit = (u32, Option<Half>, Option<u32>);

/// A period in which classes of one need may be left.
type Demand = (SchoolId, u32, Need);

impl Model<'_> {
    /// Builds every auxiliary column; the rows of the demands have been entered.
    pub(super) fn build_aux(&mut self) {
        let demands: Vec<(Demand, u32)> = (0..self.rows.len())
            .filter_map(|row| {
                let row = u32::try_from(row).expect("fewer than 2^32 rows");
                match self.rows.key(row) {
                    RowKey::Cover { school, slot, need } => {
                        Some(((school, slot, need), self.most_left(school, slot, need)))
                    }
                    _ => None,
                }
            })
            .collect();
        self.build_staff(&demands);
        self.build_supervisors(&demands);
        self.build_supply(&demands);
        self.build_study();
        for leader in self.problem.teachers.keys() {
            if self.owes_early(leader) {
                let row = self.rows.enter(RowKey::LeaderLate { leader }, || -1);
                let part = self.parts.push(self.problem.rates.leader_late, &[(row, -1)]);
                self.aux.push(Aux { kind: AuxKind::Late { leader }, part, least: 0, most: 1 });
            }
        }
        self.enter_unmet_cover_locks();
    }

    /// Most occurrences of the need that participants could leave in the slot.
    fn most_left(&self, school: SchoolId, slot: u32, need: Need) -> u32 {
        let mut most = 0;
        for &teacher in &self.staff_of[school.index()] {
            if self.watches[teacher.index()] {
                let lessons = self.presence[teacher.index()].lessons_in(slot);
                most +=
                    lessons.iter().filter(|&&(_, l)| self.teaching_in(l, slot) == 1 && self.need_of(l) == need).count();
            }
        }
        u32::try_from(most).expect("fewer than 2^32 lessons")
    }

    /// How often a lock wants `by` to cover a lesson of `need` in the slot.
    fn locked_covers(&self, school: SchoolId, slot: u32, need: Need, by: CoverBy) -> u32 {
        let at = self.grids[school.index()].slots[slot as usize];
        let mut lessons: Vec<LessonId> = self
            .locks()
            .filter_map(|(_, lock)| match lock {
                Lock::Cover(cover)
                    if cover.by == by
                        && self.problem.lessons[cover.lesson].school == school
                        && cover.date == at.date
                        && cover.period == at.period
                        && self.need_of(cover.lesson) == need
                        && self.teaching_in(cover.lesson, slot) == 1 =>
                {
                    Some(cover.lesson)
                }
                _ => None,
            })
            .collect();
        lessons.sort_unstable();
        lessons.dedup();
        u32::try_from(lessons.len()).expect("fewer than 2^32 locks")
    }

    fn push_aux(&mut self, kind: AuxKind, part: PartId, most: u32, by: Option<(Demand, CoverBy)>) {
        let least = by.map_or(0, |((school, slot, need), by)| self.locked_covers(school, slot, need, by));
        if self.parts.can(part) && most > 0 {
            self.aux.push(Aux { kind, part, least, most });
        }
    }

    fn has_subject(&self, need: Need, subjects: &[String]) -> bool {
        match need {
            Need::Any => true,
            Need::Subject(index) => {
                self.subjects.get_index(index as usize).is_some_and(|subject| subjects.iter().any(|has| has == subject))
            }
        }
    }

    fn build_staff(&mut self, demands: &[(Demand, u32)]) {
        let problem = self.problem;
        let mut steps: Vec<Option<u32>> = vec![None; problem.teachers.len()];
        for &((school, slot, need), _) in demands {
            let at = self.grids[school.index()].slots[slot as usize];
            for index in 0..self.staff_of[school.index()].len() {
                let teacher = self.staff_of[school.index()][index];
                let person = &problem.teachers[teacher];
                let may = match problem.rules.staff_cover {
                    StaffCover::Never => false,
                    StaffCover::Volunteers => person.cover.willing == Some(true),
                    StaffCover::All => person.cover.willing != Some(false),
                };
                let subjects = person.cover.subjects.as_ref().unwrap_or(&person.subjects);
                if !may || self.is_barred(teacher, at.day) || !self.has_subject(need, subjects) {
                    continue;
                }
                let touched = self.grids[school.index()].overlaps[slot as usize].clone();
                let presence = &self.presence[teacher.index()];
                if touched.iter().any(|&slot| presence.status[slot as usize] != Status::Free) {
                    continue;
                }
                let free = touched
                    .iter()
                    .filter(|&&slot| self.grids[school.index()].slots[slot as usize].usage == PeriodUse::Lesson)
                    .count();
                let mut entries = Vec::new();
                for slot in touched {
                    self.enter_use(&mut entries, teacher, slot);
                }
                self.enter_quota(&mut entries, teacher, at.week, u32::try_from(free).expect("a few periods"));
                let day_cap = i64::from(person.cover.max_per_day);
                entries.push((self.rows.enter(RowKey::StaffDay { teacher, day: at.day }, || day_cap), 1));
                if let Some(cap) = person.cover.max_per_week {
                    let monday = at.date.monday();
                    let already: u32 =
                        person.cover.already.iter().filter(|&&(m, _)| m == monday).map(|&(_, n)| n).sum();
                    let left = i64::from(cap.saturating_sub(already));
                    entries.push((self.rows.enter(RowKey::StaffWeek { teacher, week: at.week }, || left), 1));
                }
                entries.push((self.rows.enter(RowKey::Ladder { teacher }, || 0), 1));
                entries.push((self.rows.enter(RowKey::Cover { school, slot, need }, || 0), -1));
                let part = self.push_fitting(0, entries);
                let demand = ((school, slot, need), CoverBy::Staff(teacher));
                self.push_aux(AuxKind::Staff { teacher, slot, need }, part, 1, Some(demand));
                *steps[teacher.index()].get_or_insert(0) += 1;
            }
        }
        for (teacher, person) in problem.teachers.entries() {
            let Some(offers) = steps[teacher.index()] else { continue };
            let cap = person.cover.max_per_round.map_or(offers, |cap| {
                let already: u32 = person
                    .cover
                    .already
                    .iter()
                    .filter(|&&(monday, _)| monday <= problem.round.end && problem.round.start <= monday.plus(6))
                    .map(|&(_, times)| times)
                    .sum();
                cap.saturating_sub(already).min(offers)
            });
            let start = self.ladder_start(teacher);
            let row = self.rows.enter(RowKey::Ladder { teacher }, || 0);
            for k in 0..cap {
                let part = self.parts.push(problem.rates.staff_cover_step(start + k), &[(row, -1)]);
                self.push_aux(AuxKind::Step { teacher }, part, 1, None);
            }
        }
    }

    /// Where `teacher` starts on the `staff_cover` ladder.
    pub fn ladder_start(&self, teacher: TeacherId) -> u32 {
        let Some(year) = self.problem.round.year.as_ref().filter(|_| self.problem.rules.remember_covers) else {
            return 0;
        };
        let rounds = self.problem.history.iter().filter(|round| round.year.as_ref() == Some(year));
        rounds.flat_map(|round| &round.covers).filter(|&&(of, _)| of == teacher).map(|&(_, times)| times).sum()
    }

    fn build_supervisors(&mut self, demands: &[(Demand, u32)]) {
        let problem = self.problem;
        for &((school, slot, need), _) in demands {
            let at = self.grids[school.index()].slots[slot as usize];
            let of_school = &problem.schools[school];
            let there = |period| {
                problem
                    .supervisors
                    .iter()
                    .filter(|s| s.school == school && s.is_available(of_school, at.date, period))
                    .count()
            };
            let keep_back = i64::from(problem.rules.keep_back);
            let usable = (i64::try_from(there(at.period)).expect("a few supervisors") - keep_back).max(0);
            for (id, supervisor) in problem.supervisors.entries() {
                if supervisor.school != school
                    || !supervisor.is_available(of_school, at.date, at.period)
                    || !self.has_subject(need, &supervisor.subjects)
                    || self.barred.contains(&(None, at.day))
                {
                    continue;
                }
                let mut entries = Vec::new();
                for instant in self.instants(school, slot) {
                    let key = RowKey::SupervisorAt { supervisor: id, slot: instant };
                    entries.push((self.rows.enter(key, || 1), 1));
                }
                if let Some(cap) = supervisor.max_per_day {
                    let key = RowKey::SupervisorDay { supervisor: id, day: at.day };
                    entries.push((self.rows.enter(key, || i64::from(cap)), 1));
                }
                if keep_back > 0 {
                    entries.push((self.rows.enter(RowKey::KeepBack { school, slot }, || usable), 1));
                }
                self.enter_money(&mut entries, school, at.week, supervisor.money_per_period);
                entries.push((self.rows.enter(RowKey::Cover { school, slot, need }, || 0), -1));
                let part = self.push_fitting(supervisor.money_per_period, entries);
                let demand = ((school, slot, need), CoverBy::Supervisor(id));
                self.push_aux(AuxKind::Supervisor { supervisor: id, slot, need }, part, 1, Some(demand));
            }
        }
    }

    /// The slots at whose start a thing in `slot` is going on.
    fn instants(&self, school: SchoolId, slot: u32) -> Vec<u32> {
        let grid = &self.grids[school.index()];
        let at = grid.slots[slot as usize];
        grid.overlaps[slot as usize]
            .iter()
            .copied()
            .filter(|&other| {
                let other = grid.slots[other as usize];
                at.start <= other.start && other.start < at.end
            })
            .collect()
    }

    fn build_supply(&mut self, demands: &[(Demand, u32)]) {
        let problem = self.problem;
        for (id, supply) in problem.supply.entries() {
            let school = supply.school;
            // Most covers that one kind of unit could be asked for at once, by the unit's own key.
            let mut units: indexmap::IndexMap<Unit, (u32, Vec<u32>)> = indexmap::IndexMap::new();
            for &((of, slot, need), most) in demands {
                let at = self.grids[school.index()].slots.get(slot as usize).copied();
                let Some(at) = at.filter(|_| of == school && self.has_subject(need, &supply.subjects)) else {
                    continue;
                };
                let most = supply.max_per_day.map_or(most, |cap| cap.min(most));
                let start = u16::try_from(at.start % super::grid::DAY).expect("minutes of a day");
                let half = (supply.unit == SupplyUnit::HalfDay)
                    .then(|| problem.schools[school].half_of(start, at.date.weekday()));
                let single = (supply.unit == SupplyUnit::Period).then_some(slot);
                let unit = units.entry((at.day, half, single)).or_default();
                let mut entries = vec![(self.rows.enter(RowKey::Cover { school, slot, need }, || 0), -1)];
                for instant in self.instants_of_unit(school, slot, supply.unit) {
                    let row = self.rows.enter(RowKey::UnitAt { supply: id, half, slot: instant }, || 0);
                    entries.push((row, 1));
                    unit.1.push(row);
                }
                unit.0 += most;
                let part = self.push_fitting(0, entries);
                let demand = ((school, slot, need), CoverBy::Supply(id));
                self.push_aux(AuxKind::Supply { supply: id, slot, need }, part, most, Some(demand));
            }
            if units.is_empty() {
                continue;
            }
            let at_most = self.rows.enter(RowKey::HiredAtMost { supply: id }, || 0);
            let at_least = self.rows.enter(RowKey::HiredAtLeast { supply: id }, || 0);
            let mut in_all = 0;
            for ((day, half, slot), (most, mut rows)) in units {
                rows.sort_unstable();
                rows.dedup();
                let mut entries: Vec<(u32, i64)> = rows.into_iter().map(|row| (row, -1)).collect();
                let most = supply.max_per_day.map_or(most, |cap| cap.min(most));
                if let Some(cap) = supply.max_per_day {
                    entries.push((self.rows.enter(RowKey::HireDay { supply: id, day }, || i64::from(cap)), 1));
                }
                let week = self.span.week_of(self.span.date(day));
                self.enter_money(&mut entries, school, week, supply.money);
                entries.extend([(at_most, 1), (at_least, -1)]);
                let part = self.push_fitting(supply.money, entries);
                self.push_aux(AuxKind::Hire { supply: id, day, half, slot }, part, most, None);
                in_all += most;
            }
            let total = self.parts.push(0, &[(at_most, -1), (at_least, 1)]);
            self.push_aux(AuxKind::Hired { supply: id }, total, in_all, None);
        }
    }

    /// The instants at which a cover in `slot` keeps a unit busy. A unit bought by the period serves just that one.
    fn instants_of_unit(&self, school: SchoolId, slot: u32, unit: SupplyUnit) -> Vec<u32> {
        if unit == SupplyUnit::Period { vec![slot] } else { self.instants(school, slot) }
    }

    fn build_study(&mut self) {
        let keys: Vec<(LessonId, u32)> = (0..self.rows.len())
            .filter_map(|row| match self.rows.key(u32::try_from(row).expect("fewer than 2^32 rows")) {
                RowKey::Studyable { lesson, slot } => Some((lesson, slot)),
                _ => None,
            })
            .collect();
        for (lesson, slot) in keys {
            let school = self.problem.lessons[lesson].school;
            let at = self.grids[school.index()].slots[slot as usize];
            let need = self.need_of(lesson);
            self.build_joins(lesson, slot);
            if !self.studyable(lesson) {
                continue;
            }
            let money = self.problem.study_money;
            let mut entries = vec![
                (self.rows.enter(RowKey::Studyable { lesson, slot }, || 0), 1),
                (self.rows.enter(RowKey::Cover { school, slot, need }, || 0), -1),
            ];
            for &class in &self.problem.lessons[lesson].classes {
                let cap = i64::from(self.problem.classes[class].study_release);
                entries.push((self.rows.enter(RowKey::StudyRelease { class }, || cap), 1));
            }
            self.enter_money(&mut entries, school, at.week, money);
            let part = self.push_fitting(money + self.problem.rates.study, entries);
            let least = u32::from(self.cover_locks_on(lesson, school, slot).any(|(_, by)| by == CoverBy::Study));
            if self.parts.can(part) {
                self.aux.push(Aux { kind: AuxKind::Study { lesson, slot }, part, least, most: 1 });
            }
        }
    }

    /// The lessons that an occurrence may join.
    fn build_joins(&mut self, lesson: LessonId, slot: u32) {
        let (school, need) = (self.problem.lessons[lesson].school, self.need_of(lesson));
        let classes = Pence::try_from(self.problem.lessons[lesson].classes.len()).expect("a few classes");
        for into in self.joinable(lesson, slot) {
            let entries = vec![
                (self.rows.enter(RowKey::Studyable { lesson, slot }, || 0), 1),
                (self.rows.enter(RowKey::Cover { school, slot, need }, || 0), -1),
                (self.rows.enter(RowKey::Receive { lesson: into, slot }, || 1), 1),
            ];
            let part = self.push_fitting(self.problem.rates.join * classes, entries);
            let least = u32::from(self.cover_locks_on(lesson, school, slot).any(|(_, by)| by == CoverBy::Join(into)));
            if self.parts.can(part) {
                self.aux.push(Aux { kind: AuxKind::Join { lesson, slot, into }, part, least, most: 1 });
            }
        }
    }

    /// A lock on a cover that no column can give can't be met.
    fn enter_unmet_cover_locks(&mut self) {
        let unmet: Vec<LockRef> = self
            .locks()
            .filter_map(|(lock, what)| match what {
                Lock::Cover(cover) => {
                    let school = self.problem.lessons[cover.lesson].school;
                    let day = self.span.day_of(cover.date)?;
                    let slot = self.grids[school.index()].slot_of(day, cover.period)?;
                    let several = self.teaching_in(cover.lesson, slot) >= 2;
                    let met = match cover.by {
                        CoverBy::NoneNeeded => several,
                        by => {
                            !several
                                && self
                                    .aux
                                    .iter()
                                    .any(|aux| aux.least > 0 && self.gives(aux.kind, by, slot, cover.lesson))
                        }
                    };
                    (!met).then_some(lock)
                }
                _ => None,
            })
            .collect();
        for lock in unmet {
            self.rows.enter(RowKey::Never { lock }, || -1);
        }
    }

    fn gives(&self, kind: AuxKind, by: CoverBy, slot: u32, lesson: LessonId) -> bool {
        let need = self.need_of(lesson);
        match (kind, by) {
            (AuxKind::Staff { teacher, slot: s, need: n }, CoverBy::Staff(of)) => {
                teacher == of && s == slot && n == need
            }
            (AuxKind::Supervisor { supervisor, slot: s, need: n }, CoverBy::Supervisor(of)) => {
                supervisor == of && s == slot && n == need
            }
            (AuxKind::Supply { supply, slot: s, need: n }, CoverBy::Supply(of)) => {
                supply == of && s == slot && n == need
            }
            (AuxKind::Study { lesson: l, slot: s }, CoverBy::Study) => l == lesson && s == slot,
            (AuxKind::Join { lesson: l, slot: s, into }, CoverBy::Join(of)) => l == lesson && s == slot && into == of,
            _ => false,
        }
    }
}
