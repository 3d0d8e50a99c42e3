use std::io::{Error, ErrorKind};

use super::files::{RESIDENTS, portrait};
use crate::ServerClock;
use crate::import_residents::{ImportError, import};
use crate::platform::Platform;
use crate::store::{PlatformStore, StoreError};

/// Stores the demo's residents; those that are there already stay as they are.
pub(crate) async fn seed(platform: &Platform) -> Result<usize, ImportError> {
    let found = |name: &str| {
        portrait(name)
            .map(<[u8]>::to_vec)
            .ok_or_else(|| Error::from(ErrorKind::NotFound))
    };
    import(platform, RESIDENTS, found).await
}

/// Keeps how far the running platform's clock is from the system's, so that an operator's
/// command from another process lives in the same time.
pub(crate) async fn remember_clock(platform: &Platform) -> Result<(), StoreError> {
    let offset = ServerClock::starting_at(platform.now()).offset();
    let store = &platform.store;
    store
        .set_setting(
            SETTING,
            (offset != 0).then(|| offset.to_be_bytes().to_vec()),
        )
        .await
}

/// The clock of the platform that last ran on this database.
pub(crate) async fn clock_of(store: &dyn PlatformStore) -> Result<ServerClock, StoreError> {
    let Some(bytes) = store.setting(SETTING).await? else {
        return Ok(ServerClock::system());
    };
    let bytes = bytes
        .try_into()
        .map_err(|_| StoreError::UnknownRow { table: "settings" })?;
    Ok(ServerClock::with_offset(i64::from_be_bytes(bytes)))
}

const SETTING: &str = "demo-clock-offset";
