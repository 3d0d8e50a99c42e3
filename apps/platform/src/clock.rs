use std::sync::LazyLock;
use std::time::{Instant, SystemTime, UNIX_EPOCH};

use tongban_device::{BootId, Clock};

/// The clock of a server: the system's, optionally moved by a fixed offset that a demo was
/// started with. Its monotonic clock counts from the start of this process, and says so by
/// a boot id of its own.
#[derive(Debug, Clone, Copy, Default)]
pub struct ServerClock {
    offset: i64,
}

impl ServerClock {
    /// The system's clock as it is.
    pub fn system() -> Self {
        Self::default()
    }

    /// A clock that says `now` at this moment and goes on from there.
    #[cfg(feature = "demo")]
    pub fn starting_at(now: u64) -> Self {
        Self::with_offset(
            now.cast_signed()
                .wrapping_sub(system_seconds().cast_signed()),
        )
    }

    #[cfg(feature = "demo")]
    pub(crate) fn with_offset(offset: i64) -> Self {
        Self { offset }
    }

    #[cfg(feature = "demo")]
    pub(crate) fn offset(self) -> i64 {
        self.offset
    }
}

impl Clock for ServerClock {
    fn wall_seconds(&self) -> u64 {
        system_seconds().saturating_add_signed(self.offset)
    }

    fn monotonic_millis(&self) -> u64 {
        u64::try_from(STARTED.elapsed().as_millis()).unwrap_or(u64::MAX)
    }

    fn boot_id(&self) -> BootId {
        LazyLock::force(&STARTED);
        BootId::new(format!("process-{}-{}", std::process::id(), *STARTED_AT))
    }
}

fn system_seconds() -> u64 {
    SystemTime::now()
        .duration_since(UNIX_EPOCH)
        .map_or(0, |passed| passed.as_secs())
}

static STARTED: LazyLock<Instant> = LazyLock::new(Instant::now);
static STARTED_AT: LazyLock<u64> = LazyLock::new(system_seconds);
