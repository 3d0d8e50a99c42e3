//! Whom to believe: root documents, trust lists, and what a device remembers of both (rules C9,
//! C10).

mod gone_slots;
mod list;
mod list_build;
mod list_read;
mod root;
mod state;

pub use list::{Slot, SlotState, StatusSource, TrustList};
pub use list_build::{PreparedTrustList, TrustListContent, TrustListError, prepare_trust_list};
pub use root::{PreparedRoot, RootContent, prepare_root};
pub use state::{TrustState, TrustUpdate};

/// Why a root document or a trust list is refused.
#[derive(Clone, Copy, Debug, PartialEq, Eq, thiserror::Error)]
pub enum TrustError {
    /// Not a document that we read.
    #[error("trust document is malformed")]
    Malformed,
    /// Longer than a trust list may be (rule C11).
    #[error("trust document is too large")]
    TooLarge,
    /// Too few of the keys that count have signed.
    #[error("trust document signature is broken")]
    SignatureBroken,
    /// A root document is missing between two others.
    #[error("root documents leave a gap")]
    RootGap,
    /// Another root document of the same number was seen before.
    #[error("two root documents have one number")]
    RootConflict,
    /// The list belongs to another root than the newest one.
    #[error("trust list belongs to another root")]
    OtherRoot,
    /// A newer list has been seen.
    #[error("trust list is older than one seen before")]
    RolledBack,
    /// Another list of the same version was seen before.
    #[error("two trust lists have one version")]
    Equivocation,
    /// The list says that it must no longer be used.
    #[error("trust list has expired")]
    Expired,
    /// Two entries share a slot number.
    #[error("trust list has a duplicate slot")]
    DuplicateSlot,
    /// One key has two uses: in two slots, or as issuer and as signer of lists or roots (rule C8).
    #[error("trust list uses one key twice")]
    KeyReused,
    /// A slot number has another key or office than before.
    #[error("trust list reuses a slot")]
    SlotReused,
    /// A key that was stolen once is listed as a good one again.
    #[error("trust list believes a stolen key again")]
    StolenKeyRevived,
    /// Two sources claim one shard.
    #[error("trust list has overlapping status sources")]
    OverlappingSources,
    /// There is neither a root nor a list in the input.
    #[error("no trust document was given")]
    Empty,
}

impl TrustError {
    /// Stable name for scripts and messages.
    pub fn slug(self) -> &'static str {
        match self {
            Self::Malformed => "malformed",
            Self::TooLarge => "too_large",
            Self::SignatureBroken => "signature_broken",
            Self::RootGap => "root_gap",
            Self::RootConflict => "root_conflict",
            Self::OtherRoot => "other_root",
            Self::RolledBack => "rolled_back",
            Self::Equivocation => "equivocation",
            Self::Expired => "expired",
            Self::DuplicateSlot => "duplicate_slot",
            Self::KeyReused => "key_reused",
            Self::SlotReused => "slot_reused",
            Self::StolenKeyRevived => "stolen_key_revived",
            Self::OverlappingSources => "overlapping_sources",
            Self::Empty => "empty",
        }
    }
}

/// A snapshot dated later than this after what the device holds for now raises nothing (rule C10).
pub(crate) const FAST_FORWARD_SECONDS: u64 = 24 * 3600;
pub(crate) const ROOT_TYP: &str = "application/tongban-root+cbor";
pub(crate) const LIST_TYP: &str = "application/tongban-trust-list+cbor";
