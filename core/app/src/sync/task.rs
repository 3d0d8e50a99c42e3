//! The loop around the engine: waits for time, answers and what people do.

use std::future::Future;
use std::io::Write;
use std::pin::Pin;
use std::sync::{Arc, Mutex, Weak};
use std::time::Duration;

use base64::Engine as _;
use base64::engine::general_purpose::URL_SAFE_NO_PAD;
use flate2::Compression;
use flate2::write::GzEncoder;
use tokio::sync::{mpsc, oneshot};
use tokio::time::Instant;
use tongban_device::{Transport, TransportError, TransportRequest, TransportResponse};
use tongban_protocol::{
    CERTIFICATE_KIND, CertificateRow, MEDIA_TYPE, PullRequest, PullResponse, ReceiptKeys,
    UncheckedPull, paths,
};
use tongban_store::PersonDb;
use tongban_sync::{Answer, Engine, Event, Failure, Pause, Request, RequestId, pump};

use super::fetch_keys;
use super::hints::Listening;
use super::host::WalletHost;
use super::marks::Carrying;
use super::status::News;
use crate::context::{Core, lock};
use crate::events::{EventView, NothingView};
use crate::{certificates, reminders, snapshots};

/// What the rest of the app tells the task.
pub(super) enum Command {
    /// Something happened.
    Event(Event),
    /// Say when nothing more goes on by itself.
    WhenAtRest(oneshot::Sender<()>),
}

pub(super) struct Task {
    core: Weak<Core>,
    db: Weak<PersonDb>,
    engine: Engine,
    commands: mpsc::UnboundedReceiver<Command>,
    /// Held while the database is in use.
    busy: Arc<Mutex<()>>,
    flight: Option<Flight>,
    keys: Option<KeysFlight>,
    /// The request that is next waits for them: without any, no receipt could be checked, and what it
    /// is for would be sent again.
    keys_first: bool,
    hints: Listening,
    marks: Carrying,
    outbox: Telling,
    wait_until: Option<u64>,
    at_rest: Vec<oneshot::Sender<()>>,
}

type Flight = Pin<Box<dyn Future<Output = Event> + Send>>;
type KeysFlight = Pin<Box<dyn Future<Output = Option<ReceiptKeys>> + Send>>;

impl Task {
    pub(super) fn new(
        core: &Arc<Core>,
        db: &Arc<PersonDb>,
        engine: Engine,
        commands: mpsc::UnboundedReceiver<Command>,
        busy: Arc<Mutex<()>>,
    ) -> Self {
        Self {
            core: Arc::downgrade(core),
            db: Arc::downgrade(db),
            engine,
            commands,
            busy,
            flight: None,
            keys: None,
            keys_first: false,
            hints: Listening::new(core, db),
            marks: Carrying::default(),
            outbox: Telling::default(),
            wait_until: None,
            at_rest: Vec::new(),
        }
    }

    /// Runs until the wallet is closed or the app is gone.
    pub(super) async fn run(mut self) {
        let mut event = Event::Tick;
        loop {
            match self.turn(event).await {
                Some(task) => self = task,
                None => return,
            }
            event = match self.next_event().await {
                Some(event) => event,
                None => return,
            };
        }
    }

    /// Hands one event in and carries out everything that needs no waiting.
    async fn turn(mut self, event: Event) -> Option<Self> {
        let (core, db) = (self.core.upgrade()?, self.db.upgrade()?);
        // The disk is slow, and a key store slower.
        let worked = tokio::task::spawn_blocking(move || {
            let mut moment = None;
            let busy = self.busy.clone();
            let _busy = lock(&busy);
            let mut host = WalletHost {
                core: &core,
                db: &db,
                news: News::default(),
            };
            let pause = pump(&mut self.engine, &mut host, event);
            let news = host.news;
            lock(&core.sync_status).wait_until = match &pause {
                Pause::Wait(until) => Some(*until),
                Pause::Send(..) | Pause::Idle => None,
            };
            self.outbox.is_stale |= news.outbox;
            tell(&core, news);
            let lacks_keys = lacks_keys(&core);
            let wants_keys = news.keys_wanted || lacks_keys;
            self.keys_first = lacks_keys;
            if let Some(token) = self.engine.token() {
                let unsent = self.marks.due(&core, &db);
                moment = Some((token, unsent));
            }
            // Before the mark of being busy: who waits for it wants the folder to be free.
            drop((core, db));
            (self, pause, wants_keys, moment)
        });
        let (mut task, pause, wants_keys, moment) = worked.await.ok()?;
        match pause {
            Pause::Send(id, request) => {
                let transport = task.core.upgrade()?.caps.transport.clone();
                let flight = send(task.core.clone(), transport, id, request);
                task.wait_until = None;
                task.flight = Some(Box::pin(flight));
            }
            Pause::Wait(until) => task.wait_until = Some(until),
            Pause::Idle => task.wait_until = None,
        }
        let (token, unsent) = moment.unzip();
        if let (Some(token), Some(unsent)) = (&token, unsent.flatten()) {
            let transport = task.core.upgrade()?.caps.transport.clone();
            let (db, busy) = (task.db.clone(), task.busy.clone());
            task.marks.send(transport, (db, busy), token, unsent);
        }
        task.hints.has_token(token);
        if task.keys.is_none() && wants_keys {
            let transport = task.core.upgrade()?.caps.transport.clone();
            task.keys = Some(Box::pin(fetch_keys(task.core.clone(), transport)));
        }
        Some(task)
    }

