//! Enrolment: from the clerk's voucher to certificates in the wallet (rule K2).
//!
//! Guarantees: nothing is sent without Confirm (rule U1); keys and request are on the disk,
//! encrypted, before the request is sent, so that a killed app or a lost answer costs nothing;
//! a refused enrolment leaves nothing behind.

mod ask;
mod error;
mod look;
mod pending;
mod prepare;
mod resume;
mod send;
mod start;
mod voucher_code;

pub use look::{EnrolLookRequest, VoucherView};
pub use resume::EnrolResumeRequest;
pub use start::{EnrolStartRequest, EnrolView, VoucherRequest};
pub use voucher_code::{VoucherCodeRequest, VoucherCodeView};

pub(crate) use look::{Looked, look};
pub(crate) use pending::{forget_pending, pending_person};
pub(crate) use resume::resume;
pub(crate) use start::start;
pub(crate) use voucher_code::voucher_code;
