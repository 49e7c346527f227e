//! The timetable of a secondary: departments teach a year in blocks, side by side, on a fortnight of 50 slots.

use super::draws::Draws;
use super::staffing::{SUBJECTS, SUPPORT};

/// Slots of a day, of a week, of both.
pub(super) const DAY: u32 = 5;
pub(super) const WEEK: u32 = 25;
/// Every slot of the fortnight.
pub(super) const FORTNIGHT: u64 = (1 << (2 * WEEK)) - 1;
/// Every slot of the first week.
pub(super) const FIRST_WEEK: u64 = (1 << WEEK) - 1;
/// First periods of doubles: 1 and 3 of each day, so that no break lies within.
const DOUBLE_STARTS: u64 = 0b00101_00101_00101_00101_00101;
/// Most classes of a year that one department teaches at the same time.
const WIDEST: usize = 4;

/// A teacher as the timetable sees them. Slots are bits: week A, then week B, day by day.
pub(super) struct Row {
    /// Index into [`SUBJECTS`].
    pub(super) subject: usize,
    /// Periods to teach in each week.
    pub(super) load: u32,
    /// Slots still free.
    pub(super) free: u64,
    /// Periods taught in each week.
    pub(super) taught: [u32; 2],
}

impl Row {
    fn left(&self) -> [u32; 2] {
        self.taught.map(|taught| self.load - taught)
    }

    fn takes(&self, picks: &Picks) -> bool {
        let left = self.left();
        picks.count[0] <= left[0] && picks.count[1] <= left[1]
    }

    fn take(&mut self, picks: &Picks) {
        self.free &= !picks.mask;
        self.taught[0] += picks.count[0];
        self.taught[1] += picks.count[1];
    }
}

/// A class: a form of years 7 to 11, or a small or sixth-form group of one subject.
pub(super) struct Group {
    /// Its id.
    pub(super) code: String,
    /// The year, 7 to 13.
    pub(super) year: usize,
    /// Learners.
    pub(super) size: u32,
    /// Slots still free.
    free: u64,
    /// Subjects it has, a bit each.
    has: u32,
}

/// A lesson of the timetable.
pub(super) struct Entry {
    /// Who teaches it.
    pub(super) row: usize,
    /// Who teaches beside them.
    pub(super) second: Option<usize>,
    /// The class.
    pub(super) group: usize,
    /// Index into [`SUBJECTS`].
    pub(super) subject: usize,
    /// When.
    pub(super) at: Place,
}

/// A place in the fortnight.
#[derive(Debug, Clone, Copy)]
pub(super) struct Place {
    /// The (first) slot; of week A when it recurs in both.
    pub(super) slot: u32,
    /// Whether it is in both weeks.
    pub(super) both: bool,
    /// Slots that it fills.
    pub(super) length: u32,
}

impl Place {
    fn mask(self) -> u64 {
        let one = ((1 << self.length) - 1) << self.slot;
        if self.both { one | one << WEEK } else { one }
    }
}

/// Places for the lessons of a block.
#[derive(Default)]
struct Picks {
    places: Vec<Place>,
    mask: u64,
    count: [u32; 2],
    days: u64,
}

impl Picks {
    fn add(&mut self, at: Place) {
        self.mask |= at.mask();
        self.count[0] += (at.mask() & FIRST_WEEK).count_ones();
        self.count[1] += (at.mask() >> WEEK).count_ones();
        let day = 0b11111 << (at.slot % WEEK / DAY * DAY);
        self.days |= day | day << WEEK;
        self.places.push(at);
    }

    /// A random slot of `open`, on a day not used yet if there is one.
    fn choose(&self, open: u64, draws: &mut Draws) -> Option<u32> {
        let fresh = open & !self.days;
        draws.bit(if fresh == 0 { open } else { fresh })
    }

