//! Single values of the command line as typed.

use super::args::TimeLimit;
use crate::domain::{Date, Score};
use crate::scenario::Range;

/// `90s`, `5m`, or `none`.
pub fn time_limit(text: &str) -> Result<TimeLimit, String> {
    if text == "none" {
        return Ok(TimeLimit(None));
    }
    let limit = humantime::parse_duration(text).map_err(|error| format!("{error}; expected 90s, 5m or none"))?;
    Ok(TimeLimit(Some(limit)))
}

/// A share between 0 and 1 with at most six decimals, in millionths.
pub fn gap(text: &str) -> Result<u64, String> {
    share(text, 6).ok_or_else(|| "expected a share between 0 and 1 with at most six decimals, such as 0.004".to_owned())
}

/// A score, above 0, since everybody reaches that.
pub fn score(text: &str) -> Result<Score, String> {
    let thousandths = share(text, 3).filter(|&thousandths| thousandths > 0).and_then(|some| u16::try_from(some).ok());
    thousandths
        .and_then(Score::from_thousandths)
        .ok_or_else(|| "expected a score above 0, at most 1, with at most three decimals, such as 0.5".to_owned())
}

/// A number between 0 and 1 with at most so many decimals, in units of the last of them.
fn share(text: &str, most: usize) -> Option<u64> {
    let (whole, decimals) = text.split_once('.').unwrap_or((text, ""));
    let digits = |part: &str| part.bytes().all(|byte| byte.is_ascii_digit());
    if whole.is_empty() || !digits(whole) || !digits(decimals) || decimals.len() > most {
        return None;
    }
    let one: u64 = format!("1{:0<most$}", "").parse().ok()?;
    format!("{whole}{decimals:0<most$}").parse::<u64>().ok().filter(|&units| units <= one)
}

/// `0..300000:29100`, in pence.
pub fn budgets(text: &str) -> Result<Range, String> {
    let parts = text.split_once("..").and_then(|(from, rest)| Some((from, rest.split_once(':')?)));
    let numbers = parts.and_then(|(from, (to, step))| Some((from.parse().ok()?, to.parse().ok()?, step.parse().ok()?)));
    let (from, to, step) = numbers.ok_or("expected FROM..TO:STEP in whole pence, such as 0..300000:29100")?;
    Range::new(from, to, step)
}

/// `2026-11-02`.
pub fn date(text: &str) -> Result<Date, String> {
    let expected = || "expected a date such as 2026-11-02".to_owned();
    let day: jiff::civil::Date = text.parse().map_err(|_| expected())?;
    // A time of day behind the date would be read and dropped.
    if day.to_string() != text {
        return Err(expected());
    }
    let since = day.since(jiff::civil::date(1970, 1, 1)).map_err(|_| expected())?;
    Ok(Date::from_days(since.get_days()))
}

#[cfg(test)]
mod tests {
    use std::time::Duration;

    use super::*;

    #[test]
    fn values_as_typed() {
        assert_eq!(gap("0"), Ok(0));
        assert_eq!(gap("0.004"), Ok(4_000));
        assert_eq!(gap("1"), Ok(1_000_000));
        for wrong in ["", ".5", "-1", "1.5", "0.0000001", "0,5", "1e-3", "99999999999999999999999"] {
            assert!(gap(wrong).is_err(), "{wrong}");
        }
        assert_eq!(score("0.5").map(Score::thousandths), Ok(500));
        assert_eq!(score("1").map(Score::thousandths), Ok(1_000));
        for wrong in ["0", "0.0005", "1.001", "half", "65537"] {
            assert!(score(wrong).is_err(), "{wrong}");
        }
        assert_eq!(time_limit("500ms"), Ok(TimeLimit(Some(Duration::from_millis(500)))));
        assert_eq!(time_limit("2m"), Ok(TimeLimit(Some(Duration::from_secs(120)))));
        assert_eq!(time_limit("none"), Ok(TimeLimit(None)));
        assert!(time_limit("soon").is_err());
        assert_eq!(budgets("0..300000:29100"), Range::new(0, 300_000, 29_100));
        for wrong in ["", "0..1", "0:1", "..5:1", "0..5:", "0..5:0", "5..0:1", "£0..£5:£1", "0..5.5:1"] {
            assert!(budgets(wrong).is_err(), "{wrong}");
        }
        assert_eq!(date("2026-11-02"), Ok(Date::from_days(20_759)));
        assert_eq!(date("1969-12-31"), Ok(Date::from_days(-1)));
        assert!(date("2026-02-30").is_err());
        assert!(date("2026-11-02T10:00").is_err());
    }
}
