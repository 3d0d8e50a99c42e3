use std::sync::atomic::{AtomicI64, AtomicU64, Ordering};

use tokio::time::Instant;
use tongban_device::{BootId, Clock};

/// Time in the simulated world: it passes when nothing else happens. A device's wall clock may be
/// wrong by years.
pub struct SimClock {
    began: Instant,
    wall: u64,
    skew: AtomicI64,
    boot: AtomicU64,
}

impl SimClock {
    /// It is `wall` now, in seconds since 1970.
    pub fn at(wall: u64) -> Self {
        Self {
            began: Instant::now(),
            wall,
            skew: AtomicI64::new(0),
            boot: AtomicU64::new(1),
        }
    }

    /// Sets the wall clock wrong by so many seconds.
    pub fn set_skew(&self, seconds: i64) {
        self.skew.store(seconds, Ordering::SeqCst);
    }

    /// The machine starts again: nothing of before can be compared.
    pub fn reboot(&self) {
        self.boot.fetch_add(1, Ordering::SeqCst);
    }

    /// Milliseconds since the world began.
    pub fn millis(&self) -> u64 {
        u64::try_from(self.began.elapsed().as_millis()).unwrap_or(u64::MAX)
    }
}

impl Clock for SimClock {
    fn wall_seconds(&self) -> u64 {
        let right = self.wall + self.millis() / 1_000;
        right.saturating_add_signed(self.skew.load(Ordering::SeqCst))
    }

    fn monotonic_millis(&self) -> u64 {
        3_600_000 + self.millis()
    }

    fn boot_id(&self) -> BootId {
        BootId::new(format!("boot-{}", self.boot.load(Ordering::SeqCst)))
    }
}
