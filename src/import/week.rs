//! What the days of a timetable are: weekdays of one or several weeks, or a rotating cycle.

use super::weekdays;
use super::{DayMeaning, ImportError, LeftOut};
use crate::domain::Weekday;

/// A day as the file has it.
#[derive(Debug, Clone, PartialEq, Eq)]
pub(super) struct Day {
    /// Its name.
    pub name: String,
    /// The week of the cycle that the file puts it in.
    pub week: Option<String>,
    /// How many periods it has: the first so many.
    pub periods: usize,
}

/// How the days lie in the calendar.
#[derive(Debug, Clone, PartialEq, Eq)]
pub(super) enum Layout {
    /// Each day is a weekday, of one of the weeks where there are several.
    Weekly {
        /// The labels of the weeks; empty when there is one week.
        labels: Vec<String>,
        /// For each day its week (0 when there is one) and its weekday.
        days: Vec<(usize, Weekday)>,
    },
    /// The days follow one another over the school days, Monday to Friday.
    Rotating,
}

/// Reads the names of the days; says when they were guessed.
pub(super) fn layout(
    days: &[Day],
    chosen: Option<DayMeaning>,
    left_out: &mut Vec<LeftOut>,
) -> Result<Layout, ImportError> {
    if chosen != Some(DayMeaning::Rotating) {
        if let Some(layout) = weeks_of_the_file(days, left_out).or_else(|| by_name(days)) {
            return Ok(layout);
        }
        if let Some(layout) = by_order(days, chosen == Some(DayMeaning::Week), left_out) {
            return Ok(layout);
        }
        if chosen == Some(DayMeaning::Week) {
            return Err(ImportError::NoWeek { days: days.len() });
        }
    }
    left_out.push(LeftOut::Rotating { days: days.len() });
    Ok(Layout::Rotating)
}

/// The file itself names weeks, and each is a run of at most seven days.
fn weeks_of_the_file(days: &[Day], left_out: &mut Vec<LeftOut>) -> Option<Layout> {
    let runs: Vec<&[Day]> = days.chunk_by(|a, b| a.week == b.week).collect();
    let labels: Vec<String> = runs.iter().map(|run| run[0].week.clone()).collect::<Option<_>>()?;
    let repeated = (1..labels.len()).any(|at| labels[..at].contains(&labels[at]));
    if repeated || runs.len() < 2 || runs.iter().any(|run| run.len() > 7) {
        return None;
    }
    let mut guessed = false;
    let days: Vec<(usize, Weekday)> = runs
        .iter()
        .enumerate()
        .flat_map(|(week, run)| {
            let names: Vec<&str> = run.iter().map(|day| day.name.as_str()).collect();
            let read = weekdays::read(&names).map(|days| days.into_iter().map(|(day, _)| day).collect::<Vec<_>>());
            guessed |= read.is_none();
            let weekdays = read.unwrap_or_else(|| Weekday::ALL[..run.len()].to_vec());
            weekdays.into_iter().map(move |weekday| (week, weekday))
        })
        .collect();
    if guessed {
        left_out.push(LeftOut::ByOrder { days: days.len() });
    }
    Some(Layout::Weekly { labels, days })
}

/// The names are names of weekdays, once or several times over.
fn by_name(days: &[Day]) -> Option<Layout> {
    let names: Vec<&str> = days.iter().map(|day| day.name.as_str()).collect();
    let read = weekdays::read(&names)?;
    let length = read.iter().skip(1).position(|(day, _)| *day == read[0].0).map_or(read.len(), |at| at + 1);
    let weeks: Vec<&[(Weekday, String)]> = read.chunks(length).collect();
    let said: Vec<Option<&String>> = weeks
        .iter()
        .map(|week| Some(&week[0].1).filter(|rest| !rest.is_empty() && week.iter().all(|(_, other)| other == *rest)))
        .collect();
    Some(Layout::Weekly {
        labels: labels(&said),
        days: read.iter().enumerate().map(|(at, &(weekday, _))| (at / length, weekday)).collect(),
    })
}

/// What the names say of their week where that tells the weeks apart, else A, B, C…
fn labels(said: &[Option<&String>]) -> Vec<String> {
    if said.len() < 2 {
        return Vec::new();
    }
    let apart = (0..said.len()).all(|at| said[at].is_some() && !said[..at].contains(&said[at]));
    let letter = |at: usize| u8::try_from(at).map_or_else(|_| at.to_string(), |at| char::from(b'A' + at % 26).into());
    said.iter()
        .enumerate()
        .map(|(at, rest)| match rest {
            Some(rest) if apart => rest.to_uppercase(),
            _ if said.len() <= 26 => letter(at),
            _ => (at + 1).to_string(),
        })
        .collect()
}

