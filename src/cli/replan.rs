//! `opendoor replan`: an old plan and what has changed, and the plan that changes little.

use serde_json::{Value, json};

use super::args::{ReplanArgs, ReplanFormat};
use super::conflict;
use super::console::Console;
use super::exit::{Exit, Stop};
use super::files::{Input, Output, is_standard};
use super::progress::end_on_ctrl_c;
use super::{reading, solve};
use crate::domain::{Problem, Status};
use crate::engine::{Cancel, Options, Silent};
use crate::explain::{Audience, notices};
use crate::format::{self, Document};
use crate::report::text;
use crate::report::words::{listed, pounds};
use crate::scenario::{self, Ask, Patch, Replanned, Stuck};

/// Plans the rest of the round anew.
pub fn run(args: ReplanArgs, console: Console) -> Result<Exit, Stop> {
    if [&args.instance, &args.plan, &args.changes].into_iter().filter(|path| is_standard(path)).count() > 1 {
        return Err(Stop::bad_input("only one of them can come from the standard input"));
    }
    let [instance, plan, changes] = [&args.instance, &args.plan, &args.changes].map(|path| Input::read(path));
    let (instance, plan, changes) = (instance?, plan?, changes?);
    let output = Output::of(args.output)?;
    let instance_output = args.instance_output.map(|path| Output::of(Some(path))).transpose()?;
    let patched = patched(&instance, &changes)?;
    let after = scenario::read(&patched).map_err(|rejected| {
        Stop::bad_input(format_args!("the changed instance is wrong\n{}", rejected.render("changed instance")))
    })?;
    let before = reading::instance(instance, true, console)?;
    let old = format::read_plan(&plan.bytes, &before.problem).map_err(|report| reading::wrong(&report, &plan))?.plan;
    if let Some(unknown) = args.let_go.iter().find(|id| old.arrangements.iter().all(|one| one.id != **id)) {
        return Err(Stop::bad_input(format_args!("the plan has no arrangement {unknown}")));
    }
    if old.instance != before.hash {
        console.talk("note: the plan was made for other bytes than these (the hash of the instance differs)");
    }
    let cancel = Cancel::default();
    end_on_ctrl_c(cancel.clone());
    let threads = args.threads.map(usize::from);
    let options = Options { time_limit: args.time_limit.0, threads, seed: old.seed, cancel, ..Options::default() };
    let ask = Ask {
        before: &before.problem,
        plan: &old,
        after: &after.problem,
        from: args.from,
        let_go: &args.let_go,
        improve: args.improve,
    };
    let mut found = scenario::replan(&ask, &options, &mut Silent).map_err(|stuck| stop(&after.problem, stuck))?;
    found.plan.instance = after.hash;
    if let Some(output) = instance_output {
        let text = pretty(&patched);
        found.plan.instance = format::hash_of(text.as_bytes());
        output.write(&text, console)?;
    }
    let shown = match (&output, args.format) {
        (_, Some(format)) => format,
        (Output::Standard, None) if !console.answers_are_read() => ReplanFormat::Plan,
        (_, None) => ReplanFormat::Text,
    };
    if let Output::File(_) = output {
        output.write(&format::write_plan(&found.plan, &after.problem), console)?;
    }
    tell(&ask, &found, shown, console)
}

/// The changed instance.
fn patched(instance: &Input, changes: &Input) -> Result<Value, Stop> {
    let document = Document::read(&instance.bytes).map_err(|report| reading::wrong(&report, instance))?;
    let wrong = |report| reading::wrong(&report, changes);
    let patch = Document::read(&changes.bytes).map_err(wrong)?;
    let read = Patch::of(&patch.value).map_err(|complaints| wrong(patch.report(complaints)))?;
    read.apply(&document.value).map_err(|complaints| wrong(patch.report(complaints)))
}

/// A document as the formats are written.
fn pretty(value: &Value) -> String {
    let mut text = serde_json::to_string_pretty(value).unwrap_or_default();
    text.push('\n');
    text
}

fn stop(after: &Problem, stuck: Stuck) -> Stop {
    let (arrangements, locks) = match stuck {
        Stuck::Failure(failure) => return solve::failed(after, failure),
        Stuck::Past { arrangements, locks } => (arrangements, locks),
    };
    let let_go: Vec<String> = arrangements.iter().map(|id| format!("--let-go {id}")).collect();
    let with = if locks.locks.is_empty() { String::new() } else { format!("\n{}", conflict::listed(after, &locks)) };
    let words = format!(
        "error: nothing could be planned that goes on with what has taken place of {}\n\
         to plan without it: {}{with}",
        listed(&arrangements),
        let_go.join(" "),
    );
    Stop::new(Exit::Conflict, words)
}

/// Says what has changed, as asked.
fn tell(ask: &Ask<'_>, found: &Replanned, shown: ReplanFormat, console: Console) -> Result<Exit, Stop> {
    if found.plan.status == Status::Interrupted {
        console.talk("note: stopped early, this is the best plan so far");
    }
    if found.could_save > 0 {
        let saved = pounds(found.could_save);
        console.talk(&format!(
            "note: nothing clashes, so the plan stays; one with changes would cost {saved} less (--improve)"
        ));
    }
    match shown {
        ReplanFormat::Plan => console.answer(&format::write_plan(&found.plan, ask.after))?,
        ReplanFormat::Json => console.answer(&pretty(&as_json(ask, found)))?,
        ReplanFormat::Text => {
            let reason = |clash: &scenario::Clash| (clash.arrangement.clone().unwrap_or_default(), clash.why.clone());
            let reasons: Vec<_> = found.clashes.iter().map(reason).collect();
            console.answer(&text::replan(ask.before, ask.after, &found.plan, ask.from, &reasons))?;
        }
    }
    Ok(Exit::Done)
}

/// What has changed and who must hear what, for programs. Elements are as in the `changes` of a plan.
fn as_json(ask: &Ask<'_>, found: &Replanned) -> Value {
    let plan = &found.plan;
    let elements = |list: &[crate::domain::Element]| list.iter().map(format::element).collect::<Vec<_>>();
    let who = |who: &Audience| match who {
        Audience::Teacher(id) => json!({ "teacher": id }),
        Audience::Supervisor(id) => json!({ "supervisor": id }),
        Audience::Supply(id) => json!({ "supply": id }),
    };
    let notices: Vec<Value> = notices(plan, ask.before, ask.after)
        .iter()
        .map(|notice| json!({ "who": who(&notice.who), "off": elements(&notice.gone), "new": elements(&notice.new) }))
        .collect();
    let clashes: Vec<Value> =
        found.clashes.iter().map(|clash| json!({ "arrangement": clash.arrangement, "why": clash.why })).collect();
    json!({
        "format": "opendoor-replan/1",
        "total": plan.total,
        "bound": plan.bound,
        "changes": plan.changes.len(),
        "changes_cost": plan.changes_cost(),
        "clashes": clashes,
        "notices": notices,
    })
}
