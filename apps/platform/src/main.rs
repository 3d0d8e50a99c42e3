//! `tongban-platform`: the service from the command line. One JSON line on stdout when it
//! answers; structured logs, without personal data, on stderr.

mod command;

use std::process::ExitCode;

use clap::Parser;

fn main() -> ExitCode {
    command::Command::parse().run()
}
