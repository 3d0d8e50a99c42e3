//! The verdict: one of five words, one precise reason, and what may be shown.

use std::collections::BTreeMap;

use crate::{Claim, Day, ReadError};

/// The five words of a verdict. *Cannot tell* is never dressed as *not genuine*.
#[derive(Clone, Copy, Debug, PartialEq, Eq, Hash)]
pub enum VerdictWord {
    /// Genuine and in force, as of the snapshots' dates.
    Valid,
    /// Genuine, but its last day is over.
    Expired,
    /// Genuine, but taken back by the office.
    Revoked,
    /// Not what it claims to be.
    NotGenuine,
    /// Nothing can be said either way.
    CannotTell,
}

/// Why the verdict is what it is.
#[derive(Clone, Copy, Debug, PartialEq, Eq, Hash)]
pub enum Reason {
    /// Nothing speaks against it.
    Valid,
    /// Valid, but a snapshot is older than the policy likes.
    ValidSnapshotOld,
    /// Its last day is over.
    Expired,
    /// Taken back for good.
    Revoked,
    /// Taken back for a time.
    Suspended,
    /// The issuer's signature or a disclosure does not fit.
    SignatureBroken,
    /// The holder key did not sign this proof.
    HolderProofBroken,
    /// The slot may not issue this type for this office.
    IssuerNotAllowed,
    /// Its first day is yet to come.
    NotYetValid,
    /// The trust list has no such slot.
    IssuerUnknown,
    /// The issuer's key was stolen.
    KeyCompromised,
    /// The issuer's key was out of use when the certificate began.
    KeyRetired,
    /// A certificate without a proof by its holder: perhaps a copy.
    HolderProofMissing,
    /// The proof is older than 60 seconds, or this device's or the holder's clock is wrong.
    CodeTooOld,
    /// The clocks of the two devices do not agree.
    ClocksDiffer,
    /// This very proof was shown here before.
    SeenBefore,
    /// A field that the policy demands was not disclosed.
    FieldsMissing,
    /// The policy does not accept this type.
    TypeNotAccepted,
    /// The certificate's status list is not on this device.
    StatusMissing,
    /// A snapshot is older than the policy accepts, or has expired.
    SnapshotTooOld,
    /// Readable, but of a format or type that this version does not know.
    FormatUnknown,
    /// Not readable.
    Unreadable,
}

impl Reason {
    /// Every reason.
    pub const ALL: [Self; 22] = [
        Self::Valid,
        Self::ValidSnapshotOld,
        Self::Expired,
        Self::Revoked,
        Self::Suspended,
        Self::SignatureBroken,
        Self::HolderProofBroken,
        Self::IssuerNotAllowed,
        Self::NotYetValid,
        Self::IssuerUnknown,
        Self::KeyCompromised,
        Self::KeyRetired,
        Self::HolderProofMissing,
        Self::CodeTooOld,
        Self::ClocksDiffer,
        Self::SeenBefore,
        Self::FieldsMissing,
        Self::TypeNotAccepted,
        Self::StatusMissing,
        Self::SnapshotTooOld,
        Self::FormatUnknown,
        Self::Unreadable,
    ];

    /// Stable name for scripts and messages; never translated.
    pub fn slug(self) -> &'static str {
        match self {
            Self::Valid => "valid",
            Self::ValidSnapshotOld => "valid_snapshot_old",
            Self::Expired => "expired",
            Self::Revoked => "revoked",
            Self::Suspended => "suspended",
            Self::SignatureBroken => "signature_broken",
            Self::HolderProofBroken => "holder_proof_broken",
            Self::IssuerNotAllowed => "issuer_not_allowed",
            Self::NotYetValid => "not_yet_valid",
            Self::IssuerUnknown => "issuer_unknown",
            Self::KeyCompromised => "key_compromised",
            Self::KeyRetired => "key_retired",
            Self::HolderProofMissing => "holder_proof_missing",
            Self::CodeTooOld => "code_too_old",
            Self::ClocksDiffer => "clocks_differ",
            Self::SeenBefore => "seen_before",
            Self::FieldsMissing => "fields_missing",
            Self::TypeNotAccepted => "type_not_accepted",
            Self::StatusMissing => "status_missing",
            Self::SnapshotTooOld => "snapshot_too_old",
            Self::FormatUnknown => "format_unknown",
            Self::Unreadable => "unreadable",
        }
    }

    /// The word that goes with this reason.
    pub fn word(self) -> VerdictWord {
        match self {
            Self::Valid | Self::ValidSnapshotOld => VerdictWord::Valid,
            Self::Expired => VerdictWord::Expired,
            Self::Revoked | Self::Suspended => VerdictWord::Revoked,
            Self::SignatureBroken | Self::HolderProofBroken | Self::IssuerNotAllowed => {
                VerdictWord::NotGenuine
            }
            _ => VerdictWord::CannotTell,
        }
    }

    /// Whether fields may be shown beside this reason: never those of a copied or forged code. An
    /// expired or revoked certificate keeps them, because it is genuine and a clerk has to find
    /// whose it is.
    pub(crate) fn shows_claims(self) -> bool {
        matches!(
            self,
            Self::Valid
                | Self::ValidSnapshotOld
                | Self::Expired
                | Self::Revoked
                | Self::Suspended
                | Self::NotYetValid
                | Self::SeenBefore
                | Self::FieldsMissing
                | Self::TypeNotAccepted
                | Self::StatusMissing
                | Self::SnapshotTooOld
        )
    }
}

