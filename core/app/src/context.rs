//! What every use case shares: configuration, capabilities, the open store, the wallet's state.

use std::collections::BTreeSet;
use std::sync::atomic::AtomicBool;
use std::sync::{Arc, Mutex, MutexGuard, PoisonError};

use thiserror::Error;
use tokio::sync::{broadcast, watch};
use tongban_device::ConfirmDesk;
use tongban_protocol::ReceiptKeys;
use tongban_rules::Day;
use tongban_store::{OpenError, PersonId, RecordId, Store, StoreOptions};

use crate::config::{AppConfig, Capabilities};
use crate::desk::DeskSession;
use crate::enrol::Looked;
use crate::error::{ErrorCode, ErrorView, Params};
use crate::events::EventView;
use crate::exchange::Incoming;
use crate::messages::Messages;
use crate::packs::Packs;
use crate::reminders::Reminders;
use crate::snapshots::Snapshots;
use crate::storage::StorageError;
use crate::sync::{SyncHandle, SyncStatus};
use crate::wallet::Wallet;
use crate::{settings, snapshots};

pub(crate) struct Core {
    pub(crate) config: AppConfig,
    pub(crate) caps: Capabilities,
    pub(crate) desk: ConfirmDesk,
    pub(crate) wallet: Mutex<Wallet>,
    pub(crate) looked: Mutex<Option<Looked>>,
    pub(crate) machine_locale: Mutex<Option<String>>,
    /// One Confirm screen at a time, and one enrolment.
    pub(crate) confirm_turn: tokio::sync::Mutex<()>,
    pub(crate) enrol_turn: tokio::sync::Mutex<()>,
    /// Held from reading the snapshots to replacing them.
    pub(crate) take_over_turn: Mutex<()>,
    pub(crate) packs: Mutex<Packs>,
    /// Drafts that were on the screen since the wallet was opened.
    pub(crate) touched_drafts: Mutex<BTreeSet<RecordId>>,
    /// One decoded picture at a time.
    pub(crate) picture_turn: Mutex<()>,
    /// Held from reading a draft to writing it, so that no change writes over another.
    pub(crate) draft_turn: Mutex<()>,
    pub(crate) receipt_keys: Mutex<Option<ReceiptKeys>>,
    pub(crate) sync: Mutex<Option<SyncHandle>>,
    pub(crate) sync_status: Mutex<SyncStatus>,
    /// Held from looking whether a wallet is open to noting that a sealed operation is offered.
    pub(crate) sealed_turn: Mutex<()>,
    /// One sending from the sealed outbox at a time.
    pub(crate) sealed_sending: tokio::sync::Mutex<()>,
    /// Whether a task looks after the sealed outbox.
    pub(crate) sealed_watched: AtomicBool,
    /// A file that is being taken in.
    pub(crate) incoming: Mutex<Option<Incoming>>,
    pub(crate) desk_session: Mutex<Option<DeskSession>>,
    /// One act of a member of staff at a time.
    pub(crate) desk_turn: tokio::sync::Mutex<()>,
    /// What rings, and what rang.
    pub(crate) reminders: Mutex<Reminders>,
    /// Held while reminders use the database; one ringing at a time.
    pub(crate) reminders_turn: Mutex<()>,
    /// Whether the messages are about to be counted.
    pub(crate) messages_due: AtomicBool,
    /// Whether a person sees the screen.
    pub(crate) visible: watch::Sender<bool>,
    /// What the screens were last told of the disk.
    pub(crate) disk_full: AtomicBool,
    store: Mutex<StoreSlot>,
    snapshots: Mutex<Option<Arc<Snapshots>>>,
    events: broadcast::Sender<EventView>,
}

enum StoreSlot {
    Closed,
    Open(Arc<Store>),
    /// Opening again would change what a person has to decide about.
    SetAside(StorageError),
}

