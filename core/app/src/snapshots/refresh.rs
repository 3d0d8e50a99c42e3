//! Fetching newer snapshots. All shards at once, so that the platform never learns which
//! certificate somebody verified (rule C3).

use std::sync::Arc;

use thiserror::Error;
use tongban_certificate::{StatusError, TrustError};
use tongban_device::{Transport, TransportError, TransportRequest};
use tongban_protocol::{MEDIA_TYPE, StatusSnapshot, TrustSnapshot, paths};

use super::state::{Etags, Fetched, TakeOverError, take_over};
use super::{SnapshotsView, view};
use crate::context::{Core, blocking};
use crate::error::{ErrorCode, ErrorView, Fold, Params, param};
use crate::events::{EventView, NothingView};
use crate::storage::StorageError;
use crate::{certificates, sync};

/// Fetches, verifies, stores; on any failure the old snapshots stay in use.
pub(crate) async fn refresh(core: &Arc<Core>) -> Result<SnapshotsView, ErrorView> {
    if core.config.platform_address.is_none() {
        return Err(RefreshError::NoPlatform.into());
    }
    let known = blocking(core, |core| {
        Ok::<_, StorageError>(core.snapshots()?.etags().clone())
    })
    .await?;
    let transport = &*core.caps.transport;
    let trust = get(transport, paths::TRUST, TRUST_LIMIT, known.trust.as_deref()).await?;
    let status = get(
        transport,
        paths::STATUS,
        STATUS_LIMIT,
        known.status.as_deref(),
    )
    .await?;
    let view = blocking(core, move |core| {
        take_over(core, fetched(known, trust, status)?)?;
        let view = view(core)?;
        core.publish(EventView::SnapshotsChanged(view.clone()));
        Ok::<_, RefreshError>(view)
    })
    .await?;
    // After the lists: a new root may have another list key behind the platform's keys.
    refresh_pack(core).await;
    sync::fetch_keys(Arc::downgrade(core), core.caps.transport.clone()).await;
    blocking(core, late_certificates).await?;
    Ok(view)
}

/// A newer pack, if there is one that checks out; else the one that is here goes on being used.
async fn refresh_pack(core: &Arc<Core>) {
    let known = blocking(core, |core| core.pack_etag()).await.ok().flatten();
    let newer = get(
        &*core.caps.transport,
        paths::PACK,
        PACK_LIMIT,
        known.as_deref(),
    )
    .await;
    if let Ok(Some(newer)) = newer {
        let taken = blocking(core, move |core| {
            core.take_over_pack(&newer.body, newer.etag.as_deref())
        });
        // A pack of another region, or an older one, is refused; the lists are what was asked for.
        let _refused = taken.await;
    }
}

/// Certificates that were granted before this device knew their type or issuer.
fn late_certificates(core: &Core) -> Result<(), StorageError> {
    if let Some(db) = core.open_db()
        && certificates::take_in_late(core, &db)?
    {
        core.publish(EventView::CertificatesChanged(NothingView {}));
    }
    Ok(())
}

/// The body and its tag; `None` where nothing is newer than `known`.
async fn get(
    transport: &dyn Transport,
    path: &str,
    limit: usize,
    known: Option<&str>,
) -> Result<Option<Newer>, RefreshError> {
    let mut request = TransportRequest::get(path).header("accept", MEDIA_TYPE);
    if let Some(etag) = known {
        request = request.header("if-none-match", etag);
    }
    request.response_limit = limit;
    let response = transport.request(request).await?;
    match response.status {
        200 => {
            let etag = response.header("etag").map(str::to_owned);
            Ok(Some(Newer {
                body: response.body,
                etag,
            }))
        }
        304 => Ok(None),
        429 | 500.. => Err(RefreshError::Platform),
        _ => Err(RefreshError::Unreadable),
    }
}

struct Newer {
    body: Vec<u8>,
    etag: Option<String>,
}

