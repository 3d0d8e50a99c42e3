//! `tongban`: verify, inspect, read and draw codes; the operator's commands of the platform.
//!
//! Guarantees for scripts: with `--json` stdout ends in exactly one JSON line, whatever happens;
//! the exit status is 0 for yes, 1 for no, 2 for "could not read" and wrong usage. It never speaks
//! to a network; where `verify` has no `--trust` and takes the app's own snapshots, it reads the
//! key of their database from the login keyring, over the session bus of this machine. Texts for
//! people come from the message catalogue in the language of `--lang`, else of `LANG`.
#![forbid(unsafe_code)]

mod args;
mod code;
mod deadline;
#[cfg(feature = "demo")]
mod demo;
mod file;
mod id;
mod input;
mod inspect;
mod language;
mod ops;
mod pack;
mod report;
mod time;
mod trust;
mod usage;
mod verify;

use std::ffi::OsString;
use std::process::ExitCode;

use args::{Command, Options};
use language::Language;
use report::Report;

fn main() -> ExitCode {
    let arguments: Vec<OsString> = std::env::args_os().collect();
    let language = Language::of(&arguments);
    match args::parse(&arguments, &language) {
        Ok(options) => {
            let json = options.json;
            run(options, json, &language).print(json)
        }
        Err(error) => usage::report(&error, &arguments, &language),
    }
}

fn run(options: Options, json: bool, language: &Language) -> Report {
    match options.command {
        Command::Verify(args) => verify::run(&args, language),
        Command::Inspect(args) => inspect::run(&args, language),
        Command::Code(args) => code::run(args, language),
        Command::Deadline(args) => deadline::run(&args, language),
        Command::Id(args) => id::run(&args, language),
        Command::Pack(args) => pack::run(args, language),
        Command::Ops(args) => ops::run(args, language),
        #[cfg(feature = "demo")]
        Command::Issue(args) => demo::issue::run(&args, language),
        #[cfg(feature = "demo")]
        Command::Show(args) => demo::show::run(&args, language),
        #[cfg(feature = "demo")]
        Command::Sim(args) => demo::sim::run(&args, json, language),
    }
}
