//! The commands of the binary.

#[cfg(feature = "demo")]
mod at;
mod serve;
mod storage;

use std::error::Error;
use std::io::Write;
use std::path::PathBuf;
use std::process::ExitCode;
use std::sync::Arc;

use clap::Parser;
use tongban_device::OsEntropy;
use tongban_platform::ops::Operations;
use tongban_platform::{AuthoritySource, ServerClock};

/// The service of Tongban.
#[derive(Parser)]
#[command(version, about)]
pub enum Command {
    /// Run the service until it is told to stop (Ctrl-C or SIGTERM).
    Serve(serve::Serve),
    /// Take residents' records from a JSON file; portraits lie beside it.
    ImportResidents {
        /// Data folder.
        #[arg(long)]
        data: PathBuf,
        #[command(flatten)]
        storage: storage::StorageArgs,
        /// Folder with issuer.json, issuer.pem, list.pem, status.pem, receipt.pem and roots.cbor.
        #[cfg_attr(feature = "demo", arg(long))]
        #[cfg_attr(not(feature = "demo"), arg(long, required = true))]
        authority: Option<PathBuf>,
        /// The file.
        file: PathBuf,
    },
    /// Make other INSECURE demo keys with their root and first trust list.
    #[cfg(feature = "demo")]
    DemoKeys {
        /// Where `INSECURE-demo-keys/`, `root-1.cbor` and `trust-list.cbor` go.
        #[arg(long)]
        out: PathBuf,
    },
}

impl Command {
    /// Runs the command; a failure says what happened and why, on stderr.
    pub fn run(self) -> ExitCode {
        let runtime = match tokio::runtime::Runtime::new() {
            Ok(runtime) => runtime,
            Err(error) => return failed(&error),
        };
        match runtime.block_on(self.work()) {
            Ok(()) => ExitCode::SUCCESS,
            Err(error) => failed(error.as_ref()),
        }
    }

    async fn work(self) -> Result<(), Box<dyn Error + Send + Sync>> {
        match self {
            Self::Serve(serve) => serve.run().await,
            Self::ImportResidents {
                data,
                storage,
                authority,
                file,
            } => {
                let (clock, entropy) = (Arc::new(ServerClock::system()), Arc::new(OsEntropy));
                let operations = Operations::open_on(
                    &data,
                    &storage.named()?,
                    source(authority)?,
                    clock,
                    entropy,
                )
                .await?;
                let added = operations.import_residents(&file).await?;
                say(&format!("{{\"added\":{added}}}"))
            }
            #[cfg(feature = "demo")]
            Self::DemoKeys { out } => {
                tongban_platform::demo::make_demo_keys(&out, &OsEntropy).await?;
                say("{\"made\":true}")
            }
        }
    }
}

/// The authority that was named, or the demo's where there is one.
fn source(folder: Option<PathBuf>) -> Result<AuthoritySource, Box<dyn Error + Send + Sync>> {
    match folder {
        Some(folder) => Ok(AuthoritySource::Folder(folder)),
        #[cfg(feature = "demo")]
        None => Ok(AuthoritySource::Demo),
        #[cfg(not(feature = "demo"))]
        None => Err("an authority is needed; use --authority".into()),
    }
}

fn say(line: &str) -> Result<(), Box<dyn Error + Send + Sync>> {
    let mut out = std::io::stdout().lock();
    writeln!(out, "{line}")?;
    Ok(out.flush()?)
}

/// The error and everything that caused it, one sentence.
fn failed(error: &dyn Error) -> ExitCode {
    let mut text = error.to_string();
    let mut cause = error.source();
    while let Some(inner) = cause {
        text.push_str(": ");
        text.push_str(&inner.to_string());
        cause = inner.source();
    }
    let _ = writeln!(std::io::stderr().lock(), "{text}");
    ExitCode::FAILURE
}
