use tongban_protocol::Epoch;

use super::{Operations, OpsError};
use crate::read_log::check_read_log;
use crate::store::ReadLogHead;

/// A read log whose chain holds.
#[derive(Debug, Clone, Copy, PartialEq, Eq)]
pub struct CheckedLog {
    /// How many lines it has.
    pub lines: u64,
    /// Its newest line.
    pub head: ReadLogHead,
}

impl Operations {
    /// Checks the whole read log (rule K6), and that it still has the line that a receipt
    /// names, if one is given.
    pub async fn check_log(&self, handed_out: Option<ReadLogHead>) -> Result<CheckedLog, OpsError> {
        let log = self.0.store.read_log().await?;
        let none = ReadLogHead {
            seq: 0,
            hash: [0; 32],
        };
        check_read_log(&log, handed_out.unwrap_or(none))?;
        let head = log.last().map_or(none, |line| ReadLogHead {
            seq: line.seq,
            hash: line.hash,
        });
        Ok(CheckedLog {
            lines: log.len() as u64,
            head,
        })
    }

    /// Begins another history. To be done once after a backup was restored, before the platform
    /// answers: devices then notice, read anew and offer again what was lost (rule S2).
    pub async fn begin_epoch(&self) -> Result<(), OpsError> {
        let epoch = Epoch::from_bytes(self.0.entropy.array()?);
        self.0.store.begin_epoch(epoch).await?;
        tracing::info!("another history begins");
        Ok(())
    }
}
