//! A plan that says everything.

use super::{date, id};
use crate::domain::{
    Arrangement, Change, Conversation, Cover, CoverBy, Half, Hire, Kind, Line, LineWhat, Load, Mode, Occurrence, Plan,
    Proof, Reason, ReasonCode, Stats, Status, Sum, SupplyUnit, Taught, Unserved, Viewing, Visit,
};

fn reasons() -> Vec<Reason> {
    use ReasonCode as Code;
    let codes = [
        Code::NoPartner,
        Code::MinMatch,
        Code::NoVisit,
        Code::NoConversation,
        Code::Budget,
        Code::Cap,
        Code::NobodyLeft,
        Code::TooDear,
        Code::Unsettled,
    ];
    let mut reasons: Vec<Reason> =
        codes.into_iter().map(|code| Reason { code, text: format!("{code:?}\n"), would_help: None }).collect();
    let patch = r#"{"teachers":{"ann":{"protected_use":"watch"}}}"#;
    reasons[0].would_help = Some(Change { patch: patch.into(), at_least: -31_000, at_most: -31_000 });
    reasons[1].would_help = Some(Change { patch: "{}".into(), at_least: -31_000, at_most: 5 });
    reasons
}

/// Every key of the plan of [`problem`](super::problem).
pub(in crate::format) fn plan() -> Plan {
    let day = date(2026, 11, 9);
    let at = |lesson: usize, period: usize| Occurrence { lesson: id(lesson), date: day, period: id(period) };
    let cover = |by| Cover { at: at(0, 1), by, money: 1, goodwill: 500 };
    let hire = |source: usize, unit, half, period| Hire {
        source: id(source),
        school: id(0),
        date: day,
        unit,
        half,
        period,
        count: 2,
        money: 58_200,
    };
    let line = |what, sum| Line { what, sum, pence: 5_000, members: vec![id(0), id(1)] };
    let mut plan = Plan {
        instance: "sha256:00".into(),
        engine: "0.1.0".into(),
        seed: u64::MAX,
        published: true,
        status: Status::Feasible,
        proof: Proof::Solver,
        total: -123_400,
        bound: -123_500,
        gap: 1_234,
        money: 58_200,
        goodwill: 6_400,
        unserved_cost: 0,
        value: 188_000,
        arrangements: vec![Arrangement {
            id: "p1".into(),
            kind: Kind::Pair,
            members: vec![id(0), id(1)],
            visits: vec![
                Visit {
                    observer: id(0),
                    host: id(1),
                    at: at(0, 0),
                    mode: Mode::InPerson,
                    focus: Some(id(1)),
                    value: 10_800,
                    own_time: 300,
                    travel: 600,
                    money: 0,
                    covers: vec![
                        cover(CoverBy::NoneNeeded),
                        cover(CoverBy::Study),
                        cover(CoverBy::Supervisor(id(0))),
                        cover(CoverBy::Staff(id(1))),
                        cover(CoverBy::Supply(id(0))),
                        cover(CoverBy::Join(id(2))),
                    ],
                },
                Visit {
                    observer: id(1),
                    host: id(2),
                    at: at(1, 0),
                    mode: Mode::InPerson,
                    focus: None,
                    value: 0,
                    own_time: 0,
                    travel: 0,
                    money: 0,
                    covers: Vec::new(),
                },
            ],
            value: 0,
            meetings: Vec::new(),
            teaches: Vec::new(),
            conversation: Some(Conversation { date: day, school: id(0), period: id(3), own_time: 900 }),
        }],
        hires: vec![
            hire(0, SupplyUnit::Day, None, None),
            hire(1, SupplyUnit::HalfDay, Some(Half::Am), None),
            hire(1, SupplyUnit::HalfDay, Some(Half::Pm), None),
            hire(2, SupplyUnit::Period, None, Some(id(1))),
        ],
        lines: vec![
            line(LineWhat::RepeatPartner, Sum::Goodwill),
            line(LineWhat::Prefer, Sum::Value),
            line(LineWhat::Avoid, Sum::Money),
            line(LineWhat::SameDepartment, Sum::Unserved),
            line(LineWhat::LeaderLate, Sum::Goodwill),
            line(LineWhat::NoConversation, Sum::Goodwill),
        ],
        unserved: vec![
            Unserved { teacher: id(2), missing: 1, cost: 40_000, reasons: reasons() },
            Unserved { teacher: id(0), missing: 2, cost: 0, reasons: Vec::new() },
        ],
        changes: Vec::new(),
        loads: vec![Load {
            teacher: id(0),
            visits_made: 1,
            hosted: 2,
            covers_taken: 3,
            free_periods: 4,
            protected_periods: 5,
            after_periods: 6,
        }],
        stats: Stats { milliseconds: 12_340, columns: 1, matchings: 2, nodes: 3 },
    };
    let without = Arrangement { id: "p2".into(), conversation: None, ..plan.arrangements[0].clone() };
    let mut triad = Arrangement { id: "t1".into(), kind: Kind::Triad, ..plan.arrangements[0].clone() };
    triad.members.push(id(2));
    triad.visits.push(Visit { observer: id(2), host: id(0), ..triad.visits[1].clone() });
    let film = |period: usize| Mode::Film(Viewing { date: date(2026, 11, 10), period: id(period) });
    triad.visits[1] = Visit { mode: film(1), money: 500, ..triad.visits[1].clone() };
    // This observer is of the other school, which has one period.
    triad.visits[2].mode = film(0);
    let mut swap = Arrangement { id: "s1".into(), kind: Kind::Swap, ..plan.arrangements[0].clone() };
    swap.visits.iter_mut().for_each(|visit| visit.mode = Mode::Exchange);
    let mut one_way = Arrangement { id: "o1".into(), kind: Kind::OneWay, ..without.clone() };
    one_way.visits.truncate(1);
    let taught = |teacher: usize, lesson: usize, again| Taught { teacher: id(teacher), at: at(lesson, 0), again };
    let planned = Arrangement {
        id: "g1".into(),
        kind: Kind::PlanTogether,
        visits: Vec::new(),
        value: 9_000,
        meetings: vec![Conversation { date: day, school: id(0), period: id(2), own_time: 600 }],
        teaches: vec![taught(0, 0, false), taught(1, 2, false), taught(0, 0, true)],
        ..plan.arrangements[0].clone()
    };
    plan.arrangements.extend([without, triad, one_way, swap, planned]);
    plan
}
