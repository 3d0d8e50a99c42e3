//! What a person may set, and what the settings screen tells about this device.

use serde::{Deserialize, Serialize};
use thiserror::Error;
use tongban_store::Store;
use ts_rs::TS;

use crate::context::Core;
use crate::error::{ErrorCode, Fold, Params, param};
use crate::events::EventView;
use crate::hello::{self, CustodyView};
use crate::storage::StorageError;
use crate::time;

/// Changes only what is given.
#[derive(Debug, Deserialize, TS)]
#[ts(optional_fields)]
#[serde(default)]
#[derive(Default)]
pub struct SettingsSetRequest {
    /// A locale tag such as `zh-Hans`.
    pub locale: Option<String>,
    /// The colours.
    pub theme: Option<ThemeView>,
    /// Bigger text, fewer things.
    pub elder: Option<bool>,
    /// Seconds without use after which the wallet locks itself.
    pub auto_lock_seconds: Option<u32>,
}

/// The settings.
#[derive(Debug, Clone, PartialEq, Eq, Serialize, Deserialize, TS)]
pub struct SettingsView {
    /// A locale tag such as `zh-Hans`.
    pub locale: String,
    /// The colours.
    pub theme: ThemeView,
    /// Bigger text, fewer things.
    pub elder: bool,
    /// Seconds without use after which the wallet locks itself.
    pub auto_lock_seconds: u32,
    /// How well the keys of this device are kept.
    pub custody: CustodyView,
    /// Where the encrypted files are.
    pub data_folder: String,
    /// The platform's address; null when none is set.
    pub platform_address: Option<String>,
    /// What the platform's log of who read what was when it last answered; null while the wallet
    /// is locked, and before the first answer.
    pub read_log: Option<ReadLogView>,
}

/// The platform's log of who read what, as this device has seen it (rule K6).
#[derive(Debug, Clone, PartialEq, Eq, Serialize, Deserialize, TS)]
pub struct ReadLogView {
    /// Lines so far.
    pub lines: u32,
    /// The newest line's hash, 64 hexadecimal digits.
    pub hash: String,
    /// When it was told, RFC 3339.
    pub at: String,
    /// How often the platform then told a log that contradicts this one: lines were taken out or
    /// changed. Not 0 is worth a word at a service station.
    pub contradictions: u32,
}

/// The colours.
#[derive(Debug, Clone, Copy, PartialEq, Eq, Serialize, Deserialize, TS)]
#[serde(rename_all = "snake_case")]
pub enum ThemeView {
    /// As the machine is set.
    System,
    /// Light.
    Light,
    /// Dark.
    Dark,
    /// High contrast.
    Contrast,
}

/// The settings, as they are.
pub(crate) fn get(core: &Core) -> Result<SettingsView, SettingsError> {
    let store = core.store()?;
    let theme = setting(&store, THEME)
        .as_deref()
        .and_then(theme_named)
        .unwrap_or(ThemeView::System);
    Ok(SettingsView {
        locale: core.locale(),
        theme,
        elder: setting(&store, ELDER).as_deref() == Some("true"),
        auto_lock_seconds: auto_lock_seconds(&store),
        custody: hello::custody(core)?.into(),
        data_folder: core.config.data_dir.display().to_string(),
        platform_address: core.config.platform_address.clone(),
        read_log: read_log(core)?,
    })
}

fn read_log(core: &Core) -> Result<Option<ReadLogView>, StorageError> {
    let Some(db) = core.open_db() else {
        return Ok(None);
    };
    Ok(db.read_log()?.map(|log| ReadLogView {
        lines: u32::try_from(log.head.seq).unwrap_or(u32::MAX),
        hash: log
            .head
            .hash
            .iter()
            .map(|byte| format!("{byte:02x}"))
            .collect(),
        at: time::instant(log.head.received_at),
        contradictions: u32::try_from(log.refused.len()).unwrap_or(u32::MAX),
    }))
}

