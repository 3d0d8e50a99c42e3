//! Building the project's own programs with cargo.

use crate::command;
use crate::failure::Failure;
use crate::project::Project;

const ADVICE: &str =
    "read the compiler's message above; `cargo xtask doctor` lists what a build needs";

/// Builds these crates with the demo data, for development.
pub fn build(project: &Project, crates: &[&str]) -> Result<(), Failure> {
    let mut cargo = command::cargo(project.root());
    cargo.args(["build", "--features", "demo"]);
    for name in crates {
        cargo.args(["--package", name]);
    }
    command::run(&mut cargo, ADVICE)
}

/// Builds everything with the demo data; a compiler warning in any crate of the project is a failure.
pub fn build_all(project: &Project) -> Result<(), Failure> {
    let mut warned = Vec::new();
    let mut cargo = command::cargo(project.root());
    cargo.args(["build", "--workspace", "--features", "demo"]);
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
