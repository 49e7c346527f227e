//! `opendoor suggest`: who could answer the requests of hosts.

use serde_json::{Value, json};

use super::args::{PlanFormat, SuggestArgs};
use super::console::Console;
use super::exit::{Exit, Stop};
use super::files::{Input, is_standard};
use super::progress::end_on_ctrl_c;
use super::{reading, solve};
use crate::domain::{Problem, Request};
use crate::engine::{Cancel, Options};
use crate::explain::{Answer, Suggestion};
use crate::format;
use crate::format::wire::IsoDate;
use crate::report::text;
use crate::scenario;
use crate::verify::check;

/// Answers every request of the instance, or those of one host.
pub fn run(args: &SuggestArgs, console: Console) -> Result<Exit, Stop> {
    if [&args.instance, &args.plan].into_iter().filter(|path| is_standard(path)).count() > 1 {
        return Err(Stop::bad_input("only one of them can come from the standard input"));
    }
    let (instance, plan_input) = (Input::read(&args.instance)?, Input::read(&args.plan)?);
    let reading = reading::instance(instance, true, console)?;
    let problem = &reading.problem;
    let plan =
        format::read_plan(&plan_input.bytes, problem).map_err(|report| reading::wrong(&report, &plan_input))?.plan;
    if !check(problem, &plan).is_empty() {
        let words = "error: the plan breaks rules, so nothing can be added to it; `opendoor check` says which";
        return Err(Stop::new(Exit::RuleBroken, words));
    }
    let asked: Vec<Request> = match &args.host {
        None => problem.requests.clone(),
        Some(id) => {
            let found = problem.teachers.entries().find(|(_, person)| person.id == *id);
            let (host, _) = found.ok_or_else(|| Stop::bad_input(format_args!("no teacher has the id `{id}`")))?;
            let own: Vec<Request> = problem.requests.iter().copied().filter(|one| one.host == host).collect();
            let any = Request { host, lesson: None, date: None, period: None, focus: None, expires: None };
            if own.is_empty() { vec![any] } else { own }
        }
    };
    if asked.is_empty() {
        return Err(Stop::bad_input("the instance has no requests; --host ID asks on behalf of somebody"));
    }
    let cancel = Cancel::default();
    end_on_ctrl_c(cancel.clone());
    let threads = args.threads.map(usize::from);
    let options = Options { time_limit: args.time_limit.0, threads, cancel, ..Options::default() };
    let from = args.from.unwrap_or(problem.round.start);
    let answers: Vec<Answer> = asked
        .iter()
        .map(|request| scenario::suggest(problem, &plan, request, from, &options))
        .collect::<Result<_, _>>()
        .map_err(|failure| solve::failed(problem, failure))?;
    if args.format == Some(PlanFormat::Json) {
        let answers: Vec<Value> = answers.iter().map(|answer| as_json(problem, answer)).collect();
        let json = json!({ "format": "opendoor-suggestions/1", "answers": answers });
        let mut text = serde_json::to_string_pretty(&json).unwrap_or_default();
        text.push('\n');
        console.answer(&text)?;
    } else {
        let texts: Vec<String> = answers.iter().map(|answer| text::suggest(problem, answer)).collect();
        console.answer(&texts.join("\n"))?;
    }
    Ok(Exit::Done)
}

fn as_json(problem: &Problem, answer: &Answer) -> Value {
    let id = |teacher| problem.teachers[teacher].id.as_str();
    let suggestion = |one: &Suggestion| {
        let at = one.visit.at;
        let lesson = &problem.lessons[at.lesson];
        let mut told = json!({
            "observer": id(one.visit.observer), "lesson": lesson.id, "date": IsoDate(at.date).to_string(),
            "period": problem.schools[lesson.school].period_ids[at.period],
            "value": one.visit.value, "own_time": one.visit.own_time, "money": one.money,
        });
        let effect = one.effect;
        if effect.at_least == effect.at_most {
            told["total_change"] = json!(effect.at_most);
        } else {
            told["at_least"] = json!(effect.at_least);
            told["at_most"] = json!(effect.at_most);
        }
        told
    };
    json!({
        "host": id(answer.request.host),
        "suggestions": answer.suggestions.iter().map(suggestion).collect::<Vec<_>>(),
        "cannot": answer.cannot.iter().map(|&teacher| id(teacher)).collect::<Vec<_>>(),
    })
}
