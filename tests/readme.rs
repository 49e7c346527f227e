//! Every command in the `console` blocks of README.md is run, and prints what stands there; those in its `sh` blocks, and
//! in those of `src/docs`, are run too.
//! `OPENDOOR_BLESS=1 cargo test --release --test readme` writes the outputs anew.
//!
//! A line `...` stands for any lines; an exit code other than 0 stands as `? 1` after the command.

use std::fs;
use std::path::Path;
use std::process::Command;

/// A command with the output that the page shows.
struct Shown {
    command: String,
    output: Vec<String>,
}

/// A piece of the page: text as it is, or a command.
enum Piece {
    Text(String),
    Command(Shown),
}

fn pieces(page: &str) -> Vec<Piece> {
    let (mut pieces, mut inside) = (Vec::new(), false);
    for line in page.lines() {
        if line.starts_with("```") {
            inside = line == "```console";
            pieces.push(Piece::Text(line.to_owned()));
        } else if let Some(command) = line.strip_prefix("$ ").filter(|_| inside) {
            pieces.push(Piece::Command(Shown { command: command.to_owned(), output: Vec::new() }));
        } else if let (Some(Piece::Command(shown)), true) = (pieces.last_mut(), inside) {
            shown.output.push(line.to_owned());
        } else {
            pieces.push(Piece::Text(line.to_owned()));
        }
    }
    pieces
}

/// What `command` prints in `folder`, line by line, with the exit code first when it is not 0.
fn run(command: &str, folder: &Path) -> Vec<String> {
    let program = Path::new(env!("CARGO_BIN_EXE_opendoor")).parent().expect("a folder");
    let path = format!("{}:{}", program.display(), std::env::var("PATH").unwrap_or_default());
    let ran = Command::new("sh")
        .args(["-c", &format!("{{ {command}\n}} 2>&1")])
        .current_dir(folder)
        .env("PATH", path)
        .env_remove("RUST_BACKTRACE")
        .output()
        .expect("a shell");
    let text = String::from_utf8(ran.stdout).expect("UTF-8");
    let code = ran.status.code().filter(|&code| code != 0).map(|code| format!("? {code}"));
    code.into_iter().chain(text.lines().map(|line| line.trim_end().to_owned())).collect()
}

/// Whether `lines` are what `shown` tells, where `...` is any number of lines.
fn fits(shown: &[String], lines: &[String]) -> bool {
    match shown.split_first() {
        None => lines.is_empty(),
        Some((dots, rest)) if dots == "..." => (0..=lines.len()).any(|skipped| fits(rest, &lines[skipped..])),
        Some((line, rest)) => lines.split_first().is_some_and(|(first, lines)| first == line && fits(rest, lines)),
    }
}

#[test]
fn the_readme_tells_the_truth() {
    let root = Path::new(env!("CARGO_MANIFEST_DIR"));
    let page = fs::read_to_string(root.join("README.md")).expect("README.md is there");
    let folder = tempfile::tempdir().expect("a temporary folder");
    fs::create_dir(folder.path().join("instances")).expect("a folder");
    for name in ["tiny.json", "secondary.json", "federation.json", "everything.json"] {
        let name = Path::new("instances").join(name);
        fs::copy(root.join(&name), folder.path().join(&name)).expect("the instance is there");
    }
    let (mut new, mut wrong, mut commands) = (String::new(), Vec::new(), 0);
    for piece in pieces(&page) {
        match piece {
            Piece::Text(line) => new.push_str(&(line + "\n")),
            Piece::Command(shown) => {
                commands += 1;
                let printed = run(&shown.command, folder.path());
                let good = fits(&shown.output, &printed);
                if !good {
                    wrong.push(format!("$ {}\n{}", shown.command, printed.join("\n")));
                }
                let output = if good { &shown.output } else { &printed };
                new.extend(["$ ", &shown.command, "\n"]);
                for line in output {
                    new.extend([line, "\n"]);
                }
            }
        }
    }
    assert!(commands >= 4, "README.md shows too few commands");
    if std::env::var_os("OPENDOOR_BLESS").is_some() {
        fs::write(root.join("README.md"), new).expect("README.md can be written");
    } else {
        assert!(wrong.is_empty(), "README.md shows something else than is printed:\n{}", wrong.join("\n\n"));
    }
}

/// The commands to opendoor in the `sh` blocks of a page.
fn plain_commands(page: &str) -> Vec<&str> {
    let mut inside = false;
    let commands = page.lines().filter(|line| {
        if line.starts_with("```") {
            inside = *line == "```sh";
        }
        inside && line.starts_with("opendoor ")
    });
    commands.collect()
}

#[test]
fn commands_without_output_run() {
    let root = Path::new(env!("CARGO_MANIFEST_DIR"));
    let mut commands = 0;
    let mut run_all = |page: &Path, folder: &Path| {
        let text = fs::read_to_string(page).expect("the page is there");
        for command in plain_commands(&text) {
            commands += 1;
            let printed = run(command, folder);
            let failed = printed.first().is_some_and(|line| line.starts_with("? "));
            assert!(!failed, "{}: {command}\n{}", page.display(), printed.join("\n"));
        }
    };
    // README begins with a timetable, the other pages with a school and what is asked of it.
    let folder = tempfile::tempdir().expect("a temporary folder");
    fs::copy(root.join("instances/import/week.fet"), folder.path().join("timetable.fet")).expect("the sample is there");
    run_all(&root.join("README.md"), folder.path());
    let folder = tempfile::tempdir().expect("a temporary folder");
    fs::copy(root.join("instances/primary.json"), folder.path().join("school.json")).expect("the instance is there");
    let files = [
        ("changes.json", r#"{"schools": {}}"#),
        ("ideas.json", r#"[{"name": "no money", "patch": {"budget": {"money": 0}}}]"#),
        ("lines.jsonl", r#"{"id": 1, "instance_path": "school.json"}"#),
    ];
    for (name, text) in files {
        fs::write(folder.path().join(name), text).expect("a file");
    }
    assert_eq!(run("opendoor solve school.json -o plan.json --quiet", folder.path()), Vec::<String>::new());
    let mut pages: Vec<_> =
        fs::read_dir(root.join("src/docs")).expect("pages").map(|page| page.expect("one").path()).collect();
    pages.retain(|page| page.extension().is_some_and(|kind| kind == "md"));
    pages.sort();
    for page in pages {
        run_all(&page, folder.path());
    }
    assert!(commands >= 8, "only {commands} commands were found");
}

#[test]
fn a_wrong_output_is_found() {
    let lines = |text: &str| text.lines().map(str::to_owned).collect::<Vec<_>>();
    assert!(fits(&lines("a\nb"), &lines("a\nb")));
    assert!(fits(&lines("a\n...\nc"), &lines("a\nb\nb\nc")));
    assert!(fits(&lines("..."), &lines("")));
    assert!(!fits(&lines("a\nb"), &lines("a\nc")));
    assert!(!fits(&lines("a\n...\nd"), &lines("a\nb\nc")));
    assert!(!fits(&lines("a"), &lines("a\nb")));
}
