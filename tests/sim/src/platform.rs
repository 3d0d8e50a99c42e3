//! The real platform, without a socket: it can end in the middle, and come back from a backup.

use std::path::PathBuf;
use std::sync::atomic::{AtomicBool, AtomicU64, Ordering};
use std::sync::{Arc, Mutex, PoisonError};

use axum::http::Request;
use tongban_device::entropy::SeededEntropy;
use tongban_device::{Header, Method, TransportRequest, TransportResponse};
use tongban_platform::ops::{self, Operations};
use tongban_platform::store::SqliteStore;
use tongban_platform::{AuthoritySource, EmbeddedPlatform, PlatformConfig, Storage, embed};

use crate::clock::SimClock;
use crate::folder::empty;
use crate::world::{Broken, at_rest};

/// The platform and the newest backup of it.
pub struct PlatformSide {
    data: PathBuf,
    backup: PathBuf,
    clock: Arc<SimClock>,
    seed: u64,
    starts: AtomicU64,
    backups: AtomicU64,
    restored: AtomicBool,
    newest: Mutex<Option<PathBuf>>,
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
            backups: AtomicU64::new(0),
            restored: AtomicBool::new(false),
            newest: Mutex::new(None),
            live: Mutex::new(None),
        }
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

    /// Keeps everything as it is now; devices may free what is in it. A backup that fails, for
    /// instance because another history begins meanwhile, is none.
    pub async fn back_up(&self) -> Result<(), Broken> {
        let number = self.backups.fetch_add(1, Ordering::SeqCst);
        let folder = self.backup.join(number.to_string());
        let kept = async {
            let entropy = Arc::new(SeededEntropy::new(self.seed ^ (number + 1) << 40));
            let authority = AuthoritySource::Demo;
            Operations::open(&self.data, authority, self.clock.clone(), entropy)
                .await?
                .back_up(&folder)
                .await
        };
        kept.await
            .map_err(|error| Broken::harness("a backup", &error))?;
        *self.newest() = Some(folder);
        Ok(())
    }

    /// Goes back to the newest backup, if there is one: another history begins (rule S2).
    pub async fn restore(&self) -> Result<bool, Broken> {
        let Some(from) = self.newest().clone() else {
            return Ok(false);
        };
        self.stop().await;
        self.restored.store(true, Ordering::SeqCst);
        for file in ["platform.db", "platform.db-wal", "platform.db-shm"] {
            match std::fs::remove_file(self.data.join(file)) {
                Err(error) if error.kind() != std::io::ErrorKind::NotFound => {
                    return Err(Broken::harness("a restore", &error));
                }
                _ => {}
            }
        }
        let emptied = empty(&self.data.join("attachments"));
        emptied.map_err(|error| Broken::harness("a restore", &error))?;
        let number = self.starts.load(Ordering::SeqCst);
        let entropy = SeededEntropy::new(self.seed ^ (number + 1) << 48);
        let restored = ops::restore(&self.data, &Storage::default(), &from, &entropy).await;
        restored.map_err(|error| Broken::harness("a restore", &error))?;
        self.start().await?;
        Ok(true)
    }

    /// Whether it went back to a backup at least once.
    pub fn was_restored(&self) -> bool {
        self.restored.load(Ordering::SeqCst)
    }

    /// Its memory, for who wants to know the truth.
    pub fn store(&self) -> Result<SqliteStore, Broken> {
        SqliteStore::open(&self.data, None)
            .map_err(|error| Broken::harness("the platform's database", &error))
    }

    fn newest(&self) -> std::sync::MutexGuard<'_, Option<PathBuf>> {
        self.newest.lock().unwrap_or_else(PoisonError::into_inner)
    }

    fn slot(&self) -> std::sync::MutexGuard<'_, Option<Arc<EmbeddedPlatform>>> {
        self.live.lock().unwrap_or_else(PoisonError::into_inner)
    }
}
