use tongban_cose::cbor::{Item, Limits, Value};
use zeroize::Zeroize;

use crate::fields::{Fields, map};
use crate::{AttachmentId, CaseId, DecodeError, Extra, MAX_ROW_BODY, OperationId};

/// Opens a case: body of the request. The look is logged before the answer is made.
#[derive(Debug, Clone, PartialEq, Eq)]
pub struct DeskCaseRequest {
    /// The case.
    pub case: CaseId,
    /// What this build does not know.
    pub extra: Extra,
}

/// A case with everything that is needed to handle it. Personal data: no `Debug`, wiped.
#[derive(Clone, PartialEq, Eq)]
pub struct DeskCaseResponse {
    /// The applicant's full name.
    pub applicant: String,
    /// What people call the case.
    pub number: String,
    /// Its events in order, each as `tongban-cases` writes it.
    pub events: Vec<Vec<u8>>,
    /// Which operation made each event, in their order; none for what the machine did of itself.
    /// Empty where the platform does not say: one of an earlier version.
    pub makers: Vec<Option<OperationId>>,
    /// Its files.
    pub files: Vec<DeskFile>,
    /// The platform's clock, seconds since 1970.
    pub now: u64,
    /// What this build does not know.
    pub extra: Extra,
}

/// A file of a case.
#[derive(Debug, Clone, PartialEq, Eq)]
pub struct DeskFile {
    /// Its id.
    pub id: AttachmentId,
    /// Its length.
    pub length: u64,
    /// How much of it is there; all of it only after its hash was checked.
    pub confirmed: u64,
}

impl DeskCaseRequest {
    /// The body to send.
    pub fn encode(&self) -> Vec<u8> {
        map(vec![(1, self.case.item())], &self.extra).encode()
    }

    /// Reads a body.
    pub fn decode(bytes: &[u8]) -> Result<Self, DecodeError> {
        let fields = Fields::read(bytes, &SMALL)?;
        Ok(Self {
            case: CaseId::from_value(fields.value(1, "case")?)?,
            extra: fields.extra(&[1]),
        })
    }
}

impl DeskCaseResponse {
    /// The body to send.
    pub fn encode(&self) -> Vec<u8> {
        let events = self.events.iter().map(|event| event.as_slice().into());
        let mut known = vec![
            (1, self.applicant.as_str().into()),
            (2, self.number.as_str().into()),
            (3, Item::Array(events.collect())),
            (
                4,
                Item::Array(self.files.iter().map(DeskFile::item).collect()),
            ),
            (5, self.now.into()),
        ];
        if !self.makers.is_empty() {
            let makers = self.makers.iter().map(|maker| match maker {
                Some(maker) => maker.item(),
                None => Item::from(&[][..]),
            });
            known.push((6, Item::Array(makers.collect())));
        }
        map(known, &self.extra).encode()
    }

    /// Reads a body.
    pub fn decode(bytes: &[u8]) -> Result<Self, DecodeError> {
        let fields = Fields::read(bytes, &LIMITS)?;
        let event = |value: &Value<'_>| {
            value
                .as_bytes()
                .filter(|bytes| bytes.len() <= MAX_ROW_BODY)
                .map(<[u8]>::to_vec)
                .ok_or(DecodeError::FieldOutOfRange("events"))
        };
        let events = fields.list(3, "events", MOST_EVENTS, event)?;
        let makers = fields.list_or_none(6, "makers", MOST_EVENTS, maker)?;
        if !makers.is_empty() && makers.len() != events.len() {
            return Err(DecodeError::FieldOutOfRange("makers"));
        }
        Ok(Self {
            applicant: fields.text(1, "applicant", 256)?,
            number: fields.text(2, "number", 64)?,
            events,
            makers,
            files: fields.list(4, "files", 1_000, DeskFile::from_value)?,
            now: fields.number(5, "now")?,
            extra: fields.extra(&[1, 2, 3, 4, 5, 6]),
        })
    }
}

impl Drop for DeskCaseResponse {
    fn drop(&mut self) {
        self.applicant.zeroize();
        self.events.zeroize();
    }
}

impl DeskFile {
    fn item(&self) -> Item {
        Item::Array(vec![
            self.id.item(),
            self.length.into(),
            self.confirmed.into(),
        ])
    }

    fn from_value(value: &Value<'_>) -> Result<Self, DecodeError> {
        const WRONG: DecodeError = DecodeError::FieldOutOfRange("files");
        let Some([id, length, confirmed]) = value.as_array() else {
            return Err(WRONG);
        };
        Ok(Self {
            id: AttachmentId::from_value(id)?,
            length: length.as_u64().ok_or(WRONG)?,
            confirmed: confirmed.as_u64().ok_or(WRONG)?,
        })
    }
}

/// An operation, or nothing: no bytes.
fn maker(value: &Value<'_>) -> Result<Option<OperationId>, DecodeError> {
    match value.as_bytes() {
        Some([]) => Ok(None),
        _ => OperationId::from_value(value).map(Some),
    }
}

const MOST_EVENTS: usize = 10_000;
const SMALL: Limits = Limits {
    max_bytes: 1024,
    max_depth: 4,
    max_items: 32,
};
const LIMITS: Limits = Limits {
    max_bytes: 8 << 20,
    max_depth: 6,
    max_items: 32_000,
};
