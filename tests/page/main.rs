//! The page in a real browser: it renders, sorts, filters, fits a phone, can be used by keyboard and read aloud,
//! prints, shows everything without scripts, and complains of nothing. What was seen is left as pictures in
//! `target/tmp/page`.

mod browser;
mod scripts;

use std::collections::BTreeSet;
use std::fs;
use std::path::{Path, PathBuf};

use browser::Browser;
use opendoor::domain::{Plan, Problem};
use opendoor::engine::{Options, Silent};
use opendoor::format::read_instance;
use opendoor::report::page::{Audience, Curve, Point, Sweep, page};
use serde_json::{Value, json};

fn folder() -> PathBuf {
    let folder = Path::new(env!("CARGO_TARGET_TMPDIR")).join("page");
    fs::create_dir_all(&folder).expect("a folder");
    folder
}

fn round(name: &str) -> (Problem, Plan) {
    let path = Path::new(env!("CARGO_MANIFEST_DIR")).join("instances").join(name);
    let problem = read_instance(&fs::read(path).expect("an instance")).expect("a good instance").problem;
    let plan = opendoor::solve(&problem, &Options::default(), &mut Silent).expect("a plan");
    (problem, plan)
}

/// A page in a file of its own.
fn written(name: &str, html: &str) -> PathBuf {
    let file = folder().join(name);
    fs::write(&file, html).expect("a file");
    file
}

fn curve() -> Curve {
    let point = |step: u32, limited: bool| {
        let budget = i64::from(step) * 25_000;
        let total = -150_000 - 40_000 * i64::from(step.min(6));
        Point {
            name: format!("budget {budget}"),
            budget: limited.then_some(budget),
            money: budget.min(140_000),
            total,
            bound: total - 9_000,
            served: 20 + 3 * step.min(6),
            wanted: 40,
        }
    };
    let base = Some(Point { name: "as it is".to_owned(), ..point(3, true) });
    let unlimited = Some(Point { name: "no limit".to_owned(), ..point(9, false) });
    let sweep = Some(Sweep { unlimited, knee: Some("budget 100000".to_owned()), enough: Some(140_000) });
    Curve { base, points: (0..9).map(|step| point(step, true)).collect(), unplanned: Vec::new(), sweep }
}

/// The planner's page of the secondary school, opened in a window of 1280 by 900.
fn secondary(name: &str) -> Option<(Browser, Plan)> {
    let mut browser = Browser::start()?;
    let (problem, plan) = round("secondary.json");
    let file = written(name, &page(&problem, &plan, Audience::Planner, None));
    browser.size(1280, 900);
    browser.open(&file);
    Some((browser, plan))
}

/// Goes to a section at once.
fn go_to(browser: &mut Browser, section: &str) {
    browser.value(&format!("document.getElementById('{section}').scrollIntoView({{behavior: 'instant'}})"));
}

fn no_complaint(browser: &mut Browser) {
    assert_eq!(browser.complaints(), Vec::<String>::new());
}

