//! JSON Schema (draft 2020-12) of the two formats, made from the wire types.
//!
//! The committed copies in `src/docs/` are compared in a test; `OPENDOOR_BLESS=1 cargo test --release schema`
//! rewrites them.

use schemars::transform::RecursiveTransform;
use schemars::{JsonSchema, Schema, generate::SchemaSettings};
use serde_json::Value;

use super::wire;

/// The schema of the instance (SPEC §2), keys that are not built yet included.
#[must_use]
pub fn instance() -> Value {
    schema::<wire::Instance<'static>>("opendoor instance")
}

/// The schema of the plan (SPEC §8).
#[must_use]
pub fn plan() -> Value {
    schema::<wire::Plan<'static>>("opendoor plan")
}

fn schema<T: JsonSchema>(title: &str) -> Value {
    let settings = SchemaSettings::draft2020_12().with_transform(RecursiveTransform(no_null));
    let schema = settings.into_generator().into_root_schema_for::<T>();
    let mut object = serde_json::Map::new();
    object.insert("$schema".to_owned(), "https://json-schema.org/draft/2020-12/schema".into());
    object.insert("title".to_owned(), title.into());
    for (key, value) in schema.as_object().into_iter().flatten() {
        object.entry(key).or_insert_with(|| value.clone());
    }
    Value::Object(object)
}

/// A key that may be left out is not therefore allowed to be null: takes `null` away from the schemas of optional
/// keys, but for those marked `x-nullable`.
fn no_null(schema: &mut Schema) {
    if schema.remove("x-nullable").is_some() {
        return;
    }
    let is_null = |value: &Value| value == "null" || value.get("type").is_some_and(|kind| kind == "null");
    if let Some(Value::Array(kinds)) = schema.get_mut("type") {
        kinds.retain(|kind| !is_null(kind));
        if let [only] = kinds.as_slice() {
            let only = only.clone();
            schema.insert("type".to_owned(), only);
        }
    }
    if let Some(Value::Array(choices)) = schema.get_mut("anyOf") {
        choices.retain(|choice| !is_null(choice));
        if let [Value::Object(only)] = choices.as_slice() {
            let only = only.clone();
            schema.remove("anyOf");
            for (key, value) in only {
                schema.ensure_object().entry(key).or_insert(value);
            }
        }
    }
    if let Some(Value::Array(values)) = schema.get_mut("enum") {
        values.retain(|value| !value.is_null());
    }
}

#[cfg(test)]
mod tests {
    use super::*;
    use crate::format::{samples, write_instance, write_plan};

    /// Compares the committed copy with the schema, or rewrites it.
    fn compare(name: &str, schema: &Value) {
        let path = format!("{}/src/docs/{name}", env!("CARGO_MANIFEST_DIR"));
        let text = serde_json::to_string_pretty(schema).unwrap() + "\n";
        if std::env::var_os("OPENDOOR_BLESS").is_some() {
            std::fs::write(&path, &text).unwrap();
        }
        let committed = std::fs::read_to_string(&path).unwrap_or_default();
        assert!(committed == text, "src/docs/{name} is not the schema: OPENDOOR_BLESS=1 cargo test --release schema");
    }

    fn faults(schema: &Value, json: &Value) -> Vec<String> {
        let validator = jsonschema::validator_for(schema).expect("a valid schema");
        validator.iter_errors(json).map(|error| format!("{}: {error}", error.instance_path())).collect()
    }

    fn json(text: &str) -> Value {
        serde_json::from_str(text).unwrap()
    }

    #[test]
    fn the_committed_schemas_are_the_schemas() {
        compare("instance.schema.json", &instance());
        compare("plan.schema.json", &plan());
    }

    #[test]
    fn what_is_written_is_valid() {
        let none: [String; 0] = [];
        for problem in [samples::problem(), samples::bare_problem()] {
            assert_eq!(faults(&instance(), &json(&write_instance(&problem))), none);
        }
        assert_eq!(faults(&plan(), &json(&write_plan(&samples::plan(), &samples::problem()))), none);
    }

