//! "Did you mean": the known name nearest to what was written.

use strsim::osa_distance;

/// Longer words are not compared.
const LONGEST: usize = 64;

/// The known name nearest to `word`, if one is near: a third of the letters may differ, at least one, capitals and
/// blanks at the ends count for nothing. The first of equals. Failing that, the first that `word` begins with.
#[must_use]
pub fn nearest<'k>(word: &str, known: impl Iterator<Item = &'k str>) -> Option<&'k str> {
    let plain = word.trim().to_lowercase();
    let length = plain.chars().count();
    if length == 0 || length > LONGEST {
        return None;
    }
    let most = (length / 3).max(1);
    let mut best: Option<(usize, &str)> = None;
    // "monday" for "mon" is further away, but no less clear.
    let mut longer: Option<(usize, &str)> = None;
    for candidate in known {
        let longest = best.map_or(most, |(distance, _)| distance.saturating_sub(1));
        if candidate.len() > 4 * (length + most) || candidate == word {
            continue;
        }
        let lower = candidate.to_lowercase();
        if longer.is_none() && lower.len() >= 3 && plain.starts_with(&lower) {
            longer = Some((0, candidate));
        }
        if lower.chars().count().abs_diff(length) > longest {
            continue;
        }
        let distance = osa_distance(&plain, &lower);
        if distance <= most && best.is_none_or(|(least, _)| distance < least) {
            best = Some((distance, candidate));
            if distance == 0 {
                break;
            }
        }
    }
    // With one letter of one exchanged everything is near.
    best.filter(|&(distance, _)| distance < length).or(longer).map(|(_, candidate)| candidate)
}

#[cfg(test)]
mod tests {
    use super::nearest;

    #[test]
    fn finds_slips_of_the_pen_and_nothing_else() {
        let known = ["ann", "bob", "questioning", "9X"];
        let near = |word: &str| nearest(word, known.into_iter());
        assert_eq!(near("ANN"), Some("ann"));
        assert_eq!(near("anm"), Some("ann"));
        assert_eq!(near("qestionning"), Some("questioning"));
        assert_eq!(near("9x "), Some("9X"));
        assert_eq!(near("Annabel"), Some("ann"));
        assert_eq!(near("zoe"), None);
        assert_eq!(near("q"), None);
        assert_eq!(near(""), None);
        assert_eq!(near(&"long".repeat(100)), None);
    }
}
