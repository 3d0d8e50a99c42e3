//! The project's own commands: `cargo xtask doctor · run · test · bench · fmt · bindings`.
//!
//! Each says what it is doing, step by step, and a failure says what to do. Nothing here
//! is linked into the product; beside the list of the project's tests it uses the standard
//! library, serde_json, clap and signal-hook only, so that the first call on a new machine is quick.
#![forbid(unsafe_code)]
#![allow(
    clippy::print_stdout,
    clippy::print_stderr,
    reason = "printing is what these commands are for"
)]

mod bench;
mod bindings;
mod children;
mod command;
mod coverage;
mod display;
mod doctor;
mod failure;
mod fmt;
mod interrupt;
mod limit;
mod lock;
mod npm;
mod packages;
mod programs;
mod project;
mod run;
mod steps;
mod tally;
mod test;
mod tools;

use std::process::ExitCode;

use clap::{Parser, Subcommand};

use crate::failure::Failure;
use crate::project::Project;

#[derive(Parser)]
#[command(
    name = "cargo xtask",
    bin_name = "cargo xtask",
    about = "The project's own commands"
)]
struct Arguments {
    #[command(subcommand)]
    verb: Verb,
}

#[derive(Subcommand)]
enum Verb {
    /// Says what is missing on this machine and the one line that installs it.
    Doctor,
    /// Installs, builds and starts the platform and the app with demo data.
    Run(run::RunArgs),
    /// Installs what the tests need and runs every test.
    Test(test::TestArgs),
    /// Measures and prints a table.
    Bench,
    /// Formats the code.
    Fmt,
    /// Writes the generated TypeScript and Kotlin anew.
    Bindings,
}

fn main() -> ExitCode {
    match call(&Arguments::parse().verb) {
        Ok(()) => ExitCode::SUCCESS,
        Err(failure) => {
            interrupt::settle();
            eprintln!("\nfailed: {failure}");
            ExitCode::FAILURE
        }
    }
}

fn call(verb: &Verb) -> Result<(), Failure> {
    if let Verb::Doctor = verb {
        return doctor::doctor();
    }
    interrupt::watch()?;
    let project = Project::find()?;
    match verb {
        Verb::Doctor => doctor::doctor(),
        Verb::Run(args) => run::run(&project, args),
        Verb::Test(args) => test::test(&project, args),
        Verb::Bench => bench::bench(&project),
        Verb::Fmt => fmt::fmt(&project),
        Verb::Bindings => bindings::bindings(&project),
    }
}
