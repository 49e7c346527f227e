//! The staff of a secondary: subjects, departments, roles, loads, part-time.

use super::draws::Draws;
use super::people::Role;

/// A subject of a secondary.
pub(super) struct Subject {
    /// Its id.
    pub(super) id: &'static str,
    /// Two letters for ids.
    pub(super) code: &'static str,
    /// The department.
    pub(super) department: &'static str,
    /// Teachers in a school of 65.
    pub(super) share: usize,
    /// Periods a fortnight of a class in years 7 to 9.
    pub(super) lower: u32,
    /// The same in years 10 and 11.
    pub(super) upper: u32,
    /// Taught in double periods, in rooms where whoever covers should know the subject.
    pub(super) practical: bool,
}

const fn subject(
    (id, code): (&'static str, &'static str),
    department: &'static str,
    share: usize,
    (lower, upper): (u32, u32),
    practical: bool,
) -> Subject {
    Subject { id, code, department, share, lower, upper, practical }
}

/// The subjects, departments together. Learning support comes last: it mostly teaches beside others.
pub(super) const SUBJECTS: [Subject; 17] = [
    subject(("english", "en"), "English", 9, (8, 9), false),
    subject(("maths", "ma"), "Maths", 9, (8, 9), false),
    subject(("science", "sc"), "Science", 10, (8, 10), true),
    subject(("history", "hi"), "Humanities", 4, (3, 4), false),
    subject(("geography", "ge"), "Humanities", 3, (3, 4), false),
    subject(("re", "re"), "Humanities", 3, (2, 2), false),
    subject(("french", "fr"), "Languages", 3, (4, 4), false),
    subject(("spanish", "sp"), "Languages", 3, (4, 4), false),
    subject(("pe", "pe"), "PE", 5, (4, 4), false),
    subject(("art", "ar"), "Creative arts", 2, (2, 5), true),
    subject(("music", "mu"), "Creative arts", 2, (2, 4), false),
    subject(("drama", "dr"), "Creative arts", 2, (2, 4), false),
    subject(("technology", "te"), "Technology", 4, (4, 5), true),
    subject(("computing", "co"), "Technology", 2, (2, 4), false),
    subject(("business", "bu"), "Business", 1, (0, 5), false),
    subject(("psychology", "ps"), "Business", 1, (0, 4), false),
    subject(("support", "ls"), "Learning support", 2, (0, 0), false),
];

/// Index of learning support.
pub(super) const SUPPORT: usize = SUBJECTS.len() - 1;

/// Somebody's place in a secondary.
#[derive(Debug, Clone, Copy)]
pub(super) struct Post {
    /// Index into [`SUBJECTS`].
    pub(super) subject: usize,
    /// Number in the subject, from 1.
    pub(super) number: usize,
    /// The role.
    pub(super) role: Role,
    /// Lesson periods to teach in a week.
    pub(super) load: u32,
    /// Weekdays not at work, bit 0 = Monday.
    pub(super) off: u8,
}

/// Teachers per subject of a school of `teachers`: shares by largest remainder.
fn shares(teachers: usize) -> Vec<usize> {
    let whole: usize = SUBJECTS.iter().map(|subject| subject.share).sum();
    let mut counts: Vec<usize> = SUBJECTS.iter().map(|subject| teachers * subject.share / whole).collect();
    let mut order: Vec<usize> = (0..SUBJECTS.len()).collect();
    order.sort_by_key(|&s| std::cmp::Reverse(teachers * SUBJECTS[s].share % whole));
    let missing = teachers - counts.iter().sum::<usize>();
    for &s in &order[..missing] {
        counts[s] += 1;
    }
    counts
}

/// The posts of a school of `teachers`, subject by subject; the first of a department of two or more leads it.
pub(super) fn posts(teachers: usize, draws: &mut Draws) -> Vec<Post> {
    let mut posts: Vec<Post> = Vec::with_capacity(teachers);
    for (subject, count) in shares(teachers).into_iter().enumerate() {
        for number in 1..=count {
            posts.push(Post { subject, number, role: Role::Main, load: 0, off: 0 });
        }
    }
    for at in 0..posts.len() {
        let department = SUBJECTS[posts[at].subject].department;
        let is = |other: usize| posts.get(other).is_some_and(|post| SUBJECTS[post.subject].department == department);
        if is(at + 1) && (at == 0 || !is(at - 1)) {
            posts[at].role = Role::Middle;
        }
    }
    let mut others: Vec<usize> = (0..posts.len()).filter(|&at| posts[at].role == Role::Main).collect();
    draws.shuffle(&mut others);
    let senior = if teachers < 4 { 0 } else { teachers / 13 + 1 };
    let pastoral = if teachers >= 40 { 5 } else { teachers / 12 };
    for (rank, &at) in others.iter().enumerate() {
        posts[at].role = match rank {
            0 if senior > 0 => Role::Head,
            _ if rank < senior.div_ceil(2) => Role::Deputy,
            _ if rank < senior => Role::Assistant,
            _ if rank < senior + pastoral => Role::Pastoral,
            _ if rank < senior + pastoral + teachers / 16 => Role::Early,
            _ => Role::Main,
        };
    }
    for post in &mut posts {
        post.load = load(post.role, draws);
        if post.role == Role::Main && draws.percent(26) {
            for _ in 0..draws.between(1, 2) {
                post.off |= 1 << draws.below(5);
            }
            post.load = post.load * (5 - post.off.count_ones()) / 5;
        }
    }
    posts
}

/// Periods of 25 that somebody in a role teaches.
fn load(role: Role, draws: &mut Draws) -> u32 {
    match role {
        Role::Head => draws.between(0, 4),
        Role::Deputy => draws.between(5, 8),
        Role::Assistant => draws.between(10, 12),
        Role::Middle | Role::Pastoral => draws.between(18, 20),
        Role::Early => draws.between(19, 20),
        Role::Main => 22 - u32::from(draws.percent(35)),
    }
}
