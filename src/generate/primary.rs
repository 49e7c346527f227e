//! A primary: one class each nearly all week, planning time by half-days, few who are ever free.

use crate::domain::{
    Class, ClassId, CoverNeed, Lesson, Pattern, Problem, Room, RoomId, SchoolId, Supervisor, Teacher, TeacherId,
    Weekday, When,
};

use super::calendar::{self, Periods};
use super::draws::Draws;
use super::network::Site;
use super::people::{self, Role};

/// Lesson periods of a day; half of them before lunch.
const DAY: usize = 6;
const HALF: usize = DAY / 2;
const WEEK: usize = 5 * DAY;
/// One teacher in four consents to watch and talk in planning time.
const CONSENT: usize = 25;

const YEARS: [&str; 7] = ["R", "1", "2", "3", "4", "5", "6"];

/// Afternoons of the week.
const AFTERNOONS: [[&str; HALF]; 5] = [
    ["science", "science", "music"],
    ["pe", "history", "history"],
    ["computing", "art", "art"],
    ["pe", "re", "science"],
    ["geography", "spanish", "pshe"],
];

/// What a year learns in a slot of the week.
fn subject(slot: usize, year: usize) -> &'static str {
    match (slot % DAY, year % 2) {
        (0, 0) | (1, 1) => "maths",
        (0 | 1, _) => "english",
        (2, _) => "reading",
        (period, _) => AFTERNOONS[slot / DAY][period - HALF],
    }
}

/// Somebody on the staff: what they do, the class they have, the days they are off, slots with each use.
#[derive(Clone)]
struct Post {
    role: Role,
    class: Option<usize>,
    off: u8,
    code: &'static str,
    /// Slots of planning time, a bit each.
    planning: u64,
    /// Further slots away from the class: leadership time, induction.
    release: u64,
}

impl Post {
    const fn new(role: Role, code: &'static str) -> Self {
        Self { role, class: None, off: 0, code, planning: 0, release: 0 }
    }

    const fn works(&self, slot: usize) -> bool {
        self.off >> (slot / DAY) & 1 == 0
    }
}

/// Adds a primary to `problem`.
pub(super) fn add(problem: &mut Problem, site: &Site, draws: &mut Draws) -> SchoolId {
    let (school, periods) = calendar::school(site);
    let school = problem.schools.push(school);
    let (mut posts, classes) = posts(site.teachers, draws);
    let year = |class: usize| class * YEARS.len() / classes.max(1);
    // Each year's team has its planning time together, in a half-day of its own.
    let mut halves: Vec<usize> = (0..10).collect();
    draws.shuffle(&mut halves);
    let half_of = |class: usize| halves[year(class)];
    for post in &mut posts {
        free_time(post, half_of, draws);
    }
    let first = problem.teachers.len();
    let ids = teachers(problem, site, school, &posts, &periods, draws);
    let mut writer = Writer { problem, site, school, periods: &periods, draws };
    let declared: Vec<ClassId> = (0..classes)
        .map(|class| {
            let of_year = (0..class).filter(|&other| year(other) == year(class)).count();
            let letter = char::from(b'A' + u8::try_from(of_year % 26).unwrap_or(0));
            let turn = if of_year < 26 { String::new() } else { (of_year / 26).to_string() };
            writer.class(format!("{}{letter}{turn}", YEARS[year(class)]), YEARS[year(class)], 24, 30)
        })
        .collect();
    let specialists: Vec<usize> = (0..posts.len()).filter(|&at| posts[at].code == "ppa").collect();
    for (class, &id) in declared.iter().enumerate() {
        let room = writer.room(id);
        let place = (0..class).filter(|&other| year(other) == year(class)).count();
        for slot in 0..WEEK {
            let own = (0..posts.len()).find(|&at| posts[at].class == Some(class) && posts[at].works(slot));
            let teacher = own.filter(|&at| (posts[at].planning | posts[at].release) >> slot & 1 == 0);
            let in_half = slot / HALF == half_of(class);
            // A specialist takes a form of the team; the rest of it has an assistant, who is no teacher.
            let stands_in = if in_half { specialists.get(place).copied() } else { None };
            let who = teacher.or(stands_in).map(|at| ids[at]);
            writer.lesson(id, who, slot, subject(slot, year(class)), room);
        }
    }
    for (at, post) in posts.iter().enumerate() {
        let load = match post.role {
            Role::Deputy => writer.draws.between(6, 10),
            Role::Assistant => writer.draws.between(10, 13),
            _ => 0,
        };
        if load > 0 {
            writer.booster(post, ids[at], load);
        }
    }
    writer.assistant(&halves[YEARS.len()..]);
    line_managers(problem, &posts, first);
    school
}

