//! The machine itself: what it remembers, what goes in, what comes out.

mod answer;
mod pull;
mod push;
mod receipts;
mod save;
mod session;
mod states;
mod upload;

use std::collections::{BTreeMap, VecDeque};

use tongban_protocol::{Cursor, OperationId, PublicPoint, ReceiptKeys, ScopeId};

use crate::backoff::Dice;
use crate::link::Link;
use crate::outbox::Outbox;
use crate::{
    Action, Change, Event, Failure, Input, ItemState, OutboxItem, Report, Request, RequestId,
    SaveId,
};
use pull::{Scope, Stage};
use session::Session;
use upload::Reading;

/// What an engine starts from: the host's store and what the host knows of the platform.
#[derive(Debug, Default)]
pub struct Config {
    /// The platform's receipt keys, verified.
    pub receipt_keys: ReceiptKeys,
    /// Names the device; without it nothing is pulled.
    pub device_key: Option<PublicPoint>,
    /// How far each scope has been read.
    pub scopes: Vec<ScopeCursor>,
    /// What the outbox holds.
    pub outbox: Vec<OutboxItem>,
}

/// How far one scope has been read.
#[derive(Debug, Clone, Copy, PartialEq, Eq)]
pub struct ScopeCursor {
    /// The scope.
    pub scope: ScopeId,
    /// Where it stands; `None` before the first page.
    pub cursor: Option<Cursor>,
}

/// The sync engine. See the crate's documentation.
#[derive(Debug)]
pub struct Engine {
    now: u64,
    dice: Dice,
    receipt_keys: ReceiptKeys,
    outbox: Outbox,
    scopes: BTreeMap<ScopeId, Scope>,
    session: Session,
    link: Link,
    disk_until: u64,
    work: Work,
    last_id: u64,
    saving: Option<(SaveId, Vec<Change>)>,
    to_save: VecDeque<Vec<Change>>,
    told: BTreeMap<OperationId, ItemState>,
    news: VecDeque<Report>,
    states_stale: bool,
}

/// The one thing that is under way.
#[derive(Debug)]
enum Work {
    Nothing,
    Signing(session::Signing),
    /// Goes out with the next action.
    Ready(Purpose, Request),
    Reading(Reading),
    InFlight(Flight),
}

#[derive(Debug)]
struct Flight {
    id: RequestId,
    purpose: Purpose,
    /// When the host should have answered long ago.
    expires: u64,
}

/// What a request in flight is for.
#[derive(Debug)]
enum Purpose {
    Challenge,
    Session,
    Pull(tongban_protocol::PullRequest),
    Push(Vec<OperationId>),
    Upload(Vec<crate::Piece>),
}

impl Engine {
    /// An engine that continues from what is stored.
    pub fn new(config: Config) -> Self {
        let mut engine = Self {
            now: 0,
            dice: Dice::new(),
            receipt_keys: config.receipt_keys,
            outbox: Outbox::default(),
            scopes: BTreeMap::new(),
            session: Session::new(config.device_key),
            link: Link::new(),
            disk_until: 0,
            work: Work::Nothing,
            last_id: 0,
            saving: None,
            to_save: VecDeque::new(),
            told: BTreeMap::new(),
            news: VecDeque::new(),
            states_stale: true,
        };
        for ScopeCursor { scope, cursor } in config.scopes {
            engine.scopes.insert(scope, Scope::new(cursor));
        }
        let mut rows = config.outbox;
        // A correction finds what it corrects only if that is there already.
        rows.sort_by_key(|row| row.place);
        rows.into_iter().for_each(|row| engine.enqueue(row));
        engine
    }

    /// Takes in what happened. Inputs that no longer concern anything are ignored.
    pub fn handle(&mut self, input: Input) {
        self.now = self.now.max(input.moment.millis);
        self.dice.stir(input.moment.entropy);
        self.states_stale = true;
        match input.event {
            Event::Tick => {}
            Event::Enqueued(row) => self.enqueue(*row),
            Event::TakenBack(id) => {
                if self.forget(&id) {
                    self.news.push_back(Report::Item(id, ItemState::Editing));
                }
            }
            Event::LetGo(id) => {
                self.forget(&id);
            }
            Event::Retry(id) => {
                if self
                    .outbox
                    .get(&id)
                    .is_some_and(|item| item.problem.is_some())
                {
                    self.save(vec![Change::Problem(id, None)]);
                }
            }
            Event::Answered(id, answer) => self.answered(id, answer),
            Event::Persisted(save) => self.persisted(save),
            Event::PersistFailed(save) => self.persist_failed(save),
            Event::ChunkRead(piece, bytes) => self.chunk_read(piece, bytes),
            Event::SessionSigned(signature) => self.session_signed(signature),
            Event::Online => {
                self.link.online();
                self.hurry_items();
            }
            Event::Offline => self.link.offline(self.now),
            Event::PullNow => {
                self.link.hurry();
                self.hurry_items();
                self.session.hurry();
                self.scopes.values_mut().for_each(Scope::hurry);
            }
            Event::ReceiptKeys(keys) => {
                self.receipt_keys = keys;
                self.hurry_items();
            }
        }
        self.expire();
    }

