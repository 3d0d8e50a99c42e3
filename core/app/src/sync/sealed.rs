//! The sealed outbox (rule K4): what was handed in is also kept so that only the platform can open
//! it, and is sent while every wallet on this device is locked. While one is open, the person's own
//! sync sends; the platform takes an operation once, whoever brings it.

use std::sync::Arc;
use std::sync::atomic::Ordering;
use std::time::Duration;

use serde::Serialize;
use tongban_device::{TransportRequest, TransportResponse};
use tongban_protocol::{
    AttachmentId, EnvelopeKey, Extra, Fact, MEDIA_TYPE, OperationId, PushResponse, PushVerdict,
    SEGMENT, SealedChunk, SealedOperation, SealedPushRequest, SealedUploadRequest, Sealing,
    UnverifiedReceipt, UploadResponse, UploadStanding, paths, seal_envelope,
};
use tongban_store::{NewSealed, PersonDb, RecordId, SealedFile, StoredSealed, WriteError};
use ts_rs::TS;

use super::keys::load_keys;
use super::{fetch_keys, record};
use crate::context::{Core, blocking, lock};
use crate::error::ErrorView;
use crate::outbox::{self, ReadItem};
use crate::storage::StorageError;

/// What a sending from the sealed outbox came to.
#[derive(Debug, Clone, Copy, PartialEq, Eq, Serialize, TS)]
pub struct SealedView {
    /// Operations that the platform received or sent back.
    pub sent: u32,
    /// Operations that wait.
    pub waiting: u32,
}

/// Seals everything of the outbox that is not sealed yet: copy, make durable, mark (rule S8). Never
/// an act of staff: it goes out only while its officer is there to see it.
pub(super) fn seal_outbox(core: &Core, db: &PersonDb) -> Result<(), StorageError> {
    if db.info()?.staff.is_some() {
        return Ok(());
    }
    let Some(key) = load_keys(core)?.and_then(|keys| keys.sealing_key) else {
        return Ok(());
    };
    for item in outbox::items(db)? {
        if !item.stored.sealed && item.receipt.is_none() {
            let sealed = seal(core, db, &key, &item)?;
            core.store()?.seal(&sealed)?;
            let id = item.stored.operation;
            db.write_in_need(|tx| -> Result<_, WriteError> { tx.mark_sealed(id) })?;
        }
    }
    Ok(())
}

fn seal(
    core: &Core,
    db: &PersonDb,
    key: &EnvelopeKey,
    item: &ReadItem,
) -> Result<NewSealed, StorageError> {
    let operation = item.operation.operation();
    let envelope = |sealing, plain: &[u8]| {
        let entropy: [u8; 32] = core.caps.entropy.array()?;
        seal_envelope(key, sealing, plain, &entropy).ok_or(StorageError::Failed)
    };
    let mut files = Vec::with_capacity(operation.attachments.len());
    for attachment in &operation.attachments {
        let id = RecordId::from_bytes(*attachment.id.as_bytes());
        // A file that is gone is the business of the person's own sync; the text goes all the same.
        let Ok((file, key)) = db.key_of_file(id) else {
            continue;
        };
        let sealing = Sealing::FileKey(operation.id, attachment.id);
        files.push(SealedFile {
            attachment: id,
            file,
            length: attachment.length,
            envelope: envelope(sealing, &key.to_bytes())?,
        });
    }
    Ok(NewSealed {
        operation: item.stored.operation,
        person: db.id(),
        hash: *item.operation.hash(),
        envelope: envelope(Sealing::Operation(operation.id), &item.stored.bytes)?,
        files,
        sealed_at: core.now(),
    })
}

/// What a locked wallet's submissions became, before its own sync begins: what may have reached the
/// platform cannot be taken back, and what was not sealed is sealed now.
pub(super) fn settle(core: &Core, db: &PersonDb) -> Result<(), StorageError> {
    // Nothing is offered from here on: the wallet is open.
    let _turn = lock(&core.sealed_turn);
    for entry in core.store()?.sealed()? {
        if entry.offered && entry.sealed.person == db.id() {
            let id = entry.sealed.operation;
            db.write_in_need(|tx| match tx.mark_offered(id) {
                Err(WriteError::NotFound) => Ok(()),
                marked => marked,
            })?;
        }
    }
    seal_outbox(core, db)
}