impl Core {
    pub(crate) fn start(config: AppConfig, caps: Capabilities) -> Result<Self, StartError> {
        if config.anchors.is_empty() {
            return Err(StartError::NoAnchor);
        }
        let core = Self {
            desk: ConfirmDesk::new(),
            wallet: Mutex::new(Wallet::default()),
            looked: Mutex::new(None),
            machine_locale: Mutex::new(None),
            confirm_turn: tokio::sync::Mutex::new(()),
            enrol_turn: tokio::sync::Mutex::new(()),
            take_over_turn: Mutex::new(()),
            packs: Mutex::new(Packs::default()),
            touched_drafts: Mutex::new(BTreeSet::new()),
            picture_turn: Mutex::new(()),
            draft_turn: Mutex::new(()),
            receipt_keys: Mutex::new(None),
            sync: Mutex::new(None),
            sync_status: Mutex::new(SyncStatus::default()),
            sealed_turn: Mutex::new(()),
            sealed_sending: tokio::sync::Mutex::new(()),
            sealed_watched: AtomicBool::new(false),
            incoming: Mutex::new(None),
            desk_session: Mutex::new(None),
            desk_turn: tokio::sync::Mutex::new(()),
            reminders: Mutex::new(Reminders::default()),
            reminders_turn: Mutex::new(()),
            messages_due: AtomicBool::new(false),
            visible: watch::Sender::new(false),
            disk_full: AtomicBool::new(false),
            store: Mutex::new(StoreSlot::Closed),
            snapshots: Mutex::new(None),
            events: broadcast::channel(EVENTS_KEPT).0,
            config,
            caps,
        };
        // Says early that a shipped anchor is broken; nothing of the store is needed for it.
        snapshots::from_build(&core.config, core.now()).map_err(|_| StartError::BadAnchor)?;
        Ok(core)
    }

    /// The store; opened at first use, and again after a failure that may have passed.
    pub(crate) fn store(&self) -> Result<Arc<Store>, StorageError> {
        let mut slot = lock(&self.store);
        match &*slot {
            StoreSlot::Open(store) => return Ok(store.clone()),
            StoreSlot::SetAside(error) => return Err(error.clone()),
            StoreSlot::Closed => {}
        }
        let opened = Store::open(self.store_options());
        self.settle(&mut slot, opened)
    }

    /// Goes on after a file was set aside or its key was lost: a new shared file, nothing deleted.
    pub(crate) fn open_store_anew(&self) -> Result<Arc<Store>, StorageError> {
        let mut slot = lock(&self.store);
        if let StoreSlot::Open(store) = &*slot {
            return Ok(store.clone());
        }
        let opened = Store::open_anew(self.store_options());
        self.settle(&mut slot, opened)
    }

    fn settle(
        &self,
        slot: &mut StoreSlot,
        opened: Result<Store, OpenError>,
    ) -> Result<Arc<Store>, StorageError> {
        match opened {
            Ok(store) => {
                let store = Arc::new(store);
                *slot = StoreSlot::Open(store.clone());
                Ok(store)
            }
            Err(error) => {
                let folded = StorageError::from(&error);
                if matches!(error, OpenError::Quarantined(_) | OpenError::KeyLost) {
                    *slot = StoreSlot::SetAside(folded.clone());
                }
                Err(folded)
            }
        }
    }

    fn store_options(&self) -> StoreOptions {
        StoreOptions {
            dir: self.config.data_dir.clone(),
            clock: self.caps.clock.clone(),
            entropy: self.caps.entropy.clone(),
            secrets: self.caps.secrets.clone(),
            device_key: self.caps.device_key.clone(),
            kdf: self.config.kdf.clone(),
        }
    }

    /// Trust and status as they are on this device.
    pub(crate) fn snapshots(&self) -> Result<Arc<Snapshots>, StorageError> {
        let store = self.store()?;
        let mut slot = lock(&self.snapshots);
        if let Some(snapshots) = &*slot {
            return Ok(snapshots.clone());
        }
        let loaded = Arc::new(snapshots::load(&store, &self.config, self.now())?);
        *slot = Some(loaded.clone());
        Ok(loaded)
    }

    pub(crate) fn replace_snapshots(&self, newer: Arc<Snapshots>) {
        *lock(&self.snapshots) = Some(newer);
    }

