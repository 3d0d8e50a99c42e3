use async_trait::async_trait;
use tongban_protocol::{PresentedVoucher, VoucherNumber};

use crate::store::{AddressTag, Person, StoreError};

/// Proves who a person is. The first way is a voucher from a clerk who has seen the ID card;
/// the identity service of a unified platform can stand here instead.
#[async_trait]
pub trait IdentityProofing: Send + Sync {
    /// Who printed a voucher, without any secret. Says nothing about the resident.
    async fn look(
        &self,
        number: VoucherNumber,
        from: AddressTag,
        now: u64,
    ) -> Result<LookedVoucher, ProofRefusal>;

    /// Whose voucher this is. Wrong tries are counted before they are judged. The voucher is
    /// not used up here but together with what is issued for it.
    async fn prove(
        &self,
        presented: &PresentedVoucher,
        from: AddressTag,
        now: u64,
    ) -> Result<ProvenPerson, ProofRefusal>;
}

/// What may be said about a voucher before it is proven.
#[derive(Debug, Clone, PartialEq, Eq)]
pub struct LookedVoucher {
    /// Who has seen the ID card.
    pub clerk: String,
    /// Where.
    pub station: String,
    /// Seconds since 1970.
    pub printed_at: u64,
    /// First second at which it no longer counts.
    pub expires_at: u64,
    /// Wrong tries that are left, at least one.
    pub tries_left: u8,
}

/// A person who has proven themselves.
#[derive(Debug, Clone, Copy, PartialEq, Eq)]
pub struct ProvenPerson {
    /// Who: a resident by the record, or a member of staff.
    pub person: Person,
    /// What is used up when something is issued.
    pub voucher: VoucherNumber,
}

/// Why a person is not proven.
#[derive(Debug, thiserror::Error)]
pub enum ProofRefusal {
    /// No such voucher.
    #[error("voucher is unknown")]
    Unknown,
    /// Its 15 minutes are over.
    #[error("voucher has expired")]
    Expired,
    /// Something has been issued for it.
    #[error("voucher has been used")]
    Used,
    /// Wrong digits.
    #[error("voucher digits are wrong")]
    TriesLeft {
        /// Tries left, at least one.
        left: u8,
    },
    /// Too many wrong digits.
    #[error("voucher is blocked")]
    Blocked,
    /// Too many tries from this address.
    #[error("address has no tries left this hour")]
    RateLimited {
        /// Seconds until the next one counts.
        retry_after: u64,
    },
    /// The store failed; nothing was counted.
    #[error("voucher cannot be checked")]
    Store(#[from] StoreError),
}
