//! One device and the platform on one desk: requests are answered in place, time is ours.

use tongban_protocol::{Operation, OperationId, VerifiedOperation};
use tongban_sync::{Answer, Engine, Event, Failure, ItemState, Pause, Request, pump};

use super::keys::Key;
use super::ops::{SCOPE, id, sign};
use super::platform::Platform;
use super::store::Store;

pub struct Bench {
    pub platform: Platform,
    pub store: Store,
    pub engine: Engine,
    pub key: Key,
    /// Requests with the instant of each.
    pub sent: Vec<(u64, Request)>,
}

/// What becomes of a request.
pub enum Fate {
    Answered,
    /// The platform does it; its answer never comes.
    AnswerLost(Failure),
    /// It never gets there.
    Lost(Failure),
    /// Something answers instead.
    Instead(Answer),
}

impl Bench {
    pub fn new() -> Self {
        Self::with_device(Some(Key::new(2)))
    }

    /// A device that cannot read, so that only pushes and uploads are seen.
    pub fn writing_only() -> Self {
        Self::with_device(None)
    }

    fn with_device(device: Option<Key>) -> Self {
        let key = Key::new(1);
        let mut platform = Platform::new();
        platform.writers.push((key.point(), SCOPE));
        platform
            .devices
            .extend(device.as_ref().map(|device| (device.point(), SCOPE)));
        let store = Store::new(7, device);
        let engine = store.engine(&[SCOPE], &[platform.receipt_key.point()]);
        Self {
            platform,
            store,
            engine,
            key,
            sent: Vec::new(),
        }
    }

    pub fn sign(&self, operation: &Operation) -> VerifiedOperation {
        sign(operation, &self.key)
    }

    /// The person does something: outbox row first, then the engine hears of it.
    pub fn enqueue(&mut self, operation: &Operation) {
        let row = self.store.put(self.sign(operation));
        let event = Event::Enqueued(Box::new(row));
        // Nothing is sent here: what the pump wants to send is lost with this pause, and the
        // engine asks for it again when its request is over.
        self.feed(event);
    }

    /// Hands something in without letting requests out.
    pub fn feed(&mut self, event: Event) {
        let moment = tongban_sync::Host::moment(&mut self.store);
        self.engine.handle(tongban_sync::Input { moment, event });
    }

    /// Runs until nothing is to be done now; every request meets the fate that `fate` gives it.
    pub fn run(&mut self, mut fate: impl FnMut(&Request) -> Fate) -> Pause {
        let mut event = Event::Tick;
        for _ in 0..10_000 {
            match pump(&mut self.engine, &mut self.store, event) {
                Pause::Send(id, request) => {
                    let answer = match fate(&request) {
                        Fate::Answered => Ok(self.platform.answer(&request)),
                        Fate::AnswerLost(failure) => {
                            self.platform.answer(&request);
                            Err(failure)
                        }
                        Fate::Lost(failure) => Err(failure),
                        Fate::Instead(answer) => Ok(answer),
                    };
                    self.sent.push((self.store.now, request));
                    event = Event::Answered(id, answer);
                }
                pause => return pause,
            }
            if let Some(broken) = &self.store.broken {
                panic!("{broken}");
            }
        }
        panic!("the engine never rests");
    }

    /// Runs with a good network until nothing is left to do now.
    pub fn sync(&mut self) -> Pause {
        self.run(|_| Fate::Answered)
    }

    /// Like [`Bench::sync`], and lets time pass where the engine waits, at most `millis`.
    pub fn sync_for(&mut self, millis: u64, mut fate: impl FnMut(&Request) -> Fate) {
        let end = self.store.now + millis;
        loop {
            match self.run(&mut fate) {
                Pause::Wait(until) if until <= end => {
                    assert!(until > self.store.now, "a wait that is over");
                    self.store.now = until;
                }
                _ => break,
            }
        }
        self.store.now = end;
    }

    /// A crash: what is stored stays, the engine is another one.
    pub fn restart(&mut self) {
        self.store.dead = false;
        self.store.dies_at = None;
        self.engine = self
            .store
            .engine(&[SCOPE], &[self.platform.receipt_key.point()]);
    }

    pub fn state(&self, id: &OperationId) -> Option<&ItemState> {
        self.store.states.get(id)
    }

    pub fn paths(&self) -> Vec<&'static str> {
        self.sent.iter().map(|(_, request)| request.path).collect()
    }
}

pub fn is_received(bench: &Bench, number: u8) -> bool {
    matches!(bench.state(&id(number)), Some(ItemState::Received { .. }))
}

/// How many operations the platform has accepted.
pub fn accepted(bench: &Bench) -> usize {
    bench
        .platform
        .state
        .operations
        .values()
        .filter(|stored| stored.accepted)
        .count()
}
