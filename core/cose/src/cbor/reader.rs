//! The strict reader, over `minicbor`'s primitives.
//!
//! `minicbor::decode` ignores trailing bytes, takes long forms of short numbers and keeps the last
//! of two equal keys. Each of these lets one signed or hashed object be read in two ways, so each
//! is an error here. Sizes are checked against the bytes that are left before anything is
//! allocated for them.

use minicbor::Decoder;
use minicbor::data::Type;

use super::{Kind, Value};

/// What a reader of outside bytes is ready to spend.
#[derive(Clone, Copy, Debug)]
pub struct Limits {
    /// Longest input in bytes.
    pub max_bytes: usize,
    /// Deepest nesting of arrays, maps and tags.
    pub max_depth: usize,
    /// Most items in the input, keys and values counted one by one.
    pub max_items: usize,
}

impl Limits {
    /// For what comes from a scanned code or a file of that size.
    pub const CODE: Self = Self {
        max_bytes: 2048,
        max_depth: 16,
        max_items: 1024,
    };
    /// For a token of the draft that need not fit a code.
    pub const TOKEN: Self = Self {
        max_bytes: 65_536,
        max_depth: 16,
        max_items: 8192,
    };
    /// For a trust list.
    pub const LIST: Self = Self {
        max_bytes: 4 << 20,
        max_depth: 16,
        max_items: 1 << 20,
    };
    /// For a status token: large, but a handful of items.
    pub const STATUS: Self = Self {
        max_bytes: (16 << 20) + 4096,
        max_depth: 16,
        max_items: 256,
    };
}

/// Why bytes are not CBOR that we read.
#[derive(Clone, Copy, Debug, PartialEq, Eq, thiserror::Error)]
pub enum CborError {
    /// The input ends inside an item, or an item claims more bytes than there are.
    #[error("cbor is cut short")]
    Truncated,
    /// The input is longer than its kind may be.
    #[error("cbor is longer than {max_bytes} bytes")]
    TooLong {
        /// The limit that was exceeded.
        max_bytes: usize,
    },
    /// Arrays, maps and tags are nested too deeply.
    #[error("cbor is nested too deeply")]
    TooDeep,
    /// There are more items than this kind of input may have.
    #[error("cbor has too many items")]
    TooManyItems,
    /// A string, array or map has no length of its own.
    #[error("cbor has an item of indefinite length")]
    Indefinite,
    /// A number, length or float is written longer than needed.
    #[error("cbor is not in shortest form")]
    NotShortest,
    /// A map has the same key twice.
    #[error("cbor map has a duplicate key")]
    DuplicateKey,
    /// Something follows the item.
    #[error("cbor is followed by other bytes")]
    TrailingBytes,
    /// A byte that starts no item, or text that is not UTF-8.
    #[error("cbor is malformed")]
    Malformed,
}

/// Reads exactly one item that fills `bytes`.
///
/// ```
/// use tongban_cose::cbor::{read, CborError, Limits};
///
/// assert_eq!(read(&[0x18, 0x2a], &Limits::CODE).unwrap().as_u64(), Some(42));
/// // The same number in long form is another spelling of one content.
/// assert_eq!(read(&[0x19, 0, 0x2a], &Limits::CODE), Err(CborError::NotShortest));
/// ```
pub fn read<'a>(bytes: &'a [u8], limits: &Limits) -> Result<Value<'a>, CborError> {
    let mut reader = Reader::new(bytes, limits)?;
    let value = reader.item(0)?;
    match reader.position() == bytes.len() {
        true => Ok(value),
        false => Err(CborError::TrailingBytes),
    }
}

/// Splits a CBOR sequence (RFC 8742) into the bytes of its items; an empty input has none.
pub fn read_sequence<'a>(bytes: &'a [u8], limits: &Limits) -> Result<Vec<&'a [u8]>, CborError> {
    let mut reader = Reader::new(bytes, limits)?;
    let mut items = Vec::new();
    while reader.position() < bytes.len() {
        items.push(reader.item(0)?.raw());
    }
    Ok(items)
}

struct Reader<'a> {
    decoder: Decoder<'a>,
    bytes: &'a [u8],
    max_depth: usize,
    items_left: usize,
}

impl<'a> Reader<'a> {
    fn new(bytes: &'a [u8], limits: &Limits) -> Result<Self, CborError> {
        if bytes.len() > limits.max_bytes {
            return Err(CborError::TooLong {
                max_bytes: limits.max_bytes,
            });
        }
        Ok(Self {
            decoder: Decoder::new(bytes),
            bytes,
            max_depth: limits.max_depth,
            items_left: limits.max_items,
        })
    }

    fn position(&self) -> usize {
        self.decoder.position()
    }

