//! What is known about the way to the platform: when it may be tried, and with how much.

use tongban_protocol::{MAX_PUSH_BYTES, MIN_CHUNK_BYTES};

use crate::Failure;
use crate::backoff::{Backoff, CAP_MILLIS, Dice};

/// The way to the platform as the last requests found it.
#[derive(Debug)]
pub(crate) struct Link {
    /// Not before this instant, because of failures.
    failed_until: u64,
    /// Not before this instant, because the platform says so.
    asked_until: u64,
    unreachable: bool,
    platform_unwell: bool,
    backoff: Backoff,
    budget: usize,
    read_budget: u32,
}

impl Link {
    pub const fn new() -> Self {
        Self {
            failed_until: 0,
            asked_until: 0,
            unreachable: false,
            platform_unwell: false,
            backoff: Backoff::new(),
            budget: FIRST_BYTES,
            read_budget: FIRST_READ_BYTES,
        }
    }

    /// When the next request may go, if that is not now.
    pub fn closed_until(&self, now: u64) -> Option<u64> {
        let until = self.failed_until.max(self.asked_until);
        (until > now).then_some(until)
    }

    /// Bytes of payload for the next request.
    pub fn budget(&self) -> usize {
        self.budget
    }

    /// Bytes of rows to ask for.
    pub fn read_budget(&self) -> u32 {
        self.read_budget
    }

    /// An answer of so many bytes of rows came in time. One that was full may be followed by a
    /// larger one.
    pub fn read(&mut self, bytes: usize) {
        let full = bytes as u64 * 2 >= u64::from(self.read_budget);
        if full {
            self.read_budget = (self.read_budget * 2).min(MAX_READ_BYTES);
        }
    }

    pub fn succeeded(&mut self) {
        self.backoff.reset();
        self.unreachable = false;
        self.platform_unwell = false;
    }

    /// A request with so many bytes was answered after so many milliseconds. Where a full one was
    /// quick, more goes with the next; where it was slow, less, so that it is seen to move and
    /// less is lost when the line breaks.
    pub fn carried(&mut self, bytes: usize, millis: u64) {
        if millis > SLOW_MILLIS {
            self.budget = (self.budget / 2).max(MIN_CHUNK_BYTES as usize);
        } else if millis <= QUICK_MILLIS && bytes * 2 >= self.budget {
            self.budget = (self.budget * 2).min(MAX_PUSH_BYTES);
        }
    }

    pub fn failed(&mut self, failure: Failure, now: u64, dice: &mut Dice) {
        self.failed_until = now + self.backoff.next(dice);
        self.unreachable = failure == Failure::Offline;
        if !self.unreachable {
            self.budget = (self.budget / 2).max(MIN_CHUNK_BYTES as usize);
            self.read_budget = (self.read_budget / 2).max(MIN_CHUNK_BYTES);
        }
    }

    /// The platform failed. `true` when it did other things well since it failed last: then it
    /// is what it was asked that is to blame, and others may go on at once. Otherwise it is
    /// unwell, nobody is to blame, and everything pauses.
    pub fn platform_failed(&mut self, now: u64, dice: &mut Dice) -> bool {
        let unwell = std::mem::replace(&mut self.platform_unwell, true);
        if unwell {
            self.failed_until = now + self.backoff.next(dice);
        }
        !unwell
    }

    /// Whether the last thing that the platform did was to fail.
    pub fn is_unwell(&self) -> bool {
        self.platform_unwell
    }

    /// The platform wants to be left alone for so many seconds. More than an hour is an hour; a
    /// little more than asked, at random, so that not everybody comes back at once.
    pub fn asked_to_wait(&mut self, seconds: u64, now: u64, dice: &mut Dice) {
        let millis = seconds.min(MAX_RETRY_AFTER_SECONDS) * 1_000;
        let wait = millis + dice.between(0, millis / 4);
        self.asked_until = self.asked_until.max(now + wait);
        self.failed_until = self.failed_until.max(now + self.backoff.next(dice));
    }

    /// A network is there: the wait for one is over, the platform's wish is not.
    pub fn online(&mut self) {
        if self.unreachable {
            self.failed_until = 0;
            self.backoff.reset();
        }
    }

    /// Someone wants it tried now. The platform's wish still holds.
    pub fn hurry(&mut self) {
        self.failed_until = 0;
    }

    /// No network, says the system. It may be wrong, so there is a try now and then.
    pub fn offline(&mut self, now: u64) {
        self.unreachable = true;
        self.failed_until = now + CAP_MILLIS;
    }
}

/// Ten seconds of a very slow line.
const FIRST_BYTES: usize = 64 << 10;
const QUICK_MILLIS: u64 = 5_000;
const SLOW_MILLIS: u64 = 10_000;
/// Small, because a request that is lost is waited for as long as its answer may take.
const FIRST_READ_BYTES: u32 = 32 << 10;
const MAX_READ_BYTES: u32 = 512 << 10;
const MAX_RETRY_AFTER_SECONDS: u64 = 3_600;

