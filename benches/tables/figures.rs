//! Figures as the page has them.

use super::work::float;

/// Choices a second.
pub fn per_second(choices: u64, took: f64) -> String {
    format!("{:.2e}", float(usize::try_from(choices).unwrap_or(usize::MAX)) / took)
}

/// Seconds, to about three digits.
pub fn seconds(seconds: f64) -> String {
    if seconds < 10.0 { format!("{seconds:.2}") } else { format!("{seconds:.0}") }
}

/// Per cent, as exactly as a gap is known.
pub fn gap(per_cent: f64) -> String {
    if per_cent == 0.0 { "0".to_owned() } else { format!("{per_cent:.4}") }
}

/// Pence as pounds.
pub fn pounds(pence: i64) -> String {
    let sign = if pence < 0 { "-" } else { "" };
    let pounds = pence.unsigned_abs() / 100;
    format!("{sign}{pounds}.{:02}", pence.unsigned_abs() % 100)
}
