//! The shape of the code, checked: who may import whom, where floats, `unsafe` and terminal output may stand, and
//! how long a file may grow. The rules are told in `src/docs/architecture.md`.

#[path = "architecture/rules.rs"]
mod rules;
#[path = "architecture/source.rs"]
mod source;

use std::fs;
use std::path::{Path, PathBuf};

use source::Source;

/// Every Rust file below `folder`, in order.
fn rust_files(folder: &Path) -> Vec<PathBuf> {
    let mut files = Vec::new();
    let Ok(entries) = fs::read_dir(folder) else { return files };
    for entry in entries.flatten().map(|entry| entry.path()) {
        if entry.is_dir() {
            files.extend(rust_files(&entry));
        } else if entry.extension().is_some_and(|extension| extension == "rs") {
            files.push(entry);
        }
    }
    files.sort();
    files
}

/// The sources below `folders` of the repository, named by their path in it.
fn sources(folders: &[&str]) -> Vec<Source> {
    let root = Path::new(env!("CARGO_MANIFEST_DIR"));
    folders
        .iter()
        .flat_map(|folder| rust_files(&root.join(folder)))
        .map(|file| {
            let name = file.strip_prefix(root).expect("below the root").to_string_lossy().replace('\\', "/");
            Source::new(&name, &fs::read_to_string(&file).expect("source files are UTF-8"))
        })
        .collect()
}

fn assert_none(broken: &[String]) {
    assert!(broken.is_empty(), "the shape of the code is broken:\n{}", broken.join("\n"));
}

#[test]
fn the_code_keeps_its_shape() {
    let src = sources(&["src"]);
    assert!(src.len() > 10, "the sources were not found");
    assert_none(&src.iter().flat_map(rules::edges).collect::<Vec<_>>());
    assert_none(&src.iter().flat_map(rules::floats).collect::<Vec<_>>());
    assert_none(&src.iter().flat_map(rules::terminal).collect::<Vec<_>>());
    assert_none(&rules::unsafe_code(&src));
    assert_none(&src.iter().flat_map(rules::kinds).collect::<Vec<_>>());
}

#[test]
fn files_are_short_and_finished() {
    let all = sources(&["src", "tests", "benches"]);
    assert_none(&all.iter().flat_map(rules::length).collect::<Vec<_>>());
    assert_none(&all.iter().flat_map(rules::unfinished).collect::<Vec<_>>());
}

#[test]
fn every_module_has_a_row_in_the_table() {
    let root = Path::new(env!("CARGO_MANIFEST_DIR")).join("src");
    let modules = fs::read_dir(root).expect("src is there").flatten().filter(|entry| entry.path().is_dir());
    for module in modules.map(|entry| entry.file_name().to_string_lossy().into_owned()).filter(|name| name != "docs") {
        assert!(rules::allowed(&module).is_some(), "src/{module} has no row in the table of who may import whom");
    }
}

/// The rules would find each of these.
mod on_made_up_sources {
    use super::rules;
    use super::source::Source;

    fn edges(name: &str, text: &str) -> usize {
        rules::edges(&Source::new(name, text)).len()
    }

    #[test]
    fn a_forbidden_edge_is_found_however_it_is_written() {
        assert_eq!(edges("src/verify/cost.rs", "use crate::engine::Options;"), 1);
        assert_eq!(edges("src/verify/cost.rs", "use crate::{domain::Plan, engine::{self, Options}, format};"), 2);
        assert_eq!(edges("src/verify/cost.rs", "fn f() { crate::compile::model() }"), 1);
        assert_eq!(edges("src/verify/cost.rs", "use super::super::compile::Model;"), 1);
        assert_eq!(edges("src/verify/mod.rs", "use super::compile::Model;"), 1);
        assert_eq!(edges("src/verify/mod.rs", "mod tests { use super::super::compile::Model; }"), 1);
        assert_eq!(edges("src/scenario/sweep.rs", "use crate::cli::Console;"), 1);
        assert_eq!(edges("src/matching/blossom.rs", "use crate::domain::Pence;"), 1);
        assert_eq!(edges("src/main.rs", "use opendoor::engine::Options;"), 1);
        assert_eq!(edges("src/domain/plan.rs", "use crate::*;"), 1);
    }

    #[test]
    fn an_allowed_edge_is_none() {
        assert_eq!(edges("src/verify/cost.rs", "use crate::domain::{Plan, Problem}; use super::Rule;"), 0);
        assert_eq!(edges("src/verify/cost.rs", "// use crate::engine::Options;\nlet text = \"crate::engine::x\";"), 0);
        assert_eq!(edges("src/verify/mod.rs", "mod tests { use super::Rule; use super::cost::total; }"), 0);
        assert_eq!(edges("src/cli/solve.rs", "use crate::{engine, solve, Failure};"), 0);
        assert_eq!(edges("src/main.rs", "use opendoor::cli;"), 0);
    }

    #[test]
    fn floats_are_found() {
        let floats = |name: &str, text: &str| rules::floats(&Source::new(name, text)).len();
        assert_eq!(floats("src/engine/price.rs", "let x: f64 = pair.0.1;"), 1);
        assert_eq!(floats("src/engine/price.rs", "let x = 0.5;"), 1);
        assert_eq!(floats("src/engine/price.rs", "for i in 0..5 { \"1.5\"; } // 2.5"), 0);
        assert_eq!(floats("src/engine/exact.rs", "let x: f64 = 0.5;"), 0);
    }

    #[test]
    fn a_kind_by_name_is_found() {
        let named = "use crate::domain::Kind; fn f(k: Kind) -> bool { k == Kind::Pair || rules.triads == x }";
        assert_eq!(rules::kinds(&Source::new("src/engine/write.rs", named)).len(), 2);
        assert_eq!(rules::kinds(&Source::new("src/domain/kinds/pair.rs", named)).len(), 0);
        assert_eq!(rules::kinds(&Source::new("src/engine/write.rs", "std::mem::swap(a, b); // a triad")).len(), 0);
    }

    #[test]
    fn unsafe_in_two_files_is_found() {
        let one = Source::new("src/engine/exact.rs", "unsafe { x() } unsafe { y() }");
        let two = Source::new("src/engine/price.rs", "#![allow(unsafe_code)] fn f() { unsafe { x() } }");
        let none = Source::new("src/engine/bound.rs", "#![deny(unsafe_code)] // unsafe");
        assert_eq!(rules::unsafe_code(&[one, none]).len(), 0);
        let one = Source::new("src/engine/exact.rs", "unsafe { x() }");
        assert_eq!(rules::unsafe_code(&[one, two]).len(), 1);
    }

    #[test]
    fn printing_and_unfinished_code_are_found() {
        let printed = Source::new("src/cli/solve.rs", "println!(\"x\"); let print = 1; eprint!(\"\"); dbg!(x);");
        assert_eq!(rules::terminal(&printed).len(), 3);
        let marker = concat!("// TO", "DO: later");
        let stub = concat!("fn f() { to", "do!() }\nfn g() { unimple", "mented!() }");
        assert_eq!(rules::unfinished(&Source::new("src/a.rs", marker)).len(), 1);
        assert_eq!(rules::unfinished(&Source::new("src/a.rs", stub)).len(), 2);
        assert_eq!(rules::unfinished(&Source::new("src/a.rs", "fn f() {}")).len(), 0);
    }

    #[test]
    fn a_long_file_is_found() {
        let long = "x\n".repeat(501);
        assert_eq!(rules::length(&Source::new("src/a.rs", &long)).len(), 1);
        assert_eq!(rules::length(&Source::new("src/a.rs", &long[2..])).len(), 0);
    }
}
