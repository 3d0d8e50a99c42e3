//! `cargo xtask doctor`: what is here, what is missing, and the one line that installs it.

use std::process::Command;

use crate::display;
use crate::failure::Failure;
use crate::packages::{self, Need};

struct Tool {
    name: &'static str,
    arguments: &'static [&'static str],
    least: (u32, u32),
    used_for: &'static str,
    install: &'static str,
}

const TOOLS: &[Tool] = &[
    Tool {
        name: "rustc",
        arguments: &["--version"],
        least: (1, 95),
        used_for: "everything",
        install: "rustup toolchain install 1.95.0",
    },
    Tool {
        name: "rustfmt",
        arguments: &["--version"],
        least: (1, 8),
        used_for: "`cargo xtask fmt` and the formatting step of the tests",
        install: "rustup component add rustfmt",
    },
    Tool {
        name: "cargo-clippy",
        arguments: &["--version"],
        least: (0, 1),
        used_for: "the lints step of the tests",
        install: "rustup component add clippy",
    },
    Tool {
        name: "cc",
        arguments: &["--version"],
        least: (10, 0),
        used_for: "linking, SQLCipher",
        install: "sudo apt-get install build-essential",
    },
    Tool {
        name: "node",
        arguments: &["--version"],
        least: (20, 0),
        used_for: "the user interface",
        install: "install Node.js 20 or newer (Debian 13: sudo apt-get install nodejs npm)",
    },
    Tool {
        name: "npm",
        arguments: &["--version"],
        least: (9, 0),
        used_for: "the user interface",
        install: "install Node.js 20 or newer with npm (Debian 13: sudo apt-get install nodejs npm)",
    },
    Tool {
        name: "java",
        arguments: &["-version"],
        least: (17, 0),
        used_for: "the Kotlin tests",
        install: "sudo apt-get install openjdk-17-jdk-headless",
    },
    Tool {
        name: "mvn",
        arguments: &["-version"],
        least: (3, 8),
        used_for: "the Kotlin tests",
        install: "sudo apt-get install maven",
    },
];

/// Prints one line for each thing; an error when something that `test` needs is missing.
pub fn doctor() -> Result<(), Failure> {
    let mut missing = 0;
    for tool in TOOLS {
        missing += usize::from(!report(tool));
    }
    for (what, needs) in [
        ("system packages to build", &[Need::Build][..]),
        ("system packages for the desktop app", &[Need::Desktop]),
        ("system packages for the tests", &[Need::Test]),
    ] {
        let absent = packages::missing(needs)?;
        if absent.is_empty() {
            println!("ok       {what}");
        } else {
            missing += 1;
            println!("missing  {what}: {}", absent.join(" "));
            println!("         {}", packages::install_line(&absent));
        }
    }
    if display::is_there() {
        println!("ok       display: `cargo xtask run` opens the desktop app");
    } else {
        println!("note     no display: `cargo xtask run` serves the app for a browser instead");
    }
    if missing == 0 {
        return Ok(());
    }
    Err(Failure::new(
        format!("{missing} of the things above are missing"),
        "type the line below each; system packages are also installed by `cargo xtask run` and `test` themselves",
    ))
}

fn report(tool: &Tool) -> bool {
    let (major, minor) = tool.least;
    match version(tool) {
        Some(found) if found >= tool.least => {
            println!(
                "ok       {} {}.{} ({})",
                tool.name, found.0, found.1, tool.used_for
            );
            return true;
        }
        Some(found) => {
            println!(
                "too old  {} {}.{}, needed {major}.{minor} ({})",
                tool.name, found.0, found.1, tool.used_for
            );
        }
        None => println!(
            "missing  {} {major}.{minor} or newer ({})",
            tool.name, tool.used_for
        ),
    }
    println!("         {}", tool.install);
    false
}

fn version(tool: &Tool) -> Option<(u32, u32)> {
    let output = Command::new(tool.name).args(tool.arguments).output().ok()?;
    let text = [output.stdout, output.stderr].concat();
    first_version(&String::from_utf8_lossy(&text))
}

fn first_version(text: &str) -> Option<(u32, u32)> {
    text.split(|c: char| !c.is_ascii_digit() && c != '.')
        .find_map(|word| {
            let mut numbers = word.split('.').map(str::parse);
            Some((numbers.next()?.ok()?, numbers.next()?.ok()?))
        })
}

#[cfg(test)]
mod tests {
    use super::*;

    #[test]
    fn versions_are_read_from_what_the_tools_really_print() {
        assert_eq!(
            first_version("rustc 1.95.0 (59807616e 2026-04-14)"),
            Some((1, 95))
        );
        assert_eq!(first_version("v20.20.2\n"), Some((20, 20)));
        assert_eq!(
            first_version("openjdk version \"17.0.15\" 2025-04-15"),
            Some((17, 0))
        );
        assert_eq!(
            first_version("\u{1b}[1mApache Maven 3.8.7\u{1b}[m"),
            Some((3, 8))
        );
        assert_eq!(first_version("no number"), None);
    }
}
