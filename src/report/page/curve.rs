//! What money buys: partners got and the total weighed, by budget, as a chart and as a table. For the planner alone.

use maud::{Markup, html};

use crate::domain::Pence;

use super::super::words::pounds;

/// One round planned with so much money.
#[derive(Debug, Clone, PartialEq, Eq)]
pub struct Point {
    /// What the scenario is called.
    pub name: String,
    /// The budget in pence; `None` = no limit.
    pub budget: Option<Pence>,
    /// What is paid, pence.
    pub money: Pence,
    /// money + goodwill + unserved cost - value, pence.
    pub total: Pence,
    /// No plan with that budget has a lower total, pence.
    pub bound: Pence,
    /// Partners got.
    pub served: u32,
}

/// Rounds planned with more and more money.
#[derive(Debug, Clone, Default, PartialEq, Eq)]
pub struct Curve {
    /// The points, by budget.
    pub points: Vec<Point>,
}

/// Width and height of a chart in its own units, and the room for its scales.
const WIDTH: f64 = 640.0;
const HEIGHT: f64 = 260.0;
const LEFT: f64 = 84.0;
const RIGHT: f64 = 36.0;
const TOP: f64 = 16.0;
const BOTTOM: f64 = 40.0;

/// The chart and its table.
pub fn section(curve: &Curve) -> Markup {
    html! {
        section #curve aria-labelledby="curve-h" {
            h2 #curve-h { "What money buys" }
            p.lead { "The round planned with more and more money, everything else as it is." }
            div.columns {
                (chart("Partners got", curve, |point| vec![i64::from(point.served)], |value| value.to_string()))
                (chart("Total weighed, and the proven bound below it", curve, |point| vec![point.total, point.bound], pounds))
            }
            (table(curve))
        }
    }
}

fn table(curve: &Curve) -> Markup {
    html! {
        div.scroll role="region" aria-labelledby="curve-h" tabindex="0" {
            table.sheet role="table" {
                caption.hush { "The price curve in figures" }
                thead role="rowgroup" { tr role="row" {
                    th scope="col" role="columnheader" { "Scenario" }
                    @for head in ["Budget", "Paid", "Partners got", "Total", "Bound"] {
                        th.sum scope="col" role="columnheader" { (head) }
                    }
                } }
                tbody role="rowgroup" {
                    @for point in &curve.points {
                        tr role="row" {
                            th scope="row" role="rowheader" { (point.name) }
                            td.sum role="cell" data-label="Budget" { (point.budget.map_or_else(|| "no limit".to_owned(), pounds)) }
                            td.sum role="cell" data-label="Paid" { (pounds(point.money)) }
                            td.sum role="cell" data-label="Partners got" { (point.served) }
                            td.sum role="cell" data-label="Total" { (pounds(point.total)) }
                            td.sum role="cell" data-label="Bound" { (pounds(point.bound)) }
                        }
                    }
                }
            }
        }
    }
}

/// A straight scale from values to units of the chart.
struct Scale {
    from: f64,
    to: f64,
    low: f64,
    high: f64,
}

impl Scale {
    /// From the lowest to the highest of `values`, widened to whole steps.
    fn of(values: &[i64], low: f64, high: f64) -> Self {
        let from = values.iter().copied().min().unwrap_or(0);
        let to = values.iter().copied().max().unwrap_or(1).max(from + 1);
        let step = step(to - from);
        let from = from.div_euclid(step) * step;
        let to = -((-to).div_euclid(step) * step);
        Self { from: float(from), to: float(to), low, high }
    }

    fn at(&self, value: i64) -> f64 {
        self.low + (float(value) - self.from) / (self.to - self.from) * (self.high - self.low)
    }

    /// The values of the marks along the scale.
    #[allow(clippy::cast_possible_truncation, reason = "whole numbers that were an i64 before")]
    fn ticks(&self) -> Vec<i64> {
        let (from, to) = (self.from as i64, self.to as i64);
        let step = step(to - from);
        (0..).map(|index| from + index * step).take_while(|&tick| tick <= to).collect()
    }
}

#[allow(clippy::cast_precision_loss, reason = "a place on a chart, not money")]
fn float(value: i64) -> f64 {
    value as f64
}

/// A round step of which about five make `span`: 1, 2 or 5 times a power of ten.
fn step(span: i64) -> i64 {
    let rough = (span / 5).max(1);
    let power = 10_i64.pow(rough.ilog10());
    [1, 2, 5].into_iter().map(|times| times * power).find(|&step| step >= rough).unwrap_or(10 * power)
}

/// `value` with one decimal, which is finer than any screen.
fn unit(value: f64) -> String {
    format!("{value:.1}")
}

/// Lines over the budget; the first of each point's values is drawn boldly, the others lightly.
fn chart(title: &str, curve: &Curve, values: fn(&Point) -> Vec<i64>, told: fn(i64) -> String) -> Markup {
    // Without a limit a round stands where its own spending is.
    let money = |point: &Point| point.budget.unwrap_or(point.money);
    let across: Vec<i64> = curve.points.iter().map(money).collect();
    let up: Vec<i64> = curve.points.iter().flat_map(values).collect();
    let x = Scale::of(&across, LEFT, WIDTH - RIGHT);
    let y = Scale::of(&up, HEIGHT - BOTTOM, TOP);
    let lines = curve.points.iter().map(|point| values(point).len()).min().unwrap_or(0);
    let path = |line: usize| {
        let place = |point: &Point| format!("{} {}", unit(x.at(money(point))), unit(y.at(values(point)[line])));
        format!("M{}", curve.points.iter().map(place).collect::<Vec<_>>().join("L"))
    };
    html! {
        figure {
            figcaption { (title) }
            svg.chart viewBox={ "0 0 " (WIDTH) " " (HEIGHT) } role="img" aria-label={ (title) ", by budget; the figures are in the table below" } {
                @for tick in y.ticks() {
                    @let at = unit(y.at(tick));
                    line.rule x1=(unit(LEFT)) x2=(unit(WIDTH - RIGHT)) y1=(at) y2=(at) {}
                    text.tick x=(unit(LEFT - 8.0)) y=(at) dy="0.32em" text-anchor="end" { (short(&told(tick))) }
                }
                @for tick in x.ticks() {
                    @let at = unit(x.at(tick));
                    text.tick x=(at) y=(unit(HEIGHT - BOTTOM + 18.0)) text-anchor="middle" { (short(&pounds(tick))) }
                }
                text.tick x=(unit(WIDTH - RIGHT)) y=(unit(HEIGHT - 4.0)) text-anchor="end" { "budget" }
                @for line in (0..lines).rev() {
                    path.line.light[line > 0] d=(path(line)) {}
                }
                @for point in &curve.points {
                    @let value = values(point)[0];
                    circle cx=(unit(x.at(money(point)))) cy=(unit(y.at(value))) r="4" {
                        title { (point.name) ": " (told(value)) }
                    }
                }
            }
        }
    }
}

/// Whole pounds without their pence.
fn short(money: &str) -> &str {
    money.strip_suffix(".00").unwrap_or(money)
}
