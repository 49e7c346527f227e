//! Classes exchanged: two who teach in the same period take each other's.

use crate::domain::{Arrangement, Mode};
use crate::verify::things::Case;

/// C12: both visits are by exchange, in the same period of one date; each member teaches just the lesson that the other
/// takes, and is the only one named in it. (That hosts really teach and lessons are open is C2, `cover: "never"` and
/// periods that overlap C3, the school C12 by the shape, covers C5.)
pub(in crate::verify) fn c12(case: &Case, arrangement: &Arrangement, add: &mut dyn FnMut(&str)) {
    if arrangement.visits.iter().any(|visit| visit.mode != Mode::Exchange) {
        add("its visits are exchanges of classes");
    }
    let mut whens: Vec<_> = arrangement.visits.iter().map(|visit| (visit.at.date, visit.at.period)).collect();
    whens.dedup();
    if whens.len() > 1 {
        add("the classes are swapped in the same period of one date");
    }
    for visit in &arrangement.visits {
        let host = case.name(visit.host);
        if case.problem.lessons[visit.at.lesson].teachers.len() != 1 {
            add(&format!("the lesson of {host} has several teachers, and can't be swapped"));
        }
        let day = case.presence.day(visit.host, visit.at.date);
        let lessons = day.own.iter().filter(|own| own.period == visit.at.period).flat_map(|own| &own.lessons);
        if lessons.count() > 1 {
            add(&format!("{host} has two lessons in the period of the swap"));
        }
    }
}
