//! The least that everything costs at the prices which is no schedule: colleagues, supervisors, supply, study, late
//! leaders. Each stands for itself between the least and the most of it that a plan can have; a plan that has more
//! of what is hired than could ever be used is no cheaper than one without the surplus.

use std::collections::BTreeMap;

use super::super::presence::Doing;
use super::super::prices::{remembered, rung};
use super::cases::Case;
use super::facts::{Facts, Slot};
use super::parts::{money, quota};
use super::rows::{Entry, Part, Rows};
use crate::domain::{
    Counted, CoverBy, Date, Half, Key, LessonId, PeriodId, PeriodUse, Row, SchoolId, StaffCover, SupplyId, SupplyUnit,
    TeacherId,
};

/// A period in which classes may be left that need the same subject, or none.
struct Demand<'a> {
    school: SchoolId,
    slot: Slot,
    subject: Option<&'a str>,
    /// Most classes that could be left in it.
    most: i128,
    /// The row of its cover.
    row: usize,
}

impl Demand<'_> {
    /// Its covers by one source.
    fn covers(&self, by: CoverBy) -> Counted {
        Counted::Covers { by, date: self.slot.date, period: self.slot.period, subject: self.subject.map(str::to_owned) }
    }
}

/// What sets units of a source apart: the date, and the half or the period where they are bought so.
type Unit = (Date, Option<Half>, Option<PeriodId>);

/// The sum, milli-pence. Every part of a schedule has entered its rows.
pub(super) fn least(facts: &Facts, rows: &mut Rows, case: &mut Case) -> i128 {
    let met = rows.met();
    let demands: Vec<Demand> = met
        .iter()
        .filter_map(|row| match row {
            Row::Cover { school, date, period, subject } => {
                let mut slots = facts.slots[school.index()].iter();
                let slot = *slots.find(|slot| (slot.date, slot.period) == (*date, *period))?;
                let subject = subject.as_deref();
                let most = most_left(facts, *school, &slot, subject);
                Some(Demand { school: *school, slot, subject, most, row: rows.find(row)? })
            }
            _ => None,
        })
        .collect();
    let mut sum = Cover { facts, rows, case, milli: 0 };
    sum.colleagues(&demands);
    sum.supervisors(&demands);
    for supply in facts.problem.supply.keys() {
        sum.supply(supply, &demands);
    }
    for row in &met {
        if let &Row::Studyable { lesson, date, period } = row {
            sum.study(lesson, date, period);
        }
    }
    for leader in facts.problem.teachers.keys().filter(|&teacher| facts.owes_early(teacher)) {
        let row = sum.rows.enter(Row::LeaderLate { leader }, -1);
        let late = Counted::Late { leader };
        sum.add(&late, i128::from(facts.problem.rates.leader_late), vec![(row, -1)], 0, 1);
    }
    sum.milli
}

fn most_left(facts: &Facts, school: SchoolId, slot: &Slot, subject: Option<&str>) -> i128 {
    let mut most = 0;
    for &teacher in facts.staff[school.index()].iter().filter(|&&teacher| facts.watches(teacher)) {
        let day = facts.presence.day(teacher, slot.date);
        let own = day.own.iter().filter(|own| own.period == slot.period);
        let mut lessons: Vec<LessonId> = own.flat_map(|own| own.lessons.iter().copied()).collect();
        lessons.sort_unstable();
        lessons.dedup();
        lessons
            .retain(|&lesson| facts.subject(lesson) == subject && facts.teaching(lesson, slot.date, slot.period) == 1);
        most += lessons.len() as i128;
    }
    most
}

struct Cover<'f, 'a, 'r> {
    facts: &'f Facts<'a>,
    rows: &'r mut Rows,
    case: &'r mut Case,
    milli: i128,
}

