//! A secondary: staff, meetings, timetable, planning time.

use crate::domain::{
    Class, CoverNeed, Key, Lesson, Pattern, PeriodId, Problem, Room, RoomId, SchoolId, Teacher, TeacherId, WeekId,
    Weekday, When,
};

use super::calendar::{self, Periods};
use super::draws::Draws;
use super::network::Site;
use super::people::{self, Role};
use super::staffing::{self, Post, SUBJECTS};
use super::timetable::{self, DAY, FIRST_WEEK, FORTNIGHT, Row, Timetable, WEEK};

/// Half the teachers consent to watch and talk in their planning time.
const CONSENT: usize = 50;

/// Adds a secondary to `problem`.
pub(super) fn add(problem: &mut Problem, site: &Site, draws: &mut Draws) -> SchoolId {
    let (school, periods) = calendar::school(site);
    let school = problem.schools.push(school);
    let posts = staffing::posts(site.teachers, draws);
    let first = problem.teachers.len();
    for (at, post) in posts.iter().enumerate() {
        let teacher = teacher(post, at, first, &posts, site, school, draws);
        problem.teachers.push(teacher);
    }
    let mut rows: Vec<Row> = posts
        .iter()
        .map(|post| Row { subject: post.subject, load: post.load, free: at_work(post.off), taught: [0, 0] })
        .collect();
    let staff = &mut Staff { problem: &mut *problem, first, periods: &periods };
    staff.meetings(&posts, &mut rows, draws);
    let table = timetable::fill(&mut rows, draws);
    for (at, row) in rows.iter().enumerate() {
        staff.protect(at, &posts[at], row, draws);
    }
    lessons(problem, school, site, &table, first, &periods, draws);
    school
}

/// The slots of a fortnight that are not on days off.
fn at_work(off: u8) -> u64 {
    let days_off = (0..DAY).filter(|day| off >> day & 1 == 1);
    days_off.fold(FORTNIGHT, |free, day| free & !(0b11111 << (day * DAY) | 0b11111 << (day * DAY + WEEK)))
}

/// The line manager's place: the head of the department, of whom a senior leader, of whom the head.
fn line_manager(at: usize, posts: &[Post]) -> Option<usize> {
    let post = &posts[at];
    let head = posts.iter().position(|post| post.role == Role::Head)?;
    let seniors: Vec<usize> =
        (0..posts.len()).filter(|&other| posts[other].role.is_senior() && other != head).collect();
    let of_department = |other: &usize| {
        posts[*other].role == Role::Middle
            && SUBJECTS[posts[*other].subject].department == SUBJECTS[post.subject].department
    };
    match post.role {
        Role::Head => None,
        Role::Deputy | Role::Assistant => Some(head),
        Role::Middle => Some(seniors.get(post.subject % seniors.len().max(1)).copied().unwrap_or(head)),
        Role::Pastoral | Role::Early | Role::Main => (0..posts.len()).find(of_department).or(Some(head)),
    }
}

fn teacher(
    post: &Post,
    at: usize,
    first: usize,
    posts: &[Post],
    site: &Site,
    school: SchoolId,
    draws: &mut Draws,
) -> Teacher {
    let subject = &SUBJECTS[post.subject];
    let id = format!("{}{}{}", site.prefix, subject.code, post.number);
    let mut teacher = Teacher::new(id, people::name(first + at), school);
    teacher.department = Some(subject.department.to_owned());
    teacher.subjects = vec![subject.id.to_owned()];
    // In a department of several subjects many teach a second one.
    let neighbours: Vec<&str> = SUBJECTS
        .iter()
        .filter(|other| other.department == subject.department && other.id != subject.id)
        .map(|other| other.id)
        .collect();
    if !neighbours.is_empty() && draws.percent(40) {
        teacher.subjects.push(neighbours[draws.below(neighbours.len())].to_owned());
    }
    teacher.line_manager = line_manager(at, posts).map(|manager| TeacherId::from_index(first + manager));
    for (day, &weekday) in Weekday::ALL[..5].iter().enumerate() {
        if post.off >> day & 1 == 1 {
            teacher.unavailable.push(Pattern { weekday: Some(weekday), ..Pattern::default() });
        }
    }
    people::character(&mut teacher, post.role, CONSENT, draws);
    teacher
}

/// The teachers of the school being added.
struct Staff<'a> {
    problem: &'a mut Problem,
    first: usize,
    periods: &'a Periods,
}