#[test]
fn every_page_renders_and_complains_of_nothing() {
    let Some(mut browser) = Browser::start() else { return };
    browser.size(1280, 900);
    let (problem, plan) = round("secondary.json");
    let host = plan.arrangements[0].members[0];
    for (name, audience, whose) in [
        ("planner", Audience::Planner, "the planner's page"),
        ("shared", Audience::Everybody, "for everybody"),
        ("own", Audience::One(host), "for you alone"),
    ] {
        browser.open(&written(&format!("{name}.html"), &page(&problem, &plan, audience, None)));
        assert_eq!(browser.value("document.querySelector('.badge').textContent"), json!(whose));
        browser.picture(&folder().join(format!("{name}.png")));
        no_complaint(&mut browser);
    }
    let (many, every) = round("everything.json");
    browser.open(&written("everything.html", &page(&many, &every, Audience::Planner, None)));
    assert_eq!(browser.value(scripts::LOW_CONTRAST), json!([]));
    browser.picture(&folder().join("everything.png"));
    go_to(&mut browser, "pairs");
    browser.picture(&folder().join("everything-pairs.png"));
    no_complaint(&mut browser);
    browser.open(&folder().join("planner.html"));
    for section in ["pairs", "cover", "money", "loads"] {
        go_to(&mut browser, section);
        browser.picture(&folder().join(format!("planner-{section}.png")));
    }
    assert_eq!(browser.value("document.querySelectorAll('.card').length"), json!(plan.arrangements.len()));
    assert_eq!(browser.value("document.querySelectorAll('.loads tbody tr').length"), json!(plan.loads.len()));
    let covers = plan.arrangements.iter().flat_map(|one| &one.visits).map(|visit| visit.covers.len()).sum::<usize>();
    assert_eq!(browser.value("document.querySelectorAll('.sheet tbody tr').length"), json!(covers));
    // Each visit stands once with the observer, once with the host.
    let visits = plan.arrangements.iter().map(|one| one.visits.len()).sum::<usize>();
    for role in ["watches", "hosts"] {
        let chips = format!("document.querySelectorAll('.week[data-view=teacher] .chip.{role}').length");
        assert_eq!(browser.value(&chips), json!(visits), "{role}");
    }
}

#[test]
fn who_is_left_out_and_the_price_curve_are_shown() {
    let Some(mut browser) = Browser::start() else { return };
    browser.size(1280, 900);
    let (problem, plan) = round("hard/primary-14-no-money.json");
    assert!(!plan.unserved.is_empty(), "somebody is left out there");
    browser.open(&written("left-out.html", &page(&problem, &plan, Audience::Planner, Some(&curve()))));
    assert_eq!(browser.value("document.querySelectorAll('.left-out li').length"), json!(plan.unserved.len()));
    go_to(&mut browser, "left-out");
    browser.picture(&folder().join("left-out.png"));
    go_to(&mut browser, "curve");
    browser.picture(&folder().join("curve.png"));
    assert_eq!(browser.value("document.querySelectorAll('.chart circle').length"), json!(20));
    // Nothing that is drawn or written leaves its chart.
    assert_eq!(browser.value(scripts::OUTSIDE_OF_CHARTS), json!([]));
    no_complaint(&mut browser);
}

/// The words of a column of the loads or of the cover sheet, as they stand.
fn column(browser: &mut Browser, table: &str, number: usize) -> Vec<String> {
    let cells = format!("[...document.querySelectorAll('{table} tbody tr')].map(row => row.cells[{number}].innerText)");
    let cells = browser.value(&cells);
    cells.as_array().expect("a list").iter().map(|cell| cell.as_str().expect("words").to_owned()).collect()
}

#[test]
fn tables_and_cards_are_sorted_by_their_heads() {
    let Some((mut browser, plan)) = secondary("sorting.html") else { return };
    let head = ".loads thead th:nth-child(4) button";
    let state = "document.querySelector('.loads thead th:nth-child(4)').getAttribute('aria-sort')";
    assert_eq!(browser.value(state), Value::Null);
    browser.press(head);
    assert_eq!(browser.value(state), json!("descending"));
    let falling: Vec<u32> =
        column(&mut browser, ".loads", 3).iter().map(|n| n.trim().parse().expect("a number")).collect();
    assert!(falling.is_sorted_by(|a, b| a >= b), "{falling:?}");
    let most = plan.loads.iter().map(|load| load.free_periods).max();
    assert_eq!(falling.first().copied(), most);
    browser.press(head);
    assert_eq!(browser.value(state), json!("ascending"));
    let rising: Vec<u32> =
        column(&mut browser, ".loads", 3).iter().map(|n| n.trim().parse().expect("a number")).collect();
    assert!(rising.is_sorted(), "{rising:?}");
    browser.press(".loads thead th:nth-child(1) button");
    let names = column(&mut browser, ".loads", 0);
    assert!(names.is_sorted(), "{names:?}");
    assert_eq!(browser.value("document.querySelectorAll('.loads [aria-sort]').length"), json!(1));
    // By date again after another order: dates go by the calendar, not by their words.
    browser.press(".sheet thead th:nth-child(5) button");
    assert!(column(&mut browser, ".sheet", 4).is_sorted());
    browser.press(".sheet thead th:nth-child(1) button");
    let dates = browser.value("[...document.querySelectorAll('.sheet tbody time')].map(time => time.dateTime)");
    assert!(dates.as_array().expect("a list").iter().map(Value::as_str).is_sorted(), "{dates}");
    browser.value("order.value = 'worth'; order.dispatchEvent(new Event('change'))");
    let worth = browser.value("[...document.querySelectorAll('.card')].map(card => Number(card.dataset.worth))");
    assert!(worth.as_array().expect("a list").iter().map(Value::as_i64).is_sorted_by(|a, b| a >= b), "{worth}");
    no_complaint(&mut browser);
}