/// The staff of a school of `teachers`, and how many classes they have.
fn posts(teachers: usize, draws: &mut Draws) -> (Vec<Post>, usize) {
    let mut posts = Vec::with_capacity(teachers);
    let leaders = match teachers {
        12.. => 3,
        6.. => 2,
        3.. => 1,
        _ => 0,
    };
    let seniors = [(Role::Head, "head"), (Role::Deputy, "deputy"), (Role::Assistant, "senco")];
    posts.extend(seniors[..leaders].iter().map(|&(role, code)| Post::new(role, code)));
    let specialists = if teachers < 8 { 0 } else { (teachers - leaders).div_ceil(11) };
    posts.extend((0..specialists).map(|_| Post::new(Role::Main, "ppa")));
    let rest = teachers - leaders - specialists;
    let shared = teachers / 12;
    let classes = rest - shared.min(rest / 2);
    for class in 0..classes {
        let role = match draws.below(100) {
            0..=8 => Role::Early,
            9..=27 => Role::Middle,
            _ => Role::Main,
        };
        posts.push(Post { class: Some(class), ..Post::new(role, "t") });
    }
    // Job shares: Monday to Wednesday, Thursday and Friday.
    let mut order: Vec<usize> = (0..classes).collect();
    draws.shuffle(&mut order);
    for &class in &order[..rest - classes] {
        if let Some(post) = posts.iter_mut().find(|post| post.class == Some(class)) {
            (post.off, post.role) = (0b11000, Role::Main);
        }
        posts.push(Post { class: Some(class), off: 0b00111, ..Post::new(Role::Main, "t") });
    }
    (posts, classes)
}

/// Planning time: the half-day of the team, or two periods of an afternoon for who is not at work then; and what
/// a role is released for.
fn free_time(post: &mut Post, half_of: impl Fn(usize) -> usize, draws: &mut Draws) {
    let Some(class) = post.class else { return };
    let half = half_of(class);
    post.planning = if post.works(half * HALF) {
        0b111 << (half * HALF)
    } else {
        let days: Vec<usize> = (0..5).filter(|day| post.off >> day & 1 == 0).collect();
        0b11 << (days[draws.below(days.len())] * DAY + HALF + 1)
    };
    let release = match post.role {
        Role::Early => 3,
        Role::Middle => 2,
        _ => 0,
    };
    for _ in 0..release {
        let afternoons = 0b111_000_111_000_111_000_111_000_111_000;
        let open: u64 = afternoons & !post.planning & !post.release;
        if let Some(slot) = draws.bit(open) {
            post.release |= 1 << slot;
        }
    }
}

/// Adds the teachers; their line managers come later.
fn teachers(
    problem: &mut Problem,
    site: &Site,
    school: SchoolId,
    posts: &[Post],
    periods: &Periods,
    draws: &mut Draws,
) -> Vec<TeacherId> {
    let mut numbers = 0;
    let mut ids = Vec::with_capacity(posts.len());
    for post in posts {
        numbers += 1;
        let id = format!("{}{}{numbers}", site.prefix, post.code);
        let mut teacher = Teacher::new(id, people::name(problem.teachers.len()), school);
        teacher.subjects = match post.code {
            "ppa" => ["pe", "music", "spanish", "computing"].map(str::to_owned).to_vec(),
            _ => vec!["primary".to_owned()],
        };
        people::character(&mut teacher, post.role, CONSENT, draws);
        let weekdays = Weekday::ALL.into_iter().take(5).enumerate();
        for (day, weekday) in weekdays {
            if post.off >> day & 1 == 1 {
                teacher.unavailable.push(Pattern { weekday: Some(weekday), ..Pattern::default() });
            }
            let planned = (0..DAY).filter(|period| post.planning >> (day * DAY + period) & 1 == 1);
            let planned: Vec<_> = planned.map(|period| periods.lessons[period]).collect();
            if !planned.is_empty() {
                teacher.protected.push(Pattern {
                    weekday: Some(weekday),
                    periods: Some(planned),
                    why: Some("PPA".to_owned()),
                    ..Pattern::default()
                });
            }
        }
        teacher.busy.push(Pattern {
            weekday: Some(Weekday::Tue),
            periods: Some(vec![periods.after]),
            why: Some("staff meeting".to_owned()),
            ..Pattern::default()
        });
        ids.push(problem.teachers.push(teacher));
    }
    ids
}

