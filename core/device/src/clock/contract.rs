//! Two clocks and the name of the boot that the second one counts from.
//!
//! The wall clock can be set by anyone and is never trusted alone (the trusted floor of
//! rule C10 lives in the core). The monotonic clock cannot be set; it is comparable
//! between two processes exactly when both saw the same [`BootId`].

/// Time of this machine.
pub trait Clock: Send + Sync {
    /// Seconds since 1970-01-01T00:00Z by the clock a person can set; 0 when that clock
    /// stands before 1970.
    fn wall_seconds(&self) -> u64;

    /// Milliseconds since a fixed moment of this boot; never runs backwards, counts
    /// sleep, and survives a restart of the app.
    fn monotonic_millis(&self) -> u64;

    /// Names the boot that [`Clock::monotonic_millis`] counts from. A machine that
    /// cannot tell gives a value that is new for each process, so that waits are served
    /// again in full rather than skipped.
    fn boot_id(&self) -> BootId;
}

/// Opaque name of one boot of one machine; not secret and not stable across boots.
#[derive(Debug, Clone, PartialEq, Eq)]
pub struct BootId(String);

impl BootId {
    /// Takes the machine's own text.
    pub fn new(text: impl Into<String>) -> Self {
        Self(text.into())
    }

    /// The text to store.
    pub fn as_str(&self) -> &str {
        &self.0
    }
}
