//! What an app is started with: settings of the build and capabilities of the machine.

use std::path::PathBuf;
use std::sync::Arc;

use tongban_device::{
    Clock, Confirm, DeviceKey, Entropy, Notifier, PushHint, SecretStore, Transport, UserPresence,
};
use tongban_store::Kdf;

use crate::hello::HostView;

/// What the build and its host decide; nothing here changes while the app runs.
pub struct AppConfig {
    /// Folder of the encrypted files; made when missing.
    pub data_dir: PathBuf,
    /// The shell that hosts the screen.
    pub host: HostView,
    /// Where the transport leads, as text for the settings screen; `None` keeps everything offline.
    pub platform_address: Option<String>,
    /// The earliest time this build can run at (rule C10), seconds.
    pub build_floor: u64,
    /// Root documents that this build trusts; the first is the anchor (rule C9).
    pub anchors: Vec<Vec<u8>>,
    /// A trust list that came with the build, so that verifying works from the first start.
    pub built_in_list: Option<Vec<u8>>,
    /// The key that signs region packs, in any form that [`tongban_cose::PublicKey`] reads.
    pub pack_key: Option<Vec<u8>>,
    /// A region pack that came with the build, so that services are listed from the first start.
    pub built_in_pack: Option<Vec<u8>>,
    /// Folder for the files that a person exports; `None` where the host has none.
    pub exchange_dir: Option<PathBuf>,
    /// How hard the secret is stretched (rule K1).
    pub kdf: Kdf,
}

impl AppConfig {
    /// The build's own settings: with feature `demo` the demo root, its list and its pack,
    /// otherwise neither anchor nor pack, which the packager fills in.
    pub fn new(data_dir: impl Into<PathBuf>, host: HostView) -> Self {
        #[cfg(feature = "demo")]
        let (anchors, built_in_list) = (
            crate::demo::anchors(),
            Some(crate::demo::trust_list().to_vec()),
        );
        #[cfg(feature = "demo")]
        let (pack_key, built_in_pack) = (
            Some(crate::demo::pack_key()),
            Some(crate::demo::pack().to_vec()),
        );
        #[cfg(not(feature = "demo"))]
        let (anchors, built_in_list, pack_key, built_in_pack) = (Vec::new(), None, None, None);
        Self {
            data_dir: data_dir.into(),
            host,
            platform_address: None,
            build_floor: build_floor(),
            anchors,
            built_in_list,
            pack_key,
            built_in_pack,
            exchange_dir: None,
            kdf: Kdf::standard(),
        }
    }
}

/// The machine, as capabilities; there are no globals behind them.
pub struct Capabilities {
    /// Wall and monotonic time.
    pub clock: Arc<dyn Clock>,
    /// Random bytes.
    pub entropy: Arc<dyn Entropy>,
    /// The login keyring, where there is one.
    pub secrets: Option<Arc<dyn SecretStore>>,
    /// A key store in hardware, where there is one.
    pub device_key: Option<Arc<dyn DeviceKey>>,
    /// The way to the platform.
    pub transport: Arc<dyn Transport>,
    /// The screen that the web UI cannot reach (rule U1).
    pub confirm: Arc<dyn Confirm>,
    /// The machine's own check of presence, where there is one.
    pub presence: Option<Arc<dyn UserPresence>>,
    /// What shows something outside of the app's window, where there is one.
    pub notifier: Option<Arc<dyn Notifier>>,
    /// How the platform says "pull now", where it can.
    pub hints: Option<Arc<dyn PushHint>>,
}

/// The build time as seconds: `TONGBAN_BUILD_TIME` at compile time, in development
/// 2026-02-01T00:00:00+08:00.
pub fn build_floor() -> u64 {
    option_env!("TONGBAN_BUILD_TIME")
        .and_then(|text| text.parse().ok())
        .unwrap_or(DEVELOPMENT_FLOOR)
}

const DEVELOPMENT_FLOOR: u64 = 1_769_875_200;
