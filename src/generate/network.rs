//! Which schools there are, how large, and who is near whom.

use crate::domain::{Date, Key, Minute, SchoolId, Travel};

use super::calendar::START;
use super::draws::Draws;
use super::{Preset, Spec};

/// A school before it is filled.
pub(super) struct Site {
    /// Its id.
    pub(super) id: String,
    /// Its name.
    pub(super) name: String,
    /// What its teachers' and lessons' ids begin with, so that they are unique; nothing where it stands alone.
    pub(super) prefix: String,
    /// How many teachers.
    pub(super) teachers: usize,
    /// A primary; else a secondary.
    pub(super) primary: bool,
    /// When the first lesson starts.
    pub(super) first_bell: Minute,
    /// Whether lunch comes after the third lesson of a secondary.
    pub(super) lunch_early: bool,
    /// A training day in the round, in rounds of three weeks and more.
    pub(super) inset: Option<Date>,
}

const FIRST: [&str; 20] = [
    "Alder", "Apple", "Ash", "Beech", "Birch", "Bramble", "Briar", "Cherry", "Elder", "Elm", "Fern", "Hazel",
    "Heather", "Holly", "Larch", "Linden", "Maple", "Oak", "Rowan", "Willow",
];
const SECOND: [&str; 12] =
    ["field", "bridge", "ford", "brook", "mere", "wood", "down", "dale", "mead", "bank", "gate", "moor"];

/// Stream 0 is that of the network.
const STREAM: u64 = 0;

/// The schools of `spec`, in order.
pub(super) fn sites(spec: &Spec) -> Vec<Site> {
    let draws = &mut Draws::new(spec.seed, STREAM);
    let count = spec.schools.max(1) as usize;
    let teachers = spec.teachers as usize;
    let offset = draws.below(FIRST.len() * SECOND.len());
    (0..count)
        .map(|at| {
            let primary = match spec.preset {
                Preset::Secondary | Preset::Trust | Preset::Everything => false,
                Preset::Primary => true,
                // Two secondaries in five: 65 and 25 teachers then have a mean of 41.
                Preset::District => at % 5 != 0 && at % 5 != 3,
            };
            let size = match spec.preset {
                Preset::Secondary | Preset::Primary => teachers,
                // A partner school has 8 teachers for every 13.
                Preset::Everything => {
                    if at == 0 {
                        teachers
                    } else {
                        teachers * 8 / 13
                    }
                }
                Preset::Trust => teachers - draws.below(teachers / 13 + 1),
                Preset::District => {
                    let mean = teachers * if primary { 25 } else { 65 } / 41;
                    let spread = mean / 5;
                    mean - spread + draws.below(2 * spread + 1)
                }
            };
            let (name, id) = name(offset + at, primary);
            let alone = count == 1;
            Site {
                prefix: if alone { String::new() } else { format!("{id}-") },
                id,
                name,
                teachers: size,
                primary,
                first_bell: if alone || primary { 530 } else { 520 + 10 * [1, 0, 2, 3][at % 4] },
                lunch_early: !primary && at % 3 == 1,
                // Staggered, so that the staff of one school can watch in another: Friday of the third week in the
                // first school, then Thursday in the second, and so on.
                inset: (spec.weeks >= 3).then(|| START.plus(18 - i32::try_from(at % 5).unwrap_or(0))),
            }
        })
        .collect()
}

/// The `at`-th name of a school, with its id.
fn name(at: usize, primary: bool) -> (String, String) {
    let (first, second) = (FIRST[at % FIRST.len()], SECOND[at / FIRST.len() % SECOND.len()]);
    let turn = at / (FIRST.len() * SECOND.len());
    let kind = if primary { "Primary" } else { "School" };
    let number = if turn == 0 { String::new() } else { format!(" {}", turn + 1) };
    let id = format!("{first}{second}{number}").to_lowercase().replace(' ', "");
    (format!("{first}{second}{number} {kind}"), id)
}

/// Schools of one cluster of a district.
const CLUSTER: usize = 8;

/// The ways between schools: a ring with a few chords through a trust; the same through each cluster of a
/// district. Schools of the other presets have none.
pub(super) fn travel(spec: &Spec, schools: usize) -> Vec<Travel> {
    let draws = &mut Draws::new(spec.seed, u64::MAX);
    let size = match spec.preset {
        Preset::Secondary | Preset::Primary => return Vec::new(),
        Preset::Trust | Preset::Everything => schools,
        Preset::District => CLUSTER,
    };
    let mut ways = Vec::new();
    for start in (0..schools).step_by(size.max(1)) {
        let cluster = size.min(schools - start);
        for at in 0..cluster {
            if at + 1 < cluster {
                ways.push(way(start + at, start + at + 1, draws));
            } else if cluster > 2 {
                ways.push(way(start, start + at, draws));
            }
            // A chord from every third school to the one after the next.
            if at % 3 == 0 && at + 2 < cluster && cluster > 3 {
                ways.push(way(start + at, start + at + 2, draws));
            }
        }
    }
    ways
}

/// Ten to thirty minutes at thirty miles an hour and 45 pence a mile, there and back: 45 pence a minute.
fn way(a: usize, b: usize, draws: &mut Draws) -> Travel {
    let minutes = 5 * draws.between(2, 6);
    Travel {
        between: [SchoolId::from_index(a), SchoolId::from_index(b)],
        minutes: u16::try_from(minutes).unwrap_or(30),
        money: i64::from(45 * minutes),
    }
}
