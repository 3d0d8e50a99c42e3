//! Who waits for "pull now", and when it is said.
//!
//! A hint says that some feed of the device has moved, and not which nor how. What moved is seen in
//! the database, not where it was written: so hints work whatever wrote and in whichever process,
//! on both databases. The watching is one query for all streams, at once after a request here that
//! may have written, else every [`WATCH_EVERY`]; without streams there is none.

use std::collections::{BTreeMap, HashMap, VecDeque};
use std::sync::{Arc, Mutex, MutexGuard, PoisonError};
use std::time::Duration;

use tokio::sync::{Notify, OwnedSemaphorePermit, Semaphore, watch};
use tongban_protocol::ScopeId;

use crate::platform::Platform;

/// All open streams of this process.
pub(crate) struct Hints {
    state: Mutex<State>,
    places: Arc<Semaphore>,
    of_a_device: usize,
    /// Something may have been written here.
    nudged: Notify,
}

#[derive(Default)]
struct State {
    /// Of each feed that somebody waits for: its newest seq. Streams watch it.
    feeds: BTreeMap<ScopeId, watch::Sender<u64>>,
    /// Streams of each device, the oldest first.
    devices: HashMap<[u8; 32], VecDeque<Arc<Notify>>>,
    /// The platform stops: no stream is opened any more.
    closed: bool,
}

/// One open stream; dropping it gives its place back.
pub(crate) struct Stream {
    hints: Arc<Hints>,
    device: [u8; 32],
    feeds: Vec<watch::Receiver<u64>>,
    /// A newer stream of the device took its place, or the platform stops.
    ended: Arc<Notify>,
    _place: OwnedSemaphorePermit,
}

/// What a stream says next.
#[derive(Debug, Clone, Copy, PartialEq, Eq)]
pub(crate) enum Said {
    /// Pull now.
    Pull,
    /// A newer stream of the device has its place, or the platform stops.
    End,
}

impl Hints {
    /// At most so many streams in all, and of one device.
    pub(crate) fn new(most: usize, of_a_device: usize) -> Self {
        Self {
            state: Mutex::default(),
            places: Arc::new(Semaphore::new(most)),
            of_a_device: of_a_device.max(1),
            nudged: Notify::new(),
        }
    }

    /// A stream for these feeds; none if there is no place. The oldest stream of a device makes
    /// room for its newest: a connection that broke may look open here for a long time.
    pub(crate) fn open(self: &Arc<Self>, device: [u8; 32], scopes: &[ScopeId]) -> Option<Stream> {
        let place = Arc::clone(&self.places).try_acquire_owned().ok()?;
        let ended = Arc::new(Notify::new());
        let mut state = self.state();
        if state.closed {
            return None;
        }
        let streams = state.devices.entry(device).or_default();
        streams.push_back(Arc::clone(&ended));
        while streams.len() > self.of_a_device {
            if let Some(oldest) = streams.pop_front() {
                oldest.notify_one();
            }
        }
        let feeds = scopes.iter().map(|scope| {
            let feed = state.feeds.entry(*scope);
            feed.or_insert_with(|| watch::Sender::new(UNSEEN))
                .subscribe()
        });
        let feeds = feeds.collect();
        drop(state);
        Some(Stream {
            hints: Arc::clone(self),
            device,
            feeds,
            ended,
            _place: place,
        })
    }

    /// Something may have been written here: whoever watches looks at once.
    pub(crate) fn nudge(&self) {
        self.nudged.notify_one();
    }

    /// Ends every stream: one that stays open would keep the platform from stopping.
    fn close(&self) {
        let mut state = self.state();
        state.closed = true;
        let streams = state.devices.values().flatten();
        streams.for_each(|stream| stream.notify_one());
    }

    fn watched(&self) -> Vec<ScopeId> {
        self.state().feeds.keys().copied().collect()
    }

    /// Tells the streams of feeds that are further than they were. The first look at a feed tells
    /// nothing: who opens a stream pulls first.
    fn tell(&self, ends: &[(ScopeId, u64)]) {
        let state = self.state();
        for (scope, seq) in ends {
            if let Some(feed) = state.feeds.get(scope) {
                feed.send_if_modified(|known| {
                    let before = std::mem::replace(known, *seq);
                    before != UNSEEN && before != *seq
                });
            }
        }
    }

    fn state(&self) -> MutexGuard<'_, State> {
        self.state.lock().unwrap_or_else(PoisonError::into_inner)
    }
}

