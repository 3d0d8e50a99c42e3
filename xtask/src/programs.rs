//! Building the project's own programs with cargo.

use std::process::Command;

use crate::command;
use crate::failure::Failure;
use crate::project::Project;

const ADVICE: &str =
    "read the compiler's message above; `cargo xtask doctor` lists what a build needs";

/// What a call needs of the workspace.
#[derive(Clone, Copy, PartialEq, Eq)]
pub enum Selection {
    /// Every crate.
    Everything,
    /// What compiles without a desktop's system libraries.
    WithoutDesktop,
}

impl Selection {
    /// `run`, `test` and `bindings` name the same crates and features to cargo: another choice would give the
    /// dependencies other features, and cargo would compile every one of them a second time.
    pub fn arguments(self) -> &'static [&'static str] {
        match self {
            Self::Everything => &["--workspace", "--features", "demo"],
            Self::WithoutDesktop => &[
                "--workspace",
                "--exclude",
                "tongban-desktop",
                "--features",
                "demo",
            ],
        }
    }
}

/// Builds the programs and libraries with the demo data, for development.
pub fn build(project: &Project, selection: Selection) -> Result<(), Failure> {
    command::run(&mut cargo_build(project, selection), ADVICE)
}

/// Builds everything with the demo data; a compiler warning in any crate of the project is a failure.
pub fn build_without_warning(project: &Project) -> Result<(), Failure> {
    let mut warned = Vec::new();
    let mut cargo = cargo_build(project, Selection::Everything);
    command::run_watched(&mut cargo, ADVICE, |line| {
        // Cargo's summary of one crate: "warning: `tongban-app` (lib) generated 2 warnings".
        if line.starts_with("warning: `") && line.contains(" generated ") {
            warned.push(line.to_owned());
        }
    })?;
    if warned.is_empty() {
        return Ok(());
    }
    Err(Failure::new(
        format!("the compiler warned:\n{}", warned.join("\n")),
        "remove the cause of each warning above",
    ))
}

fn cargo_build(project: &Project, selection: Selection) -> Command {
    let mut cargo = command::cargo(project.root());
    cargo.arg("build").args(selection.arguments());
    cargo
}
