//! Finding out who asks for a certificate (rule K2).

mod contract;
mod voucher;

pub use contract::{IdentityProofing, LookedVoucher, ProofRefusal, ProvenPerson};
pub use voucher::{TRIES_PER_ADDRESS_HOUR, TRIES_PER_VOUCHER, VoucherProofing};
