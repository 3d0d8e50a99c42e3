use tongban_protocol::{
    Extra, Page, PullRequest, PullResponse, ReadToken, SnapshotPage, SnapshotPlace,
};

use super::SyncError;
use super::session::{bearer, scopes};
use crate::platform::Platform;
use crate::store::{FeedPage, SnapshotRows};

/// What came after a cursor in a scope that the token may read, or part of a snapshot of it; none
/// if the device has everything already and said so.
pub(crate) async fn pull(
    platform: &Platform,
    token: Option<ReadToken>,
    body: &[u8],
) -> Result<Option<Vec<u8>>, SyncError> {
    let principals = bearer(platform, token).await?;
    let request = PullRequest::decode(body)?;
    let scope = request.scope;
    if !scopes(platform, &principals).contains(&scope) {
        return Err(SyncError::NotAllowed);
    }
    let asked = request.max_bytes.map_or(MAX_BYTES, |bytes| bytes as usize);
    let max_bytes = asked.min(MAX_BYTES);
    if let Some(place) = request.place {
        return snapshot(platform, &request, place, max_bytes)
            .await
            .map(Some);
    }
    let page = platform
        .store
        .page(scope, request.cursor, request.max_rows, max_bytes)
        .await?;
    let response = match page {
        FeedPage::Fork(epoch) => PullResponse::Fork { scope, epoch },
        FeedPage::Rows { rows, stable, .. }
            if rows.is_empty() && request.stable_seq == Some(stable) =>
        {
            return Ok(None);
        }
        FeedPage::Rows {
            rows,
            cursor,
            more,
            stable,
        } => PullResponse::Page(Page {
            scope,
            cursor,
            rows,
            more,
            stable_seq: stable,
            now: platform.now(),
            extra: Extra::default(),
        }),
    };
    Ok(Some(response.encode()))
}

async fn snapshot(
    platform: &Platform,
    request: &PullRequest,
    place: SnapshotPlace,
    max_bytes: usize,
) -> Result<Vec<u8>, SyncError> {
    let scope = request.scope;
    let (pin, cases) = (request.cursor, request.max_rows);
    let part = platform
        .store
        .snapshot_page(scope, pin, place, cases, max_bytes)
        .await?;
    let response = match part {
        SnapshotRows::Fork(epoch) => PullResponse::Fork { scope, epoch },
        SnapshotRows::Rows {
            pin,
            rows,
            place,
            more,
            stable,
        } => PullResponse::Snapshot(SnapshotPage {
            scope,
            pin,
            rows,
            place,
            more,
            stable_seq: stable,
            now: platform.now(),
            extra: Extra::default(),
        }),
    };
    Ok(response.encode())
}

/// A device reads answers of at most 1 MiB.
const MAX_BYTES: usize = 768 << 10;
