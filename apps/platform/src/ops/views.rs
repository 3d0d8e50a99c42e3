use crate::store::{Certificate, ResidentName};

/// A resident in an operator's list.
#[derive(Clone, PartialEq, Eq)]
pub struct ResidentSummary {
    /// Short name for commands.
    pub key: String,
    /// Hyphenated id.
    pub id: String,
    /// Full name.
    pub name: String,
    /// Tells namesakes apart; the whole date is not needed for that.
    pub birth_year: u16,
}

/// A certificate in an operator's list.
#[derive(Debug, Clone, PartialEq, Eq)]
pub struct IssuedSummary {
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
    /// Whether all its copies are revoked.
    pub revoked: bool,
}

/// When a revocation is published.
#[derive(Debug, Clone, Copy, PartialEq, Eq)]
pub enum Publish {
    /// With all others, at the next fixed hour (rule C3).
    AtNextHour,
    /// At once; for drills and tests.
    Now,
}

/// What a revocation did.
#[derive(Debug, Clone, PartialEq, Eq)]
pub struct Revoked {
    /// Serial of the certificate.
    pub serial: String,
    /// Full identifier (GB/T 36904).
    pub identifier: String,
    /// Copies that are revoked.
    pub copies: u32,
    /// It had been revoked before.
    pub already: bool,
    /// When it was first revoked, seconds since 1970.
    pub revoked_at: u64,
    /// The newest published status lists say so.
    pub listed: bool,
    /// Date of the status lists that say so, seconds since 1970: the newest where they do, else
    /// the next to be published.
    pub takes_effect_at: u64,
}

impl ResidentSummary {
    pub(super) fn of(resident: &ResidentName) -> Self {
        Self {
            key: resident.key.clone(),
            id: uuid::Uuid::from_bytes(resident.id.0)
                .hyphenated()
                .to_string(),
            name: resident.name.clone(),
            birth_year: resident
                .birth_date
                .get(..4)
                .and_then(|year| year.parse().ok())
                .unwrap_or(0),
        }
    }
}

impl IssuedSummary {
    pub(super) fn of(certificate: &Certificate) -> Self {
        Self {
            serial: certificate.serial.clone(),
            identifier: certificate.identifier.clone(),
            type_name: certificate.type_name.clone(),
            valid_from: certificate.valid_from,
            valid_until: certificate.valid_until,
            revoked: certificate.revoked,
        }
    }
}
