use std::net::SocketAddr;
use std::path::Path;
use std::sync::Arc;
use std::time::Duration;

use tempfile::TempDir;
use tongban_device::clock::FakeClock;
use tongban_device::{Clock, OsEntropy};
use tongban_platform::ops::{Operations, PrintedVoucher};
use tongban_platform::{AuthoritySource, PlatformConfig, RunningPlatform, Storage, serve};

use super::{Answer, get};

/// 2026-03-02T09:00+08:00.
pub const NOW: u64 = 1_772_413_200;

/// A demo platform in a folder that goes away with it.
pub struct Town {
    pub clock: Arc<FakeClock>,
    pub folder: TempDir,
    pub ops: Operations,
    pub storage: Storage,
    running: Option<RunningPlatform>,
}

impl Town {
    pub async fn start() -> Self {
        Self::start_with(|_| {}).await
    }

    pub async fn start_with(change: impl Fn(&mut PlatformConfig)) -> Self {
        let folder = tempfile::tempdir().expect("a folder");
        Self::open(folder, Storage::default(), NOW, change).await
    }

    /// On what is in this folder and database.
    pub async fn start_on(folder: TempDir, storage: impl Into<Storage>, at: u64) -> Self {
        Self::open(folder, storage.into(), at, |_| {}).await
    }

    pub async fn open(
        folder: TempDir,
        storage: Storage,
        at: u64,
        change: impl Fn(&mut PlatformConfig),
    ) -> Self {
        let clock = Arc::new(FakeClock::at(at));
        let running = Self::run(folder.path(), &storage, &clock, &change).await;
        let ops = Self::operations(folder.path(), &storage, &clock).await;
        Self {
            clock,
            folder,
            ops,
            storage,
            running: Some(running),
        }
    }

    /// Stops the platform and starts it again on the same data.
    pub async fn restart(&mut self) {
        if let Some(running) = self.running.take() {
            running.shutdown().await;
        }
        let (folder, clock) = (self.folder.path(), &self.clock);
        self.running = Some(Self::run(folder, &self.storage, clock, &|_| {}).await);
    }

    pub fn address(&self) -> SocketAddr {
        self.running.as_ref().expect("runs").address()
    }

    pub async fn voucher(&self, resident: &str) -> PrintedVoucher {
        self.ops
            .print_voucher(resident, "何志平", "石桥沟村便民服务站")
            .await
            .expect("printed")
    }

    /// Waits until `path` no longer answers as it did, at most five seconds.
    pub async fn changed(&self, path: &str, before: &Answer) -> Answer {
        for _ in 0..100 {
            let now = get(self.address(), path).await;
            if now.body != before.body {
                return now;
            }
            tokio::time::sleep(Duration::from_millis(50)).await;
        }
        panic!("{path} did not change");
    }

    async fn run(
        folder: &Path,
        storage: &Storage,
        clock: &Arc<FakeClock>,
        change: &impl Fn(&mut PlatformConfig),
    ) -> RunningPlatform {
        let clock: Arc<dyn Clock> = Arc::clone(clock) as _;
        let mut config = PlatformConfig::demo(folder, clock);
        config.storage = storage.clone();
        change(&mut config);
        serve(config).await.expect("starts")
    }

    async fn operations(folder: &Path, storage: &Storage, clock: &Arc<FakeClock>) -> Operations {
        let clock: Arc<dyn Clock> = Arc::clone(clock) as _;
        let (demo, entropy) = (AuthoritySource::Demo, Arc::new(OsEntropy));
        Operations::open_on(folder, storage, demo, clock, entropy)
            .await
            .expect("opens")
    }
}
