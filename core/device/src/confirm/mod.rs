//! The person's yes to one request, on a screen that the web UI cannot reach.

mod contract;
#[cfg(feature = "fakes")]
mod contract_test;
mod desk;
#[cfg(feature = "fakes")]
mod fake;
mod token;

pub use contract::{Confirm, ConfirmError, ConfirmId, ConfirmLine, ConfirmRequest, ConfirmText};
#[cfg(feature = "fakes")]
pub use contract_test::confirm_contract;
pub use desk::{ConfirmDesk, Confirmed};
#[cfg(feature = "fakes")]
pub use fake::{ConfirmAnswer, ScriptedConfirm};
pub use token::ConfirmToken;