impl Staff<'_> {
    fn teacher(&mut self, at: usize) -> &mut Teacher {
        &mut self.problem.teachers[TeacherId::from_index(self.first + at)]
    }

    /// A pattern for `slot` of the fortnight, in its own week or in both.
    fn pattern(&self, slot: u32, both: bool, why: &str) -> Pattern {
        Pattern {
            week: (!both).then(|| WeekId::from_index((slot / WEEK) as usize)),
            weekday: Some(weekday(slot)),
            date: None,
            periods: Some(vec![self.periods.lessons[(slot % DAY) as usize]]),
            why: Some(why.to_owned()),
        }
    }

    /// Makes `who` busy in a slot in which they all are at work and free.
    fn meet(&mut self, who: &[usize], both: bool, why: &str, rows: &mut [Row], draws: &mut Draws) {
        let open = who.iter().fold(FORTNIGHT, |open, &at| open & rows[at].free);
        let weekly = open & (open >> WEEK) & FIRST_WEEK;
        let Some(slot) = draws.bit(if both { weekly } else { open & FIRST_WEEK }) else { return };
        for &at in who {
            let pattern = self.pattern(slot, both, why);
            self.teacher(at).busy.push(pattern);
            rows[at].free &= !(1 << slot | if both { 1 << (slot + WEEK) } else { 0 });
        }
    }

    /// Meetings within the timetable, and the weekly one of everybody after school.
    fn meetings(&mut self, posts: &[Post], rows: &mut [Row], draws: &mut Draws) {
        let with =
            |role: fn(Role) -> bool| -> Vec<usize> { (0..posts.len()).filter(|&at| role(posts[at].role)).collect() };
        let seniors = with(Role::is_senior);
        if seniors.len() > 1 {
            self.meet(&seniors, true, "leadership meeting", rows, draws);
        }
        let pastoral = with(|role| role == Role::Pastoral);
        if pastoral.len() > 1 {
            self.meet(&pastoral, false, "heads of year", rows, draws);
        }
        for early in with(|role| role == Role::Early) {
            let manager = self.teacher(early).line_manager.map(|manager| manager.index() - self.first);
            let who: Vec<usize> = [early].into_iter().chain(manager).collect();
            self.meet(&who, true, "mentor meeting", rows, draws);
        }
        let after = self.periods.after;
        for at in 0..posts.len() {
            self.teacher(at).busy.push(Pattern {
                weekday: Some(Weekday::Wed),
                periods: Some(vec![after]),
                why: Some("staff meeting".to_owned()),
                ..Pattern::default()
            });
        }
    }

    /// Marks a tenth of the teaching of each week, rounded up, as planning time, in slots free in both weeks first.
    /// Heads and deputies have none marked, nor have some whose school has not recorded it.
    fn protect(&mut self, at: usize, post: &Post, row: &Row, draws: &mut Draws) {
        if post.load < 9 || draws.percent(12) {
            return;
        }
        let wanted = post.load.div_ceil(10);
        let mut both = row.free & (row.free >> WEEK) & FIRST_WEEK;
        let mut every = 0_u64;
        while every.count_ones() < wanted {
            let Some(slot) = draws.bit(both) else { break };
            every |= 1 << slot;
            both &= !(1 << slot);
        }
        let mut single = 0_u64;
        for week in 0..2 {
            let mut open = row.free & !(every | every << WEEK) & FIRST_WEEK << (week * WEEK);
            for _ in every.count_ones()..wanted {
                let Some(slot) = draws.bit(open) else { break };
                single |= 1 << slot;
                open &= !(1 << slot);
            }
        }
        let places = bits(every).map(|slot| (slot, true)).chain(bits(single).map(|slot| (slot, false)));
        let patterns: Vec<Pattern> = places.map(|(slot, both)| self.pattern(slot, both, "PPA")).collect();
        self.teacher(at).protected = patterns;
    }
}

fn weekday(slot: u32) -> Weekday {
    Weekday::ALL[(slot % WEEK / DAY) as usize]
}

/// The positions of the bits of `mask`, ascending.
fn bits(mask: u64) -> impl Iterator<Item = u32> {
    (0..u64::BITS).filter(move |&bit| mask >> bit & 1 == 1)
}

/// Writes the timetable into `problem`: classes, a room for each teacher, lessons.
fn lessons(
    problem: &mut Problem,
    school: SchoolId,
    site: &Site,
    table: &Timetable,
    first: usize,
    periods: &Periods,
    draws: &mut Draws,
) {
    let rooms = rooms(problem, school, first);
    let classes = problem.classes.len();
    for group in &table.groups {
        let mut class = Class::new(group.code.clone(), school);
        class.declared = true;
        class.year = Some(group.year.to_string());
        class.size = Some(group.size);
        class.exam = matches!(group.year, 11 | 13);
        class.study_release = if group.year >= 12 { draws.between(1, 2) } else { 0 };
        if group.year == 11 && draws.percent(50) {
            class.cover_max = Some(1);
        }
        problem.classes.push(class);
    }
    for entry in &table.entries {
        let (group, subject, at) = (&table.groups[entry.group], &SUBJECTS[entry.subject], entry.at);
        let week = if at.both { "" } else { ["a", "b"][(at.slot / WEEK) as usize] };
        let day = ["mon", "tue", "wed", "thu", "fri"][(at.slot % WEEK / DAY) as usize];
        let period: PeriodId = periods.lessons[(at.slot % DAY) as usize];
        let cover = match draws.below(100) {
            0 if group.year >= 11 => CoverNeed::Never,
            1..=60 if subject.practical && at.length == 2 => CoverNeed::Qualified,
            _ => CoverNeed::Any,
        };
        let teachers = [entry.row].into_iter().chain(entry.second);
        problem.lessons.push(Lesson {
            id: format!(
                "{}{}-{}-{week}{day}{}",
                site.prefix,
                group.code.to_lowercase(),
                subject.code,
                at.slot % DAY + 1
            ),
            school,
            teachers: teachers.map(|row| TeacherId::from_index(first + row)).collect(),
            classes: vec![crate::domain::ClassId::from_index(classes + entry.group)],
            subject: Some(subject.id.to_owned()),
            room: Some(rooms[entry.row]),
            when: When::Weekly {
                week: (!at.both).then(|| WeekId::from_index((at.slot / WEEK) as usize)),
                weekday: weekday(at.slot),
            },
            period,
            length: at.length,
            from: None,
            until: None,
            open: !draws.percent(8),
            cover,
            walk: false,
            join: false,
        });
    }
}

/// A room for each teacher of the school.
fn rooms(problem: &mut Problem, school: SchoolId, first: usize) -> Vec<RoomId> {
    let names: Vec<String> = problem.teachers.as_slice()[first..]
        .iter()
        .map(|teacher| teacher.id.rsplit('-').next().unwrap_or_default().to_uppercase())
        .collect();
    let room = |id| Room { id, school, declared: true, capacity: Some(30) };
    names.into_iter().map(|id| problem.rooms.push(room(id))).collect()
}
