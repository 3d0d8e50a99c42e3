//! A parsed item that still knows its bytes.

/// One CBOR item, borrowed from the input, with the exact bytes that it was read from.
#[derive(Clone, PartialEq)]
pub struct Value<'a> {
    raw: &'a [u8],
    kind: Kind<'a>,
}

/// What an item is. Integers below zero are kept as CBOR keeps them: `Negative(n)` is `-1 - n`.
#[derive(Clone, PartialEq)]
pub enum Kind<'a> {
    /// Major type 0.
    Unsigned(u64),
    /// Major type 1; the value is `-1 - n`.
    Negative(u64),
    /// Major type 2.
    Bytes(&'a [u8]),
    /// Major type 3.
    Text(&'a str),
    /// Major type 4.
    Array(Vec<Value<'a>>),
    /// Major type 5, in the order of the input, without duplicate keys.
    Map(Vec<(Value<'a>, Value<'a>)>),
    /// Major type 6.
    Tag(u64, Box<Value<'a>>),
    /// `true` or `false`.
    Bool(bool),
    /// `null`.
    Null,
    /// `undefined`.
    Undefined,
    /// Any other simple value.
    Simple(u8),
    /// A floating-point number of any width.
    Float(f64),
}

impl<'a> Value<'a> {
    pub(super) fn new(raw: &'a [u8], kind: Kind<'a>) -> Self {
        Self { raw, kind }
    }

    /// The exact bytes of this item in the input: what hashes and signatures are taken over.
    pub fn raw(&self) -> &'a [u8] {
        self.raw
    }

    /// What the item is.
    pub fn kind(&self) -> &Kind<'a> {
        &self.kind
    }

    /// The number, if this is an unsigned integer.
    pub fn as_u64(&self) -> Option<u64> {
        match self.kind {
            Kind::Unsigned(n) => Some(n),
            _ => None,
        }
    }

    /// The number, if this is an integer that fits.
    pub fn as_i64(&self) -> Option<i64> {
        match self.kind {
            Kind::Unsigned(n) => i64::try_from(n).ok(),
            Kind::Negative(n) => i64::try_from(n).ok().map(|n| -1 - n),
            _ => None,
        }
    }

    /// The bytes, if this is a byte string.
    pub fn as_bytes(&self) -> Option<&'a [u8]> {
        match self.kind {
            Kind::Bytes(bytes) => Some(bytes),
            _ => None,
        }
    }

    /// The text, if this is a text string.
    pub fn as_text(&self) -> Option<&'a str> {
        match self.kind {
            Kind::Text(text) => Some(text),
            _ => None,
        }
    }

    /// The truth value, if this is one.
    pub fn as_bool(&self) -> Option<bool> {
        match self.kind {
            Kind::Bool(truth) => Some(truth),
            _ => None,
        }
    }

    /// The elements, if this is an array.
    pub fn as_array(&self) -> Option<&[Value<'a>]> {
        match &self.kind {
            Kind::Array(elements) => Some(elements),
            _ => None,
        }
    }

    /// The entries, if this is a map.
    pub fn as_map(&self) -> Option<&[(Value<'a>, Value<'a>)]> {
        match &self.kind {
            Kind::Map(entries) => Some(entries),
            _ => None,
        }
    }

    /// The content, if this is an item under `tag`.
    pub fn as_tagged(&self, tag: u64) -> Option<&Value<'a>> {
        match &self.kind {
            Kind::Tag(number, content) if *number == tag => Some(content),
            _ => None,
        }
    }

    /// Whether this is the simple value `number`.
    pub fn is_simple(&self, number: u8) -> bool {
        matches!(self.kind, Kind::Simple(n) if n == number)
    }

    /// The value under an integer key of a map.
    pub fn get(&self, label: i64) -> Option<&Value<'a>> {
        self.find(|key| key.as_i64() == Some(label))
    }

    /// The value under a text key of a map.
    pub fn get_text(&self, label: &str) -> Option<&Value<'a>> {
        self.find(|key| key.as_text() == Some(label))
    }

    fn find(&self, wanted: impl Fn(&Value<'a>) -> bool) -> Option<&Value<'a>> {
        self.as_map()?
            .iter()
            .find(|(key, _)| wanted(key))
            .map(|(_, value)| value)
    }
}

/// Prints the length only: an item may hold personal data.
impl std::fmt::Debug for Value<'_> {
    fn fmt(&self, f: &mut std::fmt::Formatter<'_>) -> std::fmt::Result {
        write!(f, "Value({} bytes)", self.raw.len())
    }
}
