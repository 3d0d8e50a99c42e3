//! One device: its disk, clock, network and app, through as many lives as it has.

use std::path::{Path, PathBuf};
use std::sync::{Arc, Mutex, PoisonError};
use std::time::Duration;

use serde_json::{Value, json};
use tokio::time::sleep;
use tongban_app::{App, AppConfig, Capabilities, HostView, Kdf};
use tongban_device::confirm::ScriptedConfirm;
use tongban_device::entropy::SeededEntropy;
use tongban_device::{Clock, Transport};

use crate::clock::SimClock;
use crate::disk::{Disk, End};
use crate::network::{SimNetwork, Way};
use crate::template::Code;
use crate::trace::Trace;
use crate::world::{Broken, at_rest};

/// The secret of every wallet.
pub const PASSPHRASE: &str = "correct horse battery";

/// A device of the world.
pub struct Device {
    pub name: String,
    pub number: usize,
    pub folder: PathBuf,
    pub clock: Arc<SimClock>,
    pub disk: Arc<Disk>,
    pub network: Arc<SimNetwork>,
    pub trace: Arc<Trace>,
    pub seed: u64,
    app: Mutex<Option<Arc<App>>>,
}

/// How a start went.
pub enum Started {
    /// The wallet is open.
    Open,
    /// Not now: the disk is full, or the device died again.
    NotNow,
    /// What is stored cannot be read, and the app said so.
    SetAside(String),
}

impl Device {
    pub fn new(
        number: usize,
        folder: PathBuf,
        seed: u64,
        parts: (Arc<SimClock>, Arc<Disk>, Arc<SimNetwork>, Arc<Trace>),
        name: String,
    ) -> Self {
        let (clock, disk, network, trace) = parts;
        Self {
            name,
            number,
            folder,
            clock,
            disk,
            network,
            trace,
            seed,
            app: Mutex::new(None),
        }
    }

    /// Starts the app of this life and opens the wallet.
    pub async fn start(&self, life: u64) -> Result<Started, Broken> {
        let seed = self.seed ^ (self.number as u64 + 1) << 40 ^ (life + 1) << 16;
        let way = Arc::new(Way(self.network.clone()));
        let app = app_over(&self.folder, seed, self.clock.clone(), way)?;
        *self.slot() = Some(app.clone());
        let secret = json!({"secret": PASSPHRASE});
        let opened = tokio::select! {
            biased;
            () = self.disk.died() => return Ok(Started::NotNow),
            opened = call(&app, "unlock", &secret, &[]) => opened,
        };
        match opened {
            Ok(_) => {
                self.tell(|| "starts".to_owned());
                Ok(Started::Open)
            }
            Err(_) if self.disk.is_dead() => Ok(Started::NotNow),
            Err(code) if code == "store.disk_full" => Ok(Started::NotNow),
            Err(code) => {
                self.tell(|| format!("does not open: {code}"));
                Ok(Started::SetAside(code))
            }
        }
    }

    /// What a call gives, or its error's code.
    pub async fn call(&self, name: &str, request: Value) -> Result<Value, String> {
        self.call_with(name, request, &[]).await
    }

    /// The same with bytes beside it.
    pub async fn call_with(
        &self,
        name: &str,
        request: Value,
        bytes: &[u8],
    ) -> Result<Value, String> {
        let app = self.slot().clone();
        let Some(app) = app else {
            return Err("no_app".to_owned());
        };
        call(&app, name, &request, bytes).await
    }

    /// The app is gone; the folder is nobody's when this returns.
    pub async fn close(&self) -> Result<(), Broken> {
        drop(self.slot().take());
        for _ in 0..1_000 {
            at_rest().await;
            if is_free(&self.folder) {
                return Ok(());
            }
        }
        Err(Broken::harness(
            "the folder of an app that is gone",
            &Code("is still in use".to_owned()),
        ))
    }

    /// Dies: what is left is what the disk kept.
    pub async fn end(&self, end: End) -> Result<(), Broken> {
        self.disk.die();
        self.close().await?;
        let ended = self.disk.end(end);
        ended.map_err(|error| Broken::harness("what the disk kept", &error))?;
        if end == End::PowerCut {
            self.clock.reboot();
        }
        // Shared memory does not outlive its processes.
        for entry in std::fs::read_dir(&self.folder)
            .into_iter()
            .flatten()
            .flatten()
        {
            if entry.file_name().to_string_lossy().ends_with("-shm") {
                std::fs::remove_file(entry.path()).ok();
            }
        }
        self.tell(|| format!("fault: {end:?}"));
        Ok(())
    }

    pub fn tell(&self, what: impl FnOnce() -> String) {
        self.trace.tell(&self.name, what);
    }

    /// Lets so much time pass.
    pub async fn wait(&self, millis: u64) {
        sleep(Duration::from_millis(millis)).await;
    }

    fn slot(&self) -> std::sync::MutexGuard<'_, Option<Arc<App>>> {
        self.app.lock().unwrap_or_else(PoisonError::into_inner)
    }
}

fn is_free(folder: &Path) -> bool {
    match std::fs::File::open(folder.join("lock")) {
        Ok(lock) => lock.try_lock().is_ok(),
        Err(_) => true,
    }
}

/// An app with nothing but what a machine of this world offers.
pub fn app_over(
    folder: &Path,
    seed: u64,
    clock: Arc<SimClock>,
    transport: Arc<dyn Transport>,
) -> Result<Arc<App>, Broken> {
    let mut config = AppConfig::new(folder, HostView::Browser);
    config.kdf = Kdf::fast_for_tests();
    config.platform_address = Some("the platform of this world".to_owned());
    let capabilities = Capabilities {
        clock: clock as Arc<dyn Clock>,
        entropy: Arc::new(SeededEntropy::new(seed)),
        secrets: None,
        device_key: None,
        transport,
        confirm: Arc::new(ScriptedConfirm::always_yes()),
        presence: None,
        notifier: None,
        hints: None,
    };
    App::start(config, capabilities).map_err(|error| Broken::harness("an app", &error))
}

/// What a call of an app gives, or its error's code.
pub async fn call(app: &App, name: &str, request: &Value, bytes: &[u8]) -> Result<Value, String> {
    let reply = app.call(name, &request.to_string(), bytes).await;
    let mut json: Value = serde_json::from_str(&reply.json).map_err(|error| error.to_string())?;
    match json.get_mut("ok") {
        Some(ok) => Ok(ok.take()),
        None => Err(json["error"]["code"].as_str().unwrap_or("?").to_owned()),
    }
}
