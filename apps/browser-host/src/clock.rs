use std::path::PathBuf;
use std::sync::Arc;
use std::sync::atomic::{AtomicU64, Ordering};

use jiff::Timestamp;
use tongban_device::{BootId, Clock};
use tongban_device_desktop::SystemClock;

/// The clock that `TONGBAN_CLOCK` asks for: an RFC 3339 instant, a clock that starts there and ticks; `@FILE`, whatever instant the file holds now.
///
/// Only wall time is moved: timers and the boot id stay the machine's.
pub fn clock_from(setting: &str) -> Result<Arc<dyn Clock>, ClockError> {
    let system = SystemClock::new();
    Ok(match setting.strip_prefix('@') {
        Some(path) => Arc::new(FileClock::open(path.into(), system)?),
        None => Arc::new(ShiftedClock::starting_at(instant(setting)?, system)),
    })
}

/// Why the clock cannot be set that way.
#[derive(Debug, thiserror::Error)]
pub enum ClockError {
    /// Not an instant that the app can use.
    #[error("clock setting is not an RFC 3339 instant after 1970")]
    NotAnInstant,
    /// The file that holds the instant.
    #[error("clock file cannot be read")]
    Unreadable(#[source] std::io::Error),
}

struct ShiftedClock {
    system: SystemClock,
    start: u64,
    started: u64,
}

impl ShiftedClock {
    fn starting_at(start: u64, system: SystemClock) -> Self {
        let started = system.monotonic_millis();
        Self {
            system,
            start,
            started,
        }
    }
}

impl Clock for ShiftedClock {
    fn wall_seconds(&self) -> u64 {
        self.start + (self.system.monotonic_millis() - self.started) / 1000
    }

    fn monotonic_millis(&self) -> u64 {
        self.system.monotonic_millis()
    }

    fn boot_id(&self) -> BootId {
        self.system.boot_id()
    }
}

struct FileClock {
    system: SystemClock,
    path: PathBuf,
    last: AtomicU64,
}

impl FileClock {
    fn open(path: PathBuf, system: SystemClock) -> Result<Self, ClockError> {
        let text = std::fs::read_to_string(&path).map_err(ClockError::Unreadable)?;
        Ok(Self {
            system,
            path,
            last: AtomicU64::new(instant(&text)?),
        })
    }
}

impl Clock for FileClock {
    // A file that is being written reads as empty for a moment; the clock then stands still.
    fn wall_seconds(&self) -> u64 {
        if let Some(now) = std::fs::read_to_string(&self.path)
            .ok()
            .and_then(|text| instant(&text).ok())
        {
            self.last.store(now, Ordering::Relaxed);
        }
        self.last.load(Ordering::Relaxed)
    }

    fn monotonic_millis(&self) -> u64 {
        self.system.monotonic_millis()
    }

    fn boot_id(&self) -> BootId {
        self.system.boot_id()
    }
}

fn instant(text: &str) -> Result<u64, ClockError> {
    let timestamp: Timestamp = text.trim().parse().map_err(|_| ClockError::NotAnInstant)?;
    u64::try_from(timestamp.as_second()).map_err(|_| ClockError::NotAnInstant)
}

#[cfg(test)]
mod tests {
    use super::*;

    const NINE: u64 = 1_772_413_200;

    #[test]
    fn an_instant_starts_the_clock_there() {
        let clock = clock_from("2026-03-02T09:00+08:00").expect("an instant");
        assert!((NINE..NINE + 5).contains(&clock.wall_seconds()));
    }

    #[test]
    fn a_file_is_the_clock_and_a_broken_one_stops_it() {
        let folder = tempfile::tempdir().expect("a folder");
        let path = folder.path().join("now");
        std::fs::write(&path, "2026-03-02T09:00:00+08:00\n").expect("written");
        let clock = clock_from(&format!("@{}", path.display())).expect("a file");
        assert_eq!(clock.wall_seconds(), NINE);
        std::fs::write(&path, "2026-03-02T09:01:01+08:00").expect("written");
        assert_eq!(clock.wall_seconds(), NINE + 61);
        std::fs::write(&path, "soon").expect("written");
        assert_eq!(clock.wall_seconds(), NINE + 61);
    }

    #[test]
    fn other_settings_are_refused() {
        for setting in ["soon", "", "1969-01-01T00:00:00Z", "@/does/not/exist"] {
            assert!(clock_from(setting).is_err(), "{setting}");
        }
    }
}
