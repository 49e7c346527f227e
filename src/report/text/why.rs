//! An explanation on a terminal: why these partners, periods and covers, and what would serve who is left out.

use super::super::words::{Names, count, day, listed, pounds};
use super::layout::wrapped;
use crate::domain::{Arrangement, LineWhat, Occurrence, Pence, Plan, Problem, Sum, TeacherId, Visit};
use crate::explain::{Choice, Chosen, Effect, Explanation, Instead, LeftOut, Relaxation, ServesAll, Tried};

/// Everything that was asked of `plan`: the planner's, since it holds what is between the members of an arrangement.
#[must_use]
pub fn why(problem: &Problem, plan: &Plan, explanation: &Explanation) -> String {
    let told = Told { problem, plan, names: Names::new(problem) };
    let mut sections: Vec<String> = Vec::new();
    if explanation.could_save > 0 {
        let saved = pounds(explanation.could_save);
        let text = format!(
            "This plan is not the best: solving again found one that costs {saved} less. What follows compares with that one."
        );
        sections.push(wrapped(&text, 0) + "\n");
    }
    sections.extend(explanation.left_out.iter().map(|left| told.left_out(left)));
    sections.extend(explanation.serves_all.iter().map(|all| told.serves_all(all)));
    sections.extend(explanation.chosen.iter().map(|chosen| told.chosen(chosen)));
    if sections.is_empty() {
        sections.push("Nobody is left out.\n".to_owned());
    }
    let solves = explanation.solves;
    let exact = if explanation.exact { "each to proven optimality" } else { "not all of them to proven optimality" };
    sections.push(wrapped(&format!("Confirmed by {}, {exact}.", count(solves, "solve")), 0) + "\n");
    sections.join("\n")
}

/// What would help, as the reason of a plan says it: by ids, with neither names nor scores.
#[must_use]
pub fn would_help(problem: &Problem, tried: &Tried) -> String {
    let who = |id: TeacherId| problem.teachers[id].id.clone();
    let relaxed = relaxed(problem, &tried.relaxed, who);
    format!("If {relaxed}: {}.", effects(tried))
}

fn relaxed(problem: &Problem, all: &[Relaxation], who: impl Fn(TeacherId) -> String) -> String {
    let source = |id| problem.supply[id].id.clone();
    listed(&all.iter().map(|one| one.words(&who, source, pounds)).collect::<Vec<_>>())
}

/// `+1 arrangement, £0.00 paid; the total falls by £310.00`.
fn effects(tried: &Tried) -> String {
    let sign = |number: i64| if number < 0 { "-" } else { "+" };
    let arrangements = count(usize::try_from(tried.arrangements.unsigned_abs()).unwrap_or(usize::MAX), "arrangement");
    let paid = match tried.money {
        0 => "£0.00 paid".to_owned(),
        more if more > 0 => format!("{} more paid", pounds(more)),
        less => format!("{} less paid", pounds(-less)),
    };
    let used = match tried.protected {
        0 => String::new(),
        some => format!(" ({} used)", count(usize::try_from(some).unwrap_or(usize::MAX), "protected period")),
    };
    let effect = Effect { at_least: tried.change.at_least, at_most: tried.change.at_most };
    format!("{}{arrangements}, {paid}{used}; the total {}", sign(tried.arrangements), changes(effect))
}

/// `falls by £310.00`, `rises by £1.00 to £2.00`.
fn changes(effect: Effect) -> String {
    let Effect { at_least, at_most } = effect;
    match (at_least, at_most) {
        (0, 0) => "stays the same".to_owned(),
        (least, most) if least == most && least > 0 => format!("rises by {}", pounds(least)),
        (least, most) if least == most => format!("falls by {}", pounds(-least)),
        (least, most) if most <= 0 => format!("falls by {} to {}", pounds(-most), pounds(-least)),
        (least, most) if least >= 0 => format!("rises by {} to {}", pounds(least), pounds(most)),
        (least, most) => format!("changes by {} to {}", pounds(least), pounds(most)),
    }
}

struct Told<'a> {
    problem: &'a Problem,
    plan: &'a Plan,
    names: Names<'a>,
}

