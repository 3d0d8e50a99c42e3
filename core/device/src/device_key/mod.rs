//! Keys that never leave the machine.

mod contract;
#[cfg(feature = "fakes")]
mod contract_test;
#[cfg(feature = "fakes")]
mod fake;

pub use contract::{DeviceKey, DeviceKeyError, KeyPurpose};
#[cfg(feature = "fakes")]
pub use contract_test::device_key_contract;
#[cfg(feature = "fakes")]
pub use fake::FakeDeviceKey;
