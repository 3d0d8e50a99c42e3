use tongban_protocol::MAX_PUSH;

use crate::backoff::{Backoff, Dice};

/// How trying has gone. A request of several that fails says nothing about any one of them, so
/// each may only go with fewer others, down to alone; what fails alone goes last (rule S5).
#[derive(Debug, Clone, Copy)]
pub(crate) struct Attempts {
    /// A quarter of those that went with it in the last request that the platform did not take.
    suspects: usize,
    /// Requests with it that broke, less those that got through since.
    broken: u32,
    failed_alone: u32,
    platform_failed: u32,
    pub not_before: u64,
    backoff: Backoff,
}

/// Where a request failed.
#[derive(Debug, Clone, Copy, PartialEq, Eq)]
pub(crate) enum Blame {
    /// On the way: a weak network does this to anything.
    Way,
    /// At the platform, because of something in it.
    Content,
}

impl Attempts {
    pub const fn new() -> Self {
        Self {
            suspects: MAX_PUSH,
            broken: 0,
            failed_alone: 0,
            platform_failed: 0,
            not_before: 0,
            backoff: Backoff::new(),
        }
    }

    /// With how many others, itself included, it may go.
    pub fn company(&self) -> usize {
        match self.failed_alone {
            0 => (MAX_PUSH >> (2 * self.broken.min(3))).min(self.suspects),
            _ => 1,
        }
    }

    /// Whether it failed alone: all that is left then is of this kind.
    pub fn is_suspected(&self) -> bool {
        self.failed_alone > 0
    }

    /// Who has failed less goes first.
    pub fn rank(&self) -> (bool, usize) {
        (self.failed_alone > 0, MAX_PUSH / self.company())
    }

    /// Its request of so many failed.
    pub fn missed(&mut self, blame: Blame, of: usize, now: u64, dice: &mut Dice) {
        match blame {
            Blame::Way => self.broken += 1,
            Blame::Content => self.suspects = (of / 4).max(1),
        }
        if of == 1 {
            self.failed_alone += 1;
            self.wait(now, dice);
        }
    }

    /// The platform itself failed at it alone; `true` when that is too often.
    pub fn platform_failed_alone(&mut self) -> bool {
        self.platform_failed += 1;
        self.platform_failed >= MAX_PLATFORM_FAILED
    }

    /// Leaves it alone for a while.
    pub fn wait(&mut self, now: u64, dice: &mut Dice) {
        self.not_before = now + self.backoff.next(dice);
    }

    /// It got on: the next wait is a short one.
    pub fn progressed(&mut self) {
        self.backoff.reset();
    }

    /// A request got through: the way is better than it was. That says nothing about content.
    pub fn forgive(&mut self) {
        self.broken = self.broken.saturating_sub(1);
    }

    /// Ends the wait: someone wants it tried now.
    pub fn hurry(&mut self) {
        self.not_before = 0;
    }

    pub fn reset(&mut self) {
        *self = Self::new();
    }
}

const MAX_PLATFORM_FAILED: u32 = 5;
