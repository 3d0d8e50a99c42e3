//! `tongban ops`: what an operator does beside a running platform, on its database.

mod backup;
pub(crate) mod check_log;
mod paper;
mod revoke;
mod staff;
mod voucher;

use std::sync::Arc;

use tongban_platform::ops::{Operations, OpsError};
use tongban_platform::{AuthoritySource, Storage, StorageError};

use crate::args::{OpsArgs, OpsCommand, PlatformArgs};
use crate::language::Language;
use crate::report::{Exit, Report};

/// Exit 0 when it was done, 1 when it was refused, 2 for wrong usage.
pub fn run(args: OpsArgs, language: &Language) -> Report {
    let runtime = match tokio::runtime::Builder::new_current_thread()
        .enable_all()
        .build()
    {
        Ok(runtime) => runtime,
        Err(error) => return Report::failure(Exit::No, "no_runtime", &error.to_string(), language),
    };
    let done = runtime.block_on(async {
        match &args.command {
            OpsCommand::Voucher(args) => voucher::run(args, language).await,
            OpsCommand::Revoke(args) => revoke::run(args, language).await,
            OpsCommand::Staff(args) => staff::run(&args.command, language).await,
            OpsCommand::CheckLog(args) => check_log::run(args, language).await,
            OpsCommand::Backup(args) => backup::back_up(args, language).await,
            OpsCommand::Restore(args) => backup::restore(args, language).await,
            OpsCommand::Drill(args) => backup::drill(args, language).await,
            OpsCommand::NewEpoch(args) => check_log::new_epoch(args, language).await,
        }
    });
    done.unwrap_or_else(|error| {
        let (text, detail) = said_of(&error);
        Report::failure_said_as(error.exit(), error.code(), text, &detail, language)
    })
}

/// The text and its detail: where the demo's residents are asked for, they are named.
fn said_of(error: &Refusal) -> (&'static str, String) {
    #[cfg(feature = "demo")]
    if matches!(error, Refusal::Platform(OpsError::ResidentUnknown)) {
        return ("resident_unknown_in_demo", crate::demo::resident_keys());
    }
    (error.code(), error.detail().to_owned())
}

#[derive(Debug, thiserror::Error)]
enum Refusal {
    #[error(transparent)]
    Platform(#[from] OpsError),
    #[error(transparent)]
    File(#[from] crate::file::FileError),
    #[error(transparent)]
    Storage(StorageError),
    #[error("platform folder is not there")]
    NoPlatform(String),
    #[cfg(not(feature = "demo"))]
    #[error("{0} is needed")]
    Needed(&'static str),
    #[error("voucher cannot be drawn")]
    NotDrawn,
}

impl Refusal {
    fn code(&self) -> &'static str {
        match self {
            Refusal::Platform(error) => error.code(),
            Refusal::File(error) => error.code(),
            Refusal::Storage(_) => "storage_address",
            Refusal::NoPlatform(_) => "platform_missing",
            #[cfg(not(feature = "demo"))]
            Refusal::Needed(_) => "argument_needed",
            Refusal::NotDrawn => "picture_too_large",
        }
    }

    fn detail(&self) -> &str {
        match self {
            Refusal::File(error) => error.path(),
            Refusal::NoPlatform(folder) => folder,
            #[cfg(not(feature = "demo"))]
            Refusal::Needed(argument) => argument,
            _ => "",
        }
    }

    fn exit(&self) -> Exit {
        match self {
            #[cfg(not(feature = "demo"))]
            Refusal::Needed(_) => Exit::Unreadable,
            Refusal::Storage(_)
            | Refusal::NoPlatform(_)
            | Refusal::File(crate::file::FileError::Ending(_)) => Exit::Unreadable,
            _ => Exit::No,
        }
    }
}

/// The folder must be there already: a mistyped one would otherwise become a new, empty platform.
async fn open(args: &PlatformArgs) -> Result<Operations, Refusal> {
    if !args.data.is_dir() {
        return Err(Refusal::NoPlatform(args.data.display().to_string()));
    }
    match &args.authority {
        Some(folder) => Ok(Operations::open_on(
            &args.data,
            &storage(args)?,
            AuthoritySource::Folder(folder.clone()),
            Arc::new(tongban_device_desktop::SystemClock::new()),
            Arc::new(tongban_device::OsEntropy),
        )
        .await?),
        None => open_without_authority(args).await,
    }
}

fn storage(args: &PlatformArgs) -> Result<Storage, Refusal> {
    Storage::named(args.database.clone(), args.attachments.clone()).map_err(Refusal::Storage)
}

#[cfg(feature = "demo")]
async fn open_without_authority(args: &PlatformArgs) -> Result<Operations, Refusal> {
    Ok(Operations::open_demo_on(&args.data, &storage(args)?).await?)
}

#[cfg(not(feature = "demo"))]
async fn open_without_authority(_args: &PlatformArgs) -> Result<Operations, Refusal> {
    Err(Refusal::Needed("--authority"))
}
