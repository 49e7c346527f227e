//! Whether choices hold together, covers apart. Naive: all of it is looked at again each time.

use opendoor::domain::{Problem, SchoolId, TeacherId};

use super::choices::{Choice, Visit, Way};
use super::facts::{Facts, Takes};

/// Whether the last of `all` holds beside the others, which hold.
pub fn fits(facts: &Facts, all: &[&Choice]) -> bool {
    let (last, before) = all.split_last().expect("something is chosen");
    // One place at a time.
    let clash = |one: &Takes| last.takes.iter().any(|two| one.clashes(two));
    !before.iter().flat_map(|choice| &choice.takes).any(clash)
        && teachers_are_there(facts, all)
        && last.visits.iter().all(|visit| seats_hold(facts, all, visit))
        && last.needs.iter().all(|&need| classes_hold(facts, all, need))
        && last.takes.iter().all(|new| week_holds(facts, all, new))
}

fn takes<'a>(all: &'a [&Choice]) -> impl Iterator<Item = &'a Takes> {
    all.iter().flat_map(|choice| &choice.takes)
}

fn visits<'a>(all: &'a [&Choice]) -> impl Iterator<Item = &'a Visit> {
    all.iter().flat_map(|choice| &choice.visits)
}

/// Hosts, and those who teach what they planned, are there; and nothing is taught for two.
fn teachers_are_there(facts: &Facts, all: &[&Choice]) -> bool {
    let gone = |who: TeacherId, at: usize| {
        takes(all).any(|takes| takes.who == who && takes.left.contains(&at))
            || all.iter().any(|choice| choice.swapped.contains(&(who, at)))
    };
    let hosts = || visits(all).filter(|visit| visit.way != Way::Swap).map(|visit| (visit.host, visit.at));
    let taught: Vec<(TeacherId, usize)> = all.iter().flat_map(|choice| choice.teaches.iter().copied()).collect();
    let twice = |at: usize| taught.iter().filter(|(_, other)| *other == at).count() > 1;
    // A class is given up once, and who is given it comes to see just that.
    let seen = |(who, at): (TeacherId, usize)| {
        visits(all).filter(|visit| (visit.host, visit.at) == (who, at)).count() == 1 && facts.taught[at].by == [who]
    };
    !hosts().chain(taught.iter().copied()).any(|(who, at)| gone(who, at))
        && !taught.iter().any(|&(_, at)| twice(at))
        && all.iter().flat_map(|choice| &choice.swapped).all(|&given| seen(given))
}

/// Hosting, seats, classes watched and kits.
fn seats_hold(facts: &Facts, all: &[&Choice], visit: &Visit) -> bool {
    let problem = facts.problem;
    let it = &facts.taught[visit.at];
    let watched =
        |class| visits(all).filter(|v| problem.lessons[facts.taught[v.at].lesson].classes.contains(class)).count();
    let filmed_then = |other: &&Visit| {
        let at = &facts.taught[other.at];
        matches!(other.way, Way::Film { .. })
            && (at.school, at.span.date, at.slot) == (it.school, it.span.date, it.slot)
    };
    visits(all).filter(|v| v.host == visit.host).count() <= hosting_cap(problem, visit.host) as usize
        && visits(all).filter(|v| v.at == visit.at).count() <= problem.rules.observers_per_lesson as usize
        && problem.lessons[it.lesson]
            .classes
            .iter()
            .all(|class| watched(class) <= problem.class_watched_max(*class) as usize)
        && visits(all).filter(filmed_then).count() <= kits(problem, it.school)
}

/// Recordings that the school can make at once.
fn kits(problem: &Problem, school: SchoolId) -> usize {
    let video = problem.rules.video.iter();
    video.flat_map(|video| &video.kits).filter(|(of, _)| *of == school).map(|&(_, kits)| kits as usize).sum()
}

/// Most visits that `who` may still host.
fn hosting_cap(problem: &Problem, who: TeacherId) -> u32 {
    let teacher = &problem.teachers[who];
    let round = teacher.hosting.max.unwrap_or_else(|| teacher.visits.max(2));
    let same_year = problem.history.iter().filter(|r| problem.round.year.is_some() && r.year == problem.round.year);
    let earlier: u32 = same_year.flat_map(|r| &r.hosted).filter(|(host, _)| *host == who).map(|(_, n)| n).sum();
    round.min(teacher.hosting.max_per_year.map_or(u32::MAX, |most| most.saturating_sub(earlier)))
}

/// The classes of an occurrence that needs a cover lose their teacher no more often than they may.
fn classes_hold(facts: &Facts, all: &[&Choice], need: usize) -> bool {
    let problem = facts.problem;
    let lost = |class| {
        let needs = all.iter().flat_map(|choice| &choice.needs);
        needs.filter(|&&n| problem.lessons[facts.taught[n].lesson].classes.contains(class)).count()
    };
    let classes = &problem.lessons[facts.taught[need].lesson].classes;
    classes.iter().all(|class| lost(class) <= problem.class_cover_max(*class) as usize)
}

/// What one person gives in a week.
fn week_holds(facts: &Facts, all: &[&Choice], new: &Takes) -> bool {
    let problem = facts.problem;
    let monday = new.span.date.monday();
    let week = || takes(all).filter(|thing| thing.who == new.who && thing.span.date.monday() == monday);
    let lent = week().filter(|thing| thing.lends).count();
    let after: u32 = week().map(|thing| thing.after).sum();
    let free: u32 = week().map(|thing| thing.free_lessons).sum();
    (!new.lends || lent <= problem.teachers[new.who].periods_lent_per_week as usize)
        && (new.after == 0 || after <= problem.rules.after_max_per_week)
        && (new.free_lessons == 0 || facts.touchable(new.who, monday).is_none_or(|most| free <= most))
        && new.left.iter().all(|&left| leavers_hold(facts, all, left))
}

/// Co-teachers stay, and not too many are away in the period of `left`.
fn leavers_hold(facts: &Facts, all: &[&Choice], left: usize) -> bool {
    let problem = facts.problem;
    let it = &facts.taught[left];
    let leavers = takes(all).filter(|takes| takes.left.contains(&left)).count();
    if it.by.len() > 1 && leavers >= it.by.len() {
        return false;
    }
    let then = |takes: &&Takes| {
        takes.left.iter().any(|&other| {
            let other = &facts.taught[other];
            (other.school, other.span.date, other.slot) == (it.school, it.span.date, it.slot)
        })
    };
    let mut away: Vec<TeacherId> = takes(all).filter(then).map(|takes| takes.who).collect();
    away.sort();
    away.dedup();
    let rule = &problem.rules.away_at_once;
    rule.school.is_none_or(|most| away.len() <= most as usize)
        && rule.department.is_none_or(|most| {
            away.iter().all(|&who| {
                let name = &problem.teachers[who].department;
                let same = |other: &&TeacherId| problem.teachers[**other].department == *name;
                name.is_none() || away.iter().filter(same).count() <= most as usize
            })
        })
}
