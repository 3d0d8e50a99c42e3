use std::sync::Mutex;

use super::{BootId, Clock};

/// A clock that stands still until a test moves it.
pub struct FakeClock(Mutex<State>);

struct State {
    wall: u64,
    monotonic: u64,
    boot: u64,
}

impl FakeClock {
    /// Starts at `wall` seconds, an hour after the first boot.
    pub fn at(wall: u64) -> Self {
        Self(Mutex::new(State {
            wall,
            monotonic: 3_600_000,
            boot: 1,
        }))
    }

    /// Lets time pass on both clocks.
    pub fn advance_seconds(&self, seconds: u64) {
        let mut state = self.state();
        state.wall += seconds;
        state.monotonic += seconds * 1000;
    }

    /// Lets a moment pass that the wall clock, which knows only seconds, does not show.
    pub fn advance_monotonic(&self, millis: u64) {
        self.state().monotonic += millis;
    }

    /// Sets the wall clock as a person would; the monotonic clock does not notice.
    pub fn set_wall(&self, wall: u64) {
        self.state().wall = wall;
    }

    /// Restarts the machine: new boot id, monotonic clock near zero, same wall clock.
    pub fn reboot(&self) {
        let mut state = self.state();
        state.boot += 1;
        state.monotonic = 5_000;
    }

    fn state(&self) -> std::sync::MutexGuard<'_, State> {
        self.0
            .lock()
            .unwrap_or_else(std::sync::PoisonError::into_inner)
    }
}

impl Clock for FakeClock {
    fn wall_seconds(&self) -> u64 {
        self.state().wall
    }

    fn monotonic_millis(&self) -> u64 {
        self.state().monotonic
    }

    fn boot_id(&self) -> BootId {
        BootId::new(format!("fake-boot-{}", self.state().boot))
    }
}