    /// The next thing that concerns the engine; `None` at the end.
    async fn next_event(&mut self) -> Option<Event> {
        loop {
            let at_rest =
                self.flight.is_none() && self.keys.is_none() && !self.marks.is_under_way();
            if self.outbox.is_due(at_rest) {
                let (core, busy) = (self.core.upgrade()?, self.busy.clone());
                let told = tokio::task::spawn_blocking(move || {
                    let _busy = lock(&busy);
                    core.publish_outbox();
                    // Who waits for it wants the folder to be free.
                    drop(core);
                });
                told.await.ok()?;
                self.outbox.told();
            }
            if at_rest {
                self.at_rest.drain(..).for_each(|waits| _ = waits.send(()));
            }
            let core = self.core.upgrade()?;
            let now = core.caps.clock.monotonic_millis();
            self.hints.open_if_due(now);
            drop(core);
            if self.flight.is_none() && self.wait_until.is_some_and(|until| until <= now) {
                self.wait_until = None;
                return Some(Event::Tick);
            }
            // A clock that counts sleep may run ahead of a timer that does not.
            let due = [self.wait_until, self.hints.due(), self.marks.not_before()];
            let due = due.into_iter().flatten().min();
            let nap = due.map_or(NAP, |until| {
                NAP.min(Duration::from_millis(until.saturating_sub(now)))
            });
            tokio::select! {
                command = self.commands.recv() => match command? {
                    Command::Event(event) => return Some(event),
                    Command::WhenAtRest(waits) => self.at_rest.push(waits),
                },
                event = flown(&mut self.flight), if !(self.keys_first && self.keys.is_some()) => {
                    self.flight = None;
                    // The screens say "online" and "last" by it.
                    self.outbox.is_stale = true;
                    return Some(event);
                }
                () = self.outbox.soon() => {}
                keys = flown(&mut self.keys) => {
                    self.keys = None;
                    if let Some(keys) = keys {
                        return Some(Event::ReceiptKeys(keys));
                    }
                }
                heard = self.hints.next() => {
                    let core = self.core.upgrade()?;
                    if self.hints.heard(&core, heard) {
                        return Some(Event::PullNow);
                    }
                }
                carried = self.marks.next() => {
                    let core = self.core.upgrade()?;
                    if self.marks.carried(&core, carried) {
                        return Some(Event::Tick);
                    }
                }
                () = tokio::time::sleep(nap) => {
                    let core = self.core.upgrade()?;
                    let now = core.caps.clock.monotonic_millis();
                    let waits = self.wait_until.is_some_and(|until| until <= now);
                    if self.marks.wait_is_over(now) || waits {
                        self.wait_until = self.wait_until.filter(|_| !waits);
                        return Some(Event::Tick);
                    }
                }
            }
        }
    }
}

/// When the screens are told how the outbox is: at once, and again and again while much goes out, so
/// that drawing a long list does not take the time that sending it needs.
#[derive(Default)]
struct Telling {
    is_stale: bool,
    last: Option<Instant>,
}

impl Telling {
    fn is_due(&self, at_rest: bool) -> bool {
        let is_over = |last: Instant| last.elapsed() >= TELL_EVERY;
        self.is_stale && (at_rest || self.last.is_none_or(is_over))
    }

    fn told(&mut self) {
        (self.is_stale, self.last) = (false, Some(Instant::now()));
    }

    /// Returns when it is due; never, when nothing is to be told.
    async fn soon(&self) {
        match self.last.filter(|_| self.is_stale) {
            Some(last) => tokio::time::sleep_until(last + TELL_EVERY).await,
            None => std::future::pending().await,
        }
    }
}

/// What is on its way; never, when nothing is.
pub(super) async fn flown<T>(flight: &mut Option<Pin<Box<dyn Future<Output = T> + Send>>>) -> T {
    match flight {
        Some(flight) => flight.await,
        None => std::future::pending().await,
    }
}

