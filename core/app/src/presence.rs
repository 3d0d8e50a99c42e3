//! Presence: the person is here, at most asked once in five minutes (rule K5).

use std::sync::Arc;
use std::time::Duration;

use serde::{Deserialize, Serialize};
use thiserror::Error;
use tongban_device::{
    PresenceError as DevicePresenceError, PresenceRequest as DevicePresenceRequest,
};
use ts_rs::TS;

use crate::context::{Core, blocking};
use crate::error::{ErrorCode, ErrorView, Fold};
use crate::secret::SecretText;
use crate::time;
use crate::unlock::UnlockError;
use crate::wallet::WalletError;

/// The person proves to be here.
#[derive(Debug, Deserialize, TS)]
pub struct PresenceRequest {
    /// PIN or passphrase.
    pub secret: SecretText,
}

/// Until when codes may be made.
#[derive(Debug, Clone, PartialEq, Eq, Serialize, Deserialize, TS)]
pub struct PresenceView {
    /// RFC 3339.
    pub until: String,
}

/// Takes the secret as a sign of presence; wrong ones count as wrong tries to unlock.
pub(crate) fn give(core: &Core, request: PresenceRequest) -> Result<PresenceView, ErrorView> {
    core.unlocked()?;
    let store = core.store()?;
    let person = core.person()?.ok_or(WalletError::None)?;
    store
        .check_secret(person, &request.secret.into_user_secret())
        .map_err(UnlockError::from)?;
    core.grant_presence();
    Ok(PresenceView { until: until(core) })
}

/// Presence of the last five minutes, or the machine's own check, or a refusal.
pub(crate) async fn require(core: &Arc<Core>) -> Result<(), ErrorView> {
    blocking(core, |core| core.unlocked().map(drop)).await?;
    if core.presence_left().is_some() {
        return Ok(());
    }
    let Some(port) = core.caps.presence.clone() else {
        return Err(PresenceError::Needed.into());
    };
    let reason = core.messages().text("app.presence.reason");
    match port
        .ask(DevicePresenceRequest {
            reason,
            timeout: ASK_FOR,
        })
        .await
    {
        Ok(()) => {
            core.grant_presence();
            Ok(())
        }
        Err(DevicePresenceError::Unavailable) => Err(PresenceError::Needed.into()),
        Err(DevicePresenceError::Declined | DevicePresenceError::TimedOut) => {
            Err(PresenceError::Declined.into())
        }
    }
}

/// When presence ends, on the wall clock.
pub(crate) fn until(core: &Core) -> String {
    time::instant(core.now() + core.presence_left().unwrap_or(0) / 1000)
}

/// Why no code is made.
#[derive(Debug, PartialEq, Eq, Error)]
pub(crate) enum PresenceError {
    #[error("presence is needed")]
    Needed,
    #[error("presence was not shown")]
    Declined,
}

impl Fold for PresenceError {
    fn code(&self) -> ErrorCode {
        match self {
            Self::Needed => ErrorCode::PresenceNeeded,
            Self::Declined => ErrorCode::PresenceDeclined,
        }
    }
}

const ASK_FOR: Duration = Duration::from_secs(60);