#[test]
fn one_filter_for_every_list() {
    let Some((mut browser, plan)) = secondary("filtering.html") else { return };
    let shown = |selector: &str| {
        format!("[...document.querySelectorAll('{selector}')].filter(e => e.checkVisibility()).length")
    };
    let name = browser.value("document.querySelector('.card').dataset.name.split(' and ')[0]");
    let name = name.as_str().expect("a name").to_owned();
    browser.press("#find");
    browser.write(&name);
    browser.wait("found.textContent.startsWith('Shown: ')");
    let cards = browser.value(&shown(".card"));
    assert!(cards.as_u64().is_some_and(|cards| cards >= 1 && cards < plan.arrangements.len() as u64), "{cards}");
    let words =
        browser.value("[...document.querySelectorAll('.card')].filter(e => e.checkVisibility()).map(e => e.innerText)");
    assert!(
        words.as_array().expect("a list").iter().all(|card| card.as_str().is_some_and(|card| card.contains(&name)))
    );
    let told = browser.value("found.textContent");
    assert!(
        told.as_str().expect("words").contains(&format!("{cards} of {} arrangements", plan.arrangements.len())),
        "{told}"
    );
    browser.picture(&folder().join("filtered.png"));
    // What is filtered away comes back for who follows a link to it.
    let last = plan.arrangements.iter().rev().find(|one| !one.id.is_empty()).expect("an arrangement");
    browser.value(&format!("location.hash = '#a-{}'", last.id));
    browser.wait("found.textContent === '' && document.getElementById('find').value === ''");
    assert_eq!(browser.value(&shown(".card")), json!(plan.arrangements.len()));
    browser.value("department.value = 'Maths'; department.dispatchEvent(new Event('input', {bubbles: true}))");
    browser.wait("found.textContent.startsWith('Shown: ')");
    let rows = browser.value(
        "[...document.querySelectorAll('.week[data-view=teacher] tbody tr')].filter(e => e.checkVisibility()).map(e => e.cells[0].querySelector('small').innerText)",
    );
    assert!(!rows.as_array().expect("a list").is_empty());
    assert!(rows.as_array().expect("a list").iter().all(|row| row == "Maths"), "{rows}");
    browser.press(".filters button[type=reset]");
    browser.wait("found.textContent === ''");
    no_complaint(&mut browser);
}

#[test]
fn weeks_are_turned_over_and_seen_three_ways() {
    let Some((mut browser, _)) = secondary("weeks.html") else { return };
    let shown = "[...document.querySelectorAll('.week')].filter(e => e.checkVisibility()).map(e => e.dataset.view + ' ' + e.dataset.week)";
    assert_eq!(browser.value(shown), json!(["teacher 2026-11-02"]));
    browser.press("#week-on");
    assert_eq!(browser.value(shown), json!(["teacher 2026-11-09"]));
    browser.press("[data-view=room]");
    assert_eq!(browser.value(shown), json!(["room 2026-11-09"]));
    browser.picture(&folder().join("by-room.png"));
    browser.press("[data-view=cover]");
    browser.press("#week-back");
    assert_eq!(browser.value(shown), json!(["cover 2026-11-02"]));
    browser.picture(&folder().join("by-cover.png"));
    assert_eq!(browser.value("document.getElementById('week-back').disabled"), json!(true));
    browser.value("week.value = ''; week.dispatchEvent(new Event('change'))");
    assert_eq!(browser.value(shown), json!(["cover 2026-11-02", "cover 2026-11-09"]));
    no_complaint(&mut browser);
}