/// Sends one request; the answer as an event.
async fn send(
    core: Weak<Core>,
    transport: Arc<dyn Transport>,
    id: RequestId,
    request: Request,
) -> Event {
    let (path, asked) = (request.path, request.body.clone());
    let response = transport.request(transport_request(request)).await;
    // Not before: a request that takes its time does not keep a closed app alive.
    let Some(core) = core.upgrade() else {
        return Event::Answered(id, Err(Failure::Offline));
    };
    let answer = match response {
        Ok(response) => {
            if path == paths::PULL && response.status == 200 {
                meet_unfamiliar(&core, &asked, &response.body).await;
            }
            Ok(answer(response))
        }
        Err(error) => Err(failure(error)),
    };
    let at = answer.is_ok().then(|| core.now());
    lock(&core.sync_status).answered(at);
    Event::Answered(id, answer)
}

/// A certificate of a type or slot that this device has not heard of waits for newer snapshots:
/// row and certificate are to be one transaction.
async fn meet_unfamiliar(core: &Arc<Core>, asked: &[u8], body: &[u8]) {
    let unfamiliar = || {
        let asked = PullRequest::decode(asked).ok()?;
        let rows = match UncheckedPull::decode(body).ok()?.check(&asked).ok()? {
            PullResponse::Page(page) => page.rows,
            PullResponse::Snapshot(page) => page.rows,
            PullResponse::Fork { .. } => return None,
        };
        let mut rows = rows.iter().filter(|row| row.kind() == CERTIFICATE_KIND);
        let row = |body: &[u8]| CertificateRow::decode(body).ok();
        rows.find(|found| {
            row(found.body()).is_some_and(|row| certificates::is_unfamiliar(core, &row))
        })?;
        Some(())
    };
    if unfamiliar().is_some() {
        // Without them the row is kept, and the certificate follows with the next ones.
        let _tried = snapshots::refresh(core).await;
    }
}

fn transport_request(request: Request) -> TransportRequest {
    // Photos are compressed as they are, and a question is too short.
    let packed = (request.path == paths::PUSH).then(|| packed(&request.body));
    let packed = packed.filter(|packed| packed.len() < request.body.len());
    let is_packed = packed.is_some();
    let body = packed.unwrap_or(request.body);
    let mut sent = TransportRequest::post(request.path, body).header("content-type", MEDIA_TYPE);
    if is_packed {
        sent = sent.header("content-encoding", "gzip");
    }
    if let Some(token) = &request.token {
        sent = sent.header("authorization", bearer(token.expose()));
    }
    sent.deadline = Duration::from_millis(request.deadline_millis);
    sent.response_limit = request.response_limit;
    sent
}

/// Text as gzip.
fn packed(body: &[u8]) -> Vec<u8> {
    let mut packer = GzEncoder::new(Vec::new(), Compression::default());
    // A writer to memory does not fail; were it to, what is short of a whole is not sent.
    match packer.write_all(body).and_then(|()| packer.finish()) {
        Ok(packed) => packed,
        Err(_) => body.to_vec(),
    }
}

/// The header that lets its bearer read.
pub(crate) fn bearer(token: &[u8; 32]) -> String {
    format!("Bearer {}", URL_SAFE_NO_PAD.encode(token))
}

fn answer(response: TransportResponse) -> Answer {
    Answer {
        status: response.status,
        retry_after: response
            .header("retry-after")
            .and_then(|seconds| seconds.trim().parse().ok()),
        body: response.body,
    }
}

fn failure(error: TransportError) -> Failure {
    match error {
        TransportError::Offline => Failure::Offline,
        TransportError::TimedOut => Failure::TimedOut,
        TransportError::Broken
        | TransportError::Untrusted
        | TransportError::TooLarge { .. }
        | TransportError::BadRequest => Failure::Broken,
    }
}

/// Tells the screens what is not what it was.
fn tell(core: &Arc<Core>, news: News) {
    if news.cases {
        core.publish(EventView::CasesChanged(NothingView {}));
        reminders::count_soon(core);
    }
    if news.certificates {
        core.publish(EventView::CertificatesChanged(NothingView {}));
    }
}

/// Whether no receipt could be checked, and the platform can be asked for its keys.
fn lacks_keys(core: &Core) -> bool {
    lock(&core.sync_status).online && core.receipt_keys().is_ok_and(|keys| keys.keys().is_empty())
}

/// How long a wait is at most not looked at.
const NAP: Duration = Duration::from_secs(10);
/// Often enough for an eye.
const TELL_EVERY: Duration = Duration::from_millis(500);
