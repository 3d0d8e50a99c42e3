//! What a wire counts.

use std::sync::atomic::{AtomicU64, Ordering};
use std::sync::{Mutex, MutexGuard, PoisonError};

use crate::flaps::{Break, How};

/// What went over the wire, heads of HTTP included.
#[derive(Debug, Clone, Copy, Default, PartialEq, Eq)]
pub struct Reading {
    /// Bytes to the platform.
    pub up: u64,
    /// Bytes from it.
    pub down: u64,
    /// Answers that began.
    pub requests: u64,
    /// Connections that were cut.
    pub cuts: u64,
    /// Connections of which one direction was closed.
    pub half_closes: u64,
    /// Times that nothing moved.
    pub stalls: u64,
    /// Times that everybody was refused for a while.
    pub refusals: u64,
}

impl Reading {
    /// Both ways.
    pub fn bytes(&self) -> u64 {
        self.up + self.down
    }
}

#[derive(Default)]
pub(crate) struct Gauge {
    up: AtomicU64,
    down: AtomicU64,
    requests: AtomicU64,
    cuts: AtomicU64,
    half_closes: AtomicU64,
    stalls: AtomicU64,
    refusals: AtomicU64,
    /// Cuts that are to come: at so many bytes to the platform, falling.
    cut_at: Mutex<Vec<u64>>,
}

impl Gauge {
    pub(crate) fn cut_at(&self, mut bytes: Vec<u64>) {
        bytes.sort_unstable();
        bytes.reverse();
        *self.cuts_to_come() = bytes;
    }

    pub(crate) fn read(&self) -> Reading {
        let take = |count: &AtomicU64| count.swap(0, Ordering::SeqCst);
        Reading {
            up: take(&self.up),
            down: take(&self.down),
            requests: take(&self.requests),
            cuts: take(&self.cuts),
            half_closes: take(&self.half_closes),
            stalls: take(&self.stalls),
            refusals: take(&self.refusals),
        }
    }

    /// Counts bytes to the platform; how many of them still pass where the wire is cut among them.
    pub(crate) fn pass_up(&self, bytes: &[u8]) -> Option<usize> {
        let count = bytes.len() as u64;
        let before = self.up.fetch_add(count, Ordering::SeqCst);
        let mut cuts = self.cuts_to_come();
        let at = cuts.pop_if(|at| *at < before + count)?;
        let passed = usize::try_from(at.saturating_sub(before)).unwrap_or(0);
        let lost = (bytes.len() - passed) as u64;
        self.up.fetch_sub(lost, Ordering::SeqCst);
        self.cuts.fetch_add(1, Ordering::SeqCst);
        Some(passed)
    }

    /// Counts bytes from the platform, and the answers that begin in them.
    pub(crate) fn pass_down(&self, bytes: &[u8]) {
        self.down.fetch_add(bytes.len() as u64, Ordering::SeqCst);
        let answers = bytes.windows(9).filter(|nine| *nine == b"HTTP/1.1 ");
        self.requests
            .fetch_add(answers.count() as u64, Ordering::SeqCst);
    }

    pub(crate) fn broke(&self, broken: &Break) {
        let count = match broken.how {
            How::Cut => &self.cuts,
            How::HalfClose => &self.half_closes,
            How::Stall(_) => &self.stalls,
        };
        count.fetch_add(1, Ordering::SeqCst);
    }

    pub(crate) fn refused(&self) {
        self.refusals.fetch_add(1, Ordering::SeqCst);
    }

    fn cuts_to_come(&self) -> MutexGuard<'_, Vec<u64>> {
        self.cut_at.lock().unwrap_or_else(PoisonError::into_inner)
    }
}
