//! `tongban pack`: build, lint and show region packs. Builds are the same bytes for the same sources but
//! for the signature.

mod build;
mod faults;
mod folder;
mod key;
mod lint;
mod show;

use std::path::Path;

use tongban_rules::pack::Pack;
use tongban_rules::source::{Problem, compile};

use crate::args::{PackArgs, PackCommand};
use crate::file::FileError;
use crate::language::Language;
use crate::report::{Exit, Report};

/// Runs the command.
pub fn run(args: PackArgs, language: &Language) -> Report {
    let done = match &args.command {
        PackCommand::Build(args) => build::run(args, language),
        PackCommand::Lint(args) => lint::run(args, language),
        PackCommand::Show(args) => show::run(args, language),
    };
    done.unwrap_or_else(|error| {
        let exit = match error {
            PackFailure::File(FileError::Exists(_)) => Exit::No,
            _ => Exit::Unreadable,
        };
        Report::failure(exit, error.code(), &error.detail(), language)
    })
}

/// The pack of a layer that nothing keeps from being published, else what does.
fn publishable(layer: &Path) -> Result<Result<Pack, Vec<Problem>>, PackFailure> {
    let (files, layer) = folder::read(layer)?;
    Ok(compile(&files, &layer).and_then(|compiled| {
        if compiled.findings.is_empty() {
            Ok(compiled.pack)
        } else {
            Err(compiled.findings)
        }
    }))
}

/// Why a command could not be tried.
#[derive(Debug, thiserror::Error)]
enum PackFailure {
    #[error(transparent)]
    File(#[from] FileError),
    #[error("key cannot be used")]
    Key(String),
    #[cfg(not(feature = "demo"))]
    #[error("a key is needed")]
    KeyNeeded,
    #[error("pack cannot be written")]
    Unwritable(String),
}

impl PackFailure {
    fn code(&self) -> &'static str {
        match self {
            Self::File(error) => error.code(),
            Self::Key(_) => "key_unusable",
            #[cfg(not(feature = "demo"))]
            Self::KeyNeeded => "argument_needed",
            Self::Unwritable(_) => "pack_unwritable",
        }
    }

    fn detail(&self) -> String {
        match self {
            Self::File(error) => error.path().to_owned(),
            Self::Key(file) => file.clone(),
            #[cfg(not(feature = "demo"))]
            Self::KeyNeeded => "--key".to_owned(),
            Self::Unwritable(detail) => detail.clone(),
        }
    }
}
