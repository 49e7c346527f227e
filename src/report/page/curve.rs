//! What money buys: partners got and the total weighed, by budget, as a chart and as a table. For the planner alone.

use maud::{Markup, html};

use crate::domain::Pence;

use super::super::words::{listed, pounds};

/// The round planned once more, with a change.
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
    /// No plan of the scenario has a lower total, pence.
    pub bound: Pence,
    /// Partners got.
    pub served: u32,
    /// Partners wanted.
    pub wanted: u32,
}

/// The round as it is beside scenarios, and what they tell of money where they are budgets.
#[derive(Debug, Clone, PartialEq, Eq)]
pub struct Curve {
    /// The round as it is, if it could be planned.
    pub base: Option<Point>,
    /// The scenarios; of a sweep, budgets that rise.
    pub points: Vec<Point>,
    /// Scenarios for which there is no plan.
    pub unplanned: Vec<String>,
    /// What a sweep over budgets adds.
    pub sweep: Option<Sweep>,
}

/// What a sweep over budgets tells.
#[derive(Debug, Clone, PartialEq, Eq)]
pub struct Sweep {
    /// The round without a limit on money, if it could be planned.
    pub unlimited: Option<Point>,
    /// The name of the scenario after which money buys clearly less.
    pub knee: Option<String>,
    /// Pence from which on more money buys nothing.
    pub enough: Option<Pence>,
}

/// Width and height of a chart in its own units, and the room for its scales.
const WIDTH: f64 = 640.0;
const HEIGHT: f64 = 260.0;
const LEFT: f64 = 84.0;
const RIGHT: f64 = 36.0;
const TOP: f64 = 16.0;
const BOTTOM: f64 = 40.0;

/// The charts, where the scenarios are budgets, and all of them as a table.
pub fn section(curve: &Curve) -> Markup {
    html! {
        section #curve aria-labelledby="curve-h" {
            @if let Some(sweep) = &curve.sweep {
                h2 #curve-h { "What money buys" }
                p.lead { "The round planned with more and more money, everything else as it is." (told(curve, sweep)) }
                div.columns {
                    (chart("Partners got", curve, sweep, |point| vec![i64::from(point.served)], |value| value.to_string()))
                    (chart("Total weighed, and the proven bound below it", curve, sweep, |point| vec![point.total, point.bound], pounds))
                }
            } @else {
                h2 #curve-h { "What if" }
                p.lead { "The round planned once more for each scenario, beside the round as it is." }
            }
            (table(curve))
            @if !curve.unplanned.is_empty() { p.detail { "There is no plan for " (listed(&curve.unplanned)) "." } }
        }
    }
}

/// The knee and the end of the curve in words.
fn told(curve: &Curve, sweep: &Sweep) -> String {
    let knee = sweep.knee.as_ref().and_then(|knee| curve.points.iter().find(|point| point.name == *knee)?.budget);
    let knee = knee.map(|knee| format!(" Up to {} money buys most, after that less.", pounds(knee)));
    let enough = match sweep.enough {
        Some(0) => Some(" More money buys nothing: the best round costs nothing.".to_owned()),
        Some(enough) => Some(format!(" From {} on more money buys nothing.", pounds(enough))),
        None => None,
    };
    knee.into_iter().chain(enough).collect()
}

fn table(curve: &Curve) -> Markup {
    let unlimited = curve.sweep.as_ref().and_then(|sweep| sweep.unlimited.as_ref());
    html! {
        div.scroll role="region" aria-labelledby="curve-h" tabindex="0" {
            table.sheet role="table" {
                caption.hush { "The scenarios in figures" }
                thead role="rowgroup" { tr role="row" {
                    th scope="col" role="columnheader" { "Scenario" }
                    @for head in ["Budget", "Paid", "Partners got", "Total", "Bound"] {
                        th.sum scope="col" role="columnheader" { (head) }
                    }
                } }
                tbody role="rowgroup" {
                    @for point in curve.base.iter().chain(&curve.points).chain(unlimited) {
                        tr role="row" {
                            th scope="row" role="rowheader" { (name(point, curve)) }
                            td.sum role="cell" data-label="Budget" { (point.budget.map_or_else(|| "no limit".to_owned(), pounds)) }
                            td.sum role="cell" data-label="Paid" { (pounds(point.money)) }
                            td.sum role="cell" data-label="Partners got" { (point.served) " of " (point.wanted) }
                            td.sum role="cell" data-label="Total" { (pounds(point.total)) }
                            td.sum role="cell" data-label="Bound" { (pounds(point.bound)) }
                        }
                    }
                }
            }
        }
    }
}

/// The name of a scenario; that of a step of a sweep is its budget.
fn name(point: &Point, curve: &Curve) -> String {
    match point.budget.filter(|_| curve.sweep.is_some() && curve.points.contains(point)) {
        Some(budget) => pounds(budget),
        None => point.name.clone(),
    }
}