impl Stream {
    /// Waits for the next thing to say.
    pub(crate) async fn next(&mut self) -> Said {
        let moved = self.feeds.iter_mut().map(|feed| Box::pin(feed.changed()));
        let moved: Vec<_> = moved.collect();
        match moved.is_empty() {
            true => {
                self.ended.notified().await;
                Said::End
            }
            false => tokio::select! {
                _ = futures_util::future::select_all(moved) => Said::Pull,
                () = self.ended.notified() => Said::End,
            },
        }
    }
}

impl Drop for Stream {
    fn drop(&mut self) {
        self.feeds.clear();
        let mut state = self.hints.state();
        if let Some(streams) = state.devices.get_mut(&self.device) {
            streams.retain(|one| !Arc::ptr_eq(one, &self.ended));
            if streams.is_empty() {
                state.devices.remove(&self.device);
            }
        }
        state.feeds.retain(|_, feed| feed.receiver_count() > 0);
    }
}

/// Looks for feeds that have moved, until told to stop.
pub(crate) async fn keep_hinting(platform: Arc<Platform>, mut stop: watch::Receiver<bool>) {
    loop {
        let nudged = async {
            platform.hints.nudged.notified().await;
            // Many requests at once are one look.
            tokio::time::sleep(TOGETHER).await;
        };
        tokio::select! {
            () = nudged => {}
            () = tokio::time::sleep(WATCH_EVERY) => {}
            _ = stop.wait_for(|stop| *stop) => return platform.hints.close(),
        }
        let watched = platform.hints.watched();
        for some in watched.chunks(AT_ONCE) {
            match platform.store.feed_ends(some.to_vec()).await {
                Ok(ends) => platform.hints.tell(&ends),
                // Devices pull all the same; the next look may work.
                Err(error) => {
                    tracing::warn!(error = &error as &dyn std::error::Error, "no hints for now");
                    break;
                }
            }
        }
    }
}

/// No look has been at that feed.
const UNSEEN: u64 = u64::MAX;
const WATCH_EVERY: Duration = Duration::from_secs(2);
const TOGETHER: Duration = Duration::from_millis(50);
const AT_ONCE: usize = 1_000;

#[cfg(test)]
mod tests {
    use super::*;

    const ONE: ScopeId = ScopeId::from_bytes([1; 16]);
    const OTHER: ScopeId = ScopeId::from_bytes([2; 16]);

    async fn says(stream: &mut Stream) -> Option<Said> {
        let said = tokio::time::timeout(Duration::from_millis(20), stream.next()).await;
        said.ok()
    }

    #[tokio::test]
    async fn a_stream_hears_of_its_feeds_and_of_no_others_and_not_of_what_it_found_there() {
        let hints = Arc::new(Hints::new(4, 2));
        let mut stream = hints.open([1; 32], &[ONE]).expect("a place");
        hints.tell(&[(ONE, 7), (OTHER, 7)]);
        assert_eq!(
            says(&mut stream).await,
            None,
            "that is pulled at the opening"
        );
        hints.tell(&[(ONE, 7), (OTHER, 8)]);
        assert_eq!(says(&mut stream).await, None);
        hints.tell(&[(ONE, 8)]);
        hints.tell(&[(ONE, 9)]);
        assert_eq!(says(&mut stream).await, Some(Said::Pull));
        assert_eq!(says(&mut stream).await, None, "two at once are one");
        // A restored platform begins a feed below where it was.
        hints.tell(&[(ONE, 3)]);
        assert_eq!(says(&mut stream).await, Some(Said::Pull));
    }

    #[tokio::test]
    async fn the_newest_streams_of_a_device_stay_and_places_come_back() {
        let hints = Arc::new(Hints::new(3, 2));
        let mut first = hints.open([1; 32], &[ONE]).expect("a place");
        let mut second = hints.open([1; 32], &[ONE]).expect("a place");
        let third = hints.open([1; 32], &[ONE]).expect("a place");
        assert_eq!(says(&mut first).await, Some(Said::End));
        assert_eq!(says(&mut second).await, None);
        assert!(
            hints.open([2; 32], &[ONE]).is_none(),
            "all places are taken"
        );
        drop(first);
        assert!(hints.open([2; 32], &[OTHER]).is_some());
        drop((second, third));
        let state = hints.state();
        assert!(
            state.devices.is_empty() && state.feeds.is_empty(),
            "nothing is left"
        );
    }
}
