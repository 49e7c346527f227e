//! `opendoor check`: judges a plan, whoever wrote it.

use std::collections::BTreeMap;

use super::args::CheckArgs;
use super::console::Console;
use super::exit::{Exit, Stop};
use super::files::Input;
use super::reading;
use crate::domain::{Pence, Plan};
use crate::format;
use crate::report::words::{count, listed, pounds};
use crate::verify::{Flaw, Rule, Violation, check, prove};

/// Lists every broken rule on the standard output.
pub fn run(args: &CheckArgs, console: Console) -> Result<Exit, Stop> {
    reading::one_standard([Some(&args.instance), Some(&args.plan), args.certificate.as_ref()])?;
    let (reading, plan) = reading::plan_of(&args.instance, &args.plan, console)?;
    let proof = match &args.certificate {
        None => None,
        Some(path) => {
            let input = Input::read(path)?;
            let certificate = format::read_certificate(&input.bytes, &reading.problem)
                .map_err(|report| reading::wrong(&report, &input))?;
            if certificate.instance != reading.hash {
                console.talk(
                    "note: the certificate was made for other bytes than these (the hash of the instance differs)",
                );
            }
            Some(prove(&reading.problem, &certificate))
        }
    };
    let violations = check(&reading.problem, &plan);
    console.answer(&format!("{}{}", verdict(&plan, &violations), bound(&plan, proof.as_ref())))?;
    let holds = violations.is_empty() && !matches!(proof, Some(Err(_)));
    Ok(if holds { Exit::Done } else { Exit::RuleBroken })
}

/// What is proven of the bound.
fn bound(plan: &Plan, proof: Option<&Result<Pence, Flaw>>) -> String {
    match proof {
        None => "Bound not verified: that needs a certificate.\n".to_owned(),
        Some(Err(flaw)) => format!("Bound not verified: the certificate is refused, {flaw}.\n"),
        Some(Ok(proven)) => {
            let more = if *proven < plan.bound {
                format!(" The plan states {}: of the rest there is no certificate.", pounds(plan.bound))
            } else {
                String::new()
            };
            format!("Bound verified: no plan costs less than {}.{more}\n", pounds(*proven))
        }
    }
}

/// Every broken rule on a line of its own, or that there is none.
pub fn verdict(plan: &Plan, violations: &[Violation]) -> String {
    let mut text = String::new();
    for violation in violations {
        let about = violation.arrangement.and_then(|index| plan.arrangements.get(index));
        let about = about.map(|arrangement| format!("{}: ", arrangement.id)).unwrap_or_default();
        text.extend([&format!("{:<4}", format!("{:?}", violation.rule)), about.as_str(), &violation.text, "\n"]);
    }
    if violations.is_empty() {
        text.push_str("The plan holds: it keeps every rule, C1 to C19, and its costs are right to the penny.\n");
    } else {
        text.extend(["\n", &counted(violations), "\n"]);
    }
    text
}

/// `3 violations: 2 of C5 and 1 of C17`.
fn counted(violations: &[Violation]) -> String {
    let mut rules: BTreeMap<Rule, usize> = BTreeMap::new();
    for violation in violations {
        *rules.entry(violation.rule).or_default() += 1;
    }
    let each: Vec<String> = rules.into_iter().map(|(rule, number)| format!("{number} of {rule:?}")).collect();
    format!("{}: {}", count(violations.len(), "violation"), listed(&each))
}
