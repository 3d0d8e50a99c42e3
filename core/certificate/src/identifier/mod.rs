//! Identifiers with check characters: organisations, persons, certificates.

mod certificate;
mod uscc;

pub use certificate::{IdentifierError, certificate_identifier, is_valid_certificate_identifier};
pub use uscc::Uscc;
