//! The first call of a screen: do both sides speak the same version?

use serde::{Deserialize, Serialize};
use thiserror::Error;
use tongban_device::CustodyLevel;
use ts_rs::TS;

use crate::context::{Core, lock};
use crate::error::{ErrorCode, Fold, Params, param};
use crate::storage::StorageError;
use crate::{settings, time};

/// The version of the calls and events that this core speaks.
pub const API_VERSION: u16 = 1;

/// What a screen says first.
#[derive(Debug, Deserialize, TS)]
pub struct HelloRequest {
    /// The version that the screen was built for.
    pub api_version: u16,
    /// The locale of the machine; kept only while the person has not chosen one.
    #[serde(default)]
    #[ts(optional)]
    pub locale: Option<String>,
}

/// What the core answers.
#[derive(Debug, Clone, Serialize, Deserialize, TS)]
pub struct HelloView {
    /// The version of calls and events.
    pub api_version: u16,
    /// The version of the app.
    pub app_version: String,
    /// True where the built-in demo root is trusted.
    pub demo: bool,
    /// How well the keys of this device are kept.
    pub custody: CustodyView,
    /// Which shell hosts the screen.
    pub host: HostView,
    /// The device's clock, RFC 3339.
    pub now: String,
}

/// Rule K1's levels.
#[derive(Debug, Clone, Copy, PartialEq, Eq, Serialize, Deserialize, TS)]
#[serde(rename_all = "snake_case")]
pub enum CustodyView {
    /// Keys never leave a hardware key store.
    Hardware,
    /// The database key needs the operating system's keyring and the PIN.
    OsKeyring,
    /// The database key needs the passphrase alone.
    Passphrase,
}

/// The shells that host the one web UI.
#[derive(Debug, Clone, Copy, PartialEq, Eq, Serialize, Deserialize, TS)]
#[serde(rename_all = "snake_case")]
pub enum HostView {
    /// The desktop app.
    Tauri,
    /// A browser on loopback, for development and tests.
    Browser,
    /// A native phone shell.
    Phone,
}

impl From<CustodyLevel> for CustodyView {
    fn from(level: CustodyLevel) -> Self {
        match level {
            CustodyLevel::Hardware => Self::Hardware,
            CustodyLevel::OsKeyring => Self::OsKeyring,
            CustodyLevel::Passphrase => Self::Passphrase,
        }
    }
}

/// Answers also while the store cannot be opened, so that a screen can say why.
pub(crate) fn hello(core: &Core, request: &HelloRequest) -> Result<HelloView, HelloError> {
    if request.api_version != API_VERSION {
        return Err(HelloError::Version {
            screen: request.api_version,
        });
    }
    if let Some(locale) = request
        .locale
        .as_deref()
        .filter(|locale| settings::is_locale(locale))
    {
        *lock(&core.machine_locale) = Some(locale.to_owned());
    }
    Ok(HelloView {
        api_version: API_VERSION,
        app_version: env!("CARGO_PKG_VERSION").to_owned(),
        demo: cfg!(feature = "demo"),
        custody: custody(core)
            .unwrap_or_else(|_| offered_custody(core))
            .into(),
        host: core.config.host,
        now: time::instant(core.now()),
    })
}

/// The level of the wallet here, or the one that a new wallet would get (rule K1).
pub(crate) fn custody(core: &Core) -> Result<CustodyLevel, StorageError> {
    let store = core.store()?;
    match store.persons()?.first() {
        Some(person) => Ok(store.person_custody(*person)?),
        None => Ok(store.custody()),
    }
}

fn offered_custody(core: &Core) -> CustodyLevel {
    match (&core.caps.device_key, &core.caps.secrets) {
        (Some(_), _) => CustodyLevel::Hardware,
        (None, Some(_)) => CustodyLevel::OsKeyring,
        (None, None) => CustodyLevel::Passphrase,
    }
}

/// Why screen and core cannot work together.
#[derive(Debug, PartialEq, Eq, Error)]
pub(crate) enum HelloError {
    #[error("screen speaks version {screen}")]
    Version { screen: u16 },
}

impl Fold for HelloError {
    fn code(&self) -> ErrorCode {
        ErrorCode::HelloVersion
    }

    fn params(&self) -> Params {
        let Self::Version { screen } = self;
        param("screen", u32::from(*screen))
    }
}
