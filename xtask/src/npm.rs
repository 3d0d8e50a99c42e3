//! The web parts: packages from the lock file, and the scripts of `package.json`.

use std::fs;
use std::path::Path;
use std::process::Command;

use crate::command;
use crate::failure::Failure;
use crate::project::Project;
use crate::tools;

/// The folders that have a `package.json`.
pub const FOLDERS: [&str; 2] = ["apps/ui", "tests/e2e"];

/// Installs exactly what the lock file names; does nothing when that is already there.
pub fn install(project: &Project, folder: &str) -> Result<(), Failure> {
    let at = project.path(folder);
    let lock = fs::read(at.join("package-lock.json")).map_err(|error| {
        Failure::new(
            format!("{folder}/package-lock.json cannot be read: {error}"),
            "restore it from version control",
        )
    })?;
    // Inside node_modules, so that deleting that folder also forgets the note.
    let note = at.join("node_modules/.installed-lock");
    if fs::read(&note).is_ok_and(|installed| installed == lock) {
        println!("  {folder}: all there");
        return Ok(());
    }
    println!("  {folder}: npm ci");
    command::run(
        npm(&at)?.args([
            "ci",
            "--no-audit",
            "--no-fund",
            "--loglevel=error",
            "--no-progress",
        ]),
        "check the network and call again; nothing that was installed before is lost",
    )?;
    fs::write(&note, lock).map_err(|error| {
        Failure::new(
            format!("{} cannot be written: {error}", note.display()),
            "check free space and rights",
        )
    })
}

/// `npm run SCRIPT` in a folder.
pub fn script(project: &Project, folder: &str, script: &str) -> Result<Command, Failure> {
    let mut command = npm(&project.path(folder))?;
    command
        .args(["run", "--silent", script])
        .env("NO_COLOR", "1");
    Ok(command)
}

/// Builds the user interface; the bundler's list of files is left out.
pub fn build_ui(project: &Project) -> Result<(), Failure> {
    let mut build = script(project, "apps/ui", "build")?;
    build.args(["--", "--logLevel", "error"]);
    command::run(&mut build, "read the message above")
}

fn npm(folder: &Path) -> Result<Command, Failure> {
    if !command::exists("npm") || !command::exists("node") {
        tools::require_node()?;
    }
    let mut command = Command::new("npm");
    command.current_dir(folder);
    Ok(command)
}
