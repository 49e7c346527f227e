//! The generated samples under `instances/` are what the generator makes now. `OPENDOOR_BLESS=1` rewrites them.

use std::path::Path;

use opendoor::format::write_instance;
use opendoor::generate::{Preset, Spec, generate};

fn samples() -> [(&'static str, Spec); 4] {
    let federation = Spec { teachers: 20, schools: 2, weeks: 3, ..Spec::of(Preset::Trust) };
    [
        ("secondary.json", Spec::of(Preset::Secondary)),
        ("everything.json", Spec::of(Preset::Everything)),
        ("primary.json", Spec::of(Preset::Primary)),
        ("federation.json", federation),
    ]
}

#[test]
fn committed_samples_are_what_is_generated() {
    let folder = Path::new(env!("CARGO_MANIFEST_DIR")).join("instances");
    for (name, spec) in samples() {
        let path = folder.join(name);
        let text = write_instance(&generate(&spec));
        if std::env::var_os("OPENDOOR_BLESS").is_some() {
            std::fs::write(&path, &text).expect("the sample can be written");
        }
        let committed = std::fs::read_to_string(&path).expect("the sample is there");
        // No assert_eq: a quarter of a million characters twice help nobody.
        assert!(committed == text, "{name} is not what the generator makes; OPENDOOR_BLESS=1 rewrites it");
    }
}
