//! What every use case works with.

use std::collections::BTreeMap;
use std::path::{Path, PathBuf};
use std::sync::{Arc, PoisonError};

use tokio::sync::Semaphore;
use tongban_device::{Clock, Entropy, EntropyError};
use tongban_protocol::{Epoch, PublicPoint, ScopeId};

use crate::authority::{Authority, AuthorityError, AuthoritySource};
use crate::hints::Hints;
use crate::pace::Paced;
use crate::packs::{PackProblem, PackSource, Packs};
use crate::pepper::{CHECK, Pepper, PepperError};
use crate::platform_keys::{self, PlatformKeysError};
use crate::ports::blob_store::{BlobError, BlobStore};
use crate::ports::identity_proofing::{IdentityProofing, VoucherProofing};
use crate::publish::PublishSchedule;
use crate::serve::Limits;
use crate::storage::Storage;
use crate::store::{OpenStoreError, PlatformStore, StoreError};

/// The platform behind its doors: store, ports, clock, secrets.
pub(crate) struct Platform {
    pub(crate) folder: PathBuf,
    pub(crate) storage: Storage,
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
    /// The key that signs receipts now.
    pub(crate) receipt_key: PublicPoint,
    /// Decisions are made one after another in this process: each is made on what the one before
    /// left. Another process is met by the store, which refuses what has moved.
    pub(crate) turn: tokio::sync::Mutex<()>,
    /// Pushes and uploads that are being worked on or wait.
    pub(crate) waiting: Semaphore,
    /// How many operations each key has handed in lately.
    pub(crate) keys: Paced<[u8; 32]>,
    /// Who waits for "pull now".
    pub(crate) hints: Arc<Hints>,
    /// Seconds between signs of life to them.
    pub(crate) sign_of_life_seconds: u64,
    /// Files that are being read piece by piece, each of which was told as one look.
    pub(crate) reading: FilesBeingRead,
}

/// Staff, case and file, with the byte at which the next piece of a look that was told begins.
/// What is forgotten, with the process or because there are many, is told again.
#[derive(Default)]
pub(crate) struct FilesBeingRead(std::sync::Mutex<BTreeMap<[[u8; 16]; 3], u64>>);

impl FilesBeingRead {
    /// Whether a piece that begins at `offset` goes on where the last one ended. Reading from the
    /// beginning is always a new look.
    pub(crate) fn goes_on(&self, reader: &[[u8; 16]; 3], offset: u64) -> bool {
        offset > 0 && self.all().get(reader) == Some(&offset)
    }

    /// A piece was given that ends at `end` of `length` bytes; a look ends with the file.
    pub(crate) fn read_to(&self, reader: [[u8; 16]; 3], end: u64, length: u64) {
        let mut all = self.all();
        if end >= length {
            all.remove(&reader);
            return;
        }
        if all.len() >= MOST_READ {
            all.clear();
        }
        all.insert(reader, end);
    }

    fn all(&self) -> std::sync::MutexGuard<'_, BTreeMap<[[u8; 16]; 3], u64>> {
        self.0.lock().unwrap_or_else(PoisonError::into_inner)
    }
}

const MOST_READ: usize = 10_000;

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
        (folder, storage): (&Path, &Storage),
        authority: &AuthoritySource,
        pack: &PackSource,
        schedule: PublishSchedule,
        limits: &Limits,
        clock: Arc<dyn Clock>,
        entropy: Arc<dyn Entropy>,
    ) -> Result<Self, OpenError> {
        let mut authority = Authority::load(authority)?;
        let blobs = Arc::new(storage.attachments.open(&blob_folder(folder)?)?);
        let (data, store) = (
            folder.to_owned(),
            storage.database.open(folder, limits.database_bytes).await?,
        );
        let (folder, made_with) = (folder.to_owned(), Arc::clone(&entropy));
        let pepper = tokio::task::spawn_blocking(move || Pepper::open(&folder, made_with.as_ref()));
        let pepper = pepper
            .await
            .map_err(|_| OpenError::Query(StoreError::Refused { code: 0 }))??;
        let expected = pepper.check_value().to_vec();
        if store.setting_or_insert(CHECK, expected.clone()).await? != expected {
            return Err(OpenError::OtherPepper);
        }
        let pepper = Arc::new(pepper);
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
        let receipt_key =
            platform_keys::receipt_key(&authority).map_err(PlatformKeysError::from)?;
        let proofing = Arc::new(VoucherProofing::new(
            Arc::clone(&store),
            Arc::clone(&pepper),
        ));
        Ok(Self {
            folder: data,
            storage: storage.clone(),
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
            receipt_key,
            turn: tokio::sync::Mutex::new(()),
            waiting: Semaphore::new(limits.waiting),
            keys: Paced::new(limits.of_a_key),
            hints: Arc::new(Hints::new(limits.streams, limits.streams_of_a_device)),
            sign_of_life_seconds: limits.sign_of_life_seconds,
            reading: FilesBeingRead::default(),
        })
    }

    /// Seconds since 1970.
    pub(crate) fn now(&self) -> u64 {
        self.clock.wall_seconds()
    }
}

/// The store has not made the data folder yet, so that it stays the owner's alone.
pub(crate) fn blob_folder(data: &Path) -> Result<PathBuf, OpenStoreError> {
    crate::store::make_private(data)?;
    Ok(data.join("attachments"))
}