impl Told<'_> {
    fn who(&self, id: TeacherId) -> String {
        self.names.teacher(id)
    }

    fn left_out(&self, left: &LeftOut) -> String {
        let partners = count(usize::try_from(left.missing).unwrap_or(usize::MAX), "partner");
        let mut text = format!("{} misses {partners}\n", self.who(left.teacher));
        for help in &left.helps {
            let relaxed = relaxed(self.problem, &help.relaxed, |id| self.who(id));
            bullet(&mut text, &format!("if {relaxed}: {}", effects(help)));
        }
        if left.helps.is_empty() {
            let tried = count(left.tried, "rule");
            bullet(
                &mut text,
                &format!("{tried} relaxed one by one, and none alone would serve {}", self.who(left.teacher)),
            );
        } else {
            let others = left.tried - left.helps.len();
            if others > 0 {
                bullet(&mut text, &format!("{} tried without gain", count(others, "other relaxation")));
            }
        }
        if left.untried > 0 {
            bullet(
                &mut text,
                &format!("{} not tried, the work being limited (--solves)", count(left.untried, "relaxation")),
            );
        }
        text
    }

    fn serves_all(&self, all: &ServesAll) -> String {
        let still: Vec<String> = all.still.iter().map(|&id| self.who(id)).collect();
        let looked_at = count(all.among.len(), "relaxation");
        let Some(tried) = &all.tried else {
            if still.is_empty() {
                return "Everybody is served as it is.\n".to_owned();
            }
            let more = if all.most {
                format!("All {looked_at} together serve no more of {}: proved.", listed(&still))
            } else {
                format!("No set of {looked_at} was found that serves more of {}.", listed(&still))
            };
            return wrapped(&more, 0) + "\n";
        };
        let who = if still.is_empty() { "Everybody".to_owned() } else { format!("All but {}", listed(&still)) };
        let how = if tried.relaxed.is_empty() { "could be served as it is" } else { "would be served, together" };
        let mut text = wrapped(&format!("{who} {how}"), 0) + "\n";
        for &one in &tried.relaxed {
            bullet(&mut text, &format!("if {}", relaxed(self.problem, &[one], |id| self.who(id))));
        }
        bullet(&mut text, &effects(tried));
        if !all.too_dear.is_empty() {
            let out: Vec<String> = all.too_dear.iter().map(|&id| self.who(id)).collect();
            let words = "is still left out then unless it is held: at the weights of the instance to serve them is dearer \
                         than to leave them out (rates.unserved)";
            bullet(&mut text, &format!("{} {words}", listed(&out)));
        }
        bullet(&mut text, &proof(all, tried.relaxed.len(), &looked_at));
        if !still.is_empty() && all.most {
            bullet(&mut text, &format!("all {looked_at} together serve no more: proved"));
        }
        text
    }

    fn chosen(&self, chosen: &Chosen) -> String {
        let arrangement = &self.plan.arrangements[chosen.arrangement];
        let mut text = format!("{}  {}\n", arrangement.id, self.names.teachers(&arrangement.members));
        for visit in &arrangement.visits {
            bullet(&mut text, &self.visit(visit));
        }
        if let Some(talk) = &arrangement.conversation {
            let (period, _) = self.names.period(talk.school, talk.date, talk.period);
            bullet(
                &mut text,
                &format!("they talk on {}, period {period}: {} of own time", day(talk.date), pounds(talk.own_time)),
            );
        }
        for line in self.plan.lines.iter().filter(|line| Self::is_line_of(arrangement, &line.members)) {
            let sign = if line.sum == Sum::Value { "worth" } else { "weighed" };
            bullet(&mut text, &format!("{}: {sign} {}", what(line.what), pounds(line.pence)));
        }
        for next in &chosen.next {
            let without = self.without(arrangement, next.choice);
            let words = match &next.found {
                None => format!("{without}: no plan, locks ask for it"),
                Some((effect, instead)) => {
                    format!("{without}: the total {}; {}", changes(*effect), self.instead(instead))
                }
            };
            bullet(&mut text, &words);
        }
        if chosen.untried > 0 {
            let choices = count(chosen.untried, "choice");
            bullet(&mut text, &format!("{choices} not looked into, the work being limited (--solves)"));
        }
        text
    }

    fn is_line_of(arrangement: &Arrangement, members: &[TeacherId]) -> bool {
        members.len() > 1 && members.iter().all(|member| arrangement.members.contains(member))
    }

    /// A visit with what it is worth and costs.
    fn visit(&self, visit: &Visit) -> String {
        let (period, _) = self.period(visit.at);
        let mut text = format!(
            "{} watches {} on {}, period {period}: worth {}",
            self.who(visit.observer),
            self.who(visit.host),
            day(visit.at.date),
            pounds(visit.value)
        );
        if let Some(focus) = visit.focus {
            let focus = &self.problem.focuses[focus];
            let name = if focus.name.is_empty() { &focus.id } else { &focus.name };
            text.extend([" (", name.as_str(), ")"]);
        }
        let mut cost = |pence: Pence, of: &str| {
            if pence != 0 {
                text.extend([", ", pounds(pence).as_str(), " of ", of]);
            }
        };
        cost(visit.own_time, "own time");
        cost(visit.travel, "fares");
        cost(visit.money, "film");
        for cover in &visit.covers {
            let (lesson, by) = (self.names.lesson(cover.at.lesson), self.names.cover(cover.by));
            let price = pounds(cover.money + cover.goodwill);
            text.extend([", ", &lesson, " left to ", &by, " at ", &price]);
        }
        text
    }

    fn period(&self, at: Occurrence) -> (String, String) {
        self.names.period(self.problem.lessons[at.lesson].school, at.date, at.period)
    }

    fn without(&self, arrangement: &Arrangement, choice: Choice) -> String {
        match choice {
            Choice::Partners => match arrangement.members[..] {
                [a, b] => format!("were {} and {} not to be partners", self.who(a), self.who(b)),
                [a, b, ..] => {
                    format!("were {} and {} not to be partners, so not all together", self.who(a), self.who(b))
                }
                _ => "were they not to be partners".to_owned(),
            },
            Choice::Period(index) => {
                let visit = &arrangement.visits[index];
                let (period, _) = self.period(visit.at);
                format!("were {} busy on {}, period {period}", self.who(visit.observer), day(visit.at.date))
            }
            Choice::Cover(index, at) => {
                let cover = &arrangement.visits[index].covers[at];
                let (period, _) = self.period(cover.at);
                format!("without {} on {}, period {period}", self.names.cover(cover.by), day(cover.at.date))
            }
        }
    }

    fn instead(&self, instead: &Instead) -> String {
        match instead {
            Instead::Partners(partners) => {
                let with = |(member, others): &(TeacherId, Vec<TeacherId>)| {
                    if others.is_empty() {
                        format!("{} with nobody", self.who(*member))
                    } else {
                        format!("{} with {}", self.who(*member), self.names.teachers(others))
                    }
                };
                listed(&partners.iter().map(with).collect::<Vec<_>>())
            }
            Instead::At(at) => {
                let (period, _) = self.period(*at);
                format!("the visit is then on {}, period {period}, {}", day(at.date), self.names.lesson(at.lesson))
            }
            Instead::By(by) => format!("the class then is with {}", self.names.cover(*by)),
            Instead::Nothing => "there is no such visit then".to_owned(),
        }
    }
}

