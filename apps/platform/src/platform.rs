//! What every use case works with.

use std::sync::Arc;

use tongban_device::{Clock, Entropy};

use crate::authority::{Authority, AuthorityError, AuthoritySource};
use crate::pepper::{Pepper, PepperError};
use crate::ports::identity_proofing::{IdentityProofing, VoucherProofing};
use crate::publish::PublishSchedule;
use crate::store::{OpenStoreError, PlatformStore, SqliteStore, StoreError};

/// The platform behind its doors: store, ports, clock, secrets.
pub(crate) struct Platform {
    pub(crate) store: Arc<dyn PlatformStore>,
    pub(crate) proofing: Arc<dyn IdentityProofing>,
    pub(crate) authority: Authority,
    pub(crate) clock: Arc<dyn Clock>,
    pub(crate) entropy: Arc<dyn Entropy>,
    pub(crate) pepper: Arc<Pepper>,
    pub(crate) schedule: PublishSchedule,
}

/// A platform that cannot start. Nothing was changed.
#[derive(Debug, thiserror::Error)]
pub enum OpenError {
    /// The database cannot be used.
    #[error("platform database cannot be used")]
    Store(#[from] OpenStoreError),
    /// The secret file cannot be used.
    #[error("platform secret cannot be used")]
    Pepper(#[from] PepperError),
    /// The secret file is another one than the database was made with.
    #[error(
        "platform secret does not belong to this database; put the right platform-secret.key back"
    )]
    OtherPepper,
    /// The issuing office cannot be used.
    #[error("issuing authority cannot be used")]
    Authority(#[from] AuthorityError),
    /// The database failed after it was opened.
    #[error("platform database failed")]
    Query(#[from] StoreError),
}

impl Platform {
    /// Opens the data folder with its database and secret; makes both when they do not exist.
    pub(crate) async fn open(
        folder: &std::path::Path,
        authority: &AuthoritySource,
        schedule: PublishSchedule,
        quota: Option<u64>,
        clock: Arc<dyn Clock>,
        entropy: Arc<dyn Entropy>,
    ) -> Result<Self, OpenError> {
        let authority = Authority::load(authority)?;
        let (folder, made_with) = (folder.to_owned(), Arc::clone(&entropy));
        let (store, pepper) = tokio::task::spawn_blocking(move || {
            let store = SqliteStore::open(&folder, quota)?;
            Ok::<_, OpenError>((store, Pepper::open(&folder, made_with.as_ref())?))
        })
        .await
        .map_err(|_| OpenError::Query(StoreError::Refused { code: 0 }))??;
        let expected = pepper.check_value().to_vec();
        if store
            .setting_or_insert("pepper-check", expected.clone())
            .await?
            != expected
        {
            return Err(OpenError::OtherPepper);
        }
        let (store, pepper): (Arc<dyn PlatformStore>, _) = (Arc::new(store), Arc::new(pepper));
        let proofing = Arc::new(VoucherProofing::new(
            Arc::clone(&store),
            Arc::clone(&pepper),
        ));
        Ok(Self {
            store,
            proofing,
            authority,
            clock,
            entropy,
            pepper,
            schedule,
        })
    }

    /// Seconds since 1970.
    pub(crate) fn now(&self) -> u64 {
        self.clock.wall_seconds()
    }
}
