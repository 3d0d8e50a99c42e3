//! The tools that must be there before anything is built: which version, and what to do without.

use std::process::Command;

use crate::failure::Failure;
use crate::packages::{as_root, install_line};

/// A program that the project is built or tested with.
pub struct Tool {
    name: &'static str,
    arguments: &'static [&'static str],
    least: (u32, u32),
    used_for: &'static str,
    remedy: Remedy,
}

/// How a missing tool is got.
#[derive(Clone, Copy)]
pub enum Remedy {
    /// A line to type.
    Line(&'static str),
    /// A package that every Debian has in a good version.
    Package(&'static str),
    /// Node, whose version depends on the Debian.
    Node,
}

/// What is found of one tool.
pub enum Found {
    /// New enough.
    Good(u32, u32),
    /// There, but of an older version.
    Old(u32, u32),
    /// Not there.
    Missing,
}

/// In the order in which they are reported.
pub const TOOLS: &[Tool] = &[
    Tool {
        name: "rustc",
        arguments: &["--version"],
        least: (1, 95),
        used_for: "everything",
        remedy: Remedy::Line("rustup toolchain install 1.95.0"),
    },
    Tool {
        name: "rustfmt",
        arguments: &["--version"],
        least: (1, 8),
        used_for: "`cargo xtask fmt` and the formatting step of the tests",
        remedy: Remedy::Line("rustup component add rustfmt"),
    },
    Tool {
        name: "cargo-clippy",
        arguments: &["--version"],
        least: (0, 1),
        used_for: "the lints step of the tests",
        remedy: Remedy::Line("rustup component add clippy"),
    },
    Tool {
        name: "cc",
        arguments: &["--version"],
        least: (10, 0),
        used_for: "linking, SQLCipher",
        remedy: Remedy::Package("build-essential"),
    },
    NODE,
    NPM,
    Tool {
        name: "java",
        arguments: &["-version"],
        least: (17, 0),
        used_for: "the Kotlin tests only",
        remedy: Remedy::Package("default-jdk-headless"),
    },
    Tool {
        name: "mvn",
        arguments: &["-version"],
        least: (3, 8),
        used_for: "the Kotlin tests only",
        remedy: Remedy::Package("maven"),
    },
];

// The bundler needs 20.19; see its `engines` in apps/ui/package-lock.json.
const NODE: Tool = Tool {
    name: "node",
    arguments: &["--version"],
    least: (20, 19),
    used_for: "the user interface",
    remedy: Remedy::Node,
};

const NPM: Tool = Tool {
    name: "npm",
    arguments: &["--version"],
    least: (9, 0),
    used_for: "the user interface",
    remedy: Remedy::Node,
};

impl Tool {
    /// Runs it and reads its version.
    pub fn look(&self) -> Found {
        let output = Command::new(self.name).args(self.arguments).output();
        let text = output.map(|output| [output.stdout, output.stderr].concat());
        match text
            .ok()
            .and_then(|text| first_version(&String::from_utf8_lossy(&text)))
        {
            Some(found) if found >= self.least => Found::Good(found.0, found.1),
            Some(found) => Found::Old(found.0, found.1),
            None => Found::Missing,
        }
    }

    /// One line: what is there of what is needed, for what.
    pub fn said(&self, found: &Found) -> String {
        let (name, (major, minor), used_for) = (self.name, self.least, self.used_for);
        match found {
            Found::Good(a, b) => format!("ok       {name} {a}.{b} ({used_for})"),
            Found::Old(a, b) => {
                format!("too old  {name} {a}.{b}, needed {major}.{minor} or newer ({used_for})")
            }
            Found::Missing => {
                format!("missing  {name} {major}.{minor} or newer ({used_for})")
            }
        }
    }

    fn sentence(&self, found: &Found) -> String {
        let (name, (major, minor), used_for) = (self.name, self.least, self.used_for);
        let state = match found {
            Found::Old(a, b) => format!("{name} {a}.{b} is too old"),
            Found::Good(..) | Found::Missing => format!("{name} was not found"),
        };
        format!("{state}: {used_for} needs {major}.{minor} or newer")
    }

    /// How it is got.
    pub fn remedy(&self) -> Remedy {
        self.remedy
    }
}

impl Remedy {
    /// One line.
    pub fn line(self) -> String {
        match self {
            Self::Line(line) => line.to_owned(),
            Self::Package(name) => install_line(&[name]),
            Self::Node => node_line(debian()),
        }
    }
}

/// Fails before anything is compiled when the user interface could not be built.
pub fn require_node() -> Result<(), Failure> {
    for tool in [NODE, NPM] {
        let found = tool.look();
        if !matches!(found, Found::Good(..)) {
            return Err(Failure::new(tool.sentence(&found), tool.remedy().line()));
        }
    }
    Ok(())
}

fn node_line(debian: Option<u32>) -> String {
    match debian {
        Some(13..) => as_root("apt-get update && apt-get install --no-install-recommends nodejs npm"),
        // Debian 12 has Node 18, and its backports have none.
        _ => "install Node.js 20.19 or newer, which brings npm, as https://nodejs.org/en/download says".to_owned(),
    }
}

fn debian() -> Option<u32> {
    let text = std::fs::read_to_string("/etc/os-release").ok()?;
    let value = |name: &str| {
        let line = text.lines().find_map(|line| line.strip_prefix(name));
        line.map(|value| value.trim_matches('"').to_owned())
    };
    (value("ID=")? == "debian").then(|| value("VERSION_ID=")?.parse().ok())?
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

    #[test]
    fn a_debian_without_a_new_enough_node_is_not_told_to_install_the_old_one() {
        for old in [None, Some(11), Some(12)] {
            assert!(node_line(old).contains("nodejs.org"), "{old:?}");
        }
        assert!(node_line(Some(13)).contains("apt-get install"));
        assert_eq!(node_line(Some(13)).lines().count(), 1);
    }
}
