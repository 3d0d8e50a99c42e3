use crate::command;
use crate::failure::Failure;
use crate::project::Project;

/// Measures and prints a table; an optimised build, so the first call takes minutes.
pub fn bench(project: &Project) -> Result<(), Failure> {
    let mut cargo = command::cargo(project.root());
    cargo.args([
        "run",
        "--release",
        "--package",
        "tongban-bench",
        "--features",
        "app",
    ]);
    command::run(&mut cargo, "read the message above")
}
