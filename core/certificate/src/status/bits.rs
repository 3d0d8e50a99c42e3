//! The packed list itself.

use crate::deflate::{deflate, inflate};

/// Status of one list entry.
#[derive(Clone, Copy, Debug, PartialEq, Eq)]
pub enum Status {
    /// Not taken back.
    Valid,
    /// Taken back for good.
    Revoked,
    /// Taken back for a time.
    Suspended,
    /// A value that this version does not know; never counts as valid.
    Reserved,
}

/// Packed statuses, one to eight bits each, the first entry in the lowest bits of the first byte.
#[derive(Clone, PartialEq, Eq, Debug)]
pub struct StatusBits {
    width: u8,
    bytes: Vec<u8>,
}

/// Longest inflated list (rule C11).
pub(crate) const MAX_INFLATED: usize = 16 << 20;

impl StatusBits {
    /// A list of `entries` valid certificates at two bits each, rounded up to whole bytes; at most
    /// 2²⁶ entries fit one list.
    pub fn new(entries: usize) -> Self {
        Self {
            width: 2,
            bytes: vec![0; entries.div_ceil(4).min(MAX_INFLATED)],
        }
    }

    /// Inflates the `lst` of a status list with entries of `width` bits, spending at most
    /// `max_bytes`. `None` if the width is none of 1, 2, 4, 8 or the data is not one whole zlib
    /// stream of at most that length.
    pub fn inflate(width: u64, deflated: &[u8], max_bytes: usize) -> Option<Self> {
        if ![1, 2, 4, 8].contains(&width) || max_bytes > MAX_INFLATED {
            return None;
        }
        inflate(deflated, max_bytes).map(|bytes| Self {
            width: width as u8,
            bytes,
        })
    }

    /// The list as one zlib stream.
    pub fn deflate(&self) -> Vec<u8> {
        deflate(&self.bytes)
    }

    /// Number of entries.
    pub fn len(&self) -> usize {
        self.bytes.len() * 8 / usize::from(self.width)
    }

    /// Whether there is no entry.
    pub fn is_empty(&self) -> bool {
        self.bytes.is_empty()
    }

    /// Bytes of the list before it is deflated.
    pub fn inflated_len(&self) -> usize {
        self.bytes.len()
    }

    /// Bits of one entry.
    pub fn width(&self) -> u8 {
        self.width
    }

    /// The number at `index`.
    pub fn value(&self, index: usize) -> Option<u8> {
        let each = 8 / usize::from(self.width);
        let byte = self.bytes.get(index / each)?;
        let shift = (index % each) * usize::from(self.width);
        let mask = (1u16 << self.width) - 1;
        Some((u16::from(*byte) >> shift & mask) as u8)
    }

    /// The status at `index`; `None` beyond the end.
    pub fn get(&self, index: usize) -> Option<Status> {
        Some(match self.value(index)? {
            0 => Status::Valid,
            1 => Status::Revoked,
            2 => Status::Suspended,
            _ => Status::Reserved,
        })
    }

    /// Sets the status at `index`; false beyond the end, or if the status does not fit the width.
    #[must_use]
    pub fn set(&mut self, index: usize, status: Status) -> bool {
        let number = match status {
            Status::Valid => 0u8,
            Status::Revoked => 1,
            Status::Suspended => 2,
            Status::Reserved => return false,
        };
        let each = 8 / usize::from(self.width);
        let mask = ((1u16 << self.width) - 1) as u8;
        let Some(byte) = self.bytes.get_mut(index / each) else {
            return false;
        };
        if number > mask {
            return false;
        }
        let shift = (index % each) * usize::from(self.width);
        *byte = *byte & !(mask << shift) | number << shift;
        true
    }
}
