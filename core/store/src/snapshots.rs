use std::path::Path;

use rusqlite::{Connection, OptionalExtension, Row, TransactionBehavior};
use tongban_device::{DiskBlobs, SecretStore};

use crate::database::{self, DatabaseError};
use crate::fault::Fault;
use crate::files::{SHARED_DB, SHARED_KEY};
use crate::open::OpenError;
use crate::quarantine::{self, QuarantineReason, Quarantined};
use crate::{ReadError, Store, WriteError, shared_key};

/// What the device knows about trust and status, as of one moment. The store keeps bytes
/// and never looks into them: what is in force is decided where signatures are checked.
pub struct Snapshot {
    /// Which of them.
    pub kind: SnapshotKind,
    /// The bytes as the core wrote them.
    pub bytes: Vec<u8>,
    /// What the platform called this version.
    pub etag: Option<String>,
    /// When it was fetched, by the device's clock, in seconds since 1970.
    pub fetched_at: u64,
}

/// The snapshots that a device keeps.
#[derive(Debug, Clone, Copy, PartialEq, Eq)]
pub enum SnapshotKind {
    /// Verified roots, list and their ratchets (rules C9, C10).
    TrustState,
    /// The trust list as it was fetched.
    TrustList,
    /// All status tokens of the region (rule C3).
    Status,
    /// The platform's receipt keys, signed by the list key.
    PlatformKeys,
}

impl Store {
    /// The snapshot of `kind`, if one was ever stored.
    pub fn snapshot(&self, kind: SnapshotKind) -> Result<Option<Snapshot>, ReadError> {
        Ok(read(&self.shared(), kind)?)
    }

    /// Stores all of `snapshots` or none: trust and status never come from two refreshes.
    pub fn set_snapshots(&self, snapshots: &[Snapshot]) -> Result<(), WriteError> {
        let mut shared = self.shared();
        let transaction = shared.transaction_with_behavior(TransactionBehavior::Immediate)?;
        for snapshot in snapshots {
            transaction.prepare_cached("INSERT OR REPLACE INTO snapshot (kind, bytes, etag, fetched_at) VALUES (?1, ?2, ?3, ?4)")?.execute((snapshot.kind.name(), &snapshot.bytes, &snapshot.etag, snapshot.fetched_at),
            )?;
        }
        Ok(transaction.commit()?)
    }

    /// Sets aside a stored snapshot that no longer makes sense where signatures are checked:
    /// its bytes go to a file of their own, and it counts as never stored from then on.
    /// `None` when there is none.
    pub fn set_snapshot_aside(
        &self,
        kind: SnapshotKind,
    ) -> Result<Option<Quarantined>, WriteError> {
        let shared = self.shared();
        let Some(snapshot) = read(&shared, kind)? else {
            return Ok(None);
        };
        let set_aside = quarantine::set_bytes_aside(
            &self.blobs,
            kind.name(),
            &snapshot.bytes,
            QuarantineReason::UnreadableSnapshot,
            self.capabilities.clock.wall_seconds(),
        )?;
        // A crash before this leaves the bytes twice, never nowhere.
        shared
            .prepare_cached("DELETE FROM snapshot WHERE kind = ?1")?
            .execute([kind.name()])?;
        Ok(Some(set_aside))
    }
}

/// Reads the snapshots of a folder without opening it: changes nothing, sets nothing
/// aside, and works while the app runs. A folder without a store has none.
pub fn read_snapshots(
    dir: &Path,
    secrets: Option<&dyn SecretStore>,
) -> Result<Vec<Snapshot>, OpenError> {
    let path = dir.join(SHARED_DB);
    if !path.is_file() || !dir.join(SHARED_KEY).is_file() {
        return Ok(Vec::new());
    }
    let blobs = DiskBlobs::look(dir);
    let Some(key) = shared_key::load(&blobs, crate::files::SHARED_KEY, secrets)? else {
        return Err(OpenError::KeyLost);
    };
    let connection = database::open_read_only(&path, &key).map_err(|error| match error {
        DatabaseError::Fault(fault) => fault,
        DatabaseError::Unreadable(_) => Fault::Damaged,
    })?;
    let kinds = [
        SnapshotKind::TrustState,
        SnapshotKind::TrustList,
        SnapshotKind::Status,
        SnapshotKind::PlatformKeys,
    ];
    let found = kinds.map(|kind| read(&connection, kind));
    Ok(found
        .into_iter()
        .collect::<Result<Vec<_>, _>>()?
        .into_iter()
        .flatten()
        .collect())
}

impl SnapshotKind {
    fn name(self) -> &'static str {
        match self {
            Self::TrustState => "trust_state",
            Self::TrustList => "trust_list",
            Self::Status => "status",
            Self::PlatformKeys => "platform_keys",
        }
    }
}

fn read(connection: &Connection, kind: SnapshotKind) -> Result<Option<Snapshot>, Fault> {
    let sql = "SELECT bytes, etag, fetched_at FROM snapshot WHERE kind = ?1";
    let snapshot = |row: &Row<'_>| {
        Ok(Snapshot {
            kind,
            bytes: row.get(0)?,
            etag: row.get(1)?,
            fetched_at: row.get(2)?,
        })
    };
    Ok(connection
        .prepare_cached(sql)?
        .query_row([kind.name()], snapshot)
        .optional()?)
}