fn fetched(
    known: Etags,
    trust: Option<Newer>,
    status: Option<Newer>,
) -> Result<Fetched, RefreshError> {
    let mut fetched = Fetched {
        trust: None,
        status: None,
        etags: known,
    };
    if let Some(newer) = trust {
        fetched.trust =
            Some(TrustSnapshot::from_sequence(&newer.body).map_err(|_| RefreshError::Unreadable)?);
        fetched.etags.trust = newer.etag;
    }
    if let Some(newer) = status {
        fetched.status =
            Some(StatusSnapshot::from_sequence(&newer.body).map_err(|_| RefreshError::Unreadable)?);
        fetched.etags.status = newer.etag;
    }
    Ok(fetched)
}

/// Why the snapshots are not newer than before.
#[derive(Debug, Error)]
pub(crate) enum RefreshError {
    #[error("no platform address is set")]
    NoPlatform,
    #[error(transparent)]
    Transport(#[from] TransportError),
    #[error("platform is busy")]
    Platform,
    #[error("snapshot cannot be read")]
    Unreadable,
    #[error(transparent)]
    TakeOver(#[from] TakeOverError),
}

impl From<StorageError> for RefreshError {
    fn from(error: StorageError) -> Self {
        Self::TakeOver(error.into())
    }
}

impl Fold for RefreshError {
    fn code(&self) -> ErrorCode {
        match self {
            Self::NoPlatform => ErrorCode::SnapshotsNoPlatform,
            Self::Transport(TransportError::TooLarge { .. }) | Self::Unreadable => {
                ErrorCode::SnapshotsUnreadable
            }
            Self::Transport(_) => ErrorCode::SnapshotsOffline,
            Self::Platform => ErrorCode::SnapshotsPlatformFailed,
            Self::TakeOver(TakeOverError::Storage(error)) => error.code(),
            Self::TakeOver(TakeOverError::Trust(error)) => code_of_trust(error),
            Self::TakeOver(TakeOverError::Status(error)) => code_of_status(error),
        }
    }

    fn params(&self) -> Params {
        match self {
            Self::TakeOver(TakeOverError::Storage(error)) => error.params(),
            Self::TakeOver(TakeOverError::Trust(error)) => param("detail", error.slug()),
            Self::TakeOver(TakeOverError::Status(error)) => param("detail", error.slug()),
            _ => Params::new(),
        }
    }
}

fn code_of_trust(error: &TrustError) -> ErrorCode {
    match error {
        TrustError::RolledBack => ErrorCode::SnapshotsRolledBack,
        TrustError::Expired => ErrorCode::SnapshotsExpired,
        TrustError::Malformed | TrustError::TooLarge | TrustError::Empty => {
            ErrorCode::SnapshotsUnreadable
        }
        TrustError::SignatureBroken
        | TrustError::RootGap
        | TrustError::RootConflict
        | TrustError::OtherRoot
        | TrustError::Equivocation
        | TrustError::DuplicateSlot
        | TrustError::KeyReused
        | TrustError::SlotReused
        | TrustError::StolenKeyRevived
        | TrustError::OverlappingSources => ErrorCode::SnapshotsNotTrusted,
    }
}

fn code_of_status(error: &StatusError) -> ErrorCode {
    match error {
        StatusError::RolledBack => ErrorCode::SnapshotsRolledBack,
        StatusError::Expired => ErrorCode::SnapshotsExpired,
        StatusError::Malformed | StatusError::TooLarge => ErrorCode::SnapshotsUnreadable,
        StatusError::UnknownSource | StatusError::SignatureBroken | StatusError::NoTrustList => {
            ErrorCode::SnapshotsNotTrusted
        }
    }
}

/// Rule C11.
const TRUST_LIMIT: usize = 4 << 20;
const STATUS_LIMIT: usize = 64 << 20;
/// What a reader of packs takes.
const PACK_LIMIT: usize = 8 << 20;