    /// The next thing to do. Reports and saves come first, so that what was received is stored
    /// and shown before anything else is asked for.
    pub fn next_action(&mut self) -> Action {
        loop {
            self.refresh_states();
            if let Some(report) = self.news.pop_front() {
                return Action::Report(report);
            }
            if self.saving.is_some() {
                return Action::Idle;
            }
            if let Some(save) = self.next_save() {
                return save;
            }
            if let Some(action) = self.proceed() {
                return action;
            }
        }
    }

    /// Goes on with what is under way, or begins something. `None` when something changed that
    /// has to be stored or told first.
    fn proceed(&mut self) -> Option<Action> {
        match std::mem::replace(&mut self.work, Work::Nothing) {
            Work::Nothing => self.begin(),
            Work::Ready(purpose, request) => Some(self.send(purpose, request)),
            Work::Reading(reading) => self.read_on(reading),
            Work::Signing(mut signing) => {
                let action = signing.next_action();
                self.work = Work::Signing(signing);
                Some(action)
            }
            Work::InFlight(flight) => {
                let until = flight.expires;
                self.work = Work::InFlight(flight);
                Some(Action::Wait { until })
            }
        }
    }

    /// The stages of a sync, in their order: session, pull, push, upload (section 4).
    fn begin(&mut self) -> Option<Action> {
        let closed = self.link.closed_until(self.now);
        let disk_full = (self.disk_until > self.now).then_some(self.disk_until);
        if let Some(until) = closed.max(disk_full) {
            return Some(Action::Wait { until });
        }
        if let Some(action) = self.begin_reading(Stage::Before) {
            return Some(action);
        }
        let push = self.outbox.next_push(self.now, self.link.budget());
        if !push.is_empty() {
            return self.begin_push(push);
        }
        let upload = self.outbox.next_upload(self.now, self.link.budget());
        if !upload.is_empty() {
            self.work = Work::Reading(Reading::new(upload));
            return None;
        }
        if let Some(action) = self.begin_reading(Stage::After) {
            return Some(action);
        }
        Some(match self.next_wake() {
            Some(until) => Action::Wait { until },
            None => Action::Idle,
        })
    }

    /// The first instant at which something can be done that cannot be done now.
    fn next_wake(&self) -> Option<u64> {
        let items = self.outbox.iter().flat_map(|(_, item)| {
            let push = item.is_open().then_some(item.push.not_before);
            let upload = item.is_uploading().then_some(item.upload.not_before);
            [push, upload]
        });
        let scopes = self.next_pull_at();
        items
            .chain([scopes])
            .flatten()
            .filter(|instant| *instant > self.now)
            .min()
    }

    fn send(&mut self, purpose: Purpose, request: Request) -> Action {
        let id = RequestId(self.fresh_id());
        self.states_stale = true;
        let expires = self.now + request.deadline_millis + GRACE_MILLIS;
        self.work = Work::InFlight(Flight {
            id,
            purpose,
            expires,
        });
        Action::Send(id, request)
    }

    /// A host that forgets to answer must not stop everything.
    fn expire(&mut self) {
        if let Work::InFlight(flight) = &self.work
            && flight.expires <= self.now
        {
            self.answered(flight.id, Err(Failure::TimedOut));
        }
    }

    fn enqueue(&mut self, row: OutboxItem) {
        let id = row.operation.operation().id;
        if let Some(old) = self.outbox.add(row) {
            self.told.remove(&old);
            self.news.push_back(Report::Replaced(old, id));
        }
    }

    fn forget(&mut self, id: &OperationId) -> bool {
        self.told.remove(id);
        self.outbox.remove(id).is_some()
    }

    fn hurry_items(&mut self) {
        for (_, item) in self.outbox.iter_mut() {
            item.push.hurry();
            item.upload.hurry();
        }
    }

    fn fresh_id(&mut self) -> u64 {
        self.last_id += 1;
        self.last_id
    }
}

/// A `POST` of `body`, with time for its size.
fn post(path: &'static str, body: Vec<u8>) -> Request {
    Request {
        path,
        token: None,
        deadline_millis: 15_000 + body.len() as u64 * 1_000 / BYTES_PER_SECOND,
        response_limit: 2 << 20,
        body,
    }
}

/// Slowest network that a request waits for (rule S11).
const BYTES_PER_SECOND: u64 = 2 << 10;
const GRACE_MILLIS: u64 = 30_000;
