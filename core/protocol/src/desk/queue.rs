use tongban_cose::cbor::{Item, Limits, Value};

use crate::fields::{Fields, map};
use crate::{CaseId, DecodeError, Extra};

/// The open cases of an office, the most urgent first: answer to `POST` with an empty map.
#[derive(Debug, Clone, PartialEq, Eq)]
pub struct DeskQueueResponse {
    /// The cases; at most 2,000.
    pub items: Vec<DeskItem>,
    /// The platform's clock, seconds since 1970.
    pub now: u64,
    /// What this build does not know.
    pub extra: Extra,
}

/// A case in a list. Names nobody in full: opening it is a look, and is logged.
#[derive(Clone, PartialEq, Eq)]
pub struct DeskItem {
    /// The case.
    pub case: CaseId,
    /// Its version.
    pub version: u64,
    /// Id of the service.
    pub service: String,
    /// Id and version of the pack by which it is judged.
    pub pack: (String, u32),
    /// The applicant's name with all but the first character hidden.
    pub applicant: String,
    /// What people call the case.
    pub number: String,
    /// Slug of its state.
    pub phase: String,
    /// Slug of who acts next.
    pub holder: String,
    /// When it was received, seconds since 1970.
    pub received_at: u64,
    /// What is due next.
    pub due: Option<DeskDue>,
    /// An open case of the same person and service (rule S10).
    pub duplicate_of: Option<CaseId>,
}

/// The last day for something.
#[derive(Debug, Clone, Copy, PartialEq, Eq)]
pub struct DeskDue {
    /// Days since 1970-01-01.
    pub day: i32,
    /// For what.
    pub kind: DueKind,
    /// Whether a day before it is not announced yet (rule L8).
    pub provisional: bool,
}

/// What is due.
#[derive(Debug, Clone, Copy, PartialEq, Eq)]
pub enum DueKind {
    /// The answer to what was handed in.
    Answer,
    /// The applicant's supplement.
    Supply,
    /// The decision.
    Decision,
}

impl DueKind {
    const ALL: &[Self] = &[Self::Answer, Self::Supply, Self::Decision];

    /// The word under which texts and interfaces know it.
    pub const fn slug(self) -> &'static str {
        match self {
            Self::Answer => "answer",
            Self::Supply => "supply",
            Self::Decision => "decision",
        }
    }
}

impl DeskQueueResponse {
    /// The body to send.
    pub fn encode(&self) -> Vec<u8> {
        let items = self.items.iter().map(DeskItem::item).collect();
        let known = vec![(1, Item::Array(items)), (2, self.now.into())];
        map(known, &self.extra).encode()
    }

    /// Reads a body.
    pub fn decode(bytes: &[u8]) -> Result<Self, DecodeError> {
        let fields = Fields::read(bytes, &LIMITS)?;
        Ok(Self {
            items: fields.list(1, "items", MAX_ITEMS, DeskItem::from_value)?,
            now: fields.number(2, "now")?,
            extra: fields.extra(&[1, 2]),
        })
    }
}

impl DeskItem {
    fn item(&self) -> Item {
        let mut known = vec![
            (1, self.case.item()),
            (2, self.version.into()),
            (3, self.service.as_str().into()),
            (4, self.pack.0.as_str().into()),
            (5, u64::from(self.pack.1).into()),
            (6, self.applicant.as_str().into()),
            (7, self.number.as_str().into()),
            (8, self.phase.as_str().into()),
            (9, self.holder.as_str().into()),
            (10, self.received_at.into()),
        ];
        if let Some(due) = &self.due {
            let due = vec![
                Item::Integer(due.day.into()),
                due.kind.slug().into(),
                u32::from(due.provisional).into(),
            ];
            known.push((11, Item::Array(due)));
        }
        if let Some(case) = &self.duplicate_of {
            known.push((12, case.item()));
        }
        map(known, &Extra::default())
    }

    fn from_value(value: &Value<'_>) -> Result<Self, DecodeError> {
        let fields = Fields::of(value)?;
        let version = fields.number(5, "pack_version")?;
        let version = version.try_into();
        let version = version.map_err(|_| DecodeError::FieldOutOfRange("pack_version"))?;
        Ok(Self {
            case: CaseId::from_value(fields.value(1, "case")?)?,
            version: fields.number(2, "version")?,
            service: fields.text(3, "service", 128)?,
            pack: (fields.text(4, "pack", 64)?, version),
            applicant: fields.text(6, "applicant", 256)?,
            number: fields.text(7, "number", 64)?,
            phase: fields.text(8, "phase", 64)?,
            holder: fields.text(9, "holder", 64)?,
            received_at: fields.number(10, "received_at")?,
            due: fields.optional(11).map(due).transpose()?,
            duplicate_of: fields.optional(12).map(CaseId::from_value).transpose()?,
        })
    }
}

impl std::fmt::Debug for DeskItem {
    fn fmt(&self, out: &mut std::fmt::Formatter<'_>) -> std::fmt::Result {
        write!(out, "DeskItem({} {})", self.service, self.phase)
    }
}

fn due(value: &Value<'_>) -> Result<DeskDue, DecodeError> {
    const WRONG: DecodeError = DecodeError::FieldOutOfRange("due");
    let Some([day, kind, provisional]) = value.as_array() else {
        return Err(WRONG);
    };
    let slug = kind.as_text().ok_or(WRONG)?;
    let mut kinds = DueKind::ALL.iter().copied();
    Ok(DeskDue {
        day: day
            .as_i64()
            .and_then(|day| day.try_into().ok())
            .ok_or(WRONG)?,
        kind: kinds.find(|kind| kind.slug() == slug).ok_or(WRONG)?,
        provisional: provisional.as_u64().ok_or(WRONG)? != 0,
    })
}

const MAX_ITEMS: usize = 2_000;
const LIMITS: Limits = Limits {
    max_bytes: 2 << 20,
    max_depth: 8,
    max_items: 80_000,
};