impl Cover<'_, '_, '_> {
    /// Adds what is had between `least` and `most` times, unless a decision says otherwise, each for so much.
    fn add(&mut self, what: &Counted, pence: i128, entries: Vec<Entry>, least: i128, most: i128) {
        let (least, most) = self.case.narrowed(what, least, most);
        if let Some(part) = self.rows.part(pence, entries) {
            self.sum(&part, least, most);
        }
    }

    fn sum(&mut self, part: &Part, least: i128, most: i128) {
        let times = if part.price < 0 { most } else { least.min(most) };
        self.milli = self.milli.saturating_add(part.price.saturating_mul(times));
    }

    fn has_subject(subject: Option<&str>, subjects: &[String]) -> bool {
        subject.is_none_or(|subject| subjects.iter().any(|has| has == subject))
    }

    fn colleagues(&mut self, demands: &[Demand]) {
        let problem = self.facts.problem;
        let mut offers: BTreeMap<TeacherId, u64> = BTreeMap::new();
        for demand in demands {
            for &teacher in &self.facts.staff[demand.school.index()] {
                if self.colleague(demand, teacher) {
                    *offers.entry(teacher).or_default() += 1;
                }
            }
        }
        for (teacher, offers) in offers {
            let terms = &problem.teachers[teacher].cover;
            let round = &problem.round;
            let in_round = |monday: Date| monday <= round.end && round.start <= monday.plus(6);
            let already: u64 =
                terms.already.iter().filter(|(week, _)| in_round(*week)).map(|&(_, times)| u64::from(times)).sum();
            let left = terms.max_per_round.map(|most| u64::from(most).saturating_sub(already));
            let start = remembered(problem, teacher);
            let row = self.rows.enter(Row::Ladder { teacher }, 0);
            for (rung_at, step) in (start..start.saturating_add(left.map_or(offers, |left| left.min(offers)))).zip(0..)
            {
                let step = Counted::Step { teacher, step };
                self.add(&step, i128::from(rung(&problem.rates.staff_cover, rung_at)), vec![(row, -1)], 0, 1);
            }
        }
    }

    /// A colleague who covers; whether that can be.
    fn colleague(&mut self, demand: &Demand, teacher: TeacherId) -> bool {
        let (facts, slot) = (self.facts, demand.slot);
        let terms = &facts.problem.teachers[teacher].cover;
        let may = match facts.problem.rules.staff_cover {
            StaffCover::Never => false,
            StaffCover::Volunteers => terms.willing == Some(true),
            StaffCover::All => terms.willing != Some(false),
        };
        let subjects = terms.subjects.as_ref().unwrap_or(&facts.problem.teachers[teacher].subjects);
        if !may || facts.is_barred(teacher, slot.date) || !Self::has_subject(demand.subject, subjects) {
            return false;
        }
        let day = facts.presence.day(teacher, slot.date);
        let (date, monday) = (slot.date, slot.date.monday());
        let mut entries = vec![(demand.row, -1)];
        let mut free = 0;
        for own in day.touched(slot.start, slot.end) {
            if own.doing != Doing::Free {
                return false;
            }
            free += i64::from(own.usage == PeriodUse::Lesson);
            entries.push((self.rows.enter(Row::Use { teacher, date, period: own.period }, 1), 1));
        }
        quota(facts, self.rows, &mut entries, teacher, date, free);
        entries.push((self.rows.enter(Row::StaffDay { teacher, date }, i64::from(terms.max_per_day)), 1));
        if let Some(most) = terms.max_per_week {
            let weeks = terms.already.iter().filter(|(week, _)| *week == monday);
            let already: i64 = weeks.map(|&(_, times)| i64::from(times)).sum();
            let left = (i64::from(most) - already).max(0);
            entries.push((self.rows.enter(Row::StaffWeek { teacher, monday }, left), 1));
        }
        entries.push((self.rows.enter(Row::Ladder { teacher }, 0), 1));
        let least = facts.locked(demand.school, &slot, demand.subject, CoverBy::Staff(teacher));
        self.add(&demand.covers(CoverBy::Staff(teacher)), 0, entries, least, 1);
        true
    }

    fn supervisors(&mut self, demands: &[Demand]) {
        let facts = self.facts;
        let keep_back = i64::from(facts.problem.rules.keep_back);
        for demand in demands {
            let &Demand { school, slot, subject, row, .. } = demand;
            let (date, period) = (slot.date, slot.period);
            let of_school = &facts.problem.schools[school];
            let there = facts.problem.supervisors.entries().filter(|(_, supervisor)| {
                supervisor.school == school && supervisor.is_available(of_school, date, period)
            });
            let there: Vec<_> = there.collect();
            let usable = (i64::try_from(there.len()).unwrap_or(i64::MAX) - keep_back).max(0);
            for (id, supervisor) in there {
                if !Self::has_subject(subject, &supervisor.subjects) || facts.is_barred_for_all(date) {
                    continue;
                }
                let mut entries = vec![(row, -1)];
                for period in starts_within(facts, school, &slot) {
                    entries.push((self.rows.enter(Row::SupervisorAt { supervisor: id, date, period }, 1), 1));
                }
                if let Some(most) = supervisor.max_per_day {
                    let row = self.rows.enter(Row::SupervisorDay { supervisor: id, date }, i64::from(most));
                    entries.push((row, 1));
                }
                if keep_back > 0 {
                    entries.push((self.rows.enter(Row::KeepBack { school, date, period }, usable), 1));
                }
                money(facts, self.rows, &mut entries, school, date, supervisor.money_per_period);
                let least = facts.locked(school, &slot, subject, CoverBy::Supervisor(id));
                let covers = demand.covers(CoverBy::Supervisor(id));
                self.add(&covers, i128::from(supervisor.money_per_period), entries, least, 1);
            }
        }
    }

    fn supply(&mut self, id: SupplyId, demands: &[Demand]) {
        let facts = self.facts;
        let supply = &facts.problem.supply[id];
        let school = supply.school;
        let capped = |most: i128| supply.max_per_day.map_or(most, |cap| most.min(i128::from(cap)));
        // Most classes that each could be asked for, and the rows that it makes room in.
        let mut units: BTreeMap<Unit, (i128, Vec<usize>)> = BTreeMap::new();
        for demand in demands {
            let slot = demand.slot;
            if demand.school != school || !Self::has_subject(demand.subject, &supply.subjects) {
                continue;
            }
            let date = slot.date;
            let half = (supply.unit == SupplyUnit::HalfDay).then(|| {
                let start = u16::try_from(slot.start).unwrap_or(0);
                facts.problem.schools[school].half_of(start, date.weekday())
            });
            let alone = (supply.unit == SupplyUnit::Period).then_some(slot.period);
            // A unit bought by the period serves just that one.
            let periods = alone.map_or_else(|| starts_within(facts, school, &slot), |period| vec![period]);
            let mut entries = vec![(demand.row, -1)];
            let unit = units.entry((date, half, alone)).or_default();
            for period in periods {
                let row = self.rows.enter(Row::UnitAt { supply: id, half, date, period }, 0);
                entries.push((row, 1));
                unit.1.push(row);
            }
            unit.0 += capped(demand.most);
            let least = facts.locked(school, &slot, demand.subject, CoverBy::Supply(id));
            self.add(&demand.covers(CoverBy::Supply(id)), 0, entries, least, capped(demand.most));
        }
        if units.is_empty() {
            return;
        }
        let at_most = self.rows.enter(Row::HiredAtMost { supply: id }, 0);
        let at_least = self.rows.enter(Row::HiredAtLeast { supply: id }, 0);
        let mut in_all = 0;
        // By budget, the most units that it pays for, and of how many dates and halves.
        let mut paid: BTreeMap<usize, (i128, usize)> = BTreeMap::new();
        let mut everywhere = 0;
        for ((date, half, period), (most, mut room)) in units {
            room.sort_unstable();
            room.dedup();
            let mut entries: Vec<Entry> = room.into_iter().map(|row| (row, -1)).collect();
            if let Some(cap) = supply.max_per_day {
                entries.push((self.rows.enter(Row::HireDay { supply: id, date }, i64::from(cap)), 1));
            }
            let budgets = entries.len();
            money(facts, self.rows, &mut entries, school, date, supply.money);
            let budgets: Vec<usize> = entries[budgets..].iter().map(|&(row, _)| row).collect();
            entries.extend([(at_most, 1), (at_least, -1)]);
            let hire = Counted::Hire { supply: id, date, half, period };
            let (least, narrowed) = self.case.narrowed(&hire, 0, capped(most));
            if let Some(part) = self.rows.unit(i128::from(supply.money), entries) {
                self.sum(&part, least, narrowed);
                everywhere += 1;
                for budget in budgets {
                    let (units, kinds) = paid.entry(budget).or_default();
                    *units += narrowed;
                    *kinds += 1;
                }
            }
            in_all += capped(most);
        }
        // The total, which the two rows hold to the sum.
        self.add(&Counted::Hired { supply: id }, 0, vec![(at_most, -1), (at_least, 1)], 0, in_all);
        let (least, most) = self.case.narrowed(&Counted::Hired { supply: id }, 0, in_all);
        for (budget, (units, kinds)) in paid {
            // Units that another budget pays for may be those that there have to be.
            let least = if kinds == everywhere { least } else { 0 };
            self.rows.units(budget, supply.money / facts.step, least, most.min(units));
        }
    }

    fn study(&mut self, lesson: LessonId, date: Date, period: PeriodId) {
        let problem = self.facts.problem;
        let school = problem.lessons[lesson].school;
        let subject = self.facts.subject(lesson).map(str::to_owned);
        let mut entries = vec![
            (self.rows.enter(Row::Studyable { lesson, date, period }, 0), 1),
            (self.rows.enter(Row::Cover { school, date, period, subject }, 0), -1),
        ];
        for &class in &problem.lessons[lesson].classes {
            let most = i64::from(problem.classes[class].study_release);
            entries.push((self.rows.enter(Row::StudyRelease { class }, most), 1));
        }
        money(self.facts, self.rows, &mut entries, school, date, problem.study_money);
        let locked = self.facts.cover_locks().any(|(_, cover)| {
            (cover.lesson, cover.date, cover.period, cover.by) == (lesson, date, period, CoverBy::Study)
        });
        let cost = i128::from(problem.study_money) + i128::from(problem.rates.study);
        self.add(&Counted::Study { lesson, date, period }, cost, entries, i128::from(locked), 1);
    }
}

/// The periods that start while `slot` is going on, it among them.
fn starts_within(facts: &Facts, school: SchoolId, slot: &Slot) -> Vec<PeriodId> {
    let others = facts.slots[school.index()].iter();
    let others = others.filter(|other| slot.meets(other) && slot.start <= other.start && other.start < slot.end);
    others.map(|other| other.period).collect()
}