    fn item(&mut self, depth: usize) -> Result<Value<'a>, CborError> {
        self.items_left = self
            .items_left
            .checked_sub(1)
            .ok_or(CborError::TooManyItems)?;
        let start = self.position();
        let kind = match self.decoder.datatype().map_err(malformed)? {
            Type::U8 | Type::U16 | Type::U32 | Type::U64 => Kind::Unsigned(self.argument(start)?),
            Type::I8 | Type::I16 | Type::I32 | Type::I64 | Type::Int => {
                Kind::Negative(self.argument(start)?)
            }
            Type::Bytes => {
                self.check_head(start)?;
                Kind::Bytes(self.decoder.bytes().map_err(malformed)?)
            }
            Type::String => {
                self.check_head(start)?;
                Kind::Text(self.decoder.str().map_err(malformed)?)
            }
            Type::Array => self.array(start, depth)?,
            Type::Map => self.map(start, depth)?,
            Type::Tag => self.tag(start, depth)?,
            Type::Bool => Kind::Bool(self.decoder.bool().map_err(malformed)?),
            Type::Null => {
                self.decoder.null().map_err(malformed)?;
                Kind::Null
            }
            Type::Undefined => {
                self.decoder.undefined().map_err(malformed)?;
                Kind::Undefined
            }
            Type::Simple => self.simple(start)?,
            Type::F16 => Kind::Float(self.decoder.f16().map_err(malformed)?.into()),
            Type::F32 => self.single()?,
            Type::F64 => self.double()?,
            Type::BytesIndef | Type::StringIndef | Type::ArrayIndef | Type::MapIndef => {
                return Err(CborError::Indefinite);
            }
            Type::Break | Type::Unknown(_) => return Err(CborError::Malformed),
        };
        Ok(Value::new(&self.bytes[start..self.position()], kind))
    }

    fn array(&mut self, start: usize, depth: usize) -> Result<Kind<'a>, CborError> {
        let length = self.container(start, depth, 1)?;
        let mut elements = Vec::with_capacity(length.min(RESERVED));
        for _ in 0..length {
            elements.push(self.item(depth + 1)?);
        }
        Ok(Kind::Array(elements))
    }

    fn map(&mut self, start: usize, depth: usize) -> Result<Kind<'a>, CborError> {
        let length = self.container(start, depth, 2)?;
        let mut entries = Vec::with_capacity(length.min(RESERVED));
        for _ in 0..length {
            entries.push((self.item(depth + 1)?, self.item(depth + 1)?));
        }
        // Shortest form gives equal keys equal bytes; sorting keeps thousands of keys cheap.
        let mut keys: Vec<&[u8]> = entries
            .iter()
            .map(|(key, _): &(Value<'_>, _)| key.raw())
            .collect();
        keys.sort_unstable();
        match keys.windows(2).any(|pair| pair[0] == pair[1]) {
            true => Err(CborError::DuplicateKey),
            false => Ok(Kind::Map(entries)),
        }
    }

    fn tag(&mut self, start: usize, depth: usize) -> Result<Kind<'a>, CborError> {
        let number = self.argument(start)?;
        if depth >= self.max_depth {
            return Err(CborError::TooDeep);
        }
        Ok(Kind::Tag(number, Box::new(self.item(depth + 1)?)))
    }

    /// The length of a container whose head is at `start`, no larger than what is left can hold.
    fn container(&mut self, start: usize, depth: usize, each: usize) -> Result<usize, CborError> {
        if depth >= self.max_depth {
            return Err(CborError::TooDeep);
        }
        let length = usize::try_from(self.argument(start)?).map_err(|_| CborError::Truncated)?;
        let least = length.checked_mul(each).ok_or(CborError::Truncated)?;
        if least > self.bytes.len() - self.position() {
            return Err(CborError::Truncated);
        }
        if least > self.items_left {
            return Err(CborError::TooManyItems);
        }
        Ok(length)
    }

    fn simple(&mut self, start: usize) -> Result<Kind<'a>, CborError> {
        let number = self.decoder.simple().map_err(malformed)?;
        if self.position() - start == 2 && number < 32 {
            return Err(CborError::NotShortest);
        }
        Ok(Kind::Simple(number))
    }

    fn single(&mut self) -> Result<Kind<'a>, CborError> {
        let number = self.decoder.f32().map_err(malformed)?;
        match fits_half(number) {
            true => Err(CborError::NotShortest),
            false => Ok(Kind::Float(number.into())),
        }
    }

    fn double(&mut self) -> Result<Kind<'a>, CborError> {
        let number = self.decoder.f64().map_err(malformed)?;
        match number.is_nan() || f64::from(number as f32) == number {
            true => Err(CborError::NotShortest),
            false => Ok(Kind::Float(number)),
        }
    }

    /// Reads the head at `start` and returns its number.
    fn argument(&mut self, start: usize) -> Result<u64, CborError> {
        let (number, length) = self.head(start)?;
        self.decoder.set_position(start + length);
        Ok(number)
    }

    fn check_head(&self, start: usize) -> Result<(), CborError> {
        self.head(start).map(|_| ())
    }

    /// The number of the head at `start` and the length of that head, in shortest form.
    fn head(&self, start: usize) -> Result<(u64, usize), CborError> {
        let info = self.bytes[start] & 0x1f;
        let width = match info {
            0..=23 => return Ok((info.into(), 1)),
            24..=27 => 1usize << (info - 24),
            31 => return Err(CborError::Indefinite),
            _ => return Err(CborError::Malformed),
        };
        let digits = self
            .bytes
            .get(start + 1..start + 1 + width)
            .ok_or(CborError::Truncated)?;
        let number = digits
            .iter()
            .fold(0u64, |sum, digit| sum << 8 | u64::from(*digit));
        let shorter = match width {
            1 => number < 24,
            2 => number <= u8::MAX.into(),
            4 => number <= u16::MAX.into(),
            _ => number <= u32::MAX.into(),
        };
        match shorter {
            true => Err(CborError::NotShortest),
            false => Ok((number, 1 + width)),
        }
    }
}

/// Most elements that room is made for on a container's word alone: nested claims would otherwise
/// add up to many times the input.
const RESERVED: usize = 64;

/// Whether a single is exactly a half: then the half is the shortest form.
fn fits_half(number: f32) -> bool {
    if number.is_nan() {
        return true;
    }
    let mut half = Vec::with_capacity(3);
    let written = minicbor::Encoder::new(&mut half).f16(number).is_ok();
    written && Decoder::new(&half).f16().is_ok_and(|back| back == number)
}

fn malformed(error: minicbor::decode::Error) -> CborError {
    match error.is_end_of_input() {
        true => CborError::Truncated,
        false => CborError::Malformed,
    }
}
