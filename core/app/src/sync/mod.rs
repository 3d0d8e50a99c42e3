//! Carrying what a person asked for to the platform and what happened back, while the wallet is
//! open. What is sent when is decided by `tongban-sync`; here it gets a network, a disk and a
//! clock.
//!
//! A task runs from unlock to lock. It holds the database open and nothing else alive: with the
//! wallet closed or the app gone it ends, wherever it is, and the next one goes on from what is
//! stored.

mod apply;
mod hints;
mod host;
mod keys;
mod marks;
mod sealed;
mod status;
mod task;
#[cfg(test)]
pub(crate) mod tests;

use std::collections::BTreeSet;
use std::sync::{Arc, Mutex};
use std::time::Duration;

use tokio::sync::{mpsc, oneshot};
use tongban_device::KeyPurpose;
use tongban_protocol::{
    AttachmentId, Cursor, Epoch, OperationId, ScopeId, SnapshotPlace, StaffGrant,
};
use tongban_store::{PersonDb, RecordId, StoredCursor, StoredFile};
use tongban_sync::{Config, Engine, Event, OutboxItem, Problem, ScopeCursor, SnapshotProgress};

use crate::context::{Core, lock};
use crate::error::ErrorView;
use crate::outbox::{self, OutboxView, ReadItem};
use crate::storage::StorageError;
use crate::{certificates, desk, keys as key_of};

pub(crate) use keys::fetch_keys;
pub use sealed::SealedView;
pub(crate) use sealed::{send as send_sealed, unseal, watch as watch_sealed};
pub(crate) use status::SyncStatus;

use task::{Command, Task};

pub(crate) use task::bearer;

/// The running task of an open wallet; dropping it ends the task.
pub(crate) struct SyncHandle {
    commands: mpsc::UnboundedSender<Command>,
    busy: Arc<Mutex<()>>,
}

/// Starts the task for the open wallet; without a platform there is nothing to carry.
pub(crate) fn start(core: &Arc<Core>) {
    if core.config.platform_address.is_none() {
        return;
    }
    let Some(db) = core.open_db() else { return };
    sealed::settle(core, &db).ok();
    // Without them nothing of this device is wrong; the next unlock tries again.
    crate::reminders::adopt(&db).ok();
    // What cannot be read now can be read at the next unlock; everything else of the app works.
    let Ok(Some(engine)) = engine(core, &db) else {
        return;
    };
    let (commands, received) = mpsc::unbounded_channel();
    *lock(&core.sync_status) = SyncStatus::default();
    let busy = Arc::new(Mutex::new(()));
    let task = Task::new(core, &db, engine, received, busy.clone());
    *lock(&core.sync) = Some(SyncHandle { commands, busy });
    tokio::spawn(task.run());
}

/// Ends the task and waits until it no longer uses the database, which is at most one
/// transaction; what is under way in the network is given up.
pub(crate) fn stop(core: &Core) {
    let stopped = lock(&core.sync).take();
    if let Some(SyncHandle { commands, busy }) = stopped {
        drop(commands);
        drop(lock(&busy));
    }
}

/// Tells the engine of an operation that is in the outbox now.
pub(crate) fn enqueued(core: &Core, db: &PersonDb, id: RecordId) -> Result<(), StorageError> {
    // What is not sealed now, for want of a key or of room, is sealed at the next unlock.
    sealed::seal_outbox(core, db).ok();
    if let Some(stored) = db.outbox_item(id)? {
        let item = engine_item(ReadItem::of(stored)?, db.pinned_file()?.as_ref());
        tell(core, Event::Enqueued(Box::new(item)));
    }
    Ok(())
}

/// Tells the engine what a person did; without a task there is nobody to tell.
pub(crate) fn tell(core: &Core, event: Event) {
    if let Some(handle) = &*lock(&core.sync) {
        // A task that has just ended starts again from what is stored.
        let _ended = handle.commands.send(Command::Event(event));
    }
}

/// Something was read here: the platform tells the person's other devices.
pub(crate) fn marks_added(core: &Core) {
    tell(core, Event::Tick);
}

