//! When periods start and end: given by the user, hidden in the names of the hours, or invented.

use super::error::nearest;
use super::{ImportError, LeftOut, sheet};
use crate::domain::{Minute, PeriodUse};

/// The most periods a day that a clock is divided into.
pub(super) const MOST_PERIODS: usize = 200;

/// The invented day starts at 08:30: periods of 50 minutes, 5 between them.
const FIRST: Minute = 8 * 60 + 30;
const LESSON: Minute = 50;
const GAP: Minute = 5;
/// More than 16 of those would run past the evening; then they are shortened to fit before this.
const LAST: Minute = 23 * 60 + 55;

const HOUR: Minute = 60;
const DAY: Minute = 24 * HOUR;

/// A row of a bell that the user gives.
#[derive(Debug, Clone, PartialEq, Eq)]
pub struct BellRow {
    /// The period, as the timetable names it.
    pub period: String,
    /// Start, minutes after midnight.
    pub start: Minute,
    /// End, minutes after midnight, later than `start`.
    pub end: Minute,
    /// What it is for. A break or a period after school may be one that the timetable lacks: it is added.
    pub usage: PeriodUse,
}

/// Reads a bell from a table with the columns `period`, `start`, `end` and, where wanted, `use` (`lesson`, `break` or
/// `after`); times are `HH:MM`.
///
/// # Errors
/// Every row that is wrong, all at once.
pub fn read_bell(bytes: &[u8]) -> Result<Vec<BellRow>, Vec<ImportError>> {
    let sheet = sheet::read(bytes).map_err(|e| vec![e])?;
    let wrong = |line, found: &str, expected| ImportError::Bell { line, found: found.to_owned(), expected };
    let Some((header, rows)) = sheet.rows.split_first() else {
        return Err(vec![wrong(1, "", "the columns period, start, end")]);
    };
    let names: Vec<String> = header.cells.iter().map(|cell| cell.trim().to_lowercase()).collect();
    let mut errors = Vec::new();
    for (at, name) in names.iter().enumerate() {
        if !matches!(name.as_str(), "period" | "start" | "end" | "use") || names[..at].contains(name) {
            errors.push(wrong(header.number, name, "the columns period, start, end and perhaps use, each once"));
        }
    }
    let column = |wanted: &str| names.iter().position(|name| name == wanted);
    let (Some(period), Some(start), Some(end)) = (column("period"), column("start"), column("end")) else {
        errors.push(wrong(header.number, &header.cells.join(", "), "the columns period, start, end"));
        return Err(errors);
    };
    let mut bell: Vec<BellRow> = Vec::new();
    for row in rows {
        let cell = |at: usize| row.cells.get(at).map_or("", String::as_str);
        let mut clock = |at: usize| {
            let time = clock(cell(at));
            if time.is_none() {
                errors.push(wrong(row.number, cell(at), "a time HH:MM"));
            }
            time
        };
        let times = (clock(start), clock(end));
        let usage = match column("use").map_or("", cell).trim().to_lowercase().as_str() {
            "" | "lesson" => PeriodUse::Lesson,
            "break" => PeriodUse::Break,
            "after" => PeriodUse::After,
            other => {
                errors.push(wrong(row.number, other, "lesson, break or after"));
                continue;
            }
        };
        let id = cell(period);
        if id.is_empty() || bell.iter().any(|earlier| earlier.period == id) {
            errors.push(wrong(row.number, id, "a period that has no row yet"));
        } else if let (Some(start), Some(end)) = times {
            if start < end {
                bell.push(BellRow { period: id.to_owned(), start, end, usage });
            } else {
                errors.push(wrong(row.number, cell(self::end(&names)), "an end after the start"));
            }
        }
    }
    if errors.is_empty() { Ok(bell) } else { Err(errors) }
}

fn end(names: &[String]) -> usize {
    names.iter().position(|name| name == "end").unwrap_or(usize::MAX)
}

/// `8:05`, `08:05` or `08.05`; 24:00 is the end of the day.
fn clock(cell: &str) -> Option<Minute> {
    let (hours, minutes) = cell.trim().split_once([':', '.'])?;
    let digits =
        |part: &str, most: usize| (1..=most).contains(&part.len()) && part.bytes().all(|byte| byte.is_ascii_digit());
    if !digits(hours, 2) || minutes.len() != 2 || !digits(minutes, 2) {
        return None;
    }
    let (hours, minutes): (Minute, Minute) = (hours.parse().ok()?, minutes.parse().ok()?);
    Some(hours * HOUR + minutes).filter(|&time| minutes < HOUR && time <= DAY)
}

