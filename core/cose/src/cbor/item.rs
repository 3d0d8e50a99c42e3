//! The deterministic writer.

use minicbor::Encoder;

/// An item to be written. Equal content gives equal bytes: map entries are sorted by their encoded
/// keys (RFC 8949 section 4.2.1) and every number takes its shortest form.
///
/// ```
/// use tongban_cose::cbor::Item;
///
/// let map = Item::Map(vec![(10.into(), "b".into()), (1.into(), "a".into())]);
/// assert_eq!(map.encode(), [0xa2, 0x01, 0x61, b'a', 0x0a, 0x61, b'b']);
/// ```
#[derive(Clone, PartialEq)]
pub enum Item {
    /// An unsigned integer.
    Unsigned(u64),
    /// An integer of either sign.
    Integer(i64),
    /// A byte string.
    Bytes(Vec<u8>),
    /// A text string.
    Text(String),
    /// An array.
    Array(Vec<Item>),
    /// A map; entries may come in any order. Two equal keys are a caller's mistake that our own
    /// reader refuses.
    Map(Vec<(Item, Item)>),
    /// An item under a tag.
    Tag(u64, Box<Item>),
    /// `true` or `false`.
    Bool(bool),
    /// `null`.
    Null,
    /// Another simple value, 0 to 19 or 32 to 255.
    Simple(u8),
    /// Bytes that are one encoded item already and go in as they are.
    Encoded(Vec<u8>),
}

impl Item {
    /// The deterministic bytes of this item.
    pub fn encode(&self) -> Vec<u8> {
        let mut out = Vec::new();
        self.write(&mut out);
        out
    }

    /// A byte string that wraps the encoding of this item (`bstr .cbor`).
    pub fn wrapped(&self) -> Item {
        Item::Bytes(self.encode())
    }

    fn write(&self, out: &mut Vec<u8>) {
        match self {
            Item::Unsigned(number) => head(out, |e| e.u64(*number).map(|_| ())),
            Item::Integer(number) => head(out, |e| e.i64(*number).map(|_| ())),
            Item::Bytes(bytes) => head(out, |e| e.bytes(bytes).map(|_| ())),
            Item::Text(text) => head(out, |e| e.str(text).map(|_| ())),
            Item::Bool(truth) => head(out, |e| e.bool(*truth).map(|_| ())),
            Item::Null => head(out, |e| e.null().map(|_| ())),
            Item::Simple(number) => head(out, |e| e.simple(*number).map(|_| ())),
            Item::Encoded(bytes) => out.extend_from_slice(bytes),
            Item::Tag(number, content) => {
                head(out, |e| {
                    e.tag(minicbor::data::Tag::new(*number)).map(|_| ())
                });
                content.write(out);
            }
            Item::Array(elements) => {
                head(out, |e| e.array(elements.len() as u64).map(|_| ()));
                elements.iter().for_each(|element| element.write(out));
            }
            Item::Map(entries) => {
                head(out, |e| e.map(entries.len() as u64).map(|_| ()));
                let mut encoded: Vec<_> = entries
                    .iter()
                    .map(|(key, value)| (key.encode(), value))
                    .collect();
                encoded.sort_by(|a, b| a.0.cmp(&b.0));
                for (key, value) in encoded {
                    out.extend_from_slice(&key);
                    value.write(out);
                }
            }
        }
    }
}

type Sink<'a> = Encoder<&'a mut Vec<u8>>;
type SinkError = minicbor::encode::Error<std::convert::Infallible>;

fn head(out: &mut Vec<u8>, write: impl FnOnce(&mut Sink<'_>) -> Result<(), SinkError>) {
    write(&mut Encoder::new(out)).expect("writing to memory does not fail");
}

impl From<u64> for Item {
    fn from(number: u64) -> Self {
        Item::Unsigned(number)
    }
}

impl From<u32> for Item {
    fn from(number: u32) -> Self {
        Item::Unsigned(number.into())
    }
}

impl From<i64> for Item {
    fn from(number: i64) -> Self {
        Item::Integer(number)
    }
}

impl From<i32> for Item {
    fn from(number: i32) -> Self {
        Item::Integer(number.into())
    }
}

impl From<&str> for Item {
    fn from(text: &str) -> Self {
        Item::Text(text.to_owned())
    }
}

impl From<&[u8]> for Item {
    fn from(bytes: &[u8]) -> Self {
        Item::Bytes(bytes.to_owned())
    }
}

impl From<Vec<u8>> for Item {
    fn from(bytes: Vec<u8>) -> Self {
        Item::Bytes(bytes)
    }
}

/// Prints the length only: an item may hold personal data.
impl std::fmt::Debug for Item {
    fn fmt(&self, f: &mut std::fmt::Formatter<'_>) -> std::fmt::Result {
        write!(f, "Item({} bytes)", self.encode().len())
    }
}
