use crate::command;
use crate::failure::Failure;
use crate::project::Project;

/// Formats every Rust file of the project.
pub fn fmt(project: &Project) -> Result<(), Failure> {
    let mut cargo = command::cargo(project.root());
    cargo.args(["fmt", "--all"]);
    command::run(
        &mut cargo,
        "install the formatter: rustup component add rustfmt",
    )
}
