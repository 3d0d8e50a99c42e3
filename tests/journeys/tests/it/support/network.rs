//! The way to the platform, with scissors.

use std::sync::atomic::{AtomicU32, Ordering};
use std::sync::{Arc, Mutex};

use tongban_device::push_hint::PanicHints;
use tongban_device::transport::{PanicTransport, ScriptedTransport};
use tongban_device::{
    Header, HintStream, PushHint, Transport, TransportError, TransportRequest, TransportResponse,
};
use tongban_device_desktop::{HttpTransport, NoPlatform};
use tongban_protocol::paths;

/// What someone on the way does to an answer's body.
type Alter = fn(&mut Vec<u8>);

/// Leads to the platform until it is cut; a cut network panics when it is touched.
pub struct Network {
    way: Mutex<Arc<dyn Transport>>,
    hints: Mutex<Arc<dyn PushHint>>,
    lose_answers: AtomicU32,
    timed_out: AtomicU32,
    alter: Mutex<Option<Alter>>,
}

impl Network {
    pub fn to(base_url: &str) -> Arc<Self> {
        let way = Arc::new(HttpTransport::new(base_url).unwrap());
        Self::through(way.clone(), way)
    }

    /// Leads to a platform that answers for lists, in this order.
    pub fn to_lists(answers: ScriptedTransport) -> Arc<Self> {
        Self::through(Arc::new(ListsOnly(answers)), Arc::new(NoPlatform))
    }

    fn through(way: Arc<dyn Transport>, hints: Arc<dyn PushHint>) -> Arc<Self> {
        Arc::new(Self {
            way: Mutex::new(way),
            hints: Mutex::new(hints),
            lose_answers: AtomicU32::new(0),
            timed_out: AtomicU32::new(0),
            alter: Mutex::new(None),
        })
    }

    /// From here on any request is a failure of the test.
    pub fn cut(&self) {
        *self.way.lock().unwrap() = Arc::new(PanicTransport);
        *self.hints.lock().unwrap() = Arc::new(PanicHints);
    }

    /// There is no network for a while: requests fail, as they do in a village.
    pub fn unplug(&self) {
        *self.way.lock().unwrap() = Arc::new(Nowhere);
        *self.hints.lock().unwrap() = Arc::new(NoPlatform);
    }

    /// There is a network, and it leads there.
    pub fn plug(&self, base_url: &str) {
        let way = Arc::new(HttpTransport::new(base_url).unwrap());
        *self.way.lock().unwrap() = way.clone();
        *self.hints.lock().unwrap() = way;
    }

    /// Someone on the way changes the bodies of answers, or nobody does any more.
    pub fn alter_answers(&self, alter: Option<Alter>) {
        *self.alter.lock().unwrap() = alter;
    }

    /// The next `count` requests arrive, and their answers do not.
    pub fn lose_answers(&self, count: u32) {
        self.lose_answers.store(count, Ordering::SeqCst);
    }

    /// Requests that were given up because they took too long.
    pub fn timed_out(&self) -> u32 {
        self.timed_out.load(Ordering::SeqCst)
    }
}

#[async_trait::async_trait]
impl PushHint for Network {
    async fn open(
        &self,
        path: &str,
        headers: Vec<Header>,
    ) -> Result<Box<dyn HintStream>, TransportError> {
        let hints = self.hints.lock().unwrap().clone();
        hints.open(path, headers).await
    }
}

/// A platform that answers for lists in the order of a script, and for nothing else.
struct ListsOnly(ScriptedTransport);

#[async_trait::async_trait]
impl Transport for ListsOnly {
    async fn request(
        &self,
        request: TransportRequest,
    ) -> Result<TransportResponse, TransportError> {
        match request.path.as_str() {
            paths::TRUST | paths::STATUS => self.0.request(request).await,
            _ => Err(TransportError::Offline),
        }
    }
}

/// No network.
struct Nowhere;

#[async_trait::async_trait]
impl Transport for Nowhere {
    async fn request(&self, _: TransportRequest) -> Result<TransportResponse, TransportError> {
        Err(TransportError::Offline)
    }
}

#[async_trait::async_trait]
impl Transport for Network {
    async fn request(
        &self,
        request: TransportRequest,
    ) -> Result<TransportResponse, TransportError> {
        let way = self.way.lock().unwrap().clone();
        let mut answer = way.request(request).await;
        if matches!(answer, Err(TransportError::TimedOut)) {
            self.timed_out.fetch_add(1, Ordering::SeqCst);
        }
        if let (Ok(answer), Some(alter)) = (&mut answer, *self.alter.lock().unwrap()) {
            alter(&mut answer.body);
        }
        let lost = self
            .lose_answers
            .fetch_update(Ordering::SeqCst, Ordering::SeqCst, |left| {
                left.checked_sub(1)
            });
        match lost {
            Ok(_) => Err(TransportError::Broken),
            Err(_) => answer,
        }
    }
}
