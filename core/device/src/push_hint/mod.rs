//! "Pull now", while the app is in the foreground.

mod contract;
#[cfg(feature = "fakes")]
mod contract_test;
#[cfg(feature = "fakes")]
mod fake;

pub use contract::{HintStream, PushHint, SILENCE_SECONDS};
#[cfg(feature = "fakes")]
pub use contract_test::push_hint_contract;
#[cfg(feature = "fakes")]
pub use fake::{PanicHints, ScriptedHints};