#[cfg(test)]
#[allow(non_snake_case)]
mod tests {
    use super::*;

    #[test]
    fn rule_S11_a_retry_after_is_obeyed_up_to_an_hour() {
        for (asked, least, most) in [
            (0, 1_000, 3_000),
            (120, 120_000, 150_000),
            (86_400, 3_600_000, 4_500_000),
        ] {
            let (mut link, mut dice) = (Link::new(), Dice::new());
            link.asked_to_wait(asked, 5, &mut dice);
            let wait = link.closed_until(5).expect("closed") - 5;
            assert!((least..=most).contains(&wait), "{asked} s gave {wait} ms");
            link.online();
            assert_eq!(
                link.closed_until(5),
                Some(5 + wait),
                "a network does not open it"
            );
        }
    }

    #[test]
    fn a_network_ends_the_wait_for_one_and_no_other() {
        let mut dice = Dice::new();
        let mut link = Link::new();
        link.failed(Failure::Offline, 0, &mut dice);
        link.online();
        assert_eq!(link.closed_until(0), None);
        link.failed(Failure::TimedOut, 0, &mut dice);
        link.online();
        assert!(link.closed_until(0).is_some());
    }

    #[test]
    fn two_devices_that_are_asked_to_wait_do_not_come_back_together() {
        let wait = |entropy| {
            let (mut link, mut dice) = (Link::new(), Dice::new());
            dice.stir(entropy);
            link.asked_to_wait(120, 0, &mut dice);
            link.closed_until(0)
        };
        let waits: std::collections::BTreeSet<_> = (0..20).map(wait).collect();
        assert!(waits.len() > 10, "{waits:?}");
    }

    #[test]
    fn a_platform_that_fails_twice_running_is_left_alone_and_nobody_is_to_blame() {
        let (mut link, mut dice) = (Link::new(), Dice::new());
        assert!(link.platform_failed(5, &mut dice), "it was well until now");
        assert_eq!(link.closed_until(5), None);
        assert!(!link.platform_failed(5, &mut dice));
        let wait = link.closed_until(5).expect("closed") - 5;
        assert!((1_000..=3_000).contains(&wait), "{wait}");
        link.succeeded();
        assert!(link.platform_failed(5, &mut dice), "well again in between");
    }

    #[test]
    fn only_an_answer_that_filled_its_room_is_followed_by_a_larger_one() {
        let mut link = Link::new();
        let half = link.read_budget() as usize / 2;
        link.read(half - 1);
        assert_eq!(link.read_budget(), FIRST_READ_BYTES);
        link.read(half);
        assert_eq!(link.read_budget(), 2 * FIRST_READ_BYTES);
        for _ in 0..20 {
            link.read(MAX_READ_BYTES as usize);
        }
        assert_eq!(link.read_budget(), MAX_READ_BYTES);
    }

    #[test]
    fn a_break_halves_the_budget_and_no_network_does_not() {
        let (mut link, mut dice) = (Link::new(), Dice::new());
        for _ in 0..4 {
            link.carried(link.budget(), 100);
        }
        link.failed(Failure::Offline, 0, &mut dice);
        assert_eq!(link.budget(), MAX_PUSH_BYTES);
        link.failed(Failure::TimedOut, 0, &mut dice);
        assert_eq!(link.budget(), MAX_PUSH_BYTES / 2);
        link.failed(Failure::Broken, 0, &mut dice);
        assert_eq!(link.budget(), MAX_PUSH_BYTES / 4);
        link.succeeded();
        assert_eq!(link.budget(), MAX_PUSH_BYTES / 4, "only what it carries");
    }

    #[test]
    fn the_budget_shrinks_with_breaks_and_grows_back() {
        let (mut link, mut dice) = (Link::new(), Dice::new());
        for _ in 0..20 {
            link.failed(Failure::Broken, 0, &mut dice);
        }
        assert_eq!(link.budget(), MIN_CHUNK_BYTES as usize);
        for _ in 0..40 {
            link.carried(link.budget(), 100);
        }
        assert_eq!(link.budget(), MAX_PUSH_BYTES);
    }

    #[test]
    fn rule_S11_a_request_is_as_large_as_some_seconds_of_the_line_carry() {
        for (bytes_per_second, least, most) in [
            (2_000, 8 << 10, 20 << 10),
            (8_000, 32 << 10, 80 << 10),
            (100_000, MAX_PUSH_BYTES, MAX_PUSH_BYTES),
        ] {
            let mut link = Link::new();
            for _ in 0..10 {
                let bytes = link.budget();
                link.carried(bytes, bytes as u64 * 1_000 / bytes_per_second);
            }
            let bytes = link.budget();
            assert!(
                (least..=most).contains(&bytes),
                "{bytes} at {bytes_per_second} a second"
            );
            link.carried(60, 50);
            assert_eq!(link.budget(), bytes, "a question says nothing of the line");
        }
    }
}