    /// The person whose wallet this is; not one whose enrolment still waits.
    pub(crate) fn person(&self) -> Result<Option<PersonId>, StorageError> {
        let store = self.store()?;
        let pending = crate::enrol::pending_person(&store)?;
        Ok(store
            .persons()?
            .into_iter()
            .find(|person| Some(*person) != pending))
    }

    /// The wall clock; anyone can set it (rule C10).
    pub(crate) fn now(&self) -> u64 {
        self.caps.clock.wall_seconds()
    }

    /// The trusted floor of the clock (rule C10): build, snapshots, receipts.
    pub(crate) fn floor(&self) -> Result<u64, StorageError> {
        let snapshots = self.snapshots()?;
        let floor = snapshots.floor(self.config.build_floor);
        let of_receipts = self.store()?.setting(RECEIPT_FLOOR)?;
        Ok(of_receipts
            .as_deref()
            .and_then(|text| text.split_once(':'))
            .filter(|(root, _)| root.parse() == Ok(snapshots.trust().root_number()))
            .and_then(|(_, at)| at.parse().ok())
            .map_or(floor, |at| floor.max(at)))
    }

    /// A verified receipt of that instant raises the floor, unless it is dated more than a day
    /// ahead; kept for the root under which it was signed, and forgotten with it.
    pub(crate) fn raise_floor(&self, at: u64) -> Result<(), StorageError> {
        let floor = self.floor()?;
        if at <= floor || at > self.now().max(floor) + DAY_SECONDS {
            return Ok(());
        }
        let root = self.snapshots()?.trust().root_number();
        Ok(self
            .store()?
            .set_settings(&[(RECEIPT_FLOOR, &format!("{root}:{at}"))])?)
    }

    pub(crate) fn locale(&self) -> String {
        self.store()
            .ok()
            .and_then(|store| settings::chosen_locale(&store))
            .unwrap_or_else(|| {
                lock(&self.machine_locale)
                    .clone()
                    .unwrap_or_else(|| Messages::LOCALES[0].to_owned())
            })
    }

    /// The locale of the texts, which is the one that lists name offices in.
    pub(crate) fn text_locale(&self) -> &'static str {
        Messages::best(&self.locale())
    }

    /// The legal day of the device's clock.
    pub(crate) fn today(&self) -> Day {
        Day::of(self.now())
    }

    pub(crate) fn publish(&self, event: EventView) {
        // Without this ignore, a moment in which no screen listens would be an error.
        let _nobody_listens = self.events.send(event);
    }

    pub(crate) fn events(&self) -> broadcast::Receiver<EventView> {
        self.events.subscribe()
    }
}

/// Runs `work` where it may take long: key derivation, disk, pictures.
pub(crate) async fn blocking<T, E>(
    core: &Arc<Core>,
    work: impl FnOnce(&Core) -> Result<T, E> + Send + 'static,
) -> Result<T, ErrorView>
where
    T: Send + 'static,
    E: Into<ErrorView> + Send + 'static,
{
    let core = core.clone();
    match tokio::task::spawn_blocking(move || work(&core)).await {
        Ok(result) => result.map_err(Into::into),
        Err(_) => Err(ErrorCode::Internal.view(Params::new())),
    }
}

/// Locks, also after a panic elsewhere: every value behind these locks is whole at each step.
pub(crate) fn lock<T>(mutex: &Mutex<T>) -> MutexGuard<'_, T> {
    mutex.lock().unwrap_or_else(PoisonError::into_inner)
}

/// Why the app does not start. A broken store does not stop it: its calls say so.
#[derive(Debug, Clone, Copy, PartialEq, Eq, Error)]
pub enum StartError {
    /// The build brings no trust root.
    #[error("build has no trust root")]
    NoAnchor,
    /// The build's trust root or list does not check out.
    #[error("trust root of the build is broken")]
    BadAnchor,
}

const EVENTS_KEPT: usize = 64;
const RECEIPT_FLOOR: &str = "receipt_floor";
const DAY_SECONDS: u64 = 86_400;
