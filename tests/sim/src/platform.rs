//! The real platform, without a socket: it can end in the middle, and come back from a backup.

use std::path::{Path, PathBuf};
use std::sync::atomic::{AtomicU64, Ordering};
use std::sync::{Arc, Mutex, PoisonError};

use axum::http::Request;
use tongban_device::entropy::SeededEntropy;
use tongban_device::{Entropy, Header, Method, TransportRequest, TransportResponse};
use tongban_platform::store::{PlatformStore as _, SqliteStore};
use tongban_platform::{EmbeddedPlatform, PlatformConfig, embed};
use tongban_protocol::Epoch;

use crate::clock::SimClock;
use crate::folder::{copy, empty};
use crate::world::{Broken, at_rest};

/// The platform and the one backup that there is of it.
pub struct PlatformSide {
    data: PathBuf,
    backup: PathBuf,
    clock: Arc<SimClock>,
    seed: u64,
    starts: AtomicU64,
    restores: AtomicU64,
    live: Mutex<Option<Arc<EmbeddedPlatform>>>,
}

impl PlatformSide {
    /// Over the data in `data`; not started.
    pub fn new(data: PathBuf, backup: PathBuf, clock: Arc<SimClock>, seed: u64) -> Self {
        Self {
            data,
            backup,
            clock,
            seed,
            starts: AtomicU64::new(0),
            restores: AtomicU64::new(0),
            live: Mutex::new(None),
        }
    }

    /// Its data folder.
    pub fn data(&self) -> &Path {
        &self.data
    }

    /// How often it was restored.
    pub fn restores(&self) -> u64 {
        self.restores.load(Ordering::SeqCst)
    }

    /// Starts it.
    pub async fn start(&self) -> Result<(), Broken> {
        let mut config = PlatformConfig::demo(&self.data, self.clock.clone());
        let start = self.starts.fetch_add(1, Ordering::SeqCst);
        config.entropy = Arc::new(SeededEntropy::new(self.seed ^ (start + 1) << 32));
        let embedded = embed(config).await;
        let embedded = embedded.map_err(|error| Broken::harness("the platform starts", &error))?;
        *self.slot() = Some(Arc::new(embedded));
        Ok(())
    }

    /// Ends its process: what is being answered is given up.
    pub async fn stop(&self) {
        drop(self.slot().take());
        at_rest().await;
    }

    /// What it answers; none while it is down.
    pub async fn answer(&self, request: &TransportRequest) -> Option<TransportResponse> {
        let live = self.slot().clone()?;
        let method = match request.method {
            Method::Get => "GET",
            Method::Post => "POST",
        };
        let mut asked = Request::builder().method(method).uri(&request.path);
        for header in &request.headers {
            asked = asked.header(&header.name, &header.value);
        }
        let response = live.answer(asked.body(request.body.clone()).ok()?).await;
        let headers = response.headers().iter().filter_map(|(name, value)| {
            Some(Header {
                name: name.as_str().to_owned(),
                value: value.to_str().ok()?.to_owned(),
            })
        });
        Some(TransportResponse {
            status: response.status().as_u16(),
            headers: headers.collect(),
            body: response.into_body(),
        })
    }

    /// Keeps everything as it is now.
    pub fn back_up(&self) -> Result<(), Broken> {
        let copied = empty(&self.backup)
            .and_then(|()| copy(&self.data.join(ATTACHMENTS), &self.backup.join(ATTACHMENTS)));
        copied.map_err(|error| Broken::harness("a backup", &error))?;
        let into = self.backup.join(DATABASE);
        let database = rusqlite::Connection::open(self.data.join(DATABASE));
        let kept = database.and_then(|database| {
            database.execute("VACUUM INTO ?1", [into.to_string_lossy()])
        });
        kept.map(|_| ()).map_err(|error| Broken::harness("a backup", &error))
    }

    /// Goes back to the backup, if there is one: another history begins (rule S2).
    pub async fn restore(&self) -> Result<bool, Broken> {
        if !self.backup.join(DATABASE).exists() {
            return Ok(false);
        }
        self.stop().await;
        for file in [DATABASE, "platform.db-wal", "platform.db-shm"] {
            match std::fs::remove_file(self.data.join(file)) {
                Err(error) if error.kind() != std::io::ErrorKind::NotFound => {
                    return Err(Broken::harness("a restore", &error));
                }
                _ => {}
            }
        }
        let attachments = self.data.join(ATTACHMENTS);
        let copied = empty(&attachments)
            .and_then(|()| copy(&self.backup.join(ATTACHMENTS), &attachments))
            .and_then(|()| {
                std::fs::copy(self.backup.join(DATABASE), self.data.join(DATABASE)).map(|_| ())
            });
        copied.map_err(|error| Broken::harness("a restore", &error))?;
        let store = self.store()?;
        let restores = self.restores.fetch_add(1, Ordering::SeqCst);
        let entropy: &dyn Entropy = &SeededEntropy::new(self.seed ^ (restores + 1) << 48);
        let epoch = entropy.array();
        let epoch = epoch.map_err(|error| Broken::harness("an epoch", &error))?;
        let begun = store.begin_epoch(Epoch::from_bytes(epoch)).await;
        begun.map_err(|error| Broken::harness("an epoch", &error))?;
        drop(store);
        self.start().await?;
        Ok(true)
    }

    /// Its memory, for who wants to know the truth.
    pub fn store(&self) -> Result<SqliteStore, Broken> {
        SqliteStore::open(&self.data, None)
            .map_err(|error| Broken::harness("the platform's database", &error))
    }

    fn slot(&self) -> std::sync::MutexGuard<'_, Option<Arc<EmbeddedPlatform>>> {
        self.live.lock().unwrap_or_else(PoisonError::into_inner)
    }
}

const DATABASE: &str = "platform.db";
const ATTACHMENTS: &str = "attachments";