#[test]
fn it_fits_a_phone() {
    let Some((mut browser, _)) = secondary("phone.html") else { return };
    browser.size(375, 812);
    browser.picture(&folder().join("phone.png"));
    for section in ["weeks", "pairs", "cover", "money", "loads"] {
        go_to(&mut browser, section);
        browser.picture(&folder().join(format!("phone-{section}.png")));
    }
    // Nothing makes the page wider than the screen, and every control is large enough for a thumb.
    assert_eq!(browser.value("document.scrollingElement.scrollWidth"), json!(375));
    assert_eq!(browser.value(scripts::WIDER_THAN_THE_SCREEN), json!([]));
    assert_eq!(browser.value(scripts::SMALL_TARGETS), json!([]));
    no_complaint(&mut browser);
}

#[test]
fn it_is_used_by_keyboard() {
    let Some((mut browser, _)) = secondary("keyboard.html") else { return };
    browser.key("Tab", "");
    assert_eq!(browser.value("document.activeElement.className"), json!("skip"));
    browser.wait("document.querySelector('.skip').getBoundingClientRect().top >= 0");
    browser.key("Enter", "\r");
    browser.wait("document.activeElement.id === 'main'");
    // From the main part on: the three views, of which the second is chosen.
    browser.key("Tab", "");
    browser.key("Tab", "");
    assert_eq!(browser.value("document.activeElement.dataset.view"), json!("room"));
    let outline = browser.value("getComputedStyle(document.activeElement).outlineStyle");
    assert_eq!(outline, json!("solid"), "what has the focus is seen");
    browser.picture(&folder().join("keyboard.png"));
    browser.key(" ", " ");
    assert_eq!(browser.value("document.activeElement.getAttribute('aria-pressed')"), json!("true"));
    // Every control is reached.
    let controls = browser.value("[...document.querySelectorAll('a, button, input, select, [tabindex=\"0\"]')].filter(e => e.checkVisibility() && !e.disabled).length");
    let reached = reached_by_tab(&mut browser);
    assert_eq!(json!(reached), controls);
    no_complaint(&mut browser);
}

/// How many controls the tab key comes to before it leaves the page.
fn reached_by_tab(browser: &mut Browser) -> usize {
    browser.value("document.querySelector('.skip').focus(); window.met = new Set([document.activeElement])");
    for reached in 1..5_000 {
        browser.key("Tab", "");
        let new = "(e => e !== document.body && !met.has(e) && Boolean(met.add(e)))(document.activeElement)";
        if browser.value(new) != json!(true) {
            return reached;
        }
    }
    panic!("the tab key never comes to an end")
}

