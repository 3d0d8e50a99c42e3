//! What kind of object a signature is for.

use crate::cbor::Value;

/// The `typ` header (RFC 9596) that a verifier expects: a CoAP content-format number, a media
/// type, or a pair of both that mean the same. Every verify call names one (rule C8), so a
/// signature made for one purpose never counts for another.
#[derive(Clone, Copy, Debug, PartialEq, Eq)]
pub struct Typ {
    number: Option<u64>,
    text: Option<&'static str>,
}

impl Typ {
    /// An issued SD-CWT: 293 or `application/sd-cwt`.
    pub const SD_CWT: Self = Self::either(293, "application/sd-cwt");
    /// A key-binding token: 294 or `application/kb+cwt`.
    pub const KB_CWT: Self = Self::either(294, "application/kb+cwt");
    /// A status list token.
    pub const STATUS_LIST: Self = Self::text("application/statuslist+cwt");

    /// Exactly this media type.
    pub const fn text(text: &'static str) -> Self {
        Self {
            number: None,
            text: Some(text),
        }
    }

    /// This content-format number or this media type.
    pub const fn either(number: u64, text: &'static str) -> Self {
        Self {
            number: Some(number),
            text: Some(text),
        }
    }

    /// Whether a header value is this type.
    pub fn matches(&self, value: &Value<'_>) -> bool {
        let number = self.number.is_some() && value.as_u64() == self.number;
        let text = self.text.is_some() && value.as_text() == self.text;
        number || text
    }
}
