//! The words of the reasons. They name rules and keys of the instance, never what somebody needs or is good at.

use super::caps::Caps;
use super::facts::Facts;
use crate::domain::{Problem, Reason, ReasonCode, Rules, Triads};

/// The reasons, the one nearest to an arrangement first.
pub fn reasons(problem: &Problem, facts: &Facts, proven: bool) -> Vec<Reason> {
    let rules = &problem.rules;
    if facts.only_one_way {
        return vec![of_one_way(facts, proven)];
    }
    if facts.no_pairs {
        return vec![if facts.further { of_kinds(proven) } else { of_triads(rules, facts, proven) }];
    }
    // What is found out of two who visit each other says nothing of three, or of other kinds.
    let (a_pair, every_pair) = match (facts.further, facts.triads) {
        (true, _) => ("a pair with two visits in person", "every pair with two visits in person"),
        (false, true) => ("a pair", "every pair"),
        (false, false) => ("an arrangement", "every arrangement"),
    };
    let with = |count| whom(count, facts.allowed, facts.partners > 0);
    let mut reasons = Vec::new();
    let mut say = |count: usize, code, text: &dyn Fn() -> String| {
        if count > 0 {
            reasons.push(Reason { code, text: text(), would_help: None });
        }
    };
    say(facts.open, ReasonCode::Unsettled, &|| {
        format!("{} the search ended before it was settled whether an arrangement pays.", with(facts.open))
    });
    say(facts.dear, ReasonCode::TooDear, &|| {
        let costs = if proven { "would cost at least as much as it saves" } else { "costs more than it can save" };
        format!("{} {a_pair} would still fit, but {costs}.", with(facts.dear))
    });
    say(facts.useless, ReasonCode::TooDear, &|| {
        format!("{} no arrangement both fits the rest of the plan and pays.", with(facts.useless))
    });
    say(facts.over_budget, ReasonCode::Budget, &|| {
        let budgets = listed(&budgets(facts.budgets), "and");
        format!("{} {a_pair} would fit the rest of the plan but for {budgets}.", with(facts.over_budget))
    });
    say(facts.capped, ReasonCode::Cap, &|| {
        let caps = listed(&caps(facts.caps), "or");
        format!("{} {every_pair} comes up against {caps}, the rest of the plan as it is.", with(facts.capped))
    });
    say(facts.served, ReasonCode::NobodyLeft, &|| match facts.served {
        1 => "One colleague could be a partner, but has all the partners wanted.".to_owned(),
        many => format!("{many} colleagues could be partners, but all of them have the partners they want."),
    });
    say(usize::from(facts.all_served), ReasonCode::NobodyLeft, &|| match facts.allowed {
        1 => "The one colleague who may be a partner has all the partners wanted.".to_owned(),
        many => format!("All of the {many} colleagues who may be partners have the partners they want."),
    });
    say(usize::from(facts.triad_taken), ReasonCode::Cap, &|| TRIAD_TAKEN.to_owned());
    say(facts.no_talk, ReasonCode::NoConversation, &|| no_talk(rules, &with(facts.no_talk)));
    say(facts.no_visit, ReasonCode::NoVisit, &|| {
        if facts.nothing_to_watch {
            "No lesson of this teacher's can be watched: none is taught in the round, open and after rules.notice_days."
                .to_owned()
        } else {
            let within = days(rules.visit_span_days);
            let in_person = if facts.further { " in person" } else { "" };
            let no_two = format!("there are no two visits{in_person} within rules.visit_span_days ({within})");
            format!("{} {no_two} for which both have time and cover.", with(facts.no_visit))
        }
    });
    say(facts.weak, ReasonCode::MinMatch, &|| match facts.weak {
        1 => "With one colleague whom the other rules allow, a visit stays below rules.min_match.".to_owned(),
        many => format!("With {many} colleagues whom the other rules allow, a visit stays below rules.min_match."),
    });
    if facts.allowed == 0 && facts.weak == 0 {
        // Nobody for a visit each way: somebody may still have an open door.
        reasons.extend(facts.one_way.then(|| of_one_way(facts, proven)));
        reasons.push(Reason { code: ReasonCode::NoPartner, text: nobody(facts), would_help: None });
    }
    reasons
}

const TRIAD_TAKEN: &str = "The school has the one triad that it may have: rules.triads is \"odd\".";