impl VerdictWord {
    /// Stable name for scripts and messages; never translated.
    pub fn slug(self) -> &'static str {
        match self {
            Self::Valid => "valid",
            Self::Expired => "expired",
            Self::Revoked => "revoked",
            Self::NotGenuine => "not_genuine",
            Self::CannotTell => "cannot_tell",
        }
    }
}

/// The issuing office as the trust list names it.
#[derive(Clone, Debug, PartialEq, Eq)]
pub struct OfficeInfo {
    /// Unified social credit code.
    pub code: String,
    /// Names by locale.
    pub names: BTreeMap<String, String>,
}

/// The outcome of a check. Everything in it that is present has been verified as far as the reason
/// says; what has not is absent.
#[derive(Debug)]
pub struct Verdict {
    /// The word.
    pub word: VerdictWord,
    /// The reason.
    pub reason: Reason,
    /// Stable name of the certificate type.
    pub type_name: Option<String>,
    /// The issuing office, once its signature has been checked.
    pub office: Option<OfficeInfo>,
    /// The disclosed fields, in the order of the type.
    pub claims: Vec<Claim>,
    /// Full identifier (GB/T 36904), if the certificate number was disclosed.
    pub identifier: Option<String>,
    /// First valid day.
    pub valid_from: Option<Day>,
    /// First day that is no longer valid.
    pub valid_until: Option<Day>,
    /// The older snapshot that the verdict rests on; `None` if the status was not checked.
    pub as_of: Option<u64>,
    /// Instant of the trust list.
    pub trust_as_of: Option<u64>,
    /// Instant of the status list.
    pub status_as_of: Option<u64>,
    /// Whether a status list was looked into.
    pub status_checked: bool,
    /// Whether the holder key signed.
    pub holder_proof: bool,
    /// Instant that the proof claims.
    pub made_at: Option<u64>,
    /// SHA-256 of the proof's `Sig_structure`: what a device remembers against replay (rule C5).
    pub proof_id: Option<[u8; 32]>,
}

impl Verdict {
    pub(crate) fn bare(reason: Reason) -> Self {
        Self {
            word: reason.word(),
            reason,
            type_name: None,
            office: None,
            claims: Vec::new(),
            identifier: None,
            valid_from: None,
            valid_until: None,
            as_of: None,
            trust_as_of: None,
            status_as_of: None,
            status_checked: false,
            holder_proof: false,
            made_at: None,
            proof_id: None,
        }
    }

    pub(crate) fn because(mut self, reason: Reason) -> Self {
        self.reason = reason;
        self.word = reason.word();
        if !reason.shows_claims() {
            // They are what a stranger may have copied: a caller must not even hold them.
            self.claims.clear();
            self.identifier = None;
        }
        self
    }

    /// The verdict when this device remembers the proof: only a valid one changes, because every
    /// other reason already says not to rely on it.
    pub fn seen_before(self) -> Self {
        match self.word {
            VerdictWord::Valid => self.because(Reason::SeenBefore),
            _ => self,
        }
    }

    /// Whether the person must be compared with what the verdict says of them (rule C6): exactly
    /// where a holder proved the certificate and its fields may be shown. There is nobody to compare
    /// with a text that could not be read or a code that is not genuine.
    pub fn compare_person(&self) -> bool {
        self.holder_proof && self.reason.shows_claims()
    }

    /// The disclosed field with that stable name.
    pub fn claim(&self, name: &str) -> Option<&Claim> {
        self.claims
            .iter()
            .find(|claim| claim.name.as_deref() == Some(name))
    }
}

impl From<ReadError> for Verdict {
    fn from(error: ReadError) -> Self {
        Self::bare(match error {
            ReadError::OtherCode | ReadError::UnknownFormat => Reason::FormatUnknown,
            ReadError::NotBase45 | ReadError::TooLong { .. } | ReadError::Cbor(_) => {
                Reason::Unreadable
            }
        })
    }
}
