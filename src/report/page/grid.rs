//! The round week by week: who does what on which day, by teacher, by room and by who covers.

use std::collections::BTreeMap;

use maud::{Markup, html};

use crate::domain::{CoverBy, Date, Plan, Problem, RoomId, School, SchoolId, TeacherId};

use super::super::words::{Names, day, iso, long_day};
use super::Audience;
use super::marks::Item;
use super::steps::{self, Role, Step, What, left_with};

/// What is written in a cell: a step seen from its row.
struct Chip {
    role: Role,
    /// Period and time.
    when: (String, String),
    head: String,
    detail: String,
    /// The id of the arrangement.
    arrangement: String,
}

/// A row of one view, over the whole round.
struct Row {
    label: String,
    sub: String,
    item: Item,
    days: BTreeMap<Date, Vec<Chip>>,
}

/// Rows in order: by school, then by name, or by the order of the key.
type Rows = BTreeMap<(SchoolId, String, usize), Row>;

/// A view of the week.
struct View {
    id: &'static str,
    button: &'static str,
    /// The caption of its tables, before the week.
    caption: &'static str,
    rows: Rows,
}

/// The week grids.
pub fn section(problem: &Problem, plan: &Plan, names: &Names, audience: Audience) -> Markup {
    let steps = steps::all(problem, plan);
    let views = [
        View { id: "teacher", button: "By teacher", caption: "By teacher", rows: by_teacher(problem, &steps, names) },
        View { id: "room", button: "By room", caption: "Visits by room", rows: by_room(problem, &steps, names) },
        View {
            id: "cover",
            button: "By cover",
            caption: "Classes left, by who takes them",
            rows: by_cover(problem, &steps, names),
        },
    ];
    let mut mondays: Vec<Date> = steps.iter().map(|step| step.date.monday()).collect();
    mondays.dedup();
    html! {
        section #weeks aria-labelledby="weeks-h" {
            h2 #weeks-h { "Week by week" }
            @if mondays.is_empty() {
                p { "Nothing is planned." }
            } @else {
                div.bar.needs-js hidden {
                    div.switch role="group" aria-label="What the rows are" {
                        @for view in &views {
                            button type="button" data-view=(view.id) aria-pressed="false" { (view.button) }
                        }
                    }
                    div.stepper {
                        button type="button" #week-back aria-label="The week before" { "‹" }
                        label for="week" .hush { "Week of" }
                        select #week {
                            @for &monday in &mondays {
                                option value=(iso(monday)) { (day(monday)) (cycle(problem, monday)) }
                            }
                            option value="" { "All weeks" }
                        }
                        button type="button" #week-on aria-label="The week after" { "›" }
                    }
                }
                (legend(&steps))
                @for view in &views {
                    @for &monday in &mondays {
                        (week(problem, view, monday, audience))
                    }
                }
            }
        }
    }
}

/// The colours of what is done in the round.
fn legend(steps: &[Step]) -> Markup {
    let done: Vec<Role> = steps.iter().flat_map(Step::roles).map(|(_, role)| role).collect();
    // Classes taken by others than colleagues have their colour in the view by cover.
    let is_used = |role: &Role| done.contains(role) || steps.iter().any(|step| step.role() == *role);
    html! {
        p.legend {
            @for role in Role::ALL.into_iter().filter(is_used) {
                span.(role.word()) { (role.word()) }
            }
        }
    }
}

/// `, week A`, where all schools say the same.
pub fn cycle(problem: &Problem, monday: Date) -> String {
    let label = |school: &School| {
        let week = school.week_on(monday)?;
        school.cycle.as_ref().map(|cycle| cycle.weeks[week].clone())
    };
    let mut labels: Vec<Option<String>> = problem.schools.iter().map(label).collect();
    labels.dedup();
    match labels.as_slice() {
        [Some(label)] => format!(", week {label}"),
        _ => String::new(),
    }
}

/// One view of one week as a table.
fn week(problem: &Problem, view: &View, monday: Date, audience: Audience) -> Markup {
    let sunday = monday.plus(6);
    let rows: Vec<&Row> = view.rows.values().filter(|row| row.days.range(monday..=sunday).next().is_some()).collect();
    let is_used = |date: &Date| {
        let taught = problem.schools.iter().any(|school| school.weekdays.contains(date.weekday()));
        taught || rows.iter().any(|row| row.days.contains_key(date))
    };
    let days: Vec<Date> = monday.through(sunday).filter(is_used).collect();
    html! {
        div.week data-view=(view.id) data-week=(iso(monday)) {
            @if rows.is_empty() {
                p.nothing { (view.caption) ", week of " (long_day(monday)) ": nothing." }
            } @else {
                table.grid role="table" data-list="rows" {
                    caption { (view.caption) ", week of " (long_day(monday)) (cycle(problem, monday)) }
                    thead role="rowgroup" {
                        tr role="row" {
                            th scope="col" role="columnheader" { span.hush { "Who or where" } }
                            @for &date in &days {
                                th scope="col" role="columnheader" { (day(date)) (closed(problem, date)) }
                            }
                        }
                    }
                    tbody role="rowgroup" {
                        @for row in rows {
                            tr role="row" data-item data-school=(row.item.schools()) data-department=(row.item.departments()) {
                                th scope="row" role="rowheader" { (row.label) @if !row.sub.is_empty() { small { (row.sub) } } }
                                @for date in &days {
                                    td role="cell" data-day=(day(*date)) {
                                        @if let Some(chips) = row.days.get(date) {
                                            @for chip in chips { (cell(chip, audience)) }
                                        }
                                    }
                                }
                            }
                        }
                    }
                }
            }
        }
    }
}

