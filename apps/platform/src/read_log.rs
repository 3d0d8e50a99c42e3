//! The hash chain over the log of who read whose record (rule K6).

use tongban_cose::cbor::Item;
use tongban_cose::sha256;

use crate::store::{ReadLogEntry, ReadLogHead};

/// Hash of one line over the hash before it: SHA-256 of the deterministic CBOR array
/// `[before, seq, at, actor, resident or null, purpose]`.
pub(crate) fn line_hash(before: &[u8; 32], line: &ReadLogEntry) -> [u8; 32] {
    let resident = line.resident.map_or(Item::Null, |id| id[..].into());
    let parts = vec![
        before[..].into(),
        line.seq.into(),
        line.at.into(),
        line.actor.as_str().into(),
        resident,
        line.purpose.as_str().into(),
    ];
    sha256(&Item::Array(parts).encode())
}

/// A log that was changed after it was written.
#[derive(Debug, Clone, Copy, PartialEq, Eq, thiserror::Error)]
pub enum ReadLogError {
    /// This line was changed, added or the one before it taken out.
    #[error("read log breaks at line {seq}")]
    Broken {
        /// Position of the first line that does not fit.
        seq: u64,
    },
    /// The log does not contain a line whose hash was handed out in a receipt.
    #[error("read log no longer holds line {seq} as it was handed out")]
    HeadUnknown {
        /// Position of the missing line.
        seq: u64,
    },
}

/// Checks a whole log and that it still contains `handed_out`, a head from some receipt.
pub fn check_read_log(log: &[ReadLogEntry], handed_out: ReadLogHead) -> Result<(), ReadLogError> {
    let mut before = [0; 32];
    for (line, seq) in log.iter().zip(1..) {
        if line.seq != seq || line.hash != line_hash(&before, line) {
            return Err(ReadLogError::Broken { seq });
        }
        before = line.hash;
    }
    let known = match handed_out.seq {
        0 => handed_out.hash == [0; 32],
        seq => usize::try_from(seq - 1)
            .ok()
            .and_then(|place| log.get(place))
            .is_some_and(|line| line.hash == handed_out.hash),
    };
    if known {
        Ok(())
    } else {
        Err(ReadLogError::HeadUnknown {
            seq: handed_out.seq,
        })
    }
}