    /// `periods` of a fortnight in `open`, spread over the days: as many as can be in both weeks, an odd one in
    /// `odd_week`, one double where that is asked for.
    fn find(open: u64, periods: u32, double: bool, odd_week: u32, draws: &mut Draws) -> Option<Self> {
        let mut picks = Self::default();
        let mut weekly = periods / 2;
        while weekly > 0 {
            let left = open & !picks.mask;
            let both = left & (left >> WEEK) & FIRST_WEEK;
            let doubles = both & (both >> 1) & DOUBLE_STARTS;
            let length = if double && weekly > 1 && picks.places.is_empty() && doubles != 0 { 2 } else { 1 };
            let slot = picks.choose(if length == 2 { doubles } else { both }, draws)?;
            picks.add(Place { slot, both: true, length });
            weekly -= length;
        }
        if periods % 2 == 1 {
            let week = FIRST_WEEK << (odd_week * WEEK);
            let slot = picks.choose(open & !picks.mask & week, draws)?;
            picks.add(Place { slot, both: false, length: 1 });
        }
        Some(picks)
    }
}

/// The classes and lessons of a school.
pub(super) struct Timetable {
    pub(super) groups: Vec<Group>,
    pub(super) entries: Vec<Entry>,
}

/// Fills `rows` to their loads.
pub(super) fn fill(rows: &mut [Row], draws: &mut Draws) -> Timetable {
    let mut table = Timetable { groups: forms(rows, draws), entries: Vec::new() };
    for (subject, year) in demands(draws) {
        while table.block(rows, subject, year, draws) {}
    }
    for row in 0..rows.len() {
        if rows[row].subject == SUPPORT {
            table.teach_beside(rows, row, draws);
        } else {
            table.more_of_the_same(rows, row, draws);
        }
    }
    for row in 0..rows.len() {
        while rows[row].left() != [0, 0] && table.small_group(rows, row, draws) {}
    }
    table
}

/// Forms of years 7 to 11: five sixths of the teaching, 24 of 25 periods each.
fn forms(rows: &[Row], draws: &mut Draws) -> Vec<Group> {
    let load: u32 = rows.iter().filter(|row| row.subject != SUPPORT).map(|row| row.load).sum();
    let count = load as usize * 5 / 6 / 24;
    let mut groups = Vec::with_capacity(count * 2);
    for year in 7..=11 {
        let of_year = count / 5 + usize::from(year - 7 < count % 5);
        for at in 0..of_year {
            let letter = char::from(b'A' + u8::try_from(at % 26).unwrap_or(0));
            let turn = at / 26;
            let code = if turn == 0 { format!("{year}{letter}") } else { format!("{year}{letter}{turn}") };
            groups.push(Group { code, year, size: draws.between(21, 30), free: FORTNIGHT, has: 0 });
        }
    }
    groups
}

/// What is placed first: the large subjects, year by year, then the others.
fn demands(draws: &mut Draws) -> Vec<(usize, usize)> {
    let mut all: Vec<(usize, usize)> = (0..SUPPORT).flat_map(|s| (7..=11).map(move |year| (s, year))).collect();
    draws.shuffle(&mut all);
    all.sort_by_key(|&(subject, _)| match SUBJECTS[subject].share {
        9.. => 0,
        4.. => 1,
        _ => 2,
    });
    all
}

/// Those of `all` that are first by `key`, falling, ties at random.
fn best(mut all: Vec<usize>, key: impl Fn(usize) -> u32, draws: &mut Draws) -> Vec<usize> {
    draws.shuffle(&mut all);
    all.sort_by_key(|&at| std::cmp::Reverse(key(at)));
    all
}

impl Timetable {
    /// Gives as many classes of a year as go at once the subject, each its own teacher, all in the same periods.
    fn block(&mut self, rows: &mut [Row], subject: usize, year: usize, draws: &mut Draws) -> bool {
        let what = &SUBJECTS[subject];
        let periods = if year < 10 { what.lower } else { what.upper };
        if periods == 0 {
            return false;
        }
        let fits = |row: &Row| row.subject == subject && row.left().into_iter().min() >= Some(periods.div_ceil(2));
        let teachers = (0..rows.len()).filter(|&at| fits(&rows[at])).collect();
        let mut teachers = best(teachers, |at| rows[at].left()[0], draws);
        let groups = &self.groups;
        let lacks = |at: &usize| groups[*at].year == year && groups[*at].has >> subject & 1 == 0;
        let classes = (0..groups.len()).filter(lacks).collect();
        let mut classes = best(classes, |at| groups[at].free.count_ones(), draws);
        for width in (1..=WIDEST.min(teachers.len()).min(classes.len())).rev() {
            for _ in 0..3 {
                let open = teachers[..width].iter().fold(FORTNIGHT, |open, &at| open & rows[at].free)
                    & classes[..width].iter().fold(FORTNIGHT, |open, &at| open & self.groups[at].free);
                let odd_week = u32::from(rows[teachers[0]].taught[0] > rows[teachers[0]].taught[1]);
                let double = what.practical;
                if let Some(picks) = Picks::find(open, periods, double, odd_week, draws)
                    && teachers[..width].iter().all(|&at| rows[at].takes(&picks))
                {
                    for (&row, &group) in teachers[..width].iter().zip(&classes) {
                        self.teach(rows, row, group, subject, &picks);
                    }
                    return true;
                }
                draws.shuffle(&mut teachers);
                draws.shuffle(&mut classes);
            }
        }
        false
    }

