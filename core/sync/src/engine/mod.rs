//! The machine itself: what it remembers, what goes in, what comes out.

mod answer;
mod pull;
mod push;
mod receipts;
mod save;
mod session;
mod stages;
mod states;
mod upload;

use std::collections::{BTreeMap, VecDeque};

use tongban_protocol::{
    Cursor, OperationId, PublicPoint, ReadToken, ReceiptKeys, ScopeId, SnapshotPlace,
};

use crate::backoff::Dice;
use crate::link::Link;
use crate::outbox::Outbox;
use crate::{
    Action, Change, Event, Input, ItemState, OutboxItem, Report, Request, RequestId, SaveId,
};
use pull::Scope;
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
    /// The snapshot that was being read, if it did not come to its end.
    pub snapshot: Option<SnapshotProgress>,
    /// Nobody needs what happened in it before: it is begun, and begun again after a fork, at its
    /// end. What of this device's operations was in it is answered when they are offered again.
    pub from_end: bool,
}

/// How far a snapshot has been stored.
#[derive(Debug, Clone, Copy, PartialEq, Eq)]
pub struct SnapshotProgress {
    /// Where it is pinned.
    pub pin: Cursor,
    /// What has come.
    pub place: SnapshotPlace,
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
    bytes: usize,
    since: u64,
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
        for one in config.scopes {
            let scope = Scope::new(one.cursor, one.snapshot).begun_at_end(one.from_end);
            engine.scopes.insert(one.scope, scope);
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
            Event::Urgent(id, photo) => {
                for (other, item) in self.outbox.iter_mut() {
                    item.urgent = (*other == id).then_some(photo);
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

    /// The device's permission to read, while there is one: for what the host asks beside the
    /// engine. Never stored.
    pub fn token(&self) -> Option<ReadToken> {
        self.session.token(self.now)
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
