//! `cargo xtask bindings`: everything that is generated from the Rust API types.

use std::process::Command;

use crate::command;
use crate::failure::Failure;
use crate::programs;
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
fn kotlin(project: &Project) -> Result<(), Failure> {
    programs::build(project, &["tongban-bindings"])?;
    let mut generate = Command::new(project.program("tongban-generate"));
    generate
        .current_dir(project.root())
        .arg(project.program("libtongban.so"));
    command::run(&mut generate, ADVICE)
}
