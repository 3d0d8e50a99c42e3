use std::hash::{BuildHasher, RandomState};
use std::sync::Arc;
use std::sync::atomic::{AtomicU64, Ordering};

use tongban_device::{BootId, Clock};
use uniffi::UnexpectedUniFFICallbackError;

/// The clocks of this machine.
#[uniffi::export(foreign)]
pub trait ClockBridge: Send + Sync {
    /// Seconds since 1970-01-01T00:00Z by the clock a person can set.
    fn wall_seconds(&self) -> Result<u64, ClockBridgeError>;

    /// Milliseconds since a fixed moment of this boot, sleep included; never backwards.
    fn monotonic_millis(&self) -> Result<u64, ClockBridgeError>;

    /// A text that is the same for one boot of the machine and new for the next.
    fn boot_id(&self) -> Result<String, ClockBridgeError>;
}

/// Why there is no time.
#[derive(Debug, thiserror::Error, uniffi::Error)]
pub enum ClockBridgeError {
    /// The machine does not say.
    #[error("clock does not answer")]
    Unavailable,
}

impl From<UnexpectedUniFFICallbackError> for ClockBridgeError {
    fn from(_: UnexpectedUniFFICallbackError) -> Self {
        Self::Unavailable
    }
}

/// A clock that does not answer stands at 1970, in a boot of its own: nothing is fresh then,
/// and waits are served again in full.
pub(super) struct BridgedClock {
    bridge: Arc<dyn ClockBridge>,
    latest_millis: AtomicU64,
    unknown_boot: BootId,
}

impl BridgedClock {
    pub(super) fn new(bridge: Arc<dyn ClockBridge>) -> Self {
        let unknown_boot = BootId::new(format!("unknown-{:016x}", RandomState::new().hash_one(0)));
        Self {
            bridge,
            latest_millis: AtomicU64::new(0),
            unknown_boot,
        }
    }
}

impl Clock for BridgedClock {
    fn wall_seconds(&self) -> u64 {
        self.bridge.wall_seconds().unwrap_or(0)
    }

    fn monotonic_millis(&self) -> u64 {
        let now = self.bridge.monotonic_millis().unwrap_or(0);
        now.max(self.latest_millis.fetch_max(now, Ordering::Relaxed))
    }

    fn boot_id(&self) -> BootId {
        self.bridge
            .boot_id()
            .map_or_else(|_| self.unknown_boot.clone(), BootId::new)
    }
}

#[cfg(test)]
mod tests {
    use std::sync::Mutex;

    use tongban_device::clock::clock_contract;

    use super::*;

    /// Gives the scripted time, then fails.
    struct Shell(Mutex<Vec<u64>>);

    impl Shell {
        fn next(&self) -> Result<u64, ClockBridgeError> {
            self.0
                .lock()
                .expect("one thread")
                .pop()
                .ok_or(ClockBridgeError::Unavailable)
        }
    }

    impl ClockBridge for Shell {
        fn wall_seconds(&self) -> Result<u64, ClockBridgeError> {
            self.next()
        }

        fn monotonic_millis(&self) -> Result<u64, ClockBridgeError> {
            self.next()
        }

        fn boot_id(&self) -> Result<String, ClockBridgeError> {
            self.next().map(|number| number.to_string())
        }
    }

    fn clock(mut script: Vec<u64>) -> BridgedClock {
        script.reverse();
        BridgedClock::new(Arc::new(Shell(Mutex::new(script))))
    }

    #[test]
    fn a_clock_that_never_answers_keeps_the_contract() {
        clock_contract(&clock(Vec::new()));
    }

    #[test]
    fn a_clock_that_falls_silent_stands_still_and_starts_a_boot_of_its_own() {
        let clock = clock(vec![1, 5_000, 1_772_413_200]);
        assert_eq!(clock.boot_id(), BootId::new("1"));
        assert_eq!(clock.monotonic_millis(), 5_000);
        assert_eq!(clock.wall_seconds(), 1_772_413_200);

        assert_ne!(clock.boot_id(), BootId::new("1"));
        assert_eq!(clock.monotonic_millis(), 5_000);
        assert_eq!(clock.wall_seconds(), 0);
    }

    #[test]
    fn two_silent_clocks_are_not_in_the_same_boot() {
        assert_ne!(clock(Vec::new()).boot_id(), clock(Vec::new()).boot_id());
    }
}
