//! `opendoor explain`: why the plan is as it is, proved by solving again.

use serde_json::{Value, json};

use super::args::{ExplainArgs, PlanFormat};
use super::console::Console;
use super::exit::{Exit, Stop};
use super::files::{Input, Output, is_standard};
use super::progress::end_on_ctrl_c;
use super::{reading, solve};
use crate::domain::{CoverBy, Occurrence, Plan, Problem, TeacherId};
use crate::engine::{Cancel, Options};
use crate::explain::{Choice, Explanation, Instead, Tried};
use crate::format::wire::IsoDate;
use crate::format::{self, Document};
use crate::report::text;
use crate::scenario::{self, Subject};
use crate::verify::check;

/// Explains a plan.
pub fn run(args: &ExplainArgs, console: Console) -> Result<Exit, Stop> {
    if [&args.instance, &args.plan].into_iter().filter(|path| is_standard(path)).count() > 1 {
        return Err(Stop::bad_input("only one of them can come from the standard input"));
    }
    let output = args.output.clone().map(|path| Output::of(Some(path))).transpose()?;
    let (instance, plan_input) = (Input::read(&args.instance)?, Input::read(&args.plan)?);
    let document = Document::read(&instance.bytes).map_err(|report| reading::wrong(&report, &instance))?;
    let reading = reading::instance(instance, true, console)?;
    let problem = &reading.problem;
    let read = format::read_plan(&plan_input.bytes, problem).map_err(|report| reading::wrong(&report, &plan_input))?;
    let mut plan = read.plan;
    if !check(problem, &plan).is_empty() {
        let words = "error: the plan breaks rules, so there is nothing to explain; `opendoor check` says which";
        return Err(Stop::new(Exit::RuleBroken, words));
    }
    let cancel = Cancel::default();
    end_on_ctrl_c(cancel.clone());
    let threads = args.threads.map(usize::from);
    let options = Options { time_limit: args.time_limit.0, threads, cancel, ..Options::default() };
    let subject = Subject {
        teacher: args.teacher.as_ref().map(|id| teacher(problem, id)).transpose()?,
        pair: args.pair.as_ref().map(|pair| pair_of(problem, &plan, pair)).transpose()?,
        serve_all: args.relax,
        most: args.solves,
    };
    let found = scenario::explain(&document.value, problem, &plan, &subject, &options)
        .map_err(|failure| solve::failed(problem, failure))?;
    if let Some(output) = output {
        scenario::write_into(&mut plan, &found, |tried| text::would_help(problem, tried));
        output.write(&format::write_plan(&plan, problem), console)?;
    }
    match args.format {
        Some(PlanFormat::Json) => {
            let mut text = serde_json::to_string_pretty(&as_json(problem, &plan, &found)).unwrap_or_default();
            text.push('\n');
            console.answer(&text)?;
        }
        _ => console.answer(&text::why(problem, &plan, &found))?,
    }
    Ok(Exit::Done)
}

fn teacher(problem: &Problem, id: &str) -> Result<TeacherId, Stop> {
    let found = problem.teachers.entries().find(|(_, person)| person.id == id);
    found.map(|(key, _)| key).ok_or_else(|| Stop::bad_input(format_args!("no teacher has the id `{id}`")))
}

fn pair_of(problem: &Problem, plan: &Plan, pair: &str) -> Result<[TeacherId; 2], Stop> {
    let (a, b) = pair.split_once(',').ok_or_else(|| Stop::bad_input("--pair takes two ids, as in ann,bob"))?;
    let pair = [teacher(problem, a.trim())?, teacher(problem, b.trim())?];
    let together = plan.arrangements.iter().any(|one| pair.iter().all(|member| one.members.contains(member)));
    if together { Ok(pair) } else { Err(Stop::bad_input(format_args!("{a} and {b} are no partners in this plan"))) }
}