#[test]
fn it_can_be_read_aloud() {
    let Some((mut browser, _)) = secondary("aloud.html") else { return };
    let tree = browser.call("Accessibility.getFullAXTree", &json!({}));
    let mut roles: BTreeSet<String> = BTreeSet::new();
    for node in tree["nodes"].as_array().expect("a list").iter().filter(|node| node["ignored"] == false) {
        let role = node["role"]["value"].as_str().unwrap_or_default().to_owned();
        let name = node["name"]["value"].as_str().unwrap_or_default().trim();
        let needs_name =
            ["button", "link", "searchbox", "combobox", "table", "region", "heading", "navigation", "search"];
        assert!(!needs_name.contains(&role.as_str()) || !name.is_empty(), "a {role} without a name: {node}");
        roles.insert(role);
    }
    for role in
        ["banner", "navigation", "search", "main", "contentinfo", "table", "columnheader", "rowheader", "heading"]
    {
        assert!(roles.contains(role), "no {role} among {roles:?}");
    }
    // Headings go down one step at a time, ids are there once, every table has its caption.
    let levels = browser.value("[...document.querySelectorAll('h1, h2, h3')].map(e => Number(e.tagName[1]))");
    let levels: Vec<u64> = levels.as_array().expect("a list").iter().filter_map(Value::as_u64).collect();
    assert!(
        levels.windows(2).all(|two| two[1] <= two[0] + 1) && levels.iter().filter(|&&level| level == 1).count() == 1
    );
    assert_eq!(browser.value("[...document.querySelectorAll('[id]')].filter((e, i, all) => all.findIndex(o => o.id === e.id) !== i).length"), json!(0));
    assert_eq!(
        browser.value("[...document.querySelectorAll('table')].filter(e => !e.caption?.textContent).length"),
        json!(0)
    );
    assert_eq!(browser.value("[...document.querySelectorAll('table th')].filter(e => !e.scope).length"), json!(0));
    no_complaint(&mut browser);
}

#[test]
fn everything_can_be_read_in_light_and_dark() {
    let Some(mut browser) = Browser::start() else { return };
    browser.size(1280, 900);
    let (problem, plan) = round("hard/primary-14-no-money.json");
    browser.open(&written("colours.html", &page(&problem, &plan, Audience::Planner, Some(&curve()))));
    let mut papers = Vec::new();
    for scheme in ["light", "dark"] {
        browser.medium("screen", scheme);
        papers.push(browser.value("getComputedStyle(document.body).backgroundColor"));
        assert_eq!(browser.value(scripts::LOW_CONTRAST), json!([]), "{scheme}");
        browser.picture(&folder().join(format!("{scheme}.png")));
        go_to(&mut browser, "curve");
        browser.picture(&folder().join(format!("{scheme}-curve.png")));
    }
    assert_ne!(papers[0], papers[1]);
    no_complaint(&mut browser);
}

#[test]
fn paper_has_every_week_and_no_buttons() {
    let Some((mut browser, _)) = secondary("paper.html") else { return };
    browser.pdf(&folder().join("paper.pdf"));
    let pdf = fs::read(folder().join("paper.pdf")).expect("a file");
    assert!(pdf.starts_with(b"%PDF-"));
    browser.medium("print", "dark");
    assert_eq!(
        browser.value("[...document.querySelectorAll('.week')].filter(e => !e.checkVisibility()).length"),
        json!(0)
    );
    let seen = "[...document.querySelectorAll('.bar, nav, input, select, .switch button')].filter(e => e.checkVisibility()).length";
    assert_eq!(browser.value(seen), json!(0));
    assert_eq!(browser.value("getComputedStyle(document.body).backgroundColor"), json!("rgb(255, 255, 255)"));
    assert_eq!(browser.value(scripts::LOW_CONTRAST), json!([]));
    no_complaint(&mut browser);
}

#[test]
fn without_scripts_everything_is_shown() {
    let Some(mut browser) = Browser::start() else { return };
    browser.size(1280, 900);
    browser.call("Emulation.setScriptExecutionDisabled", &json!({"value": true}));
    let (problem, plan) = round("tiny.json");
    browser.open(&written("no-scripts.html", &page(&problem, &plan, Audience::Planner, None)));
    let hidden =
        "[...document.querySelectorAll('main *')].filter(e => !e.checkVisibility() && !e.closest('.needs-js')).length";
    assert_eq!(browser.value(hidden), json!(0));
    let controls = "[...document.querySelectorAll('button, input, select')].filter(e => e.checkVisibility()).length";
    assert_eq!(browser.value(controls), json!(0), "what needs scripts is not offered");
    browser.picture(&folder().join("no-scripts.png"));
    no_complaint(&mut browser);
}
