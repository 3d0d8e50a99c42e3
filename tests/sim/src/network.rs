//! The way between a device and the platform, and what happens on it.

use std::collections::{BTreeMap, BTreeSet};
use std::future::pending;
use std::sync::atomic::{AtomicBool, AtomicU64, Ordering};
use std::sync::{Arc, Mutex, PoisonError};
use std::time::Duration;

use tokio::sync::oneshot;
use tokio::time::{sleep, timeout};
use tongban_device::{Transport, TransportError, TransportRequest, TransportResponse};

use crate::clock::SimClock;
use crate::dice::Dice;
use crate::disk::Disk;
use crate::faults::Fault;
use crate::platform::PlatformSide;
use crate::trace::Trace;

/// One device's network.
pub struct SimNetwork {
    name: String,
    platform: Arc<PlatformSide>,
    clock: Arc<SimClock>,
    disk: Arc<Disk>,
    trace: Arc<Trace>,
    faults: BTreeSet<Fault>,
    calm: Arc<AtomicBool>,
    seed: u64,
    /// How often each path was asked: two requests of one device may be on the way together, and
    /// neither changes the other's course.
    asked: Mutex<BTreeMap<String, u64>>,
    /// No network before this moment of the world.
    offline_until: AtomicU64,
    slot: u64,
}

/// What a network belongs to.
pub struct Ends {
    pub name: String,
    pub platform: Arc<PlatformSide>,
    pub clock: Arc<SimClock>,
    pub disk: Arc<Disk>,
    pub trace: Arc<Trace>,
    pub calm: Arc<AtomicBool>,
    /// Its own milliseconds of each sixteen: two devices never meet in one, so that a seed tells
    /// the same story each time.
    pub slot: u64,
}

/// What will happen to one request, decided when it is sent.
struct Course {
    way: u64,
    back: u64,
    dropped: bool,
    portal: bool,
    half_closed: bool,
    again: Option<u64>,
}

impl SimNetwork {
    pub fn new(ends: Ends, faults: BTreeSet<Fault>, seed: u64) -> Self {
        let Ends {
            name,
            platform,
            clock,
            disk,
            trace,
            calm,
            slot,
        } = ends;
        Self {
            name,
            platform,
            clock,
            disk,
            trace,
            faults,
            calm,
            seed,
            asked: Mutex::default(),
            offline_until: AtomicU64::new(0),
            slot,
        }
    }

    /// No network before this moment of the world.
    pub fn unplug_until(&self, millis: u64) {
        self.offline_until.store(millis, Ordering::SeqCst);
    }

    fn course(&self, path: &str) -> Course {
        let mut asked = self.asked.lock().unwrap_or_else(PoisonError::into_inner);
        let times = asked.entry(path.to_owned()).or_default();
        *times += 1;
        let name = path.bytes().fold(0, |name: u64, byte| {
            name.wrapping_mul(31).wrapping_add(u64::from(byte))
        });
        let mut dice = Dice::part(self.seed ^ name, *times);
        let mut has = |fault: Fault, chance: u64| {
            let rolled = dice.percent(chance);
            rolled && self.faults.contains(&fault) && !self.calm.load(Ordering::SeqCst)
        };
        let (dropped, portal) = (has(Fault::Drop, 12), has(Fault::Portal, 5));
        let half_closed = has(Fault::HalfClose, 12);
        let (slow, slow_back) = (has(Fault::Delay, 10), has(Fault::Delay, 8));
        let doubled = has(Fault::Duplicate, 12);
        let mut millis = |slow: bool| match slow {
            true => dice.below(60_000),
            false => 20 + dice.below(120),
        };
        Course {
            way: millis(slow),
            back: millis(slow_back),
            dropped,
            portal,
            half_closed,
            again: doubled.then(|| dice.below(30_000)),
        }
    }

    /// Waits so long, up to a moment that is this device's alone.
    async fn pass(&self, millis: u64) {
        let then = self.clock.millis() + millis;
        let then = then + (SLOTS + self.slot - then % SLOTS) % SLOTS;
        sleep(Duration::from_millis(then - self.clock.millis())).await;
    }

    async fn exchange(
        self: Arc<Self>,
        request: TransportRequest,
        course: Course,
    ) -> Result<TransportResponse, TransportError> {
        self.pass(course.way).await;
        if course.dropped {
            self.say(|| format!("fault: {} is lost on the way", request.path));
            pending::<()>().await;
        }
        if course.portal {
            self.say(|| format!("fault: a portal answers {}", request.path));
            return Ok(TransportResponse {
                status: 200,
                headers: Vec::new(),
                body: b"<html>welcome".to_vec(),
            });
        }
        let answer = self.platform.answer(&request).await;
        if let Some(after) = course.again {
            let (network, request) = (self.clone(), copy_of(&request));
            tokio::spawn(async move {
                network.pass(after).await;
                network.say(|| format!("fault: {} arrives again", request.path));
                network.platform.answer(&request).await;
            });
        }
        let Some(answer) = answer else {
            return Err(TransportError::Offline);
        };
        self.say(|| format!("{} is answered {}", request.path, answer.status));
        self.pass(course.back).await;
        if course.half_closed {
            self.say(|| format!("fault: the answer to {} is lost", request.path));
            return Err(TransportError::Broken);
        }
        match answer.body.len() > request.response_limit {
            true => Err(TransportError::TooLarge {
                limit: request.response_limit,
            }),
            false => Ok(answer),
        }
    }

    fn say(&self, what: impl FnOnce() -> String) {
        self.trace.tell(&self.name, what);
    }
}

/// A device's way to the platform, as the app takes it.
pub struct Way(pub Arc<SimNetwork>);

#[async_trait::async_trait]
impl Transport for Way {
    async fn request(
        &self,
        request: TransportRequest,
    ) -> Result<TransportResponse, TransportError> {
        let network = &self.0;
        if network.disk.is_dead() {
            // A dead device sends nothing.
            pending::<()>().await;
        }
        let course = network.course(&request.path);
        if network.clock.millis() < network.offline_until.load(Ordering::SeqCst) {
            network.pass(5).await;
            return Err(TransportError::Offline);
        }
        let deadline = request.deadline;
        let (arrived, answer) = oneshot::channel();
        let exchange = network.clone().exchange(request, course);
        // What is on its way arrives also when nobody waits for the answer any more.
        tokio::spawn(async move {
            let _nobody_waits = arrived.send(exchange.await);
        });
        match timeout(deadline, answer).await {
            Ok(Ok(answer)) => answer,
            Ok(Err(_)) => Err(TransportError::Broken),
            Err(_) => {
                // A deadline falls on any millisecond; what follows it falls on an own one.
                network.pass(0).await;
                Err(TransportError::TimedOut)
            }
        }
    }
}

fn copy_of(request: &TransportRequest) -> TransportRequest {
    TransportRequest {
        method: request.method,
        path: request.path.clone(),
        headers: request.headers.clone(),
        body: request.body.clone(),
        deadline: request.deadline,
        response_limit: request.response_limit,
    }
}

/// How many devices can have a millisecond of their own.
pub const SLOTS: u64 = 16;
