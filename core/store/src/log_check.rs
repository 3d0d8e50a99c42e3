//! Whether the write-ahead log holds everything that it ever promised.
//!
//! The engine ends at the first frame of the log that does not check out, which is right after a
//! crash: what was not durable yet is torn. It does the same in silence with a log that was cut or
//! changed *after* its transactions were durable. Two things tell these apart, and neither can come
//! from a crash, not even one of the machine:
//!
//! - The index beside the log (`-shm`) counts a frame only after the log was made durable up to it.
//!   An index of the same generation that counts more frames than check out is a cut log. So is one
//!   that counts frames which are not in the database, beside an empty log: closing takes the index
//!   away first, and nothing here ever truncates a log.
//! - A transaction is durable before the next one is written. A frame that does not check out,
//!   before the end of a transaction that another one follows, was changed later.
//!
//! Format: <https://www.sqlite.org/fileformat2.html#the_write_ahead_log> and
//! <https://www.sqlite.org/walformat.html>. The engine encrypts pages, not frames.

use std::fs;
use std::io::{self, ErrorKind};
use std::path::Path;

use crate::files;

/// What became of a log.
#[derive(Debug, Clone, Copy, PartialEq, Eq)]
pub(crate) enum Log {
    /// Everything durable is there.
    Whole,
    /// Its last transactions are gone; what is left is the database as it was before them.
    Cut,
    /// What is left may be neither.
    Broken,
}

/// Looks at the log of the database `path`, which nobody has open.
pub(crate) fn look(path: &Path) -> io::Result<Log> {
    let log = read(&files::with_suffix(path, "-wal"))?;
    let index = Index::parse(&read(&files::with_suffix(path, "-shm"))?);
    Ok(judge(&log, index.as_ref()))
}

fn judge(log: &[u8], index: Option<&Index>) -> Log {
    let Some((header, frames)) = log.split_first_chunk::<HEADER>() else {
        return match index {
            Some(index) if index.frames > index.copied => index.without(0),
            _ => Log::Whole,
        };
    };
    let Some(walk) = Walk::over(header, frames) else {
        return match index {
            // A header that is being replaced follows a log that was copied as a whole.
            Some(index) if index.frames == index.copied => Log::Whole,
            _ => Log::Broken,
        };
    };
    match index {
        Some(index) if index.salts == walk.salts => match index.frames > walk.good {
            true => index.without(walk.committed),
            false => Log::Whole,
        },
        _ if walk.broken_before_a_later_transaction => Log::Broken,
        _ => Log::Whole,
    }
}

/// What the index says of the log.
struct Index {
    salts: [u8; 8],
    /// Frames of durable transactions.
    frames: usize,
    /// Frames that are in the database.
    copied: usize,
    /// Frames that may be in the database.
    begun: usize,
}

impl Index {
    /// `None` for an index that the engine would not use either.
    fn parse(bytes: &[u8]) -> Option<Self> {
        let (first, second) = (bytes.get(..48)?, bytes.get(48..96)?);
        let word = |at: usize| -> Option<usize> {
            let word = bytes.get(at..at + 4)?.try_into().ok()?;
            usize::try_from(u32::from_ne_bytes(word)).ok()
        };
        let sum = checksum((0, 0), &first[..40], u32::from_ne_bytes);
        let stored = (word(40)? as u32, word(44)? as u32);
        if first != second || first[12] == 0 || sum != stored {
            return None;
        }
        Some(Self {
            salts: first[32..40].try_into().ok()?,
            frames: word(16)?,
            copied: word(96)?,
            begun: word(96)?.max(word(128)?),
        })
    }

    /// The log ends with the transaction of frame `committed`.
    fn without(&self, committed: usize) -> Log {
        // Pages of later transactions in the database, or half of a copy, are mended by nothing.
        let earlier_state = match committed {
            0 => self.begun == self.copied,
            _ => self.begun <= committed,
        };
        match earlier_state {
            true => Log::Cut,
            false => Log::Broken,
        }
    }
}

/// What a walk through the frames finds.
struct Walk {
    salts: [u8; 8],
    /// Frames that check out, from the first.
    good: usize,
    /// The last of them that ends a transaction.
    committed: usize,
    broken_before_a_later_transaction: bool,
}

impl Walk {
    /// `None` where the header does not check out.
    fn over(header: &[u8; HEADER], frames: &[u8]) -> Option<Self> {
        let big = |at: usize| -> Option<u32> {
            Some(u32::from_be_bytes(header.get(at..at + 4)?.try_into().ok()?))
        };
        let read: fn([u8; 4]) -> u32 = match big(0)? {
            0x377f_0682 => u32::from_le_bytes,
            0x377f_0683 => u32::from_be_bytes,
            _ => return None,
        };
        let mut sum = checksum((0, 0), &header[..24], read);
        if sum != (big(24)?, big(28)?) {
            return None;
        }
        let page = usize::try_from(big(8)?).ok().filter(|page| *page > 0)?;
        let mut walk = Self {
            salts: header[16..24].try_into().ok()?,
            good: 0,
            committed: 0,
            broken_before_a_later_transaction: false,
        };
        let (mut broken, mut ended_after) = (false, false);
        for (number, frame) in (1..).zip(frames.chunks_exact(FRAME + page)) {
            let of_this_log = frame[8..16] == walk.salts;
            let ends = frame[4..8] != [0; 4];
            sum = checksum(sum, &frame[..8], read);
            sum = checksum(sum, &frame[FRAME..], read);
            let stored = |at: usize| {
                u32::from_be_bytes([frame[at], frame[at + 1], frame[at + 2], frame[at + 3]])
            };
            broken |= !of_this_log || sum != (stored(16), stored(20));
            if !broken {
                walk.good = number;
                if ends {
                    walk.committed = number;
                }
            } else if of_this_log {
                walk.broken_before_a_later_transaction |= ended_after;
                ended_after |= ends;
            }
        }
        Some(walk)
    }
}

/// The sum that the format uses, over whole pairs of words.
fn checksum(
    (mut first, mut second): (u32, u32),
    bytes: &[u8],
    read: fn([u8; 4]) -> u32,
) -> (u32, u32) {
    for pair in bytes.chunks_exact(8) {
        let word = |at: usize| read([pair[at], pair[at + 1], pair[at + 2], pair[at + 3]]);
        first = first.wrapping_add(word(0)).wrapping_add(second);
        second = second.wrapping_add(word(4)).wrapping_add(first);
    }
    (first, second)
}

fn read(path: &Path) -> io::Result<Vec<u8>> {
    match fs::read(path) {
        Err(error) if error.kind() == ErrorKind::NotFound => Ok(Vec::new()),
        read => read,
    }
}

const HEADER: usize = 32;
const FRAME: usize = 24;