fn bullet(text: &mut String, words: &str) {
    text.extend(["  - ", &wrapped(words, 4), "\n"]);
}

/// What is proven of a set of so many relaxations.
fn proof(all: &ServesAll, size: usize, looked_at: &str) -> String {
    match size {
        0 => "nothing is to be relaxed for that".to_owned(),
        1 if all.cheapest => format!("of the {looked_at} looked at no other alone does that at a lower total: proved"),
        _ if all.cheapest => {
            format!("of the {looked_at} looked at no fewer do that, and no other {size} at a lower total: proved")
        }
        _ if all.at_least == size => {
            let open = "whether others do at a lower total was not settled, the work being limited (--solves)";
            format!("of the {looked_at} looked at no fewer do that; {open}")
        }
        _ => {
            let open = "whether fewer than these do was not settled, the work being limited (--solves)";
            format!("of the {looked_at} looked at {} or more are needed; {open}", all.at_least)
        }
    }
}

/// What a line is for.
const fn what(line: LineWhat) -> &'static str {
    match line {
        LineWhat::RepeatPartner => "partners before",
        LineWhat::Prefer => "a preferred pair",
        LineWhat::Avoid => "a pair to be avoided",
        LineWhat::SameDepartment => "one department",
        LineWhat::LeaderLate => "a leader hosted late",
        LineWhat::NoConversation => "no conversation",
    }
}
