//! What every use case works with.

use std::collections::BTreeSet;
use std::path::Path;
use std::sync::{Arc, PoisonError};

use tongban_device::{Clock, Entropy, EntropyError};
use tongban_protocol::{Epoch, ScopeId};

use crate::authority::{Authority, AuthorityError, AuthoritySource};
use crate::packs::{PackProblem, PackSource, Packs};
use crate::pepper::{Pepper, PepperError};
use crate::platform_keys::{self, PlatformKeysError};
use crate::ports::blob_store::{BlobError, BlobStore, LocalBlobStore};
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
    pub(crate) packs: Packs,
    pub(crate) blobs: Arc<dyn BlobStore>,
    /// The feed of the office, in which staff's operations have their receipts.
    pub(crate) office_scope: ScopeId,
    /// The body of `GET /v1/keys`.
    pub(crate) platform_keys: Vec<u8>,
    /// Decisions are made one after another in this process: each is made on what the one before
    /// left. Another process is met by the store, which refuses what has moved.
    pub(crate) turn: tokio::sync::Mutex<()>,
    /// Whose look at which file of which case this process has told of.
    pub(crate) files_seen: FilesSeen,
}

/// Staff, case and file of looks that were told; forgotten with the process or when there are
/// many, and then told again.
#[derive(Default)]
pub(crate) struct FilesSeen(std::sync::Mutex<BTreeSet<[[u8; 16]; 3]>>);

impl FilesSeen {
    pub(crate) fn contains(&self, seen: &[[u8; 16]; 3]) -> bool {
        let all = self.0.lock().unwrap_or_else(PoisonError::into_inner);
        all.contains(seen)
    }

    pub(crate) fn insert(&self, seen: [[u8; 16]; 3]) {
        let mut all = self.0.lock().unwrap_or_else(PoisonError::into_inner);
        if all.len() >= MOST_SEEN {
            all.clear();
        }
        all.insert(seen);
    }
}

const MOST_SEEN: usize = 10_000;

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
    /// The pack cannot be published.
    #[error("region pack cannot be published")]
    Pack(#[from] PackProblem),
    /// The folder of the attachments cannot be used.
    #[error("attachments cannot be kept")]
    Blobs(#[from] BlobError),
    /// The receipt key cannot be published.
    #[error("platform keys cannot be published")]
    Keys(#[from] PlatformKeysError),
    /// No random bits.
    #[error("platform cannot draw ids")]
    Entropy(#[from] EntropyError),
    /// The database failed after it was opened.
    #[error("platform database failed")]
    Query(#[from] StoreError),
}

impl Platform {
    /// Opens the data folder with its database, secret and attachments; makes them when they do
    /// not exist.
    pub(crate) async fn open(
        folder: &Path,
        authority: &AuthoritySource,
        pack: &PackSource,
        schedule: PublishSchedule,
        quota: Option<u64>,
        clock: Arc<dyn Clock>,
        entropy: Arc<dyn Entropy>,
    ) -> Result<Self, OpenError> {
        let mut authority = Authority::load(authority)?;
        let blobs = Arc::new(LocalBlobStore::open(&blob_folder(folder)?)?);
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
        store.epoch(Epoch::from_bytes(entropy.array()?)).await?;
        let now = clock.wall_seconds();
        let packs = Packs::open(store.as_ref(), pack, authority.pack_key.clone(), now).await?;
        for pack in packs.all() {
            authority.add_types(pack.descriptions(), pack.issued_types())?;
        }
        let office = entropy.array::<16>()?.to_vec();
        let office = store.setting_or_insert("office-scope", office).await?;
        let office = office
            .try_into()
            .map_err(|_| StoreError::UnknownRow { table: "settings" })?;
        let platform_keys = platform_keys::published(store.as_ref(), &authority, now).await?;
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
            packs,
            blobs,
            office_scope: ScopeId::from_bytes(office),
            platform_keys,
            turn: tokio::sync::Mutex::new(()),
            files_seen: FilesSeen::default(),
        })
    }

    /// Seconds since 1970.
    pub(crate) fn now(&self) -> u64 {
        self.clock.wall_seconds()
    }
}

/// The store has not made the data folder yet, so that it stays the owner's alone.
fn blob_folder(data: &Path) -> Result<std::path::PathBuf, OpenError> {
    crate::store::make_private(data)?;
    Ok(data.join("attachments"))
}
