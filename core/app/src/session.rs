//! Is there a wallet, is it open, and how long until the next try?

use std::sync::atomic::Ordering;

use serde::{Deserialize, Serialize};
use tongban_protocol::StaffGrant;
use tongban_store::{PersonDb, Quarantined, Room, WaitCause};
use ts_rs::TS;

use crate::context::Core;
use crate::storage::StorageError;
use crate::{cases, enrol, hello, settings, time};

/// The state of the wallet on this device.
#[derive(Debug, Clone, PartialEq, Eq, Serialize, Deserialize, TS)]
pub struct SessionView {
    /// No wallet, locked, or unlocked.
    pub state: SessionState,
    /// What opens the wallet.
    pub secret_kind: SecretKind,
    /// The fewest characters that a new secret may have.
    pub min_length: u32,
    /// Seconds until the next try is allowed; null when one is allowed now.
    pub wait_seconds: Option<u32>,
    /// How long that wait is as a whole; null when a try is allowed now.
    pub wait_total_seconds: Option<u32>,
    /// Why there is a wait; null when a try is allowed now.
    pub wait_cause: Option<WaitCauseView>,
    /// Wrong tries in a row.
    pub wrong_tries: u32,
    /// The wait that comes when the wrong tries fill up again.
    pub next_wait_seconds: Option<u32>,
    /// Seconds without use after which the wallet locks itself.
    pub auto_lock_seconds: u32,
    /// An enrolment was sent and its answer never came; `enrol.resume` finishes it.
    pub enrol_pending: bool,
    /// Files that could not be read and were set aside, never deleted.
    pub quarantined: Vec<QuarantinedView>,
    /// The disk is full: what was typed last went into the reserve, and photos find no room. The
    /// person is to make room; the reserve is made again then.
    pub disk_full: bool,
    /// For which office the person acts; null for a resident, and while the wallet is locked.
    pub staff: Option<StaffView>,
}

/// For which office a member of staff acts.
#[derive(Debug, Clone, PartialEq, Eq, Serialize, Deserialize, TS)]
pub struct StaffView {
    /// Name of the officer.
    pub name: String,
    /// Name of the office.
    pub office: String,
    /// Slugs of the roles.
    pub roles: Vec<String>,
}

/// The three states of the wallet.
#[derive(Debug, Clone, Copy, PartialEq, Eq, Serialize, Deserialize, TS)]
#[serde(rename_all = "snake_case")]
pub enum SessionState {
    /// Nobody has enrolled on this device.
    NoWallet,
    /// Certificates are here and closed.
    Locked,
    /// Certificates can be read and shown.
    Unlocked,
}

/// Why somebody has to wait before the next try.
#[derive(Debug, Clone, Copy, PartialEq, Eq, Serialize, Deserialize, TS)]
#[serde(rename_all = "snake_case")]
pub enum WaitCauseView {
    /// Wrong tries in a row.
    WrongTries,
    /// The data file is a new one and does not know how many there were.
    Adopted,
}

/// What a person types to open the wallet.
#[derive(Debug, Clone, Copy, PartialEq, Eq, Serialize, Deserialize, TS)]
#[serde(rename_all = "snake_case")]
pub enum SecretKind {
    /// Six digits or more; the key store holds the other half of the key.
    Pin,
    /// Ten characters or more; there is no other half.
    Passphrase,
}

/// A file that could not be read and was set aside.
#[derive(Debug, Clone, PartialEq, Eq, Serialize, Deserialize, TS)]
pub struct QuarantinedView {
    /// Its name in the data folder now.
    pub file: String,
    /// Message key under `app.quarantine.<reason>`.
    pub reason: String,
    /// When it was set aside, RFC 3339; null when that is not known.
    pub at: Option<String>,
}

/// The state of the wallet, after closing one that nobody has used for too long.
pub(crate) fn status(core: &Core) -> Result<SessionView, StorageError> {
    core.lock_when_idle();
    // Snapshots that cannot be read are set aside when they are loaded: said here, not later.
    core.snapshots()?;
    view(core)
}

/// The state of the wallet, as it is.
pub(crate) fn view(core: &Core) -> Result<SessionView, StorageError> {
    let store = core.store()?;
    let custody = hello::custody(core)?;
    let pending = enrol::pending_person(&store)?;
    let person = core.person()?;
    let tries = match person.or(pending) {
        Some(person) => Some(store.unlock_state(person)?),
        None => None,
    };
    Ok(SessionView {
        state: match person {
            None => SessionState::NoWallet,
            Some(_) if core.is_unlocked() => SessionState::Unlocked,
            Some(_) => SessionState::Locked,
        },
        secret_kind: match custody {
            tongban_device::CustodyLevel::Passphrase => SecretKind::Passphrase,
            _ => SecretKind::Pin,
        },
        min_length: tongban_store::min_length(custody),
        wait_seconds: tries
            .as_ref()
            .and_then(|tries| tries.wait_seconds)
            .map(time::seconds),
        wait_total_seconds: tries
            .as_ref()
            .and_then(|tries| tries.wait_total_seconds)
            .map(time::seconds),
        wait_cause: tries
            .as_ref()
            .and_then(|tries| tries.wait_cause)
            .map(WaitCauseView::from),
        wrong_tries: tries.as_ref().map_or(0, |tries| tries.wrong_tries),
        next_wait_seconds: tries.map(|tries| time::seconds(tries.next_wait_seconds)),
        auto_lock_seconds: settings::auto_lock_seconds(&store),
        enrol_pending: pending.is_some(),
        quarantined: store
            .quarantined()?
            .into_iter()
            .map(QuarantinedView::from)
            .collect(),
        disk_full: store.room()? == Room::Low,
        staff: core.open_db().and_then(|db| staff(&db)),
    })
}

impl Core {
    /// Tells the screens when the disk has become full, or has room again.
    pub(crate) fn tell_of_room(&self) -> Result<(), StorageError> {
        let mut full = self.store()?.room()? == Room::Low;
        // Photos that the platform has for good are the first to go.
        if full && let Some(db) = self.open_db() {
            full = !cases::evict(self, &db).is_ok_and(|gone| gone > 0)
                || self.store()?.room()? == Room::Low;
        }
        if self.disk_full.swap(full, Ordering::Relaxed) != full {
            self.publish_session();
        }
        Ok(())
    }
}

fn staff(db: &PersonDb) -> Option<StaffView> {
    let grant = StaffGrant::decode(&db.info().ok()?.staff?).ok()?;
    Some(StaffView {
        name: grant.name,
        office: grant.office,
        roles: grant.roles,
    })
}

impl From<WaitCause> for WaitCauseView {
    fn from(cause: WaitCause) -> Self {
        match cause {
            WaitCause::WrongTries => Self::WrongTries,
            WaitCause::Adopted => Self::Adopted,
        }
    }
}

impl From<Quarantined> for QuarantinedView {
    fn from(set_aside: Quarantined) -> Self {
        Self {
            file: set_aside.file,
            reason: set_aside.reason.slug().to_owned(),
            at: Some(time::instant(set_aside.at)),
        }
    }
}
