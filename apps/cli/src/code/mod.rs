//! `tongban code`: pictures to texts and texts to pictures, whatever the text means.

mod draw;
mod read;

use crate::args::{CodeArgs, CodeCommand};
use crate::language::Language;
use crate::report::Report;

/// Reads or draws.
pub fn run(args: CodeArgs, language: &Language) -> Report {
    match args.command {
        CodeCommand::Read(args) => read::run(&args),
        CodeCommand::Draw(args) => draw::run(&args, language),
    }
}
