//! SD-CWT certificates: issue, hold, present, verify; and the trust and status snapshots that
//! make the verdict possible without a network.
//!
//! The profile is described in `docs/certificate-profile.md`; the rules C1 to C11 that it keeps
//! are named in the tests. This crate is pure: time and salts come in as values, signatures are
//! made elsewhere (`prepare_… → to_be_signed → finish(signature)`), and nothing is read or written.

#![forbid(unsafe_code)]

mod claim;
mod code_text;
mod deflate;
mod error;
mod generic;
mod hold;
mod identifier;
mod inspect;
mod issue;
mod json;
pub mod labels;
mod policy;
mod present;
mod profile;
mod sd_cwt;
mod status;
mod trust;
mod types;
mod verdict;
mod verify;

pub use claim::{CertificateNumber, Claim, ClaimValue};
pub use code_text::{MAX_CODE_BYTES, PREFIX, decode_code_text, encode_code_text};
pub use error::{FormatError, ReadError};
pub use generic::{GenericOutcome, verify_generic};
pub use hold::{CertificateState, CertificateStateKind, HeldCertificate};
pub use identifier::{
    IdentifierError, Uscc, certificate_identifier, is_valid_certificate_identifier,
};
pub use inspect::{inspect, inspect_text};
pub use issue::{
    IssueError, IssueRequest, IssuedCertificate, PreparedCertificate, StatusReference,
    prepare_certificate,
};
pub use policy::Policy;
pub use present::{
    PreparedProof, PresentError, Presentation, TimedProofRequest, prepare_timed_proof,
};
pub use status::{
    PreparedStatusList, Status, StatusBits, StatusError, StatusListContent, StatusState,
    StatusUpdate, prepare_status_list,
};
pub use tongban_values::{Day, citizen_id_check, is_valid_citizen_id, is_valid_uscc, uscc_check};
pub use trust::{
    PreparedRoot, PreparedTrustList, RootContent, Slot, SlotState, StatusSource, TrustError,
    TrustList, TrustListContent, TrustListError, TrustState, TrustUpdate, prepare_root,
    prepare_trust_list,
};
pub use types::{CopyPlan, FieldDescription, FieldKind, TypeDescription, TypeError, TypeRegistry};
pub use verdict::{OfficeInfo, Reason, Verdict, VerdictWord};
pub use verify::{UnverifiedPresentation, VerifyContext, verify_bytes, verify_code_text};
