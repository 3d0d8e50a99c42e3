use tongban_cose::sha256;
use tongban_protocol::{ReadMarksRequest, ReadToken};

use super::SyncError;
use super::session::{bearer, scopes};
use crate::platform::Platform;

/// Takes what was read on one device of a person, for the others. A token that reads is enough:
/// whoever has it sees the messages, and can do no more than mark them as seen.
pub(crate) async fn read_marks(
    platform: &Platform,
    token: Option<ReadToken>,
    body: &[u8],
) -> Result<(), SyncError> {
    let principals = bearer(platform, token).await?;
    let request = ReadMarksRequest::decode(body)?;
    let scope = request.scope;
    // An office reads together: what one of it has read says nothing of the others.
    if scope == platform.office_scope || !scopes(platform, &principals).contains(&scope) {
        return Err(SyncError::NotAllowed);
    }
    let cost = u32::try_from(request.marks.len()).unwrap_or(u32::MAX);
    let allowed = platform.keys.take(sha256(scope.as_bytes()), cost);
    allowed.map_err(|retry_after| SyncError::TooFast { retry_after })?;
    platform.store.add_read_marks(scope, request.marks).await?;
    Ok(())
}
