//! The person shows to be there.

mod contract;
#[cfg(feature = "fakes")]
mod contract_test;
#[cfg(feature = "fakes")]
mod fake;

pub use contract::{PresenceError, PresenceRequest, UserPresence};
#[cfg(feature = "fakes")]
pub use contract_test::user_presence_contract;
#[cfg(feature = "fakes")]
pub use fake::ScriptedPresence;
