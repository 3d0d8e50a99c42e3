//! What staff read: the queue names nobody in full; opening a case or a file is a look, and is
//! told to the resident (rule K6).

use tongban_protocol::{
    DeskCaseRequest, DeskCaseResponse, DeskFile, DeskFileRequest, DeskFileResponse, DeskItem,
    DeskQueueResponse, Extra, MAX_PIECE, ReadToken,
};

use super::people::{described, handles_cases};
use crate::platform::Platform;
use crate::ports::blob_store::BlobName;
use crate::store::{CaseEntry, Look, Principal, Staff, StoredAttachment};
use crate::sync::{SyncError, bearer};

/// The open cases, what is due first at the front. Anyone of the office may see the list.
pub(crate) async fn desk_queue(
    platform: &Platform,
    token: Option<ReadToken>,
) -> Result<Vec<u8>, SyncError> {
    staff(platform, token, |_| true).await?;
    let cases = platform.store.open_cases(MOST_ITEMS).await?;
    Ok(DeskQueueResponse {
        items: cases.into_iter().map(item).collect(),
        now: platform.now(),
        extra: Extra::default(),
    }
    .encode())
}

/// A case with its events and files.
pub(crate) async fn desk_case(
    platform: &Platform,
    token: Option<ReadToken>,
    body: &[u8],
) -> Result<Vec<u8>, SyncError> {
    let staff = staff(platform, token, handles_cases).await?;
    let request = DeskCaseRequest::decode(body)?;
    let look = Look {
        case: request.case,
        file: None,
        actor: described(platform, &staff),
        purpose: "handle",
        at: platform.now(),
    };
    let looked = platform.store.look(look).await?;
    let looked = looked.ok_or(SyncError::NotFound)?;
    tracing::info!("case opened");
    let makers = looked.record.events.iter().map(|event| event.maker);
    let makers = makers.collect();
    let events = looked.record.events.into_iter();
    Ok(DeskCaseResponse {
        applicant: looked.applicant.as_str().to_owned(),
        number: looked.record.entry.number,
        events: events.map(|event| event.event).collect(),
        makers,
        files: looked.files.iter().map(file).collect(),
        now: platform.now(),
        extra: Extra::default(),
    }
    .encode())
}

/// Bytes of a file that was checked. What does not go on where the piece before ended is a look.
pub(crate) async fn desk_file(
    platform: &Platform,
    token: Option<ReadToken>,
    body: &[u8],
) -> Result<Vec<u8>, SyncError> {
    let staff = staff(platform, token, handles_cases).await?;
    let DeskFileRequest {
        case,
        file,
        offset,
        extra: _,
    } = DeskFileRequest::decode(body)?;
    let found = platform.store.case_file(case, file).await?;
    let found = found.filter(|found| found.checked);
    let found = found.ok_or(SyncError::NotFound)?;
    let reader = [staff.id.0, *case.as_bytes(), *file.as_bytes()];
    if !platform.reading.goes_on(&reader, offset) {
        let look = Look {
            case,
            file: Some(file),
            actor: described(platform, &staff),
            purpose: "file",
            at: platform.now(),
        };
        platform
            .store
            .look(look)
            .await?
            .ok_or(SyncError::NotFound)?;
        tracing::info!("file of a case opened");
    }
    let name = BlobName::whole(found.operation.as_bytes(), file.as_bytes());
    let bytes = platform.blobs.piece(&name, offset, MAX_PIECE).await?;
    let bytes = bytes.ok_or(SyncError::Case)?;
    let length = found.manifest.length;
    let end = offset.saturating_add(bytes.len() as u64);
    platform.reading.read_to(reader, end, length);
    Ok(DeskFileResponse {
        length,
        bytes,
        extra: Extra::default(),
    }
    .encode())
}

/// The member of staff whose device this is.
async fn staff(
    platform: &Platform,
    token: Option<ReadToken>,
    may: impl Fn(&Staff) -> bool,
) -> Result<Staff, SyncError> {
    let principals = bearer(platform, token).await?;
    let mut staff = principals.into_iter().filter_map(|one| match one {
        Principal::Staff(staff) => Some(staff),
        Principal::Resident { .. } => None,
    });
    staff.find(|staff| may(staff)).ok_or(SyncError::NotAllowed)
}

fn item(entry: CaseEntry) -> DeskItem {
    DeskItem {
        case: entry.id,
        version: entry.version,
        service: entry.service,
        pack: entry.pack,
        applicant: entry.applicant,
        number: entry.number,
        phase: entry.phase,
        holder: entry.holder,
        received_at: entry.received_at,
        due: entry.due,
        duplicate_of: entry.duplicate_of,
    }
}

fn file(found: &StoredAttachment) -> DeskFile {
    DeskFile {
        id: found.manifest.id,
        length: found.manifest.length,
        // All of it only after its hash was checked.
        confirmed: match found.checked {
            true => found.manifest.length,
            false => found.confirmed.min(found.manifest.length - 1),
        },
    }
}

const MOST_ITEMS: u32 = 2_000;