/// Takes an operation out of the sealed outbox; before it is taken back by the person, so that a
/// crash in between sends nothing that nobody wants.
pub(crate) fn unseal(core: &Core, id: RecordId) -> Result<(), StorageError> {
    core.store()?.drop_sealed(&[id])?;
    Ok(())
}

/// Sends what waits, once; does nothing while a wallet is open.
pub(crate) async fn send(core: &Arc<Core>) -> Result<SealedView, ErrorView> {
    let _sending = core.sealed_sending.lock().await;
    let mut view = SealedView {
        sent: 0,
        waiting: 0,
    };
    if blocking(core, |core| core.receipt_keys())
        .await?
        .keys()
        .is_empty()
    {
        fetch_keys(Arc::downgrade(core), core.caps.transport.clone()).await;
    }
    for entry in waiting(core).await? {
        let gone = core.config.platform_address.is_some() && one(core, &entry).await?;
        match gone {
            true => view.sent += 1,
            false => view.waiting += 1,
        }
    }
    Ok(view)
}

/// Sends until nothing waits or a wallet is opened; one such task at a time.
pub(crate) fn watch(core: &Arc<Core>) {
    if core.config.platform_address.is_none() || core.sealed_watched.swap(true, Ordering::AcqRel) {
        return;
    }
    let core = Arc::downgrade(core);
    tokio::spawn(async move {
        let mut nap = FIRST_NAP;
        loop {
            let Some(core) = core.upgrade() else { return };
            let idle = core.is_unlocked() || waiting(&core).await.is_ok_and(|all| all.is_empty());
            if idle {
                core.sealed_watched.store(false, Ordering::Release);
                return;
            }
            let before = waiting(&core).await.map_or(0, |all| all.len());
            let left = send(&core)
                .await
                .map_or(before, |view| view.waiting as usize);
            nap = match left < before {
                true => FIRST_NAP,
                false => longer(&core, nap),
            };
            drop(core);
            tokio::time::sleep(nap).await;
        }
    });
}

/// Decorrelated jitter (rule S11).
fn longer(core: &Core, last: Duration) -> Duration {
    let drawn: [u8; 4] = core.caps.entropy.array().unwrap_or_default();
    let most = (last * 3).min(LONGEST_NAP).saturating_sub(FIRST_NAP);
    FIRST_NAP + most.mul_f64(f64::from(u32::from_be_bytes(drawn)) / f64::from(u32::MAX))
}

async fn waiting(core: &Arc<Core>) -> Result<Vec<StoredSealed>, ErrorView> {
    blocking(core, |core| -> Result<_, StorageError> {
        Ok(core.store()?.sealed()?)
    })
    .await
}

/// True when the entry is done.
async fn one(core: &Arc<Core>, entry: &StoredSealed) -> Result<bool, ErrorView> {
    let id = entry.sealed.operation;
    let allowed = blocking(core, move |core| -> Result<_, StorageError> {
        let _turn = lock(&core.sealed_turn);
        // Written down before the first attempt, and never once the wallet is open.
        Ok(!core.is_unlocked() && core.store()?.offer_sealed(id)?)
    });
    if !allowed.await? {
        return Ok(false);
    }
    if !entry.held {
        let request = SealedPushRequest {
            operations: vec![SealedOperation {
                operation: operation(id),
                envelope: entry.sealed.envelope.clone(),
            }],
            extra: Extra::default(),
        };
        let Some(body) = post(core, paths::SEALED, request.encode()).await else {
            return Ok(false);
        };
        let Ok(answer) = PushResponse::decode(&body) else {
            return Ok(false);
        };
        let outcome = answer
            .outcomes
            .into_iter()
            .find(|o| record(o.operation) == id);
        let Some(PushVerdict::Receipt(bytes)) = outcome.map(|outcome| outcome.verdict) else {
            return Ok(false);
        };
        match receipt(core, entry, bytes).await? {
            Some(true) => return Ok(true),
            Some(false) => {}
            None => return Ok(false),
        }
    }
    for file in &entry.sealed.files {
        if upload(core, entry, file).await? {
            return Ok(true);
        }
    }
    forget_of_erased(core, entry).await
}

