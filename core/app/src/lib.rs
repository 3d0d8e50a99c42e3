//! The use cases of the app and its boundary types: one file per thing a person does.
//!
//! Guarantees: no call panics on what comes in; every failure is an [`ErrorView`] with a code
//! that has texts in every locale; what enrols, deletes or erases happens only after Confirm
//! (rule U1); showing and verifying never touch the network. Knows no platform: everything that
//! a machine does comes in as [`Capabilities`].
#![forbid(unsafe_code)]

mod api;
mod app;
mod certificates;
mod change_secret;
mod config;
mod confirm;
mod context;
#[cfg(feature = "demo")]
pub mod demo;
mod device_snapshots;
mod enrol;
mod erase;
mod error;
mod events;
pub mod frame;
mod hello;
mod keys;
mod lock;
mod messages;
mod presence;
mod quarantine;
mod scan;
mod secret;
mod session;
mod settings;
mod show;
mod snapshots;
mod storage;
mod time;
mod unlock;
mod wallet;

pub use api::{CallReply, TYPESCRIPT_FILE, typescript};
pub use app::App;
pub use config::{AppConfig, Capabilities, build_floor};
pub use context::StartError;
pub use device_snapshots::{DeviceSnapshots, device_snapshots};
pub use error::{ErrorCode, ErrorKind, ErrorOfferView, ErrorView, Param, Params};
pub use messages::Messages;
pub use tongban_store::Kdf;

pub use certificates::{
    CardState, CardView, CertificateRequest, CertificateView, FieldKindView, FieldView,
};
pub use change_secret::ChangeSecretRequest;
pub use enrol::{
    EnrolLookRequest, EnrolResumeRequest, EnrolStartRequest, EnrolView, VoucherCodeRequest,
    VoucherCodeView, VoucherRequest, VoucherView,
};
pub use events::{ConfirmEventView, ConfirmState, EnrolStep, EventView, NothingView, ProgressView};
pub use hello::{API_VERSION, CustodyView, HelloRequest, HelloView, HostView};
pub use presence::{PresenceRequest, PresenceView};
pub use scan::{ClaimView, ScanTextRequest, StatusCheckView, VerdictView, VerdictWordView};
pub use secret::SecretText;
pub use session::{QuarantinedView, SecretKind, SessionState, SessionView, WaitCauseView};
pub use settings::{ReadLogView, SettingsSetRequest, SettingsView, ThemeView};
pub use show::{ShowCode, ShowNextRequest, ShowStartRequest, ShowStopRequest, ShowView};
pub use snapshots::{SnapshotLevel, SnapshotsView};
pub use unlock::UnlockRequest;
