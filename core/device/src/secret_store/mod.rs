//! The login keyring.

mod contract;
#[cfg(feature = "fakes")]
mod contract_test;
#[cfg(feature = "fakes")]
mod fake;

pub use contract::{SecretStore, SecretStoreError};
#[cfg(feature = "fakes")]
pub use contract_test::secret_store_contract;
#[cfg(feature = "fakes")]
pub use fake::MemorySecrets;
