//! What a machine must offer to Tongban, and nothing that knows a machine.
//!
//! One folder per capability: the contract (trait, types, typed errors), the fake, and
//! the contract test that runs against the fake and against every real implementation.
//! Fakes and contract tests exist only with feature `fakes`; no shipped crate or host
//! links them (rule U1). What the standard library does on every system is here too
//! ([`OsEntropy`], [`DiskBlobs`]); the other real implementations live in the shells and,
//! for Linux desktops, in `tongban-device-desktop`.
//!
//! All traits are object-safe and `Send + Sync`. Calls are synchronous where a machine
//! answers at once and `async` where a person or a network is waited for.
#![forbid(unsafe_code)]

pub mod blob_files;
pub mod clock;
pub mod confirm;
mod custody;
pub mod device_key;
pub mod entropy;
#[cfg(feature = "fakes")]
mod not_tried;
pub mod notifier;
pub mod push_hint;
pub mod secret_store;
pub mod transport;
pub mod user_presence;

pub use blob_files::{BlobError, BlobFiles, BlobName, DiskBlobs};
pub use clock::{BootId, Clock};
pub use confirm::{
    Confirm, ConfirmDesk, ConfirmError, ConfirmId, ConfirmLine, ConfirmRequest, ConfirmText,
    ConfirmToken, Confirmed,
};
pub use custody::CustodyLevel;
pub use device_key::{DeviceKey, DeviceKeyError, KeyPurpose};
pub use entropy::{Entropy, EntropyError, OsEntropy};
#[cfg(feature = "fakes")]
pub use not_tried::not_tried;
pub use notifier::{Notification, Notifier, NotifierError, OnOpen};
pub use push_hint::{HintStream, PushHint};
pub use secret_store::{SecretStore, SecretStoreError};
pub use transport::{
    Header, Method, Transport, TransportError, TransportRequest, TransportResponse,
};
pub use user_presence::{PresenceError, PresenceRequest, UserPresence};
