//! How money, dates, times and people are written.

use std::collections::{BTreeMap, BTreeSet};

use crate::domain::{
    Bell, CoverBy, Date, FocusId, LessonId, Minute, Pence, PeriodId, Problem, SchoolId, SupplyUnit, TeacherId,
};

/// `£1,234.05`, with a minus sign before the pound sign where there is one.
#[must_use]
pub fn pounds(pence: Pence) -> String {
    let sign = if pence < 0 { "-" } else { "" };
    let (whole, rest) = (pence.unsigned_abs() / 100, pence.unsigned_abs() % 100);
    let digits = whole.to_string();
    let mut grouped = String::new();
    for (index, digit) in digits.chars().enumerate() {
        if index > 0 && (digits.len() - index).is_multiple_of(3) {
            grouped.push(',');
        }
        grouped.push(digit);
    }
    format!("{sign}£{grouped}.{rest:02}")
}

/// Millionths as per cent with two decimals at most, rounded up: `0.4 %`.
#[must_use]
pub fn percent(millionths: u64) -> String {
    let hundredths = millionths.div_ceil(100);
    let text = format!("{}.{:02}", hundredths / 100, hundredths % 100);
    format!("{} %", text.trim_end_matches('0').trim_end_matches('.'))
}

/// `1 pair`, `2 pairs`: for nouns whose plural only takes an s.
#[must_use]
pub fn count(number: usize, noun: &str) -> String {
    format!("{number} {noun}{}", if number == 1 { "" } else { "s" })
}

/// `Ann`, `Ann and Bob`, `Ann, Bob and Cy`.
#[must_use]
pub fn listed(items: &[String]) -> String {
    match items {
        [] => String::new(),
        [one] => one.clone(),
        [head @ .., last] => format!("{} and {last}", head.join(", ")),
    }
}

/// `Tue 10 Nov`.
#[must_use]
pub fn day(date: Date) -> String {
    civil(date).map_or_else(|| date.days().to_string(), |civil| civil.strftime("%a %-d %b").to_string())
}

/// `2026-11-10`.
#[must_use]
pub fn iso(date: Date) -> String {
    civil(date).map_or_else(|| date.days().to_string(), |civil| civil.to_string())
}

/// `10 November 2026`.
#[must_use]
pub fn long_day(date: Date) -> String {
    civil(date).map_or_else(|| date.days().to_string(), |civil| civil.strftime("%-d %B %Y").to_string())
}

fn civil(date: Date) -> Option<jiff::civil::Date> {
    jiff::civil::date(1970, 1, 1).checked_add(jiff::Span::new().try_days(date.days()).ok()?).ok()
}

/// `09:50`.
#[must_use]
pub fn clock(minute: Minute) -> String {
    format!("{:02}:{:02}", minute / 60, minute % 60)
}

/// `09:50-10:50`.
#[must_use]
pub fn times(bell: &Bell) -> String {
    format!("{}-{}", clock(bell.start), clock(bell.end))
}

/// What a round is called, and its two dates: `2 November 2026 to 11 December 2026`.
#[must_use]
pub fn round(problem: &Problem) -> (String, String) {
    let round = &problem.round;
    let title = if round.title.is_empty() { "Round" } else { &round.title };
    (title.to_owned(), format!("{} to {}", long_day(round.start), long_day(round.end)))
}

/// One unit of supply in words.
#[must_use]
pub const fn unit(unit: SupplyUnit) -> &'static str {
    match unit {
        SupplyUnit::Day => "day",
        SupplyUnit::HalfDay => "half day",
        SupplyUnit::Period => "period",
    }
}

/// Who and what in words: names, with the id where two people share a name.
pub struct Names<'a> {
    problem: &'a Problem,
    doubled: BTreeSet<&'a str>,
}

impl<'a> Names<'a> {
    /// The words of `problem`.
    #[must_use]
    pub fn new(problem: &'a Problem) -> Self {
        let mut seen: BTreeMap<&str, u32> = BTreeMap::new();
        for teacher in &problem.teachers {
            *seen.entry(&teacher.name).or_default() += 1;
        }
        let doubled = seen.into_iter().filter(|&(_, times)| times > 1).map(|(name, _)| name).collect();
        Self { problem, doubled }
    }

