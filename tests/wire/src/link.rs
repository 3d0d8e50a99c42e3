//! How fast a wire is, for all connections together.

use std::sync::{Mutex, PoisonError};
use std::time::Duration;

use tokio::time::Instant;

/// What a network is like.
#[derive(Debug, Clone, Copy, Default, PartialEq, Eq)]
pub struct Shape {
    /// Bytes a second, each way, for all connections together; without it as fast as the machine.
    pub bytes_per_second: Option<u64>,
    /// How long everything takes, each way.
    pub delay: Duration,
    /// Once in so many bytes each way nothing moves for a while.
    pub stall: Option<(u64, Duration)>,
}

/// One way of the wire.
pub(crate) struct Link {
    shape: Shape,
    state: Mutex<State>,
}

struct State {
    /// When all that was sent has gone.
    free_at: Instant,
    until_stall: u64,
}

impl Link {
    pub(crate) fn new(shape: Shape) -> Self {
        Self {
            shape,
            state: Mutex::new(State {
                free_at: Instant::now(),
                until_stall: shape.stall.map_or(0, |(each, _)| each),
            }),
        }
    }

    /// When so many bytes that are sent now arrive.
    pub(crate) fn arrival(&self, bytes: usize) -> Instant {
        let bytes = bytes as u64;
        let mut state = self.state.lock().unwrap_or_else(PoisonError::into_inner);
        state.free_at = state.free_at.max(Instant::now());
        if let Some(rate) = self.shape.bytes_per_second {
            state.free_at += Duration::from_micros(bytes * 1_000_000 / rate.max(1));
        }
        if let Some((each, pause)) = self.shape.stall {
            match state.until_stall.checked_sub(bytes) {
                Some(less) => state.until_stall = less,
                None => {
                    state.until_stall = each;
                    state.free_at += pause;
                }
            }
        }
        state.free_at + self.shape.delay
    }
}
