//! Identifiers with check characters: organisations, persons, certificates.

mod certificate;
mod citizen;
mod uscc;

pub use certificate::{IdentifierError, certificate_identifier, is_valid_certificate_identifier};
pub use citizen::{citizen_id_check, is_valid_citizen_id};
pub use uscc::{Uscc, is_valid_uscc, uscc_check};
