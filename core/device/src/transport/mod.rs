//! One request to the platform, one answer.

mod contract;
#[cfg(feature = "fakes")]
mod contract_test;
#[cfg(feature = "fakes")]
mod fake;

pub use contract::{
    Header, Method, Transport, TransportError, TransportRequest, TransportResponse,
};
#[cfg(feature = "fakes")]
pub use contract_test::transport_contract;
#[cfg(feature = "fakes")]
pub use fake::{PanicTransport, ScriptedTransport};