/// The deputy manages the teachers, the head the leaders.
fn line_managers(problem: &mut Problem, posts: &[Post], first: usize) {
    use crate::domain::Key;
    let find = |role: Role| posts.iter().position(|post| post.role == role).map(|at| TeacherId::from_index(first + at));
    let (head, deputy) = (find(Role::Head), find(Role::Deputy));
    for (at, post) in posts.iter().enumerate() {
        problem.teachers[TeacherId::from_index(first + at)].line_manager = match post.role {
            Role::Head => None,
            Role::Deputy | Role::Assistant => head,
            _ => deputy.or(head),
        };
    }
}

/// Writes classes and lessons of one school.
struct Writer<'a> {
    problem: &'a mut Problem,
    site: &'a Site,
    school: SchoolId,
    periods: &'a Periods,
    draws: &'a mut Draws,
}

impl Writer<'_> {
    fn class(&mut self, id: String, year: &str, least: u32, most: u32) -> ClassId {
        let mut class = Class::new(id, self.school);
        class.declared = true;
        class.year = Some(year.to_owned());
        class.size = Some(self.draws.between(least, most));
        // The national tests of year 6.
        class.exam = year == "6";
        self.problem.classes.push(class)
    }

    fn room(&mut self, class: ClassId) -> RoomId {
        let id = self.problem.classes[class].id.clone();
        self.problem.rooms.push(Room { id, school: self.school, declared: true, capacity: Some(32) })
    }

    fn lesson(&mut self, class: ClassId, teacher: Option<TeacherId>, slot: usize, subject: &str, room: RoomId) {
        // Where several schools have a class of the same id, a lesson without a teacher would not tell whose it is.
        if teacher.is_none() && !self.site.prefix.is_empty() {
            return;
        }
        let day = ["mon", "tue", "wed", "thu", "fri"][slot / DAY];
        let code = self.problem.classes[class].id.to_lowercase();
        self.problem.lessons.push(Lesson {
            id: format!("{}{code}-{day}{}", self.site.prefix, slot % DAY + 1),
            school: self.school,
            teachers: teacher.into_iter().collect(),
            classes: vec![class],
            subject: Some(subject.to_owned()),
            room: Some(room),
            when: When::Weekly { week: None, weekday: Weekday::ALL[slot / DAY] },
            period: self.periods.lessons[slot % DAY],
            length: 1,
            from: None,
            until: None,
            open: !self.draws.percent(7),
            cover: CoverNeed::Any,
            walk: false,
            join: false,
        });
    }

    /// `load` lessons of a leader's small group, mornings first.
    fn booster(&mut self, post: &Post, teacher: TeacherId, load: u32) {
        let class = self.class(format!("6-{}", post.code), "6", 5, 9);
        let room = self.room(class);
        let mornings = 0b000_111_000_111_000_111_000_111_000_111_u64;
        let mut open = mornings;
        for _ in 0..load {
            let Some(slot) = self.draws.bit(open) else { break };
            open &= !(1 << slot);
            let slot = slot as usize;
            let subject = if slot.is_multiple_of(2) { "maths" } else { "english" };
            self.lesson(class, Some(teacher), slot, subject, room);
        }
    }

    /// Assistants who may take a class, in half-days in which no team plans.
    fn assistant(&mut self, quiet: &[usize]) {
        for at in 0..self.site.teachers.div_ceil(30) {
            let half = |turn: usize| {
                let half = quiet[(at + turn) % quiet.len()];
                let first = half % 2 * HALF;
                Pattern {
                    weekday: Some(Weekday::ALL[half / 2]),
                    periods: Some(self.periods.lessons[first..first + HALF].to_vec()),
                    ..Pattern::default()
                }
            };
            self.problem.supervisors.push(Supervisor {
                id: format!("{}hlta{}", self.site.prefix, at + 1),
                school: self.school,
                money_per_period: 1_400,
                available: Some(vec![half(0), half(1)]),
                max_per_day: Some(2),
                subjects: Vec::new(),
            });
        }
    }
}
