use std::sync::OnceLock;
use std::time::{SystemTime, UNIX_EPOCH};

use rustix::time::{ClockId, clock_gettime};
use tongban_device::{BootId, Clock};

/// The clocks of the Linux kernel.
///
/// The monotonic clock is `CLOCK_BOOTTIME`: it counts sleep, and every process of one boot
/// reads the same count.
#[derive(Debug, Default)]
pub struct SystemClock {
    boot: OnceLock<String>,
}

impl SystemClock {
    /// Reads nothing yet.
    pub fn new() -> Self {
        Self::default()
    }
}

impl Clock for SystemClock {
    fn wall_seconds(&self) -> u64 {
        SystemTime::now()
            .duration_since(UNIX_EPOCH)
            .map_or(0, |passed| passed.as_secs())
    }

    fn monotonic_millis(&self) -> u64 {
        let now = clock_gettime(ClockId::Boottime);
        let seconds = u64::try_from(now.tv_sec).unwrap_or(0);
        seconds * 1_000 + u64::try_from(now.tv_nsec).unwrap_or(0) / 1_000_000
    }

    fn boot_id(&self) -> BootId {
        BootId::new(self.boot.get_or_init(read_boot_id).as_str())
    }
}

/// Where the kernel does not say, a name that no other process has: waits then start
/// again with each process rather than end early.
fn read_boot_id() -> String {
    match std::fs::read_to_string("/proc/sys/kernel/random/boot_id") {
        Ok(text) if !text.trim().is_empty() => text.trim().to_owned(),
        _ => {
            let started = SystemTime::now()
                .duration_since(UNIX_EPOCH)
                .map_or(0, |passed| passed.as_nanos());
            format!("process-{}-{started}", std::process::id())
        }
    }
}
