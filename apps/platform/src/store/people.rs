//! Who takes part: residents and staff, and the keys by which they are known.

use tongban_protocol::{PublicPoint, ScopeId};

use super::ResidentId;

/// Internal id of a member of staff; UUID version 7. Cases name officers by it.
#[derive(Debug, Clone, Copy, PartialEq, Eq, Hash)]
pub struct StaffId(pub [u8; 16]);

/// Whom a voucher or an enrolment is about.
#[derive(Debug, Clone, Copy, PartialEq, Eq)]
pub enum Person {
    /// A resident, by the record.
    Resident(ResidentId),
    /// A member of staff.
    Staff(StaffId),
}

/// A member of staff. Roles are slugs of `tongban_cases::Role`, or `admin`.
#[derive(Clone, PartialEq, Eq)]
pub struct Staff {
    /// Internal id.
    pub id: StaffId,
    /// Full name, as cases and the read log show it.
    pub name: String,
    /// What the member may do.
    pub roles: Vec<String>,
    /// Seconds since 1970.
    pub added_at: u64,
}

/// Someone whom an enrolled key belongs to and who still belongs here.
#[derive(Clone, PartialEq, Eq)]
pub enum Principal {
    /// A resident with the scope of their feed.
    Resident {
        /// The record.
        id: ResidentId,
        /// The pseudonym from enrolment.
        scope: ScopeId,
    },
    /// A member of staff.
    Staff(Staff),
}

/// An enrolled submission key.
#[derive(Clone, PartialEq, Eq)]
pub struct Signer {
    /// The key.
    pub key: PublicPoint,
    /// Whose it is.
    pub principal: Principal,
}
