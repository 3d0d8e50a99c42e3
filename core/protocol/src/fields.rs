//! Reading and writing maps with integer keys.

use tongban_cose::cbor::{Item, Limits, Value, read};

/// Why bytes are not the message they should be; names the field, never its content.
#[derive(Debug, Clone, Copy, PartialEq, Eq, thiserror::Error)]
pub enum DecodeError {
    /// Not CBOR that we read, or not a map.
    #[error("message is malformed")]
    Malformed,
    /// A field that the message cannot do without is not there.
    #[error("field {0} is missing")]
    MissingField(&'static str),
    /// A field has another type, length or range.
    #[error("field {0} is out of range")]
    FieldOutOfRange(&'static str),
    /// A list is longer than it may be.
    #[error("list {0} is too long")]
    TooMany(&'static str),
}

/// Entries that this build does not know, kept as they came.
#[derive(Debug, Clone, Default, PartialEq, Eq)]
pub struct Extra(Vec<(Vec<u8>, Vec<u8>)>);

impl Extra {
    /// Whether everything was known.
    pub fn is_empty(&self) -> bool {
        self.0.is_empty()
    }
}

/// A map whose fields are being taken.
pub(crate) struct Fields<'a>(Value<'a>);

impl<'a> Fields<'a> {
    /// Reads exactly one map that fills `bytes`.
    pub fn read(bytes: &'a [u8], limits: &Limits) -> Result<Self, DecodeError> {
        let value = read(bytes, limits).map_err(|_| DecodeError::Malformed)?;
        Self::of(&value)
    }

    /// Takes a map inside another message.
    pub fn of(value: &Value<'a>) -> Result<Self, DecodeError> {
        match value.as_map() {
            Some(_) => Ok(Self(value.clone())),
            None => Err(DecodeError::Malformed),
        }
    }

    pub fn value(&self, label: i64, name: &'static str) -> Result<&Value<'a>, DecodeError> {
        self.0.get(label).ok_or(DecodeError::MissingField(name))
    }

    pub fn number(&self, label: i64, name: &'static str) -> Result<u64, DecodeError> {
        self.value(label, name)?
            .as_u64()
            .ok_or(DecodeError::FieldOutOfRange(name))
    }

    pub fn text(
        &self,
        label: i64,
        name: &'static str,
        max_bytes: usize,
    ) -> Result<String, DecodeError> {
        let text = self
            .value(label, name)?
            .as_text()
            .ok_or(DecodeError::FieldOutOfRange(name))?;
        if text.len() > max_bytes {
            return Err(DecodeError::FieldOutOfRange(name));
        }
        Ok(text.to_owned())
    }

    pub fn bytes<const N: usize>(
        &self,
        label: i64,
        name: &'static str,
    ) -> Result<[u8; N], DecodeError> {
        fixed(self.value(label, name)?, name)
    }

    pub fn list<T>(
        &self,
        label: i64,
        name: &'static str,
        max: usize,
        each: impl Fn(&Value<'a>) -> Result<T, DecodeError>,
    ) -> Result<Vec<T>, DecodeError> {
        list(self.value(label, name)?, name, max, each)
    }

    pub fn optional(&self, label: i64) -> Option<&Value<'a>> {
        self.0.get(label)
    }

    /// A byte string of at most `max_bytes`.
    pub fn blob(
        &self,
        label: i64,
        name: &'static str,
        max_bytes: usize,
    ) -> Result<Vec<u8>, DecodeError> {
        self.value(label, name)?
            .as_bytes()
            .filter(|bytes| bytes.len() <= max_bytes)
            .map(<[u8]>::to_vec)
            .ok_or(DecodeError::FieldOutOfRange(name))
    }

    /// A list that is left out when it is empty; an empty one that is there would be a second
    /// spelling of the same content.
    pub fn list_or_none<T>(
        &self,
        label: i64,
        name: &'static str,
        max: usize,
        each: impl Fn(&Value<'a>) -> Result<T, DecodeError>,
    ) -> Result<Vec<T>, DecodeError> {
        match self.optional(label) {
            None => Ok(Vec::new()),
            Some(value) => match list(value, name, max, each)? {
                none if none.is_empty() => Err(DecodeError::FieldOutOfRange(name)),
                some => Ok(some),
            },
        }
    }

    /// Everything whose key is not in `known`.
    pub fn extra(&self, known: &[i64]) -> Extra {
        let entries = self.0.as_map().unwrap_or_default();
        let unknown = |key: &Value<'_>| key.as_i64().is_none_or(|label| !known.contains(&label));
        Extra(
            entries
                .iter()
                .filter(|(key, _)| unknown(key))
                .map(|(key, value)| (key.raw().to_owned(), value.raw().to_owned()))
                .collect(),
        )
    }
}

/// A byte string of exactly `N` bytes.
pub(crate) fn fixed<const N: usize>(
    value: &Value<'_>,
    name: &'static str,
) -> Result<[u8; N], DecodeError> {
    value
        .as_bytes()
        .and_then(|bytes| bytes.try_into().ok())
        .ok_or(DecodeError::FieldOutOfRange(name))
}

/// An array of at most `max` elements.
pub(crate) fn list<'a, T>(
    value: &Value<'a>,
    name: &'static str,
    max: usize,
    each: impl Fn(&Value<'a>) -> Result<T, DecodeError>,
) -> Result<Vec<T>, DecodeError> {
    let elements = value.as_array().ok_or(DecodeError::FieldOutOfRange(name))?;
    if elements.len() > max {
        return Err(DecodeError::TooMany(name));
    }
    elements.iter().map(each).collect()
}

/// A map of known fields and what was kept.
pub(crate) fn map(known: Vec<(i64, Item)>, extra: &Extra) -> Item {
    let mut entries: Vec<_> = known
        .into_iter()
        .map(|(label, value)| (Item::Integer(label), value))
        .collect();
    entries.extend(
        extra
            .0
            .iter()
            .map(|(key, value)| (Item::Encoded(key.clone()), Item::Encoded(value.clone()))),
    );
    Item::Map(entries)
}