/// The explanation for programs.
fn as_json(problem: &Problem, plan: &Plan, found: &Explanation) -> Value {
    let id = |teacher: TeacherId| problem.teachers[teacher].id.as_str();
    let helps = |tried: &Tried| {
        json!({
            "text": text::would_help(problem, tried),
            "patch": serde_json::from_str::<Value>(&tried.change.patch).unwrap_or_default(),
            "total_change": total_change(tried.change.at_least, tried.change.at_most),
            "arrangements": tried.arrangements,
            "money": tried.money,
        })
    };
    let left_out: Vec<Value> = found
        .left_out
        .iter()
        .map(|left| {
            json!({
                "teacher": id(left.teacher), "missing": left.missing,
                "would_help": left.helps.iter().map(helps).collect::<Vec<_>>(),
                "tried": left.tried, "untried": left.untried,
            })
        })
        .collect();
    let chosen: Vec<Value> = found
        .chosen
        .iter()
        .map(|chosen| {
            let next: Vec<Value> = chosen
                .next
                .iter()
                .map(|next| {
                    let (change, instead) = match &next.found {
                        None => (Value::Null, Value::Null),
                        Some((effect, instead)) => {
                            (total_change(effect.at_least, effect.at_most), instead_of(problem, instead))
                        }
                    };
                    json!({
                        "without": choice(next.choice),
                        "patch": serde_json::from_str::<Value>(&next.patch).unwrap_or_default(),
                        "total_change": change, "instead": instead,
                    })
                })
                .collect();
            json!({
                "arrangement": plan.arrangements[chosen.arrangement].id,
                "next_best": next, "untried": chosen.untried,
            })
        })
        .collect();
    let serves_all = found.serves_all.as_ref().map(|all| {
        json!({
            "would_help": all.tried.as_ref().map(helps),
            "still_left_out": all.still.iter().map(|&teacher| id(teacher)).collect::<Vec<_>>(),
            "too_dear": all.too_dear.iter().map(|&teacher| id(teacher)).collect::<Vec<_>>(),
            "among": all.among.iter().map(|one| scenario::patch_of(problem, &[*one])).collect::<Vec<_>>(),
            "at_least": all.at_least, "cheapest": all.cheapest, "most": all.most,
        })
    });
    json!({
        "format": "opendoor-explanation/1",
        "could_save": found.could_save, "exact": found.exact, "solves": found.solves,
        "left_out": left_out, "serves_all": serves_all, "chosen": chosen,
    })
}

/// Pence, or the two limits.
fn total_change(at_least: i64, at_most: i64) -> Value {
    if at_least == at_most { json!(at_least) } else { json!({ "at_least": at_least, "at_most": at_most }) }
}

fn choice(choice: Choice) -> Value {
    match choice {
        Choice::Partners => json!("partners"),
        Choice::Period(visit) => json!({ "period_of_visit": visit }),
        Choice::Cover(visit, cover) => json!({ "visit": visit, "cover": cover }),
    }
}

fn instead_of(problem: &Problem, instead: &Instead) -> Value {
    let id = |teacher: TeacherId| problem.teachers[teacher].id.as_str();
    match instead {
        Instead::Nothing => Value::Null,
        Instead::Partners(partners) => {
            let of = |(member, others): &(TeacherId, Vec<TeacherId>)| {
                let others: Vec<&str> = others.iter().map(|&other| id(other)).collect();
                (id(*member).to_owned(), json!(others))
            };
            Value::Object(partners.iter().map(of).collect())
        }
        Instead::At(Occurrence { lesson, date, period }) => {
            let lesson = &problem.lessons[*lesson];
            let period = &problem.schools[lesson.school].period_ids[*period];
            json!({ "lesson": lesson.id, "date": IsoDate(*date).to_string(), "period": period })
        }
        Instead::By(by) => match *by {
            CoverBy::NoneNeeded => json!({ "source": "none_needed" }),
            CoverBy::Study => json!({ "source": "study" }),
            CoverBy::Supervisor(of) => json!({ "source": "supervisor", "id": problem.supervisors[of].id }),
            CoverBy::Staff(of) => json!({ "source": "staff", "id": id(of) }),
            CoverBy::Supply(of) => json!({ "source": "supply", "id": problem.supply[of].id }),
            CoverBy::Join(of) => json!({ "source": "join", "lesson": problem.lessons[of].id }),
        },
    }
}