/// Looks for news and sends what waits, now; the answer comes when nothing more goes on by itself.
/// `None` where no task runs.
pub(crate) fn hurry(core: &Core) -> Option<oneshot::Receiver<()>> {
    let (done, rests) = oneshot::channel();
    let handle = lock(&core.sync);
    let commands = &handle.as_ref()?.commands;
    commands.send(Command::Event(Event::PullNow)).ok()?;
    commands.send(Command::WhenAtRest(done)).ok()?;
    Some(rests)
}

/// Looks for news now and says what came of it, as soon as nothing more goes on by itself; at
/// most after some seconds.
pub(crate) async fn now(core: &Arc<Core>) -> Result<OutboxView, ErrorView> {
    crate::context::blocking(core, |core| core.unlocked().map(|_| ())).await?;
    if let Some(rests) = hurry(core) {
        // A weak network is no failure: the view says how far it is.
        let _rested_or_late = tokio::time::timeout(LONGEST_WAIT, rests).await;
    }
    crate::context::blocking(core, outbox::list).await
}

fn engine(core: &Core, db: &PersonDb) -> Result<Option<Engine>, StorageError> {
    let info = db.info()?;
    let from_end = info.staff.is_some();
    let scope = match info.staff {
        Some(grant) => StaffGrant::decode(&grant).ok().map(|grant| grant.scope),
        None => info
            .pseudonym
            .and_then(|name| Some(ScopeId::from_bytes(name.try_into().ok()?))),
    };
    let Some(scope) = scope else {
        return Ok(None);
    };
    certificates::take_in_late(core, db)?;
    if from_end {
        desk::adopt_unanswered(db)?;
    }
    let scopes = scopes(db, scope, from_end)?;
    let pinned = db.pinned_file()?;
    let outbox = outbox::items(db)?.into_iter();
    let outbox = outbox.map(|item| engine_item(item, pinned.as_ref()));
    let device = key_of::only(db, KeyPurpose::Device);
    Ok(Some(Engine::new(Config {
        receipt_keys: core.receipt_keys()?,
        device_key: device.ok().and_then(|key| key_of::point(&key).ok()),
        scopes,
        outbox: outbox.collect(),
    })))
}

/// How far each scope has been read; that of this person is among them.
fn scopes(db: &PersonDb, own: ScopeId, from_end: bool) -> Result<Vec<ScopeCursor>, StorageError> {
    let snapshots = db.snapshots()?;
    let (cursors, begun) = (db.cursors()?, snapshots.iter().map(|snapshot| snapshot.pin));
    let named = cursors.iter().copied().chain(begun);
    let named = named.map(|stored| ScopeId::from_bytes(stored.scope.to_bytes()));
    let named: BTreeSet<ScopeId> = named.chain([own]).collect();
    let of = |scope: ScopeId| {
        let is = move |stored: &StoredCursor| stored.scope.to_bytes() == *scope.as_bytes();
        let snapshot = snapshots.iter().find(|snapshot| is(&snapshot.pin));
        ScopeCursor {
            scope,
            cursor: cursors.iter().find(|stored| is(stored)).map(cursor),
            snapshot: snapshot.map(|stored| SnapshotProgress {
                pin: cursor(&stored.pin),
                place: SnapshotPlace::after(stored.head, stored.after),
            }),
            from_end,
        }
    };
    Ok(named.into_iter().map(of).collect())
}

fn cursor(stored: &StoredCursor) -> Cursor {
    Cursor {
        epoch: Epoch::from_bytes(stored.epoch.to_bytes()),
        seq: stored.seq,
        rolling_hash: stored.rolling_hash,
    }
}

fn engine_item(item: ReadItem, pinned: Option<&StoredFile>) -> OutboxItem {
    let pinned = pinned.filter(|file| file.operation == Some(item.stored.operation));
    OutboxItem {
        urgent: pinned.map(|file| AttachmentId::from_bytes(file.id.to_bytes())),
        place: item.stored.place,
        operation: item.operation,
        offered: item.stored.offered,
        receipt: item.receipt,
        problem: item.stored.problem.as_deref().map(Problem::from_text),
    }
}

/// An id of the engine as the store names it.
pub(crate) fn record(id: OperationId) -> RecordId {
    RecordId::from_bytes(*id.as_bytes())
}

const LONGEST_WAIT: Duration = Duration::from_secs(20);
