use std::collections::BTreeMap;

use futures_util::{StreamExt as _, TryStreamExt as _, stream};
use tongban_protocol::{
    DecodeError, Extra, PushOutcome, PushRequest, PushResponse, PushVerdict, SignedError,
    UnverifiedOperation, VerifiedOperation,
};

use super::SyncError;
use super::intake::{Incoming, take};
use super::session::scope_of;
use crate::platform::Platform;
use crate::store::Signer;

/// Takes operations in their order. All of them are verified before the first is stored: one
/// that nobody here has signed, or that names another person's scope, refuses the push; so does a
/// key that hands in too fast, or a queue that is full.
pub(crate) async fn push(platform: &Platform, body: &[u8]) -> Result<Vec<u8>, SyncError> {
    take_all(platform, &PushRequest::decode(body)?.operations).await
}

/// The answer to a push of these operations, however they came.
pub(super) async fn take_all(
    platform: &Platform,
    operations: &[Vec<u8>],
) -> Result<Vec<u8>, SyncError> {
    let _place = platform
        .waiting
        .try_acquire()
        .map_err(|_| SyncError::Crowded)?;
    let mut each = Vec::with_capacity(operations.len());
    for bytes in operations {
        each.push(verify(platform, bytes));
    }
    let verified = stream::iter(each).buffered(AT_ONCE);
    let incoming: Vec<Incoming> = verified.try_collect().await?;
    count(platform, &incoming)?;
    let mut outcomes: Vec<PushOutcome> = Vec::with_capacity(incoming.len());
    for one in &incoming {
        match take(platform, one).await {
            Ok(verdict) => outcomes.push(PushOutcome {
                operation: one.operation().id,
                verdict,
            }),
            // What is decided is told; the device offers the rest again, beginning with this one.
            Err(error) if outcomes.iter().any(is_decided) => {
                tracing::error!(
                    error = &error as &dyn std::error::Error,
                    "push breaks off after what was decided"
                );
                break;
            }
            Err(error) => return Err(error),
        }
    }
    // Whatever is told now must be true after a power cut too (rule S1).
    platform.store.durable().await?;
    Ok(PushResponse {
        outcomes,
        extra: Extra::default(),
    }
    .encode())
}

/// Counted only once the signature is checked: nobody uses up what another one's key may do.
fn count(platform: &Platform, incoming: &[Incoming]) -> Result<(), SyncError> {
    let mut of_each: BTreeMap<[u8; 32], u32> = BTreeMap::new();
    for one in incoming {
        *of_each.entry(one.signer).or_default() += 1;
    }
    for (key, operations) in of_each {
        let allowed = platform.keys.take(key, operations);
        allowed.map_err(|retry_after| SyncError::TooFast { retry_after })?;
    }
    Ok(())
}

fn is_decided(outcome: &PushOutcome) -> bool {
    matches!(outcome.verdict, PushVerdict::Receipt(_))
}

async fn verify(platform: &Platform, bytes: &[u8]) -> Result<Incoming, SyncError> {
    let claimed = UnverifiedOperation::parse(bytes).map_err(refused)?;
    let signer = *claimed.claimed_signer();
    let signers = platform.store.signers(signer).await?;
    let key = signers.first().ok_or(SyncError::NotSigned)?.key;
    let verified = tokio::task::spawn_blocking(move || claimed.verify(&key)).await;
    let signed = verified
        .unwrap_or(Err(SignedError::WrongKey))
        .map_err(refused)?;
    let principal = owner(platform, &signed, signers)?;
    Ok(Incoming {
        signed,
        signer,
        principal,
    })
}

/// Of those whom the key belongs to, the one whose scope the operation names.
fn owner(
    platform: &Platform,
    signed: &VerifiedOperation,
    signers: Vec<Signer>,
) -> Result<crate::store::Principal, SyncError> {
    let scope = signed.operation().scope;
    let mut principals = signers.into_iter().map(|signer| signer.principal);
    principals
        .find(|principal| scope_of(platform, principal) == scope)
        .ok_or(SyncError::NotAllowed)
}

fn refused(error: SignedError) -> SyncError {
    match error {
        SignedError::Message(DecodeError::FieldOutOfRange("holder_keys")) => SyncError::NotProven,
        SignedError::Message(error) => SyncError::Message(error),
        _ => SyncError::NotSigned,
    }
}

/// Signatures of one push that are checked at the same time.
const AT_ONCE: usize = 4;
