use tongban_cose::cbor::{Item, Limits, Value};
use zeroize::{Zeroize, Zeroizing};

use crate::fields::{DecodeError, Extra, Fields, fixed, list, map};
use crate::{ScopeId, StatusSnapshot, TrustSnapshot};

/// What an enrolled person gets. Holds certificates in clear, so it has no `Debug` and is wiped.
#[derive(Clone, PartialEq, Eq)]
pub struct EnrolResponse {
    /// What this device calls the person: a random pseudonym, the same at each enrolment.
    pub person: [u8; 16],
    /// The certificates by type; none for staff.
    pub certificates: Vec<IssuedType>,
    /// Roots and trust list of the moment.
    pub trust: TrustSnapshot,
    /// Status lists of the moment.
    pub status: StatusSnapshot,
    /// Head of the log of who read what, which names this read too (rule K6).
    pub read_log: ReadLogHead,
    /// For which office the person acts; none for a resident.
    pub staff: Option<StaffGrant>,
    /// What this build does not know.
    pub extra: Extra,
}

/// All copies of one certificate.
#[derive(Clone, PartialEq, Eq)]
pub struct IssuedType {
    /// Stable name of the type.
    pub type_name: String,
    /// SD-CWTs in the order of the holder keys.
    pub copies: Vec<Vec<u8>>,
}

/// What a member of staff may do, as the voucher says.
#[derive(Debug, Clone, PartialEq, Eq)]
pub struct StaffGrant {
    /// Name of the officer.
    pub name: String,
    /// Name of the office.
    pub office: String,
    /// Slugs of the roles, as `tongban-cases` names them.
    pub roles: Vec<String>,
    /// The office's scope, in which this officer's operations are.
    pub scope: ScopeId,
}

/// Position and hash of the newest line in the platform's hash-chained read log.
#[derive(Debug, Clone, Copy, PartialEq, Eq)]
pub struct ReadLogHead {
    /// Lines so far.
    pub seq: u64,
    /// Hash of the newest one over all before it.
    pub hash: [u8; 32],
}

impl EnrolResponse {
    /// The body to send.
    pub fn encode(&self) -> Zeroizing<Vec<u8>> {
        let strings = |strings: &[Vec<u8>]| {
            Item::Array(
                strings
                    .iter()
                    .map(|bytes| bytes.as_slice().into())
                    .collect(),
            )
        };
        let issued = |issued: &IssuedType| {
            map(
                vec![
                    (1, issued.type_name.as_str().into()),
                    (2, strings(&issued.copies)),
                ],
                &Extra::default(),
            )
        };
        let mut known = vec![
            (1, self.person[..].into()),
            (
                2,
                Item::Array(self.certificates.iter().map(issued).collect()),
            ),
            (
                3,
                Item::Array(vec![
                    strings(&self.trust.roots),
                    self.trust.list.as_slice().into(),
                ]),
            ),
            (4, strings(&self.status.tokens)),
            (5, self.read_log.item()),
        ];
        if let Some(staff) = &self.staff {
            known.push((6, staff.item()));
        }
        Zeroizing::new(map(known, &self.extra).encode())
    }

    /// Reads a body.
    pub fn decode(bytes: &[u8]) -> Result<Self, DecodeError> {
        let fields = Fields::read(bytes, &LIMITS)?;
        let Some([roots, trust_list]) = fields.value(3, "trust")?.as_array() else {
            return Err(DecodeError::FieldOutOfRange("trust"));
        };
        Ok(Self {
            person: fields.bytes(1, "person")?,
            certificates: fields.list(2, "certificates", 64, issued)?,
            trust: TrustSnapshot {
                roots: list(roots, "roots", 256, |root| string(root, "roots"))?,
                list: string(trust_list, "trust_list")?,
            },
            status: StatusSnapshot {
                tokens: fields.list(4, "status", 1024, |token| string(token, "status"))?,
            },
            read_log: ReadLogHead::from_value(fields.value(5, "read_log")?)?,
            staff: fields.optional(6).map(StaffGrant::from_value).transpose()?,
            extra: fields.extra(&[1, 2, 3, 4, 5, 6]),
        })
    }
}

impl ReadLogHead {
    pub(crate) fn item(&self) -> Item {
        Item::Array(vec![self.seq.into(), self.hash[..].into()])
    }

    pub(crate) fn from_value(value: &Value<'_>) -> Result<Self, DecodeError> {
        const WRONG: DecodeError = DecodeError::FieldOutOfRange("read_log");
        let Some([seq, hash]) = value.as_array() else {
            return Err(WRONG);
        };
        Ok(Self {
            seq: seq.as_u64().ok_or(WRONG)?,
            hash: fixed(hash, "read_log")?,
        })
    }
}

impl StaffGrant {
    /// The bytes in which a device keeps it.
    pub fn encode(&self) -> Vec<u8> {
        self.item().encode()
    }

    /// Reads what [`StaffGrant::encode`] wrote.
    pub fn decode(bytes: &[u8]) -> Result<Self, DecodeError> {
        Self::of(&Fields::read(bytes, &GRANT_LIMITS)?)
    }

    fn item(&self) -> Item {
        let roles = self.roles.iter().map(|role| role.as_str().into());
        let known = vec![
            (1, self.name.as_str().into()),
            (2, self.office.as_str().into()),
            (3, Item::Array(roles.collect())),
            (4, self.scope.item()),
        ];
        map(known, &Extra::default())
    }

    fn from_value(value: &Value<'_>) -> Result<Self, DecodeError> {
        Self::of(&Fields::of(value)?)
    }

    fn of(fields: &Fields<'_>) -> Result<Self, DecodeError> {
        let role = |value: &Value<'_>| {
            let role = value.as_text().filter(|role| role.len() <= 32);
            role.map(str::to_owned)
                .ok_or(DecodeError::FieldOutOfRange("roles"))
        };
        Ok(Self {
            name: fields.text(1, "name", 256)?,
            office: fields.text(2, "office", 256)?,
            roles: fields.list(3, "roles", 16, role)?,
            scope: ScopeId::from_value(fields.value(4, "scope")?)?,
        })
    }
}

impl Drop for IssuedType {
    fn drop(&mut self) {
        self.copies.zeroize();
    }
}

fn issued(value: &Value<'_>) -> Result<IssuedType, DecodeError> {
    let fields = Fields::of(value)?;
    Ok(IssuedType {
        type_name: fields.text(1, "type_name", 64)?,
        copies: fields.list(2, "copies", super::MAX_HOLDER_KEYS, |copy| {
            string(copy, "copies")
        })?,
    })
}

fn string(value: &Value<'_>, name: &'static str) -> Result<Vec<u8>, DecodeError> {
    value
        .as_bytes()
        .map(<[u8]>::to_vec)
        .ok_or(DecodeError::FieldOutOfRange(name))
}

/// Trust list and status lists at their own limits, and the copies.
const LIMITS: Limits = Limits {
    max_bytes: 32 << 20,
    max_depth: 8,
    max_items: 8192,
};

const GRANT_LIMITS: Limits = Limits {
    max_bytes: 2048,
    max_depth: 4,
    max_items: 64,
};