/// Why there is no triad, where no pairs are planned.
fn of_triads(rules: &Rules, facts: &Facts, proven: bool) -> Reason {
    let (code, text) = match rules.triads {
        Triads::Never => (ReasonCode::NoPartner, "No pairs are planned, and no triads: rules.triads is \"never\"."),
        _ if !facts.triads => {
            let text = "No pairs are planned, and for a triad there are not two others of the school who want partners and may be some.";
            (ReasonCode::NoPartner, text)
        }
        _ if facts.triad_taken => (ReasonCode::Cap, TRIAD_TAKEN),
        _ if proven => (ReasonCode::TooDear, "No triad both fits the rest of the plan and pays."),
        _ => (ReasonCode::Unsettled, "The search ended before it was settled whether a triad pays."),
    };
    Reason { code, text: text.to_owned(), would_help: None }
}

/// Why there is no arrangement, where no pairs are planned.
fn of_kinds(proven: bool) -> Reason {
    let (code, text) = if proven {
        (ReasonCode::TooDear, "No arrangement of the kinds in play both fits the rest of the plan and pays.")
    } else {
        (ReasonCode::Unsettled, "The search ended before it was settled whether an arrangement pays.")
    };
    Reason { code, text: text.to_owned(), would_help: None }
}

/// Why new staff do not get what they want beside their `visits`.
fn of_one_way(facts: &Facts, proven: bool) -> Reason {
    let (code, text) = match (facts.one_way, proven) {
        (false, _) => {
            let text = "Only one-way visits give the partners of rules.new_staff_visits, and \"one_way\" is not in rules.arrangements.";
            (ReasonCode::NoPartner, text)
        }
        (true, true) => (ReasonCode::TooDear, "No one-way visit both fits the rest of the plan and pays."),
        (true, false) => {
            (ReasonCode::Unsettled, "The search ended before it was settled whether a one-way visit pays.")
        }
    };
    Reason { code, text: text.to_owned(), would_help: None }
}

/// `With each of the 4 colleagues who may be partners`.
fn whom(count: usize, allowed: usize, further: bool) -> String {
    let further = if further { "further " } else { "" };
    match (count, allowed) {
        (1, 1) => format!("With the one colleague who may be a {further}partner"),
        (some, all) if some == all => format!("With each of the {all} colleagues who may be {further}partners"),
        (some, all) => format!("With {some} of the {all} colleagues who may be {further}partners"),
    }
}

fn no_talk(rules: &Rules, with: &str) -> String {
    let within = days(rules.conversation_within_days);
    format!(
        "{with} there is no common time for a conversation within rules.conversation_within_days ({within}) after two visits."
    )
}

fn days(count: u32) -> String {
    if count == 1 { "1 school day".to_owned() } else { format!("{count} school days") }
}

/// Why nobody may be a partner.
fn nobody(facts: &Facts) -> String {
    if facts.others == 0 {
        return "Nobody else wants a partner.".to_owned();
    }
    let causes: Vec<String> = [
        (facts.managed, "by rules.line_managers"),
        (facts.forbidden, "by rules.forbid"),
        (facts.too_far, "for want of a travel entry"),
        (facts.partners, "because a partner already"),
    ]
    .into_iter()
    .filter(|&(count, _)| count > 0)
    .map(|(count, cause)| format!("{count} {cause}"))
    .collect();
    let who = match facts.others {
        1 => "The one other who wants a partner is".to_owned(),
        many => format!("All {many} others who want partners are"),
    };
    format!("{who} ruled out: {}.", causes.join(", "))
}

fn caps(caps: Caps) -> Vec<&'static str> {
    let words = [
        (Caps::HOSTING, "hosting.max or max_per_year"),
        (Caps::LENT, "periods_lent.max_per_week"),
        (Caps::QUOTA, "rules.protected_quota"),
        (Caps::AFTER, "rules.after_max_per_week"),
        (Caps::LOST, "the cover_max of a class"),
        (Caps::WATCHED, "the watched_max of a class"),
        (Caps::AWAY, "rules.away_at_once"),
        (Caps::COVER, "a period without anybody left to cover"),
        (Caps::SEATS, "a lesson that is watched or left already (rules.observers_per_lesson)"),
        (Caps::TIME, "time that is taken already"),
    ];
    named(caps, &words)
}

fn budgets(caps: Caps) -> Vec<&'static str> {
    let words = [
        (Caps::MONEY, "budget.money"),
        (Caps::SCHOOL_MONEY, "budget.per_school"),
        (Caps::WEEK_MONEY, "budget.per_week"),
        (Caps::COVER_PERIODS, "budget.cover_periods"),
    ];
    named(caps, &words)
}

fn named(caps: Caps, words: &[(Caps, &'static str)]) -> Vec<&'static str> {
    words.iter().filter(|&&(cap, _)| caps.meets(cap)).map(|&(_, word)| word).collect()
}

/// `a, b or c`.
fn listed(items: &[&str], last_but_one: &str) -> String {
    match items {
        [] => "its caps".to_owned(),
        [one] => (*one).to_owned(),
        [head @ .., last] => format!("{} {last_but_one} {last}", head.join(", ")),
    }
}
