//! `cargo xtask bindings`: everything that is generated from the Rust API types.

use std::process::Command;

use crate::command;
use crate::failure::Failure;
use crate::npm;
use crate::packages::{self, Need};
use crate::programs::{self, Selection};
use crate::project::Project;

/// Writes the TypeScript types and the Kotlin package, both under version control.
pub fn bindings(project: &Project) -> Result<(), Failure> {
    // The desktop app takes the pages in when it is compiled; they need not fit the new types yet.
    packages::install(project, &[Need::Build, Need::Desktop])?;
    npm::install(project, "apps/ui")?;
    npm::build_ui(project)?;
    programs::build(project, Selection::Everything)?;
    typescript(project)?;
    command::run(&mut generate_kotlin(project), ADVICE)
}

/// Compares the committed Kotlin with the built native library; a difference names the command that mends it.
pub fn check_kotlin(project: &Project) -> Result<(), Failure> {
    command::run(
        generate_kotlin(project).arg("--check"),
        "cargo xtask bindings",
    )
}

fn typescript(project: &Project) -> Result<(), Failure> {
    let mut build = command::cargo(project.root());
    build
        .arg("build")
        .args(Selection::Everything.arguments())
        .args(["--example", TYPESCRIPT]);
    command::run(&mut build, ADVICE)?;
    let mut write = Command::new(project.program("examples").join(TYPESCRIPT));
    write.arg(project.path("apps/ui/src/api/generated"));
    command::run(&mut write, ADVICE)
}

fn generate_kotlin(project: &Project) -> Command {
    let mut generate = Command::new(project.program("tongban-generate"));
    generate
        .current_dir(project.root())
        .arg(project.program("libtongban.so"));
    generate
}

const TYPESCRIPT: &str = "typescript";
const ADVICE: &str = "the API types do not build; read the message above";
