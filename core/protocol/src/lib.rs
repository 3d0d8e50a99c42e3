//! Messages between the app and the platform.
//!
//! Bodies are deterministic CBOR under the strict reader of `tongban-cose`, maps with small
//! integer keys. A key that this build does not know is ignored and kept byte for byte, so
//! that an older build passes on what a newer one wrote. Nothing here has a clock, randomness
//! or a private key: what must be signed goes out as bytes, the signature comes back.
//!
//! What is signed has an explicit `typ` of its own per purpose (rule C8): the enrolment by the
//! submission key, a proof of possession by each holder key and by the device key.
#![forbid(unsafe_code)]

mod enrol;
mod fields;
mod ids;
mod look;
mod paths_and_types;
mod possession;
mod refusal;
mod snapshots;
mod voucher;

pub use enrol::{
    EnrolFormatError, EnrolProofError, EnrolRequest, EnrolResponse, IssuedType, MAX_HOLDER_KEYS,
    PreparedEnrol, ReadLogHead, UnverifiedEnrol, VerifiedEnrol, prepare_enrol,
};
pub use fields::{DecodeError, Extra};
pub use ids::{EnrolId, PublicPoint};
pub use look::{LookRequest, LookResponse};
pub use paths_and_types::{API_VERSION, MEDIA_TYPE, paths};
pub use possession::{PossessionPurpose, ProvenKey, possession_to_be_signed};
pub use refusal::Refusal;
pub use snapshots::{StatusSnapshot, TrustSnapshot};
pub use voucher::{FullVoucher, PresentedVoucher, VoucherDigits, VoucherNumber, VoucherTextError};
