use std::sync::{Arc, Mutex, PoisonError};

use crate::clock::SimClock;

/// What happened, a line each, for a person who wants to know why; nothing while it is off.
pub struct Trace {
    clock: Arc<SimClock>,
    lines: Option<Mutex<Vec<String>>>,
}

impl Trace {
    /// Writes lines if it is on.
    pub fn new(clock: Arc<SimClock>, is_on: bool) -> Self {
        Self {
            clock,
            lines: is_on.then(Mutex::default),
        }
    }

    /// Adds a line, made only when somebody reads it.
    pub fn tell(&self, who: &str, what: impl FnOnce() -> String) {
        if let Some(lines) = &self.lines {
            let at = self.clock.millis();
            let line = format!("{:>4}.{:03}  {who:<9} {}", at / 1_000, at % 1_000, what());
            lines
                .lock()
                .unwrap_or_else(PoisonError::into_inner)
                .push(line);
        }
    }

    /// Everything so far.
    pub fn lines(&self) -> Vec<String> {
        let lines = self.lines.as_ref();
        lines.map_or_else(Vec::new, |lines| {
            lines.lock().unwrap_or_else(PoisonError::into_inner).clone()
        })
    }
}
