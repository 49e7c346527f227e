//! The cover sheet: every class left behind, with who takes it; what is hired.

use maud::{Markup, html};

use crate::domain::{Plan, Problem};

use super::super::text::cover::{hired, in_order, paid};
use super::super::words::{Names, count, day, iso, pounds, times};
use super::Audience;
use super::marks::{Item, sortable, sortable_sum};

/// The sheet by date and time; with the money for the planner.
pub fn section(problem: &Problem, plan: &Plan, names: &Names, audience: Audience) -> Markup {
    let covers = in_order(problem, plan);
    html! {
        section #cover aria-labelledby="cover-h" {
            h2 #cover-h { "Cover sheet" }
            @if covers.is_empty() {
                p.lead { "No class is left." }
            } @else {
                p.lead { (count(covers.len(), "class period")) " left, by date and time." }
                div.scroll role="region" aria-labelledby="cover-h" tabindex="0" {
                    table.sheet role="table" data-list="covers" {
                        caption.hush { "Classes left, with who takes them" }
                        thead role="rowgroup" { tr role="row" {
                            (sortable("Date")) (sortable("Period")) (sortable("Class")) (sortable("Room"))
                            (sortable("Away")) (sortable("Taken by"))
                            @if audience.is_planner() { (sortable_sum("Paid")) (sortable_sum("Goodwill")) }
                        } }
                        tbody role="rowgroup" {
                            @for (index, (absent, cover)) in covers.iter().enumerate() {
                                @let lesson = &problem.lessons[cover.at.lesson];
                                @let school = &problem.schools[lesson.school];
                                @let bell = school.bell_of(cover.at.period, cover.at.date.weekday());
                                @let item = Item::of(problem, &[*absent]);
                                @let new_day = index == 0 || covers[index - 1].1.at.date != cover.at.date;
                                tr.new-day[new_day] role="row" data-item data-school=(item.schools()) data-department=(item.departments()) {
                                    td role="cell" data-label="Date" data-key=(iso(cover.at.date)) { time datetime=(iso(cover.at.date)) { (day(cover.at.date)) } }
                                    td role="cell" data-label="Period" data-key=(bell.map_or(0, |bell| bell.start)) {
                                        b { (school.period_ids[cover.at.period]) } " "
                                        @if let Some(bell) = bell { span.hours { (times(bell)) } }
                                    }
                                    td role="cell" data-label="Class" { (names.class(cover.at.lesson)) (names.at_school(lesson.school)) }
                                    td role="cell" data-label="Room" { @if let Some(room) = lesson.room { (problem.rooms[room].id) } }
                                    td role="cell" data-label="Away" { (names.teacher(*absent)) }
                                    td role="cell" data-label="Taken by" { b { (names.cover(cover.by)) } }
                                    @if audience.is_planner() {
                                        td.sum role="cell" data-label="Paid" data-key=(cover.money) { (paid(cover)) }
                                        td.sum role="cell" data-label="Goodwill" data-key=(cover.goodwill) { (pounds(cover.goodwill)) }
                                    }
                                }
                            }
                        }
                    }
                }
            }
            @if audience.is_planner() && !plan.hires.is_empty() { (hires(problem, plan, names)) }
        }
    }
}

fn hires(problem: &Problem, plan: &Plan, names: &Names) -> Markup {
    html! {
        h3 { "Hired" }
        ul.plain {
            @for hire in &plan.hires {
                li {
                    time datetime=(iso(hire.date)) { (day(hire.date)) } ": "
                    (hired(problem, hire)) " from " (problem.supply[hire.source].id) (names.at_school(hire.school))
                    ", " b { (pounds(hire.money)) }
                }
            }
        }
        p.detail { (pounds(plan.hires.iter().map(|hire| hire.money).sum())) " in all" }
    }
}
