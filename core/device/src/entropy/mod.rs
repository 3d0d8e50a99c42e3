//! Random bytes.

mod contract;
#[cfg(feature = "fakes")]
mod contract_test;
#[cfg(feature = "fakes")]
mod fake;
mod os;

pub use contract::{Entropy, EntropyError};
#[cfg(feature = "fakes")]
pub use contract_test::entropy_contract;
#[cfg(feature = "fakes")]
pub use fake::{NoEntropy, SeededEntropy};
pub use os::OsEntropy;