    fn teach(&mut self, rows: &mut [Row], row: usize, group: usize, subject: usize, picks: &Picks) {
        rows[row].take(picks);
        self.groups[group].free &= !picks.mask;
        self.groups[group].has |= 1 << subject;
        let entries = picks.places.iter().map(|&at| Entry { row, second: None, group, subject, at });
        self.entries.extend(entries);
    }

    /// A further lesson a week for a teacher's own forms where both are free.
    fn more_of_the_same(&mut self, rows: &mut [Row], row: usize, draws: &mut Draws) {
        let mut own: Vec<usize> =
            self.entries.iter().filter(|entry| entry.row == row).map(|entry| entry.group).collect();
        own.sort_unstable();
        own.dedup();
        draws.shuffle(&mut own);
        for group in own {
            let open = rows[row].free & self.groups[group].free;
            if let Some(picks) = Picks::find(open, 2, false, 0, draws)
                && rows[row].takes(&picks)
            {
                self.teach(rows, row, group, rows[row].subject, &picks);
            }
        }
    }

    /// Learning support teaches half its load beside others, in lessons of forms up to year 10.
    fn teach_beside(&mut self, rows: &mut [Row], row: usize, draws: &mut Draws) {
        let mut order: Vec<usize> = (0..self.entries.len()).collect();
        draws.shuffle(&mut order);
        let half = rows[row].load / 2;
        for at in order {
            let entry = &mut self.entries[at];
            let mut picks = Picks::default();
            picks.add(entry.at);
            let more = rows[row].taught[0].max(rows[row].taught[1]) + picks.count[0].max(picks.count[1]) <= half;
            if more
                && entry.second.is_none()
                && self.groups[entry.group].year <= 10
                && rows[row].free & picks.mask == picks.mask
            {
                entry.second = Some(row);
                rows[row].take(&picks);
            }
        }
    }

    /// Up to three lessons a week of a new sixth-form group (of a small group for learning support); `false` when
    /// the teacher has no slot left.
    fn small_group(&mut self, rows: &mut [Row], row: usize, draws: &mut Draws) -> bool {
        let [first, second] = rows[row].left();
        let free = rows[row].free;
        let weekly = first.min(second).min(3);
        let odd = u32::from(first != second);
        let odd_week = u32::from(second > first);
        let once = |week: u32, draws: &mut Draws| Picks::find(free, 1, false, week, draws);
        let picks = (1..=2 * weekly + odd)
            .rev()
            .filter(|periods| odd == 1 || periods % 2 == 0)
            .find_map(|periods| Picks::find(free, periods, false, odd_week, draws))
            .filter(|picks| rows[row].takes(picks))
            .or_else(|| if first > 0 { once(0, draws) } else { None })
            .or_else(|| if second > 0 { once(1, draws) } else { None });
        let Some(picks) = picks else { return false };
        let subject = rows[row].subject;
        let (year, size) = if subject == SUPPORT {
            (7 + draws.below(3), draws.between(4, 8))
        } else {
            (12 + draws.below(2), draws.between(7, 19))
        };
        let stem = format!("{year}{}-", SUBJECTS[subject].code);
        let number = self.groups.iter().filter(|group| group.code.starts_with(&stem)).count() + 1;
        let code = format!("{stem}{number}");
        self.groups.push(Group { code, year, size, free: FORTNIGHT, has: 0 });
        self.teach(rows, row, self.groups.len() - 1, subject, &picks);
        true
    }
}