/// The times of the periods in the order of the day; from `afternoon` on they are those of the afternoon, with the
/// names of the morning's.
pub(super) fn times(
    periods: &[String],
    names: &[String],
    afternoon: Option<usize>,
    given: Option<&[BellRow]>,
    left_out: &mut Vec<LeftOut>,
) -> Result<Vec<(Minute, Minute)>, Vec<ImportError>> {
    if let Some(given) = given {
        return looked_up(periods, given);
    }
    if periods.len() > MOST_PERIODS {
        return Err(vec![ImportError::TooManyPeriods { found: periods.len(), most: MOST_PERIODS }]);
    }
    let morning = &names[..afternoon.unwrap_or(names.len())];
    let found = named(morning).and_then(|(mut times, guessed)| {
        if afternoon.is_some() {
            let (first, last) = (times.first()?.0, times.last()?.1);
            // An hour for lunch, and not before one o'clock.
            let shift = (last + HOUR).max(13 * HOUR) - first;
            let later: Vec<_> = times.iter().map(|&(start, end)| (start + shift, end + shift)).collect();
            times.extend(later);
        }
        let fits = times.last()?.1 <= DAY;
        fits.then_some((times, guessed))
    });
    let Some((times, guessed)) = found else {
        left_out.push(LeftOut::InventedBell { periods: periods.len() });
        return Ok(invented(periods.len()));
    };
    if guessed > 0 {
        left_out.push(LeftOut::GuessedEnds { periods: guessed });
    }
    if let Some(afternoon) = afternoon {
        left_out.push(LeftOut::GuessedAfternoon { periods: times.len() - afternoon });
    }
    Ok(times)
}

fn looked_up(periods: &[String], given: &[BellRow]) -> Result<Vec<(Minute, Minute)>, Vec<ImportError>> {
    let rows: Vec<Option<&BellRow>> =
        periods.iter().map(|period| given.iter().find(|row| row.period == *period)).collect();
    let lacking: Vec<String> =
        periods.iter().zip(&rows).filter(|(_, row)| row.is_none()).map(|(period, _)| period.clone()).collect();
    let mut errors = Vec::new();
    if !lacking.is_empty() {
        errors.push(ImportError::BellLacks { periods: lacking });
    }
    for row in given {
        if row.usage == PeriodUse::Lesson && !periods.contains(&row.period) {
            let nearest = nearest(&row.period, periods.iter().map(String::as_str));
            errors.push(ImportError::BellUnknown { period: row.period.clone(), nearest });
        }
    }
    if errors.is_empty() {
        Ok(rows.into_iter().flatten().map(|row| (row.start, row.end)).collect())
    } else {
        Err(errors)
    }
}

/// The times that the names hold, if each holds one and they rise; and how many ends are guessed.
fn named(names: &[String]) -> Option<(Vec<(Minute, Minute)>, usize)> {
    let mut said: Vec<(Minute, Option<Minute>)> = Vec::new();
    for name in names {
        let mut times = times_in(name).into_iter();
        let (mut start, mut end) = (times.next()?, times.next());
        // A clock of twelve hours: after 12:10 comes 1:00.
        if said.last().is_some_and(|&(earlier, _)| start <= earlier) && start < DAY / 2 {
            start += DAY / 2;
            end = end.map(|end| if end < DAY / 2 { end + DAY / 2 } else { end });
        }
        if said.last().is_some_and(|&(earlier, _)| start <= earlier) {
            return None;
        }
        said.push((start, end.filter(|&end| end > start)));
    }
    let shortest = said.windows(2).map(|pair| pair[1].0 - pair[0].0).min().unwrap_or(HOUR);
    let guessed = said.iter().filter(|(_, end)| end.is_none()).count();
    let times = (0..said.len())
        .map(|at| {
            let (start, end) = said[at];
            let next = said.get(at + 1).map_or(DAY, |&(next, _)| next);
            (start, end.unwrap_or(start + shortest).min(next))
        })
        .collect();
    Some((times, guessed))
}

/// Every `9.30`, `09:30` or `9h30` in a name.
fn times_in(name: &str) -> Vec<Minute> {
    let bytes = name.as_bytes();
    let digit = |at: usize| bytes.get(at).filter(|byte| byte.is_ascii_digit()).map(|byte| Minute::from(byte - b'0'));
    let mut times = Vec::new();
    let mut at = 0;
    while at < bytes.len() {
        let Some(first) = digit(at) else {
            at += 1;
            continue;
        };
        let length = bytes[at..].iter().take_while(|byte| byte.is_ascii_digit()).count();
        let hours = match (length, digit(at + 1)) {
            (1, _) => Some(first),
            (2, Some(second)) => Some(first * 10 + second),
            _ => None,
        };
        at += length;
        let parted = bytes.get(at).is_some_and(|byte| matches!(byte, b':' | b'.' | b'h' | b'H'));
        if let (Some(hours @ 0..24), true, Some(tens @ 0..6), Some(ones), None) =
            (hours, parted, digit(at + 1), digit(at + 2), digit(at + 3))
        {
            times.push(hours * HOUR + tens * 10 + ones);
            at += 3;
        }
    }
    times
}

