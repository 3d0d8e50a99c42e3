//! What the engine needs beside a network: disk, clock, chance, the device key.

use tongban_device::KeyPurpose;
use tongban_store::{PersonDb, RecordId};
use tongban_sync::{Change, Host, HostFailed, Moment, Piece, Report};

use super::apply;
use super::status::News;
use crate::context::{Core, lock};
use crate::keys;

/// One wallet as the engine's host, for one turn of the pump.
pub(super) struct WalletHost<'a> {
    pub(super) core: &'a Core,
    pub(super) db: &'a PersonDb,
    pub(super) news: News,
}

impl Host for WalletHost<'_> {
    fn moment(&mut self) -> Moment {
        let drawn: Result<[u8; 8], _> = self.core.caps.entropy.array();
        Moment {
            millis: self.core.caps.clock.monotonic_millis(),
            // Without chance the waits are in step with others': unkind, and not wrong.
            entropy: drawn.map_or(0, u64::from_be_bytes),
        }
    }

    fn persist(&mut self, changes: &[Change]) -> Result<(), HostFailed> {
        let applied = apply::apply(self.core, self.db, changes);
        let changed = applied.map_err(|_| HostFailed)?;
        self.news.outbox |= changed.outbox;
        self.news.cases |= changed.cases;
        self.news.certificates |= changed.certificates;
        Ok(())
    }

    fn read_chunk(&mut self, piece: &Piece) -> Result<Vec<u8>, HostFailed> {
        let id = RecordId::from_bytes(*piece.attachment.as_bytes());
        let end = piece.offset.checked_add(piece.length).ok_or(HostFailed)?;
        let read = self.db.read_file(id, piece.offset..end);
        read.map_err(|_| HostFailed)
    }

    fn sign_session(&mut self, to_be_signed: &[u8]) -> Result<[u8; 64], HostFailed> {
        let key = keys::only(self.db, KeyPurpose::Device).map_err(|_| HostFailed)?;
        keys::sign(self.core, &key, to_be_signed).map_err(|_| HostFailed)
    }

    fn report(&mut self, report: Report) {
        lock(&self.core.sync_status).take(report, &mut self.news);
    }
}
