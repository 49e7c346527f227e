//! Relaxations as patches.

use serde_json::{Map, Value, json};

use crate::domain::{Problem, SchoolId, TeacherId};
use crate::explain::Relaxation;

/// The patch of the instance that makes all of them true; of two amounts of the same the later one holds.
#[must_use]
pub fn patch_of(problem: &Problem, relaxed: &[Relaxation]) -> Value {
    let mut patch = Value::Object(Map::new());
    for &relaxation in relaxed {
        merge(&mut patch, of(problem, relaxation));
    }
    let allowed = |pair: &[TeacherId; 2]| {
        let [a, b] = *pair;
        relaxed.iter().any(|one| matches!(one, Relaxation::Allow(pair) if *pair == [a, b] || *pair == [b, a]))
    };
    if relaxed.iter().any(|one| matches!(one, Relaxation::Allow(_))) {
        let left = problem.rules.forbid.iter().filter(|pair| !allowed(pair));
        let left: Vec<Value> = left.map(|pair| json!(pair.map(|id| &problem.teachers[id].id))).collect();
        merge(&mut patch, json!({ "rules": { "forbid": left } }));
    }
    patch
}

/// Objects are merged, anything else is replaced.
pub fn merge(target: &mut Value, more: Value) {
    match (target, more) {
        (Value::Object(target), Value::Object(more)) => {
            for (key, value) in more {
                merge(target.entry(key).or_insert(Value::Null), value);
            }
        }
        (target, more) => *target = more,
    }
}

fn of(problem: &Problem, relaxation: Relaxation) -> Value {
    let rules = &problem.rules;
    let person = |id: TeacherId| &problem.teachers[id];
    let teacher = |id: TeacherId, change: Value| json!({ "teachers": { person(id).id.as_str(): change } });
    let rule = |key: &str, value: Value| json!({ "rules": { key: value } });
    match relaxation {
        Relaxation::Consent(id) => teacher(id, json!({ "protected_use": "watch" })),
        Relaxation::Lend(id) => {
            teacher(id, json!({ "periods_lent": { "max_per_week": person(id).periods_lent_per_week + 1 } }))
        }
        Relaxation::Host(id) => {
            let mut hosting = json!({ "max": person(id).hosting_max() + 1 });
            if let Some(most) = person(id).hosting.max_per_year {
                merge(&mut hosting, json!({ "max_per_year": most + 1 }));
            }
            teacher(id, json!({ "hosting": hosting }))
        }
        Relaxation::Again(id) => teacher(id, json!({ "visits": person(id).visits + 1 })),
        Relaxation::TakePart(id) => teacher(id, json!({ "participates": true, "visits": person(id).visits.max(1) })),
        Relaxation::Cover(id) => teacher(id, json!({ "cover": { "willing": true } })),
        // All of them together, above.
        Relaxation::Allow(_) => json!({}),
        Relaxation::ConversationWithin(days) => rule("conversation_within_days", json!(days)),
        Relaxation::VisitSpan(days) => rule("visit_span_days", json!(days)),
        Relaxation::Breaks => {
            use crate::domain::PeriodUse;
            let word = |usage: &PeriodUse| match usage {
                PeriodUse::Lesson => "lesson",
                PeriodUse::Break => "break",
                PeriodUse::After => "after",
            };
            let mut uses: Vec<&str> = rules.conversation_in.iter().map(word).collect();
            uses.push("break");
            rule("conversation_in", json!(uses))
        }
        Relaxation::ConversationPreferred => rule("conversation", json!("preferred")),
        Relaxation::After(times) => rule("after_max_per_week", json!(times)),
        Relaxation::NoQuota => rule("protected_quota", json!(0)),
        Relaxation::AllCover => rule("staff_cover", json!("all")),
        Relaxation::Triads => rule("triads", json!("free")),
        Relaxation::LineManagers => rule("line_managers", json!("allowed")),
        Relaxation::AnyMatch => rule("min_match", json!(0)),
        Relaxation::Observers(count) => rule("observers_per_lesson", json!(count)),
        Relaxation::ClassCover(times) => rule("class_cover_max", json!(times)),
        Relaxation::ClassWatched(times) => rule("class_watched_max", json!(times)),
        Relaxation::AwaySchool(count) => rule("away_at_once", json!({ "school": count })),
        Relaxation::AwayDepartment(count) => rule("away_at_once", json!({ "department": count })),
        Relaxation::KeepBack(count) => rule("keep_back", json!(count)),
        Relaxation::NoNotice => rule("notice_days", json!(0)),
        Relaxation::CoverPeriods(more) => {
            json!({ "budget": { "cover_periods": problem.budget.cover_periods.unwrap_or(0) + more } })
        }
        Relaxation::SupplyPerDay(id) => {
            let supply = &problem.supply[id];
            let most = supply.max_per_day.unwrap_or(0) + 1;
            json!({ "cover": { "supply": { supply.id.as_str(): { "max_per_day": most } } } })
        }
        Relaxation::Money { pence, .. } => {
            let budget = &problem.budget;
            let mut more = Map::new();
            more.extend(budget.money.map(|limit| ("money".to_owned(), json!(limit + pence))));
            more.extend(budget.per_week.map(|limit| ("per_week".to_owned(), json!(limit + pence))));
            if !budget.per_school.is_empty() {
                let school =
                    |&(school, limit): &(SchoolId, i64)| (problem.schools[school].id.clone(), json!(limit + pence));
                more.insert("per_school".to_owned(), Value::Object(budget.per_school.iter().map(school).collect()));
            }
            json!({ "budget": more })
        }
    }
}
