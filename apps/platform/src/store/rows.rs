//! Row types of the store. Whatever holds personal data or secrets has no `Debug`.

use tongban_protocol::{EnrolId, PublicPoint, VoucherNumber};
use zeroize::{Zeroize, ZeroizeOnDrop};

use super::Person;

/// Internal id of a resident's record; UUID version 7, never on the wire.
#[derive(Debug, Clone, Copy, PartialEq, Eq, Hash)]
pub struct ResidentId(pub [u8; 16]);

/// A resident's record, as the population register gave it.
#[derive(Zeroize, ZeroizeOnDrop)]
pub struct Resident {
    /// Internal id.
    #[zeroize(skip)]
    pub id: ResidentId,
    /// Short name for operators.
    pub key: String,
    /// Pairwise pseudonym: what a device calls this person. Random, so it says nothing.
    pub pseudonym: [u8; 16],
    /// Full name.
    pub name: String,
    /// As printed on the ID card.
    pub sex: String,
    /// `YYYY-MM-DD`.
    pub birth_date: String,
    /// Registered address.
    pub address: String,
    /// Police station that keeps the household register.
    pub household_office: String,
    /// Telephone number.
    pub phone: String,
    /// ID number (GB 11643).
    pub id_number: String,
    /// WebP, at most 900 bytes.
    pub portrait: Vec<u8>,
}

/// What an operator sees in a list of residents.
#[derive(Zeroize, ZeroizeOnDrop)]
pub struct ResidentName {
    /// Internal id.
    #[zeroize(skip)]
    pub id: ResidentId,
    /// Short name for operators.
    pub key: String,
    /// Full name.
    pub name: String,
    /// `YYYY-MM-DD`.
    pub birth_date: String,
}

/// Who reads a record and why; goes into the read log in the same transaction.
#[derive(Debug, Clone)]
pub struct Access {
    /// `clerk:<name>`, `self:enrol` or `platform:<task>`.
    pub actor: String,
    /// Stable slug of the purpose.
    pub purpose: &'static str,
    /// Seconds since 1970.
    pub at: u64,
}

/// One line of the read log (rule K6).
#[derive(Debug, Clone, PartialEq, Eq)]
pub struct ReadLogEntry {
    /// Position, from 1, without gaps.
    pub seq: u64,
    /// Seconds since 1970.
    pub at: u64,
    /// Who.
    pub actor: String,
    /// Whose record; none for the list of all.
    pub resident: Option<[u8; 16]>,
    /// Why.
    pub purpose: String,
    /// Hash over this line and the hash before it.
    pub hash: [u8; 32],
}

/// The newest line's position and hash; (0, zeros) for an empty log.
#[derive(Debug, Clone, Copy, PartialEq, Eq)]
pub struct ReadLogHead {
    /// Position of the newest line.
    pub seq: u64,
    /// Its hash.
    pub hash: [u8; 32],
}

/// A voucher to be stored: hashes only.
#[derive(Clone)]
pub struct NewVoucher {
    /// Names it.
    pub number: VoucherNumber,
    /// Keyed hash of the 128 bits.
    pub full_mac: [u8; 32],
    /// Keyed hash of number and digits.
    pub digits_mac: [u8; 32],
    /// For whom.
    pub person: Person,
    /// Who saw the ID card.
    pub clerk: String,
    /// Where.
    pub station: String,
    /// Seconds since 1970.
    pub printed_at: u64,
    /// First second at which it no longer counts.
    pub expires_at: u64,
}

/// Finds a voucher.
#[derive(Debug, Clone, Copy)]
pub enum VoucherKey {
    /// By its printed number.
    Number(VoucherNumber),
    /// By the keyed hash of its 128 bits.
    FullMac([u8; 32]),
}

/// A stored voucher.
#[derive(Clone)]
pub struct Voucher {
    /// What was stored.
    pub printed: NewVoucher,
    /// Wrong tries so far, including those still being judged.
    pub tries: u8,
    /// The enrolment that used it up.
    pub used_by: Option<EnrolId>,
}

/// Keyed hash of a network address; the address itself is not stored.
#[derive(Debug, Clone, Copy, PartialEq, Eq, Hash)]
pub struct AddressTag(pub [u8; 16]);

