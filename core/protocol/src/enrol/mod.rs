//! Enrolment: a voucher and fresh keys go in, certificates bound to these keys come out.
//!
//! The request is a COSE_Sign1 by the submission key that it names; every other key in it
//! proves itself. The same enrolment id with the same bytes gets the same answer, so a lost
//! answer costs nothing.

mod request;
mod response;
mod sign;
mod verify;

pub use request::{EnrolRequest, MAX_HOLDER_KEYS};
pub use response::{EnrolResponse, IssuedType, ReadLogHead, StaffGrant};
pub use sign::{PreparedEnrol, prepare_enrol};
pub use verify::{EnrolFormatError, EnrolProofError, UnverifiedEnrol, VerifiedEnrol};
