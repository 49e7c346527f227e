//! Every command in the `console` blocks of README.md is run, and prints what stands there.
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
        .args(["-c", &format!("{{ {command}; }} 2>&1")])
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