/// Changes what is given, in one transaction.
pub(crate) fn set(
    core: &Core,
    request: &SettingsSetRequest,
) -> Result<SettingsView, SettingsError> {
    let mut changes = Vec::new();
    if let Some(locale) = &request.locale {
        if !is_locale(locale) {
            return Err(SettingsError::Locale);
        }
        changes.push((LOCALE, locale.clone()));
    }
    if let Some(theme) = request.theme {
        changes.push((THEME, theme_name(theme).to_owned()));
    }
    if let Some(elder) = request.elder {
        changes.push((ELDER, elder.to_string()));
    }
    if let Some(seconds) = request.auto_lock_seconds {
        if !AUTO_LOCK_RANGE.contains(&seconds) {
            return Err(SettingsError::AutoLock);
        }
        changes.push((AUTO_LOCK, seconds.to_string()));
    }
    keep(core, &changes)?;
    let view = get(core)?;
    core.publish(EventView::SettingsChanged(view.clone()));
    Ok(view)
}

/// Stores all of these or none.
pub(crate) fn keep(core: &Core, changes: &[(&str, String)]) -> Result<(), StorageError> {
    let changes: Vec<(&str, &str)> = changes
        .iter()
        .map(|(name, value)| (*name, value.as_str()))
        .collect();
    Ok(core.store()?.set_settings(&changes)?)
}

/// A locale tag that texts may exist for; also the test locales of the screens.
pub(crate) fn is_locale(tag: &str) -> bool {
    (2..=35).contains(&tag.len())
        && tag
            .bytes()
            .all(|byte| byte.is_ascii_alphanumeric() || byte == b'-')
}

pub(crate) fn chosen_locale(store: &Store) -> Option<String> {
    setting(store, LOCALE)
}

pub(crate) fn auto_lock_seconds(store: &Store) -> u32 {
    let chosen = setting(store, AUTO_LOCK).and_then(|text| text.parse().ok());
    chosen
        .filter(|seconds| AUTO_LOCK_RANGE.contains(seconds))
        .unwrap_or(AUTO_LOCK_DEFAULT)
}

/// An unreadable setting counts as not set: a default never hides a certificate.
pub(crate) fn setting(store: &Store, name: &str) -> Option<String> {
    store.setting(name).ok().flatten()
}

fn theme_name(theme: ThemeView) -> &'static str {
    match theme {
        ThemeView::System => "system",
        ThemeView::Light => "light",
        ThemeView::Dark => "dark",
        ThemeView::Contrast => "contrast",
    }
}

fn theme_named(name: &str) -> Option<ThemeView> {
    [
        ThemeView::System,
        ThemeView::Light,
        ThemeView::Dark,
        ThemeView::Contrast,
    ]
    .into_iter()
    .find(|theme| theme_name(*theme) == name)
}

/// Why a setting was not taken.
#[derive(Debug, PartialEq, Eq, Error)]
pub(crate) enum SettingsError {
    #[error("locale is not a locale tag")]
    Locale,
    #[error("auto-lock time is out of range")]
    AutoLock,
    #[error(transparent)]
    Storage(#[from] StorageError),
}

impl Fold for SettingsError {
    fn code(&self) -> ErrorCode {
        match self {
            Self::Locale => ErrorCode::SettingsLocale,
            Self::AutoLock => ErrorCode::SettingsAutoLock,
            Self::Storage(error) => error.code(),
        }
    }

    fn params(&self) -> Params {
        match self {
            Self::Locale => Params::new(),
            Self::AutoLock => {
                let mut params = param("min", *AUTO_LOCK_RANGE.start());
                params.extend(param("max", *AUTO_LOCK_RANGE.end()));
                params
            }
            Self::Storage(error) => error.params(),
        }
    }
}

const LOCALE: &str = "locale";
const THEME: &str = "theme";
const ELDER: &str = "elder";
const AUTO_LOCK: &str = "auto_lock_seconds";
const AUTO_LOCK_DEFAULT: u32 = 300;
const AUTO_LOCK_RANGE: std::ops::RangeInclusive<u32> = 30..=3600;