/// Of a wallet that was erased the files are gone: once the text has arrived, nothing more can.
async fn forget_of_erased(core: &Arc<Core>, entry: &StoredSealed) -> Result<bool, ErrorView> {
    let (id, person) = (entry.sealed.operation, entry.sealed.person);
    blocking(core, move |core| -> Result<_, StorageError> {
        let store = core.store()?;
        let is_held = |kept: &StoredSealed| kept.sealed.operation == id && kept.held;
        let is_over = !store.persons()?.contains(&person) && store.sealed()?.iter().any(is_held);
        if is_over {
            store.drop_sealed(&[id])?;
        }
        Ok(is_over)
    })
    .await
}

/// True when the answer to a segment brought the end of the whole operation.
async fn upload(
    core: &Arc<Core>,
    entry: &StoredSealed,
    file: &SealedFile,
) -> Result<bool, ErrorView> {
    let (mut offset, mut segment) = (0, Vec::new());
    loop {
        let asked = segment.is_empty();
        let request = SealedUploadRequest {
            chunks: vec![SealedChunk {
                operation: operation(entry.sealed.operation),
                attachment: AttachmentId::from_bytes(file.attachment.to_bytes()),
                offset,
                segment,
                envelope: file.envelope.clone(),
            }],
            extra: Extra::default(),
        };
        let Some(body) = post(core, paths::SEALED_UPLOAD, request.encode()).await else {
            return Ok(false);
        };
        let Ok(answer) = UploadResponse::decode(&body) else {
            return Ok(false);
        };
        for bytes in answer.receipts {
            if receipt(core, entry, bytes).await? == Some(true) {
                return Ok(true);
            }
        }
        let standing = answer.progress.first().map(|progress| progress.standing);
        let Some(UploadStanding::Confirmed(confirmed)) = standing else {
            return Ok(false);
        };
        // A platform that does not get on is asked again later, not at once.
        let stands = !asked && confirmed <= offset;
        if confirmed >= file.length || stands || core.is_unlocked() {
            return Ok(false);
        }
        offset = confirmed - confirmed % SEGMENT as u64;
        let (person, wanted) = (entry.sealed.person, file.clone());
        let number = offset / SEGMENT as u64;
        let read = blocking(core, move |core| -> Result<_, StorageError> {
            Ok(core.store()?.sealed_segment(person, &wanted, number)?)
        });
        match read.await? {
            Some(read) => segment = read,
            None => return Ok(false),
        }
    }
}

/// Takes a receipt over if the platform signed it for exactly this operation: true when it is the
/// end, false when photos are to follow, `None` when it does not count.
async fn receipt(
    core: &Arc<Core>,
    entry: &StoredSealed,
    bytes: Vec<u8>,
) -> Result<Option<bool>, ErrorView> {
    let (id, hash) = (entry.sealed.operation, entry.sealed.hash);
    blocking(core, move |core| -> Result<_, StorageError> {
        let keys = core.receipt_keys()?;
        let Ok(verified) = UnverifiedReceipt::parse(&bytes).and_then(|read| read.verify(&keys))
        else {
            return Ok(None);
        };
        let said = verified.receipt();
        if record(said.operation) != id || said.operation_hash != hash {
            return Ok(None);
        }
        let store = core.store()?;
        match said.fact {
            Fact::Held { .. } => {
                store.hold_sealed(id)?;
                Ok(Some(false))
            }
            Fact::Complete { .. } | Fact::Rejected(_) => {
                store.drop_sealed(&[id])?;
                Ok(Some(true))
            }
        }
    })
    .await
}

/// The body of a good answer.
async fn post(core: &Arc<Core>, path: &'static str, body: Vec<u8>) -> Option<Vec<u8>> {
    let mut request = TransportRequest::post(path, body)
        .header("content-type", MEDIA_TYPE)
        .header("accept", MEDIA_TYPE);
    request.deadline = DEADLINE;
    let answered: Result<TransportResponse, _> = core.caps.transport.request(request).await;
    let response = answered.ok()?;
    (response.status == 200).then_some(response.body)
}

fn operation(id: RecordId) -> OperationId {
    OperationId::from_bytes(id.to_bytes())
}

/// A segment at 2 KiB a second, and what is around it (rule S11).
const DEADLINE: Duration = Duration::from_secs(60);
const FIRST_NAP: Duration = Duration::from_secs(1);
const LONGEST_NAP: Duration = Duration::from_secs(15 * 60);