/// A straight scale from values to units of the chart.
struct Scale {
    from: i128,
    to: i128,
    low: f64,
    high: f64,
}

impl Scale {
    /// From the lowest to the highest of `values`, widened to whole steps.
    fn of(values: &[i64], low: f64, high: f64) -> Self {
        let from = values.iter().copied().min().map_or(0, i128::from);
        let to = values.iter().copied().max().map_or(1, i128::from).max(from + 1);
        let step = step(to - from);
        let (from, to) = (from.div_euclid(step) * step, -((-to).div_euclid(step) * step));
        Self { from, to, low, high }
    }

    #[allow(clippy::cast_precision_loss, reason = "a place on a chart, not money")]
    fn at(&self, value: i64) -> f64 {
        let part = (i128::from(value) - self.from) as f64 / (self.to - self.from) as f64;
        self.low + part * (self.high - self.low)
    }

    /// The values of the marks along the scale.
    fn ticks(&self) -> Vec<i64> {
        let step = step(self.to - self.from);
        let ticks = (0..).map(|index| self.from + index * step).take_while(|&tick| tick <= self.to);
        ticks.filter_map(|tick| i64::try_from(tick).ok()).collect()
    }
}

/// A round step of which about five make `span`: 1, 2 or 5 times a power of ten.
fn step(span: i128) -> i128 {
    let rough = (span / 5).max(1);
    let power = 10_i128.pow(rough.ilog10());
    [1, 2, 5].into_iter().map(|times| times * power).find(|&step| step >= rough).unwrap_or(10 * power)
}

/// `value` with one decimal, which is finer than any screen.
fn unit(value: f64) -> String {
    format!("{value:.1}")
}

/// Lines over the budget; the first of each point's values is drawn boldly, the others lightly. A ring is the round as
/// it is, a dotted line what can be had without a limit.
fn chart(title: &str, curve: &Curve, sweep: &Sweep, values: fn(&Point) -> Vec<i64>, told: fn(i64) -> String) -> Markup {
    // Without a limit the round as it is stands where its own spending is.
    let money = |point: &Point| point.budget.unwrap_or(point.money);
    let drawn = || curve.points.iter().chain(&curve.base);
    let across: Vec<i64> = drawn().map(money).collect();
    let up: Vec<i64> = drawn().chain(&sweep.unlimited).flat_map(values).collect();
    let x = Scale::of(&across, LEFT, WIDTH - RIGHT);
    let y = Scale::of(&up, HEIGHT - BOTTOM, TOP);
    let lines = curve.points.iter().map(|point| values(point).len()).min().unwrap_or(0);
    let path = |line: usize| {
        let place = |point: &Point| format!("{} {}", unit(x.at(money(point))), unit(y.at(values(point)[line])));
        format!("M{}", curve.points.iter().map(place).collect::<Vec<_>>().join("L"))
    };
    let circle = |point: &Point, radius: &str| {
        let value = values(point)[0];
        html! {
            circle cx=(unit(x.at(money(point)))) cy=(unit(y.at(value))) r=(radius) {
                title { (name(point, curve)) ": " (told(value)) }
            }
        }
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
                @if let Some(unlimited) = &sweep.unlimited {
                    @let at = unit(y.at(values(unlimited)[0]));
                    path.line.limit d={ "M" (unit(LEFT)) " " (at) "H" (unit(WIDTH - RIGHT)) } {
                        title { "no limit: " (told(values(unlimited)[0])) }
                    }
                }
                @for line in (0..lines).rev() {
                    path.line.light[line > 0] d=(path(line)) {}
                }
                @for point in &curve.points { (circle(point, "4")) }
                @if let Some(base) = &curve.base { g.base { (circle(base, "7")) } }
            }
            p.detail {
                @if curve.base.is_some() { "The ring is the round as it is. " }
                @if sweep.unlimited.is_some() { "The dotted line is the round without a limit." }
            }
        }
    }
}

/// Whole pounds without their pence.
fn short(money: &str) -> &str {
    money.strip_suffix(".00").unwrap_or(money)
}

#[cfg(test)]
mod tests {
    use super::*;

    #[test]
    fn scales_have_a_few_round_marks() {
        let ticks = |values: &[i64]| Scale::of(values, 0.0, 1.0).ticks();
        assert_eq!(ticks(&[0, 200_000]), [0, 50_000, 100_000, 150_000, 200_000]);
        assert_eq!(ticks(&[-4_100, -1_500]), [-5_000, -4_000, -3_000, -2_000, -1_000]);
        assert_eq!(ticks(&[7]), [7, 8]);
        assert_eq!(ticks(&[]), [0, 1]);
        assert_eq!(ticks(&[i64::MIN, i64::MAX]), [-5_000_000_000_000_000_000, 0, 5_000_000_000_000_000_000]);
        let scale = Scale::of(&[0, 100], 10.0, 30.0);
        assert_eq!(unit(scale.at(50)), "20.0");
    }
}