fn invented(periods: usize) -> Vec<(Minute, Minute)> {
    let count = Minute::try_from(periods.clamp(1, MOST_PERIODS)).unwrap_or(1);
    let step = (LESSON + GAP).min((LAST - FIRST) / count);
    let gap = if step == LESSON + GAP { GAP } else { step / 11 };
    (0..count).map(|at| (FIRST + at * step, FIRST + (at + 1) * step - gap)).collect()
}

#[cfg(test)]
mod tests {
    use super::*;

    fn derive(names: &[&str], afternoon: Option<usize>) -> (Vec<(Minute, Minute)>, Vec<LeftOut>) {
        let names: Vec<String> = names.iter().map(|name| (*name).to_owned()).collect();
        let mut left_out = Vec::new();
        (times(&names, &names, afternoon, None, &mut left_out).unwrap(), left_out)
    }

    #[test]
    fn names_hold_times() {
        assert_eq!(derive(&["9.30 - 11.00", "11.15 - 12.45"], None), (vec![(570, 660), (675, 765)], vec![]));
        assert_eq!(derive(&["L1 07:30-08:10", "Brk 08:10-08:50"], None).0, [(450, 490), (490, 530)]);
        // Two bells in one name: the second start is no end. And overlapping periods are cut.
        assert_eq!(derive(&["1ª 08:15 - FP08:15", "2ª 09:10 - FP09:10"], None).0, [(495, 550), (550, 605)]);
        assert_eq!(derive(&["08:00-9:10", "09:00-9:50"], None).0, [(480, 540), (540, 590)]);
        let (times, said) = derive(&["08:00", "09:00", "10:10", "12:10", "01:10"], None);
        assert_eq!(times, [(480, 540), (540, 600), (610, 670), (730, 790), (790, 850)]);
        assert_eq!(said, [LeftOut::GuessedEnds { periods: 5 }]);
    }

    #[test]
    fn afternoons_follow_lunch() {
        let (times, said) = derive(&["08:00", "09:00", "08:00", "09:00"], Some(2));
        assert_eq!(times, [(480, 540), (540, 600), (780, 840), (840, 900)]);
        assert!(said.contains(&LeftOut::GuessedAfternoon { periods: 2 }));
    }

    #[test]
    fn an_invented_bell_fits_the_day() {
        for count in 1..=MOST_PERIODS {
            let names: Vec<String> = (1..=count).map(|at| format!("P{at}")).collect();
            let names: Vec<&str> = names.iter().map(String::as_str).collect();
            let (times, said) = derive(&names, None);
            assert_eq!(times.len(), count);
            assert!(times.iter().all(|(start, end)| start < end && *end < DAY));
            assert!(times.windows(2).all(|pair| pair[0].1 <= pair[1].0));
            assert_eq!(said, [LeftOut::InventedBell { periods: count }]);
        }
        assert_eq!(derive(&["(08:30)", "(1)"], None).1, [LeftOut::InventedBell { periods: 2 }]);
    }

    #[test]
    fn a_bell_of_the_user() {
        let bell = read_bell(b"period;start;end;use\n1;8:50;9:50;\nafter;15:20;16:00;after\n").unwrap();
        assert_eq!(bell[0], BellRow { period: "1".into(), start: 530, end: 590, usage: PeriodUse::Lesson });
        assert_eq!(bell[1].usage, PeriodUse::After);
        let errors = read_bell(b"period,start,end\n1,8:50,9\n2,10:00,09:00\n,9:00,10:00\n").unwrap_err();
        let lines: Vec<usize> =
            errors.iter().map(|e| if let ImportError::Bell { line, .. } = e { *line } else { 0 }).collect();
        assert_eq!(lines, [2, 3, 4]);
        assert!(read_bell(b"").is_err() && read_bell(b"period,begin\n1,2").is_err());
        let names = ["1".to_owned(), "Pd2".to_owned()];
        let wrong = [BellRow { period: "Pd 2".into(), ..bell[0].clone() }];
        let errors = times(&names, &names, None, Some(&wrong), &mut Vec::new()).unwrap_err();
        assert_eq!(errors.len(), 2);
        assert!(errors[1].to_string().contains("did you mean `Pd2`"));
    }
}