/// Monday on, by order: up to five days always, six unless they only count, and whatever fits when so `told`.
fn by_order(days: &[Day], told: bool, left_out: &mut Vec<LeftOut>) -> Option<Layout> {
    let in_two_weeks = two_weeks_by_mark(days);
    let length = match days.len() {
        length @ 1..=5 => length,
        6 if told || !only_count(days) => 6,
        7 if told => 7,
        length @ (8 | 10 | 12 | 14) if told || in_two_weeks => length / 2,
        _ => return None,
    };
    left_out.push(LeftOut::ByOrder { days: days.len() });
    let labels = labels(&vec![None; days.len() / length]);
    Some(Layout::Weekly { labels, days: (0..days.len()).map(|at| (at / length, Weekday::ALL[at % length])).collect() })
}

/// `Day 1`, `Day 2`… or single letters: nothing but a count.
fn only_count(days: &[Day]) -> bool {
    let split: Vec<(String, String)> = days.iter().map(|day| mark_and_number(&day.name)).collect();
    let numbered = split.iter().all(|(mark, number)| !number.is_empty() && *mark == split[0].0);
    numbered || days.iter().all(|day| day.name.trim().chars().count() == 1)
}

/// `A1` to `A5`, then `B1` to `B5`: two marks, the same numbers.
fn two_weeks_by_mark(days: &[Day]) -> bool {
    let split: Vec<(String, String)> = days.iter().map(|day| mark_and_number(&day.name)).collect();
    let (first, second) = split.split_at(split.len() / 2);
    let one_mark = |week: &[(String, String)]| {
        week.iter().all(|(mark, number)| !number.is_empty() && !mark.is_empty() && *mark == week[0].0)
    };
    days.len() >= 2
        && first.len() == second.len()
        && one_mark(first)
        && one_mark(second)
        && first[0].0 != second[0].0
        && first.iter().map(|(_, number)| number).eq(second.iter().map(|(_, number)| number))
}

fn mark_and_number(name: &str) -> (String, String) {
    let words = weekdays::words(name);
    let (numbers, marks): (Vec<_>, Vec<_>) =
        words.into_iter().partition(|word| word.bytes().all(|b| b.is_ascii_digit()));
    (marks.join(" "), numbers.join(" "))
}

#[cfg(test)]
mod tests {
    use super::*;
    use crate::domain::Weekday::{Mon, Sun, Thu, Tue};

    fn days(names: &[&str]) -> Vec<Day> {
        names.iter().map(|name| Day { name: (*name).to_owned(), week: None, periods: 6 }).collect()
    }

    fn counted(mark: &str, count: usize) -> Vec<String> {
        (1..=count).map(|number| format!("{mark}{number}")).collect()
    }

    fn read(names: &[&str], chosen: Option<DayMeaning>) -> (Result<Layout, ImportError>, Vec<LeftOut>) {
        let mut left_out = Vec::new();
        (layout(&days(names), chosen, &mut left_out), left_out)
    }

    #[test]
    fn a_sunday_week_keeps_its_days() {
        let (layout, left_out) = read(&["Sunday", "Monday", "Tuesday", "Wednesday", "Thursday"], None);
        let Ok(Layout::Weekly { labels, days }) = layout else { panic!("a week") };
        assert!(labels.is_empty() && left_out.is_empty());
        assert_eq!((days[0], days[4]), ((0, Sun), (0, Thu)));
    }

    #[test]
    fn five_and_six_other_names_go_by_order_and_cycles_rotate() {
        let (five, said) = read(&["A", "B", "C", "D", "E"], None);
        assert!(matches!(five, Ok(Layout::Weekly { ref days, .. }) if days[1] == (0, Tue)));
        assert_eq!(said, [LeftOut::ByOrder { days: 5 }]);
        let six = counted("Day ", 6);
        let six: Vec<&str> = six.iter().map(String::as_str).collect();
        assert_eq!(read(&six, None).0, Ok(Layout::Rotating));
        assert!(matches!(read(&six, Some(DayMeaning::Week)).0, Ok(Layout::Weekly { .. })));
        assert!(matches!(
            read(&["ene", "bene", "mo", "tekel", "uparsin", "ikabod"], None).0,
            Ok(Layout::Weekly { .. })
        ));
        let eight = counted("Day ", 9);
        let nine: Vec<&str> = eight.iter().map(String::as_str).collect();
        assert_eq!(read(&nine, None).0, Ok(Layout::Rotating));
        assert_eq!(read(&nine, Some(DayMeaning::Week)).0, Err(ImportError::NoWeek { days: 9 }));
        assert_eq!(read(&["Mon", "Tue"], Some(DayMeaning::Rotating)).0, Ok(Layout::Rotating));
    }

    #[test]
    fn two_weeks() {
        let (layout, _) = read(&["Mon A", "Tue A", "Mon B", "Tue B"], None);
        let Ok(Layout::Weekly { labels, days }) = layout else { panic!("two weeks") };
        assert_eq!(labels, ["A", "B"]);
        assert_eq!(days, [(0, Mon), (0, Tue), (1, Mon), (1, Tue)]);
        let (layout, _) = read(&["A1", "A2", "A3", "A4", "B1", "B2", "B3", "B4"], None);
        assert!(matches!(layout, Ok(Layout::Weekly { ref labels, .. }) if labels.len() == 2));
    }
}
