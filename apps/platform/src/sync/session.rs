use tongban_cose::sha256;
use tongban_protocol::{
    API_VERSION, Extra, MAX_SESSION_SECONDS, ReadToken, ScopeId, SessionChallenge,
    SessionChallengeRequest, SessionResponse, UnverifiedSession, api_is_served,
};
use zeroize::Zeroizing;

use super::SyncError;
use crate::platform::Platform;
use crate::store::Principal;

/// A nonce for a device. A key that nobody enrolled gets one as well, which then counts for
/// nothing: who asks learns nothing from the answer.
pub(crate) async fn challenge(platform: &Platform, body: &[u8]) -> Result<Vec<u8>, SyncError> {
    let request = SessionChallengeRequest::decode(body)?;
    let theirs = request.api_version;
    if theirs >= 1 && theirs <= API_VERSION && !api_is_served(API_VERSION, theirs) {
        return Err(SyncError::UpdateNeeded);
    }
    if theirs == 0 || theirs > API_VERSION {
        return Err(SyncError::Message(
            tongban_protocol::DecodeError::FieldOutOfRange("api_version"),
        ));
    }
    let nonce: [u8; 32] = platform.entropy.array()?;
    let now = platform.now();
    platform
        .store
        .add_nonce(sha256(&nonce), request.device_key, now, now + NONCE_SECONDS)
        .await?;
    Ok(SessionChallenge {
        nonce,
        seconds: NONCE_SECONDS,
        extra: Extra::default(),
    }
    .encode())
}

/// A token that reads, for a nonce that the device key has signed. The nonce counts once, also
/// for a key that may not read.
pub(crate) async fn open_session(
    platform: &Platform,
    body: Vec<u8>,
) -> Result<Zeroizing<Vec<u8>>, SyncError> {
    let verified = tokio::task::spawn_blocking(move || {
        UnverifiedSession::parse(&body).and_then(UnverifiedSession::verify)
    });
    let session = match verified.await {
        Ok(Ok(session)) => session,
        _ => return Err(SyncError::NotSigned),
    };
    let (store, now) = (&platform.store, platform.now());
    let key = *session.device_key();
    if !store.use_nonce(sha256(session.nonce()), key, now).await? {
        return Err(SyncError::SessionEnded);
    }
    let owners = store.device_owners(key).await?;
    if owners.is_empty() {
        return Err(SyncError::NotAllowed);
    }
    let token: [u8; 32] = platform.entropy.array()?;
    store
        .add_session(sha256(&token), key, now + MAX_SESSION_SECONDS)
        .await?;
    tracing::info!("session opened");
    Ok(SessionResponse {
        token: ReadToken::from_bytes(token),
        seconds: MAX_SESSION_SECONDS,
        now,
        scopes: scopes(platform, &owners),
        extra: Extra::default(),
    }
    .encode())
}

/// Whom the device of this token belongs to now.
pub(crate) async fn bearer(
    platform: &Platform,
    token: Option<ReadToken>,
) -> Result<Vec<Principal>, SyncError> {
    let token = token.ok_or(SyncError::SessionEnded)?;
    let hash = sha256(token.expose());
    let found = platform.store.session(hash, platform.now()).await?;
    found.ok_or(SyncError::SessionEnded)
}

/// What these may read, each once.
pub(crate) fn scopes(platform: &Platform, principals: &[Principal]) -> Vec<ScopeId> {
    let mut scopes: Vec<ScopeId> = Vec::new();
    for principal in principals {
        let scope = scope_of(platform, principal);
        if !scopes.contains(&scope) {
            scopes.push(scope);
        }
    }
    scopes.truncate(MOST_SCOPES);
    scopes
}

/// The feed in which someone's operations have their receipts.
pub(super) fn scope_of(platform: &Platform, principal: &Principal) -> ScopeId {
    match principal {
        Principal::Resident { scope, .. } => *scope,
        Principal::Staff(_) => platform.office_scope,
    }
}

const NONCE_SECONDS: u64 = 120;

/// What a session answer may name.
const MOST_SCOPES: usize = 64;
