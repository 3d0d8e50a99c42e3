use tongban_protocol::{Extra, Page, PullRequest, PullResponse, ReadToken};

use super::SyncError;
use super::session::{bearer, scopes};
use crate::platform::Platform;
use crate::store::FeedPage;

/// What came after a cursor in a scope that the token may read.
pub(crate) async fn pull(
    platform: &Platform,
    token: Option<ReadToken>,
    body: &[u8],
) -> Result<Vec<u8>, SyncError> {
    let principals = bearer(platform, token).await?;
    let request = PullRequest::decode(body)?;
    let scope = request.scope;
    if !scopes(platform, &principals).contains(&scope) {
        return Err(SyncError::NotAllowed);
    }
    let page = platform
        .store
        .page(scope, request.cursor, request.max_rows, MAX_BYTES)
        .await?;
    let response = match page {
        FeedPage::Fork(epoch) => PullResponse::Fork { scope, epoch },
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
    Ok(response.encode())
}

/// A device reads answers of at most 1 MiB.
const MAX_BYTES: usize = 768 << 10;
