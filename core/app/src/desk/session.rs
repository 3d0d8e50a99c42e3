//! A staff member's way to the platform: a session by the device key, and single questions.

use tongban_device::{KeyPurpose, TransportRequest};
use tongban_protocol::{
    API_VERSION, DeskCaseResponse, MEDIA_TYPE, ReadToken, Refusal, SessionChallenge,
    SessionChallengeRequest, SessionResponse, StaffGrant, paths, prepare_session,
};
use tongban_store::PersonDb;

use std::sync::Arc;

use super::error::DeskError;
use crate::context::{Core, blocking, lock};
use crate::keys;
use crate::sync::bearer;

/// What is remembered between two questions; gone when the wallet is closed.
pub(crate) struct DeskSession {
    token: ReadToken,
    until_millis: u64,
    /// The case on the screen, so that a Confirm text needs no further look at the record.
    pub(super) case: Option<(tongban_store::RecordId, Arc<DeskCaseResponse>)>,
}

/// Asks the platform as this member of staff. A session that ended is made anew, once.
pub(super) async fn ask(
    core: &Arc<Core>,
    path: &'static str,
    body: Vec<u8>,
    limit: usize,
) -> Result<Vec<u8>, DeskError> {
    let mut fresh = false;
    loop {
        let token = match valid_token(core) {
            Some(token) => token,
            None => {
                fresh = true;
                begin(core).await?
            }
        };
        let mut request = post(path, body.clone());
        request = request.header("authorization", bearer(token.expose()));
        request.response_limit = limit;
        match send(core, request).await {
            Err(DeskError::SessionEnded) if !fresh => _ = lock(&core.desk_session).take(),
            answer => return answer,
        }
    }
}

/// The grant of the open wallet.
pub(super) fn grant(db: &PersonDb) -> Result<StaffGrant, DeskError> {
    let grant = db.info()?.staff.ok_or(DeskError::NotStaff)?;
    StaffGrant::decode(&grant).map_err(|_| DeskError::NotStaff)
}

fn valid_token(core: &Core) -> Option<ReadToken> {
    let now = core.caps.clock.monotonic_millis();
    let session = lock(&core.desk_session);
    let session = session.as_ref()?;
    (now < session.until_millis).then(|| session.token.clone())
}

async fn begin(core: &Arc<Core>) -> Result<ReadToken, DeskError> {
    let device = blocking(core, |core| -> Result<_, DeskError> {
        let db = core.unlocked()?;
        grant(&db)?;
        let key = keys::only(&db, KeyPurpose::Device)?;
        Ok(keys::point(&key)?)
    })
    .await?;
    let request = SessionChallengeRequest {
        device_key: device,
        api_version: API_VERSION,
        extra: Default::default(),
    };
    let answer = send(core, post(paths::SESSION_CHALLENGE, request.encode())).await?;
    let challenge = SessionChallenge::decode(&answer).map_err(|_| DeskError::AnswerBad)?;
    let body = blocking(core, move |core| -> Result<_, DeskError> {
        let db = core.unlocked()?;
        let key = keys::only(&db, KeyPurpose::Device)?;
        let prepared = prepare_session(&challenge.nonce, &device);
        let signature = keys::sign(core, &key, prepared.to_be_signed())?;
        Ok(prepared.finish(&signature))
    })
    .await?;
    let answer = send(core, post(paths::SESSION, body)).await?;
    let session = SessionResponse::decode(&answer).map_err(|_| DeskError::AnswerBad)?;
    let now = core.caps.clock.monotonic_millis();
    let case = lock(&core.desk_session).take().and_then(|old| old.case);
    *lock(&core.desk_session) = Some(DeskSession {
        token: session.token.clone(),
        until_millis: now.saturating_add(session.seconds.saturating_mul(1_000)),
        case,
    });
    Ok(session.token.clone())
}

fn post(path: &str, body: Vec<u8>) -> TransportRequest {
    TransportRequest::post(path, body)
        .header("content-type", MEDIA_TYPE)
        .header("accept", MEDIA_TYPE)
}

async fn send(core: &Core, request: TransportRequest) -> Result<Vec<u8>, DeskError> {
    if core.config.platform_address.is_none() {
        return Err(DeskError::NoPlatform);
    }
    let response = core.caps.transport.request(request).await?;
    match response.status {
        200 => Ok(response.body),
        status => Err(match Refusal::decode(&response.body) {
            Ok(refusal) => refusal.into(),
            // Not in the platform's own words: a proxy or a broken server answered.
            Err(_) if status >= 500 => DeskError::PlatformFailed,
            Err(_) => DeskError::AnswerBad,
        }),
    }
}
