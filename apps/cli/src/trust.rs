//! Where trust comes from: `--trust`, else `$TONGBAN_TRUST`, else the app's data folder, else the
//! built-in demo root. The first that is named is used; one that is named and unusable is an
//! error, never a reason to try the next.

use std::path::{Path, PathBuf};

use tongban_app::build_floor;
use tongban_certificate::{StatusState, TrustState};
use tongban_cose::cbor;
use tongban_device_desktop::{KeyringReader, data_folder};

use crate::args::VerifyArgs;
use crate::file::{self, FileError};

/// Everything that a verdict stands on, with the times to judge by.
pub struct Ground {
    pub trust: TrustState,
    /// `None`: no status list was named, so none can be looked at.
    pub status: Option<StatusState>,
    pub now: u64,
    pub floor: u64,
    /// The trust is the demo's, whose private keys are public.
    pub demo: bool,
}

/// Why there is no ground to judge on.
#[derive(Debug, thiserror::Error)]
pub enum GroundError {
    #[error(transparent)]
    File(#[from] FileError),
    #[error("trust file is not usable: {0}")]
    Trust(&'static str),
    #[error("status file is not usable: {0}")]
    Status(&'static str),
    #[cfg(not(feature = "demo"))]
    #[error("no trust list was found")]
    NoTrust,
}

impl GroundError {
    /// Stable code for scripts.
    pub fn code(&self) -> &'static str {
        match self {
            GroundError::File(error) => error.code(),
            GroundError::Trust(_) => "trust_unusable",
            GroundError::Status(_) => "status_unusable",
            #[cfg(not(feature = "demo"))]
            GroundError::NoTrust => "trust_missing",
        }
    }

    /// What exactly, as a slug or a file name.
    pub fn detail(&self) -> &str {
        match self {
            GroundError::File(error) => error.path(),
            GroundError::Trust(slug) | GroundError::Status(slug) => slug,
            #[cfg(not(feature = "demo"))]
            GroundError::NoTrust => "",
        }
    }
}

/// Reads the snapshots and fixes the times; a time given by hand replaces clock and floor together
/// (rule C10).
pub fn ground(args: &VerifyArgs) -> Result<Ground, GroundError> {
    let (now, build) = match args.at {
        Some(at) => (at, at),
        None => (system_now(), build_floor()),
    };
    let mut found = match trust_file(args) {
        Some(path) => from_file(&path, now, build)?,
        None => stored().map_or_else(|| built_in(now, build), Ok)?,
    };
    if let Some(path) = &args.status {
        found.status = Some(status_from_file(path, &found.trust, now, build)?);
    }
    let floor = args.at.unwrap_or_else(|| {
        let seen = found.status.as_ref().map_or(0, StatusState::floor);
        found.trust.floor(build).max(seen)
    });
    Ok(Ground {
        trust: found.trust,
        status: found.status,
        now,
        floor,
        demo: found.demo,
    })
}

struct Found {
    trust: TrustState,
    status: Option<StatusState>,
    demo: bool,
}

fn trust_file(args: &VerifyArgs) -> Option<PathBuf> {
    args.trust.clone().or_else(|| {
        std::env::var_os("TONGBAN_TRUST")
            .filter(|path| !path.is_empty())
            .map(PathBuf::from)
    })
}

fn from_file(path: &Path, now: u64, build: u64) -> Result<Found, GroundError> {
    let trust = from_sequence(&file::read(path)?, now, build)?;
    Ok(Found {
        demo: is_demo(&trust),
        trust,
        status: None,
    })
}

fn from_sequence(bytes: &[u8], now: u64, build: u64) -> Result<TrustState, GroundError> {
    TrustState::from_sequence(bytes, now, build).map_err(|error| GroundError::Trust(error.slug()))
}

fn status_from_file(
    path: &Path,
    trust: &TrustState,
    now: u64,
    build: u64,
) -> Result<StatusState, GroundError> {
    let bytes = file::read(path)?;
    let tokens = cbor::read_sequence(&bytes, &cbor::Limits::STATUS)
        .map_err(|_| GroundError::Status("malformed"))?;
    let tokens: Vec<Vec<u8>> = tokens.into_iter().map(<[u8]>::to_vec).collect();
    let mut status = StatusState::new();
    status
        .accept(trust, &tokens, now, build)
        .map_err(|error| GroundError::Status(error.slug()))?;
    Ok(status)
}

/// The app's own snapshots; reading them needs no unlocking, because nothing in them is personal.
fn stored() -> Option<Found> {
    let folder = data_folder().ok()?;
    // Without an app there is nothing to ask a keyring for.
    if !folder.is_dir() {
        return None;
    }
    let keyring = KeyringReader::of_the_app();
    let snapshots = tongban_app::device_snapshots(&folder, Some(&keyring))?;
    Some(Found {
        demo: is_demo(&snapshots.trust),
        trust: snapshots.trust,
        status: Some(snapshots.status),
    })
}

#[cfg(feature = "demo")]
fn built_in(now: u64, build: u64) -> Result<Found, GroundError> {
    let mut bytes = tongban_app::demo::anchors().concat();
    bytes.extend_from_slice(tongban_app::demo::trust_list());
    Ok(Found {
        trust: from_sequence(&bytes, now, build)?,
        status: None,
        demo: true,
    })
}

#[cfg(not(feature = "demo"))]
fn built_in(_now: u64, _build: u64) -> Result<Found, GroundError> {
    Err(GroundError::NoTrust)
}

#[cfg(feature = "demo")]
fn is_demo(trust: &TrustState) -> bool {
    trust.roots().next() == tongban_app::demo::anchors().first().map(Vec::as_slice)
}

#[cfg(not(feature = "demo"))]
fn is_demo(_trust: &TrustState) -> bool {
    false
}

/// Seconds since 1970 by this machine's clock.
pub fn system_now() -> u64 {
    use tongban_device::Clock as _;
    tongban_device_desktop::SystemClock::new().wall_seconds()
}