    #[test]
    fn every_key_of_the_schema_but_those_not_built_is_written_somewhere() {
        let written = write_instance(&samples::problem()) + &write_plan(&samples::plan(), &samples::problem());
        let not_built = ["walks", "groups"];
        let mut missing = Vec::new();
        for schema in [instance(), plan()] {
            let objects = schema["$defs"].as_object().unwrap().iter().map(|(name, object)| (name.as_str(), object));
            for (name, object) in objects.chain([("root", &schema)]) {
                if ["WalkOrder", "Group"].contains(&name) {
                    continue;
                }
                for key in object["properties"].as_object().into_iter().flat_map(|keys| keys.keys()) {
                    if !not_built.contains(&key.as_str()) && !written.contains(&format!("\"{key}\":")) {
                        missing.push(format!("{name}.{key}"));
                    }
                }
            }
        }
        assert_eq!(missing, [""; 0]);
    }

    #[test]
    fn keys_that_are_not_built_are_those_that_the_reader_refuses_by_name() {
        let mut instance_json = json(&write_instance(&samples::built_problem()));
        instance_json["walks"] = serde_json::json!([{
            "id": "w1", "guide": "ann", "companions": ["bob"], "focus": "questioning", "from": "2026-11-09",
            "to": "2026-11-13", "stops": [3, 4],
        }]);
        instance_json["groups"] = serde_json::json!([{
            "id": "g1", "theme": "oracy", "size": [2, 3], "meetings": 2, "members": ["ann", "bob"],
        }]);
        instance_json["rules"]["arrangements"] = serde_json::json!(["pair", "one_way", "walk", "meeting"]);
        instance_json["teachers"][0]["student_observers"] = true.into();
        instance_json["teachers"][1]["themes"] = serde_json::json!(["oracy"]);
        instance_json["lessons"][0]["walk"] = true.into();
        assert_eq!(faults(&instance(), &instance_json), [""; 0]);
        let report = crate::format::read_instance(instance_json.to_string().as_bytes()).expect_err("not built");
        let other: Vec<_> =
            report.diagnostics.iter().filter(|found| found.code != crate::format::Code::E1901).collect();
        assert!(other.is_empty(), "{other:?}");
        // Two kinds, a consent, a theme, an invitation; walks and groups are in play, and their kinds refused.
        assert_eq!(report.errors(), 5);
    }

    #[test]
    fn what_is_wrong_is_not_valid() {
        let good = json(&write_instance(&samples::problem()));
        let wrong = |change: &dyn Fn(&mut Value)| {
            let mut json = good.clone();
            change(&mut json);
            faults(&instance(), &json).len()
        };
        assert_eq!(wrong(&|_| {}), 0);
        assert_eq!(wrong(&|json| json["teachres"] = Value::Null), 1);
        assert_eq!(wrong(&|json| json["teachers"][0]["visits"] = Value::Null), 1);
        assert_eq!(wrong(&|json| json["teachers"][0]["visits"] = (-1).into()), 1);
        assert_eq!(wrong(&|json| json["teachers"][0]["strengths"]["questioning"] = 2.into()), 1);
        assert_eq!(wrong(&|json| json["rules"]["conversation"] = "perhaps".into()), 1);
        assert_eq!(wrong(&|json| json["rules"]["video"] = Value::Null), 0);
        assert_eq!(wrong(&|json| json["round"]["start"] = "2 November".into()), 1);
        assert_eq!(wrong(&|json| json["schools"][0]["periods"][0]["start"] = "8:50".into()), 1);
        assert_eq!(wrong(&|json| json["locks"][0] = serde_json::json!({ "pairs": [] })), 1);
        assert_eq!(wrong(&|json| json["rates"]["learning"] = 1.5.into()), 1);
        let mut plan_json = json(&write_plan(&samples::plan(), &samples::problem()));
        plan_json["total"] = "12".into();
        plan_json["arrangements"][0]["visits"][0]["mode"] = "by post".into();
        assert_eq!(faults(&plan(), &plan_json).len(), 2);
    }
}
