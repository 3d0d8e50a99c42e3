//! Wall clock, monotonic clock and the boot that it counts from.

mod contract;
#[cfg(feature = "fakes")]
mod contract_test;
#[cfg(feature = "fakes")]
mod fake;

pub use contract::{BootId, Clock};
#[cfg(feature = "fakes")]
pub use contract_test::clock_contract;
#[cfg(feature = "fakes")]
pub use fake::FakeClock;
