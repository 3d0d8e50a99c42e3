//! Notices of the system, outside of the app's window.

mod contract;
#[cfg(feature = "fakes")]
mod contract_test;
#[cfg(feature = "fakes")]
mod fake;

pub use contract::{Notification, Notifier, NotifierError, OnOpen};
#[cfg(feature = "fakes")]
pub use contract_test::notifier_contract;
#[cfg(feature = "fakes")]
pub use fake::RecordingNotifier;