    /// A teacher's name.
    #[must_use]
    pub fn teacher(&self, id: TeacherId) -> String {
        let teacher = &self.problem.teachers[id];
        if teacher.name.is_empty() {
            teacher.id.clone()
        } else if self.doubled.contains(teacher.name.as_str()) {
            format!("{} ({})", teacher.name, teacher.id)
        } else {
            teacher.name.clone()
        }
    }

    /// Several names, with commas and an and.
    #[must_use]
    pub fn teachers(&self, ids: &[TeacherId]) -> String {
        listed(&ids.iter().map(|&id| self.teacher(id)).collect::<Vec<_>>())
    }

    /// `9X maths in M1`; the lesson's id when it has neither class nor subject.
    #[must_use]
    pub fn lesson(&self, id: LessonId) -> String {
        let what = self.class(id);
        match self.problem.lessons[id].room {
            Some(room) => format!("{what} in {}", self.problem.rooms[room].id),
            None => what,
        }
    }

    /// A lesson without its room: `9X maths`.
    #[must_use]
    pub fn class(&self, id: LessonId) -> String {
        let lesson = &self.problem.lessons[id];
        let mut what: Vec<String> = Vec::new();
        if !lesson.classes.is_empty() {
            let classes: Vec<&str> = lesson.classes.iter().map(|&c| self.problem.classes[c].id.as_str()).collect();
            what.push(classes.join("+"));
        }
        what.extend(lesson.subject.clone());
        if what.is_empty() {
            what.push(lesson.id.clone());
        }
        what.join(" ")
    }

    /// Who takes a class.
    #[must_use]
    pub fn cover(&self, by: CoverBy) -> String {
        match by {
            CoverBy::NoneNeeded => "its other teacher".to_owned(),
            CoverBy::Study => "supervised study".to_owned(),
            CoverBy::Supervisor(id) => format!("{} (supervisor)", self.problem.supervisors[id].id),
            CoverBy::Staff(id) => format!("{} (colleague)", self.teacher(id)),
            CoverBy::Supply(id) => format!("{} (supply)", self.problem.supply[id].id),
            CoverBy::Join(id) => format!("{} (joined)", self.lesson(id)),
        }
    }

    /// The period's id and, where the bell rings it on that day, its times.
    #[must_use]
    pub fn period(&self, school: SchoolId, date: Date, period: PeriodId) -> (String, String) {
        let school = &self.problem.schools[school];
        (school.period_ids[period].clone(), school.bell_of(period, date.weekday()).map(times).unwrap_or_default())
    }

    /// `, at Highfield Academy` where there is more than one school.
    #[must_use]
    pub fn at_school(&self, school: SchoolId) -> String {
        if self.problem.schools.len() > 1 { format!(", at {}", self.school(school)) } else { String::new() }
    }

    /// A focus's name, or its id where it has none.
    #[must_use]
    pub fn focus(&self, focus: FocusId) -> String {
        let focus = &self.problem.focuses[focus];
        if focus.name.is_empty() { focus.id.clone() } else { focus.name.clone() }
    }

    /// A school's name, or its id where it has none.
    #[must_use]
    pub fn school(&self, school: SchoolId) -> String {
        let school = &self.problem.schools[school];
        if school.name.is_empty() { school.id.clone() } else { school.name.clone() }
    }
}

#[cfg(test)]
mod tests {
    use super::*;

    #[test]
    fn money_and_gaps_in_words() {
        assert_eq!(pounds(0), "£0.00");
        assert_eq!(pounds(-123_405), "-£1,234.05");
        assert_eq!(pounds(29_100), "£291.00");
        assert_eq!(pounds(100_000_000), "£1,000,000.00");
        assert_eq!(percent(4_000), "0.4 %");
        assert_eq!(percent(1), "0.01 %");
        assert_eq!(percent(0), "0 %");
        assert_eq!(percent(1_000_000), "100 %");
        assert_eq!(percent(100_000), "10 %");
    }

    #[test]
    fn dates_and_lists_in_words() {
        assert_eq!(day(Date::from_days(20_767)), "Tue 10 Nov");
        assert_eq!(long_day(Date::from_days(20_767)), "10 November 2026");
        assert_eq!(listed(&["a".into(), "b".into(), "c".into()]), "a, b and c");
        assert_eq!(count(1, "pair"), "1 pair");
        assert_eq!(count(0, "pair"), "0 pairs");
    }
}