fn cell(chip: &Chip, audience: Audience) -> Markup {
    let (period, time) = &chip.when;
    html! {
        div.chip.(chip.role.word()) {
            span.when { b { (period) } " " (time) }
            @if audience.links() {
                a href={ "#a-" (chip.arrangement) } { (chip.head) }
            } @else {
                b { (chip.head) }
            }
            @if !chip.detail.is_empty() { span.detail { (chip.detail) } }
        }
    }
}

/// Why nobody teaches on `date`, where every school is closed.
fn closed(problem: &Problem, date: Date) -> Markup {
    let all = problem.schools.iter().all(|school| school.closed_on(date).is_some());
    let why = problem.schools.iter().find_map(|school| school.closed_on(date)?.why.as_deref());
    html! { @if all { small { (why.unwrap_or("closed")) } } }
}

fn chip(problem: &Problem, step: &Step, role: Role, head: String, detail: String) -> Chip {
    let when = step.period(problem);
    Chip { role, when, head, detail, arrangement: step.arrangement.id.clone() }
}

fn by_teacher(problem: &Problem, steps: &[Step], names: &Names) -> Rows {
    let mut rows = Rows::new();
    for step in steps {
        for (who, role) in step.roles() {
            let teacher = &problem.teachers[who];
            let mut detail = vec![step.lesson(names, Some(teacher.school))];
            if let (What::Visit(visit), Role::Watches) = (step.what, role) {
                detail.push(left_with(visit, names));
            }
            detail.retain(|part| !part.is_empty());
            let chip = chip(problem, step, role, step.told_of(who, role, names), detail.join("; "));
            let key = (teacher.school, names.teacher(who), crate::domain::Key::index(who));
            let row = rows.entry(key).or_insert_with(|| Row {
                label: names.teacher(who),
                sub: sub(teacher.department.as_deref(), teacher.school, names),
                item: Item::of(problem, &[who]),
                days: BTreeMap::new(),
            });
            row.days.entry(step.date).or_default().push(chip);
        }
    }
    rows
}

/// `Maths, Highfield Academy`: what there is of it.
fn sub(department: Option<&str>, school: SchoolId, names: &Names) -> String {
    format!("{}{}", department.unwrap_or_default(), names.at_school(school)).trim_start_matches(", ").to_owned()
}

/// The rooms that visitors come to.
fn by_room(problem: &Problem, steps: &[Step], names: &Names) -> Rows {
    let mut rows = Rows::new();
    for step in steps {
        let (What::Visit(visit) | What::Recording(visit) | What::Exchange(visit)) = step.what else { continue };
        let room: Option<RoomId> = problem.lessons[visit.at.lesson].room;
        let label = room.map_or_else(|| "No room given".to_owned(), |room| problem.rooms[room].id.clone());
        let (who, does, whom) = step.told(names);
        let head = format!("{who} {does} {whom}");
        let chip = chip(problem, step, Role::Hosts, head, names.class(visit.at.lesson));
        let last = room.map_or(usize::MAX, |_| 0);
        add(problem, &mut rows, (step.school, label.clone(), last), label, step, names, chip);
    }
    rows
}

/// Who takes the classes left behind.
fn by_cover(problem: &Problem, steps: &[Step], names: &Names) -> Rows {
    let mut rows = Rows::new();
    for step in steps {
        let What::Cover(visit, cover) = step.what else { continue };
        let head = names.lesson(cover.at.lesson);
        let detail = format!("for {}, who watches {}", names.teacher(visit.observer), names.teacher(visit.host));
        let chip = chip(problem, step, Role::Covers, head, detail);
        let label = names.cover(cover.by);
        // Persons first, then what is no person.
        let order = usize::from(matches!(cover.by, CoverBy::NoneNeeded | CoverBy::Study));
        add(problem, &mut rows, (step.school, label.clone(), order), label, step, names, chip);
    }
    rows
}

fn add(
    problem: &Problem,
    rows: &mut Rows,
    key: (SchoolId, String, usize),
    label: String,
    step: &Step,
    names: &Names,
    chip: Chip,
) {
    let school = key.0;
    let row = rows.entry(key).or_insert_with(|| Row {
        label,
        sub: sub(None, school, names),
        item: Item::default(),
        days: BTreeMap::new(),
    });
    let people: Vec<TeacherId> = step.people();
    row.item.add(problem, &people);
    row.days.entry(step.date).or_default().push(chip);
}
