//! The platform: the service that a resident's app talks to.
//!
//! It proves people by a voucher, issues certificates bound to the app's keys, and publishes
//! roots, trust list and status lists as signed snapshots. It holds no state outside its
//! database and its data folder, so several processes may stand behind one address. What a real unified platform
//! does differently stands behind ports ([`ports`]) and [`store`].
//!
//! It never learns where or to whom a certificate is shown. Its logs hold no personal data.
#![forbid(unsafe_code)]

mod authority;
mod backup;
mod casework;
mod clock;
#[cfg(feature = "demo")]
pub mod demo;
mod enrol;
mod hints;
mod http;
mod import_residents;
mod issue;
mod media;
mod numbers;
pub mod ops;
mod pace;
mod packs;
mod pepper;
mod platform;
mod platform_keys;
pub mod ports;
mod print_voucher;
mod publish;
mod random;
mod read_log;
mod serve;
mod staff;
mod storage;
pub mod store;
mod sync;

pub use authority::{AuthorityError, AuthoritySource};
pub use clock::ServerClock;
pub use import_residents::ImportError;
pub use pace::Pace;
pub use packs::{PackProblem, PackSource};
pub use pepper::{Pepper, PepperError};
pub use platform::OpenError;
pub use platform_keys::PlatformKeysError;
pub use publish::{PublishError, PublishSchedule};
pub use read_log::{ReadLogError, check_read_log};
pub use serve::{
    EmbeddedPlatform, Limits, PlatformConfig, RunningPlatform, ServeError, embed, serve,
};
pub use storage::{Storage, StorageError};