/// Answer to a reservation in an address's budget of tries.
#[derive(Debug, Clone, Copy, PartialEq, Eq)]
pub enum AddressTry {
    /// Counted; release it by this id if it turns out to be no try.
    Counted(i64),
    /// The budget is used up; its oldest try was at this second.
    Full {
        /// Seconds since 1970.
        oldest: u64,
    },
}

/// A place in a status list.
#[derive(Debug, Clone, Copy, PartialEq, Eq, Hash, PartialOrd, Ord)]
pub struct StatusPlace {
    /// Number of the list.
    pub shard: u32,
    /// Position in it.
    pub index: u32,
}

/// One issued copy.
#[derive(Clone)]
pub struct IssuedCopy {
    /// Its place, reserved before.
    pub place: StatusPlace,
    /// Its holder key.
    pub holder_key: PublicPoint,
}

/// A certificate to be stored with its copies.
#[derive(Clone)]
pub struct Issued {
    /// Serial inside the office and type.
    pub serial: String,
    /// Full identifier (GB/T 36904).
    pub identifier: String,
    /// Stable type name.
    pub type_name: String,
    /// First second of validity.
    pub valid_from: u64,
    /// First second no longer valid.
    pub valid_until: u64,
    /// Its copies, at least one.
    pub copies: Vec<IssuedCopy>,
}

/// An enrolment to be stored whole or not at all.
pub struct NewEnrolment {
    /// The app's idempotency key.
    pub enrol_id: EnrolId,
    /// SHA-256 of the request body.
    pub body_sha256: [u8; 32],
    /// The voucher that it uses up.
    pub voucher: VoucherNumber,
    /// Who is enrolled.
    pub person: Person,
    /// The device's key.
    pub device_key: PublicPoint,
    /// The key that signs later submissions.
    pub submission_key: PublicPoint,
    /// What was issued.
    pub issued: Vec<Issued>,
    /// The answer, byte for byte.
    pub answer: Vec<u8>,
    /// Seconds since 1970.
    pub at: u64,
}

/// What became of an enrolment.
pub enum Completed {
    /// It is stored now.
    Stored,
    /// The same enrolment was stored before, by this process or another.
    Before(StoredAnswer),
    /// Another enrolment has used the voucher.
    VoucherUsed,
}

/// The answer once given to an enrolment.
pub struct StoredAnswer {
    /// SHA-256 of the request body that it answers.
    pub body_sha256: [u8; 32],
    /// The answer, byte for byte.
    pub answer: Vec<u8>,
}

/// A stored certificate, without any of its fields.
#[derive(Debug, Clone, PartialEq, Eq)]
pub struct Certificate {
    /// Serial inside the office and type.
    pub serial: String,
    /// Full identifier (GB/T 36904).
    pub identifier: String,
    /// Stable type name.
    pub type_name: String,
    /// First second of validity.
    pub valid_from: u64,
    /// First second no longer valid.
    pub valid_until: u64,
    /// Its copies' places.
    pub places: Vec<StatusPlace>,
    /// Whether all its copies are revoked.
    pub revoked: bool,
}

/// What a revocation changed.
#[derive(Debug, Clone, PartialEq, Eq)]
pub struct Revocation {
    /// The certificate as it is now.
    pub certificate: Certificate,
    /// It had been revoked before.
    pub already: bool,
    /// When it was first revoked.
    pub revoked_at: u64,
}

/// Which snapshot.
#[derive(Debug, Clone, Copy, PartialEq, Eq)]
pub enum SnapshotKind {
    /// Roots and trust list.
    Trust,
    /// All status lists.
    Status,
}

/// A published snapshot.
#[derive(Debug, Clone, PartialEq, Eq)]
pub struct Snapshot {
    /// Counts from 1 for status, from 2 for the trust list.
    pub version: u64,
    /// The `iat` inside, seconds since 1970.
    pub as_of: u64,
    /// The fixed hour (or interval) that it belongs to.
    pub slot: u64,
    /// The body that is served.
    pub body: Vec<u8>,
}

impl Snapshot {
    /// Whether it may be published after `before`; with `once`, only in a later slot.
    pub(super) fn may_follow(&self, before: &Self, once: bool) -> bool {
        self.version > before.version
            && self.as_of > before.as_of
            && (!once || self.slot > before.slot)
    }
}

/// Snapshots that stay for inspection; four a day make a month.
pub(super) const KEPT_SNAPSHOTS: u64 = 120;
