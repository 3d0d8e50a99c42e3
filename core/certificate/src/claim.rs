//! Values of a certificate's fields.

use base64::Engine;
use base64::engine::general_purpose::URL_SAFE_NO_PAD;
use tongban_cose::cbor::{Item, Kind, Value};
use zeroize::{Zeroize, ZeroizeOnDrop};

use crate::{Day, FieldKind, json};

/// One field of a certificate: personal data, so neither printable nor clonable, and wiped when
/// dropped.
#[derive(PartialEq, Eq, Zeroize, ZeroizeOnDrop)]
pub enum ClaimValue {
    /// Text.
    Text(String),
    /// A day of the calendar.
    Date(#[zeroize(skip)] Day),
    /// Bytes, for instance a portrait.
    Bytes(Vec<u8>),
    /// The number of the certificate itself.
    Number(CertificateNumber),
    /// A whole number.
    Integer(i64),
    /// Any other CBOR item, as its bytes: a field that a newer version knows.
    Other(Vec<u8>),
}

/// Serial and version of a certificate. The full identifier is computed from type, office and
/// these two (`certificate_identifier`).
#[derive(PartialEq, Eq, Zeroize, ZeroizeOnDrop)]
pub struct CertificateNumber {
    /// Serial within type and office: 1 to 30 digits or capital letters.
    pub serial: String,
    /// Version, 1 to 999.
    pub version: u16,
}

/// A field with its label and, where the type is known, its stable English name.
#[derive(PartialEq, Eq)]
pub struct Claim {
    /// Label on the wire.
    pub label: i64,
    /// Stable English name.
    pub name: Option<String>,
    /// The value.
    pub value: ClaimValue,
}

impl Claim {
    /// The stable name, or the label as a decimal string where no name is known.
    pub fn json_name(&self) -> String {
        self.name.clone().unwrap_or_else(|| self.label.to_string())
    }
}

impl ClaimValue {
    /// The text, if the field is text.
    pub fn as_text(&self) -> Option<&str> {
        match self {
            Self::Text(text) => Some(text),
            _ => None,
        }
    }

    /// The bytes, if the field is bytes.
    pub fn as_bytes(&self) -> Option<&[u8]> {
        match self {
            Self::Bytes(bytes) => Some(bytes),
            _ => None,
        }
    }

    /// What people read: text as it is, dates as `YYYY-MM-DD`, a number as `SERIAL.VVV`; empty for
    /// bytes and for what this version cannot read.
    pub fn display_text(&self) -> String {
        match self {
            Self::Text(text) => text.clone(),
            Self::Date(day) => day.to_string(),
            Self::Number(number) => format!("{}.{:03}", number.serial, number.version),
            Self::Integer(number) => number.to_string(),
            Self::Bytes(_) | Self::Other(_) => String::new(),
        }
    }

    /// The value for scripts: bytes as base64url, unread items as their plain JSON.
    pub fn to_json(&self) -> serde_json::Value {
        match self {
            Self::Bytes(bytes) => URL_SAFE_NO_PAD.encode(bytes).into(),
            Self::Integer(number) => (*number).into(),
            Self::Other(bytes) => json::from_encoded(bytes),
            Self::Text(_) | Self::Date(_) | Self::Number(_) => self.display_text().into(),
        }
    }

    pub(crate) fn to_item(&self) -> Item {
        match self {
            Self::Text(text) => text.as_str().into(),
            Self::Date(day) => day.days().into(),
            Self::Bytes(bytes) => bytes.as_slice().into(),
            Self::Number(number) => Item::Array(vec![
                number.serial.as_str().into(),
                u32::from(number.version).into(),
            ]),
            Self::Integer(number) => (*number).into(),
            Self::Other(bytes) => Item::Encoded(bytes.clone()),
        }
    }

    pub(crate) fn is_of(&self, kind: FieldKind) -> bool {
        matches!(
            (self, kind),
            (Self::Text(_), FieldKind::Text)
                | (Self::Date(_), FieldKind::Date)
                | (Self::Bytes(_), FieldKind::Bytes)
                | (Self::Number(_), FieldKind::Number)
        )
    }

    /// The value as a field of `kind`; `None` if it is something else.
    pub(crate) fn read(value: &Value<'_>, kind: FieldKind) -> Option<Self> {
        match kind {
            FieldKind::Text => value.as_text().map(|text| Self::Text(text.to_owned())),
            FieldKind::Bytes => value.as_bytes().map(|bytes| Self::Bytes(bytes.to_owned())),
            FieldKind::Date => {
                let days = i32::try_from(value.as_i64()?).ok()?;
                Day::from_days(days).map(Self::Date)
            }
            FieldKind::Number => {
                let [serial, version] = value.as_array()? else {
                    return None;
                };
                let version = u16::try_from(version.as_u64()?).ok()?;
                CertificateNumber::new(serial.as_text()?, version).map(Self::Number)
            }
        }
    }

    /// The value of a field whose type is not known here.
    pub(crate) fn read_untyped(value: &Value<'_>) -> Self {
        match value.kind() {
            Kind::Text(text) => Self::Text((*text).to_owned()),
            Kind::Bytes(bytes) => Self::Bytes(bytes.to_vec()),
            _ => match value.as_i64() {
                Some(number) => Self::Integer(number),
                None => Self::Other(value.raw().to_vec()),
            },
        }
    }
}

impl CertificateNumber {
    /// A number whose serial fits GB/T 36904 and whose version is 1 to 999.
    pub fn new(serial: &str, version: u16) -> Option<Self> {
        let fits = (1..=30).contains(&serial.len())
            && serial
                .bytes()
                .all(|byte| byte.is_ascii_digit() || byte.is_ascii_uppercase())
            && (1..=999).contains(&version);
        fits.then(|| Self {
            serial: serial.to_owned(),
            version,
        })
    }
}

/// Prints the kind only.
impl std::fmt::Debug for ClaimValue {
    fn fmt(&self, f: &mut std::fmt::Formatter<'_>) -> std::fmt::Result {
        f.write_str(match self {
            Self::Text(_) => "Text",
            Self::Date(_) => "Date",
            Self::Bytes(_) => "Bytes",
            Self::Number(_) => "Number",
            Self::Integer(_) => "Integer",
            Self::Other(_) => "Other",
        })
    }
}

/// Prints nothing of the number.
impl std::fmt::Debug for CertificateNumber {
    fn fmt(&self, f: &mut std::fmt::Formatter<'_>) -> std::fmt::Result {
        f.write_str("CertificateNumber")
    }
}

/// Prints the label only.
impl std::fmt::Debug for Claim {
    fn fmt(&self, f: &mut std::fmt::Formatter<'_>) -> std::fmt::Result {
        write!(f, "Claim({})", self.label)
    }
}
