use std::collections::BTreeSet;

use tongban_protocol::{
    Cursor, Epoch, MAX_SNAPSHOT_ROWS, Page, PullRequest, PullResponse, RECEIPT_KIND, Row, ScopeId,
    SnapshotPage, UncheckedPull, paths,
};

use super::answer::Heard;
use super::receipts::Judged;
use super::stages::post;
use super::{Engine, Purpose, Report, SnapshotProgress};
use crate::backoff::{Backoff, CAP_MILLIS, Dice};
use crate::{Action, Change};

/// One feed of rows.
#[derive(Debug)]
pub(super) struct Scope {
    cursor: Option<Cursor>,
    /// The snapshot that is being read (rule S4).
    snapshot: Option<SnapshotProgress>,
    /// Begun at its end.
    from_end: bool,
    /// Everything of this history has come, and the store knows it.
    settled: bool,
    /// `stable_seq` of the page that is being stored, and of the last one that was.
    stable: (Option<u64>, Option<u64>),
    /// There is, or may be, more than the cursor says.
    hungry: bool,
    /// What was sent has effects that will be rows: to be read when nothing is left to send.
    expects: bool,
    poll_at: u64,
    not_before: u64,
    backoff: Backoff,
    /// Pulls in a row that came to nothing.
    missed: u32,
}

impl Scope {
    pub fn new(cursor: Option<Cursor>, snapshot: Option<SnapshotProgress>) -> Self {
        Self {
            cursor,
            snapshot,
            from_end: false,
            settled: false,
            stable: (None, None),
            hungry: true,
            expects: false,
            poll_at: 0,
            not_before: 0,
            backoff: Backoff::new(),
            missed: 0,
        }
    }

    /// The same feed, of which only what comes from now on is wanted, or all.
    pub fn begun_at_end(self, from_end: bool) -> Self {
        Self { from_end, ..self }
    }

    pub fn epoch(&self) -> Option<Epoch> {
        let pin = self.snapshot.map(|snapshot| snapshot.pin);
        pin.or(self.cursor).map(|cursor| cursor.epoch)
    }

    /// Whether its snapshot has begun and not ended: what of it is new is here.
    pub fn is_filling(&self) -> bool {
        self.snapshot.is_some()
    }

    /// Whether it is to be read at this stage of a sync. One that cannot be read again and again
    /// waits until everything was sent, however often somebody looks; but with an unwell platform
    /// a pull is the harmless thing that shows whether it is well again.
    fn is_due(&self, stage: Stage, now: u64, unwell: bool) -> bool {
        let behind = self.hungry || self.poll_at <= now;
        let can_be_read = unwell || self.missed < MAX_MISSED;
        let wanted = match stage {
            Stage::Before => behind && can_be_read && !self.is_filling(),
            Stage::Filling => behind && can_be_read && self.is_filling(),
            Stage::After => behind || self.expects,
        };
        wanted && self.not_before <= now
    }

    /// What to ask for, with room for so many bytes.
    fn request(&self, scope: ScopeId, max_bytes: u32) -> PullRequest {
        let so_far = self.snapshot.map(|snapshot| (snapshot.pin, snapshot.place));
        let read = self.cursor.filter(|cursor| cursor.seq > 0 || self.settled);
        let request = match (so_far, read) {
            (None, Some(cursor)) => PullRequest {
                stable_seq: self.stable.1.filter(|_| self.settled),
                ..PullRequest::after(scope, Some(cursor))
            },
            // The newest case comes with the end, because a page has one row at least.
            (None, None) if self.from_end => PullRequest::snapshot(scope, None, 1),
            (None, None) => PullRequest::snapshot(scope, None, FIRST_CASES),
            (so_far, _) => PullRequest::snapshot(scope, so_far, MAX_SNAPSHOT_ROWS),
        };
        PullRequest {
            max_bytes: Some(max_bytes),
            ..request
        }
    }

    /// When it is to be read next.
    fn due_at(&self) -> u64 {
        let wanted = match self.hungry || self.expects {
            true => 0,
            false => self.poll_at,
        };
        wanted.max(self.not_before)
    }

    pub fn hurry(&mut self) {
        self.hungry = true;
        self.not_before = 0;
    }

    /// There may be more than the cursor says.
    pub fn look_again(&mut self) {
        self.hungry = true;
    }

    pub fn expect_more(&mut self) {
        self.expects = true;
    }

    pub fn filled_to(&mut self, snapshot: SnapshotProgress) {
        self.snapshot = Some(snapshot);
        self.settled = false;
        self.came();
    }

    pub fn reached(&mut self, cursor: Cursor, caught_up: bool, now: u64, dice: &mut Dice) {
        self.cursor = Some(cursor);
        self.snapshot = None;
        self.settled = caught_up;
        self.stable.1 = self.stable.0;
        self.hungry = !caught_up;
        self.expects = false;
        if caught_up || cursor.seq > 0 {
            // The beginning of another history is no progress: who only gets those waits longer.
            self.came();
        }
        self.poll_at = now + POLL_MILLIS - dice.between(0, POLL_MILLIS / 8);
    }

    fn came(&mut self) {
        self.backoff.reset();
        self.missed = 0;
    }

    fn wait(&mut self, now: u64, dice: &mut Dice) {
        self.missed += 1;
        self.not_before = now + self.backoff.next(dice);
    }
}

/// Rows are read before anything is offered, and again after. A snapshot that has begun is read
/// to its end after the text that waits, and before photos.
#[derive(Debug, Clone, Copy, PartialEq, Eq)]
pub(super) enum Stage {
    Before,
    Filling,
    After,
}

impl Engine {
    /// A request for rows, or for the session that it needs; `None` when nothing is to be read.
    pub(super) fn begin_reading(&mut self, stage: Stage) -> Option<Action> {
        let unwell = self.link.is_unwell();
        let due = |(_, scope): &(&ScopeId, &Scope)| scope.is_due(stage, self.now, unwell);
        let due = self.scopes.iter().find(due);
        let budget = self.link.read_budget();
        let due = due.map(|(id, scope)| scope.request(*id, budget));
        if due.is_none() && !self.scopes.is_empty() {
            return None;
        }
        let Some(token) = self.session.token(self.now) else {
            return self.begin_session();
        };
        let request = due?;
        let mut post = post(paths::PULL, request.encode());
        post.token = Some(token);
        let asked = u64::from(request.max_bytes.unwrap_or_default());
        post.deadline_millis += asked * 1_000 / ROW_BYTES_PER_SECOND;
        Some(self.send(Purpose::Pull(request), post))
    }

    /// When a scope is to be read next, if the device may read at all.
    pub(super) fn next_pull_at(&self) -> Option<u64> {
        let due = self.scopes.values().map(Scope::due_at).min()?;
        self.session.next_at(due, self.now)
    }

    pub(super) fn pull_answered(&mut self, request: &PullRequest, heard: Heard) {
        match heard {
            Heard::Body(body) => {
                let checked = UncheckedPull::decode(&body)
                    .ok()
                    .and_then(|answer| answer.check(request).ok());
                match checked {
                    Some(PullResponse::Page(page)) => self.take_page(request, page),
                    Some(PullResponse::Snapshot(page)) => self.take_snapshot(page),
                    Some(PullResponse::Fork { epoch, .. }) => self.take_fork(request, epoch),
                    None => {
                        self.lost();
                        self.scope_waits(request.scope);
                    }
                }
            }
            Heard::Nothing => self.nothing_new(request),
            Heard::SessionEnded => self.session.ended(self.now, &mut self.dice),
            Heard::Refused(_) => {
                if let Some(scope) = self.scopes.get_mut(&request.scope) {
                    scope.not_before = self.now + CAP_MILLIS;
                }
            }
            Heard::PlatformFailed { .. } | Heard::Lost => self.scope_waits(request.scope),
            Heard::Later => {}
        }
    }

    fn take_page(&mut self, request: &PullRequest, page: Page) {
        self.link.succeeded();
        self.session.worked();
        let scope = page.scope;
        let mut changes = self.row_changes(scope, page.cursor, page.stable_seq, page.rows);
        let caught_up = !page.more;
        if changes.is_empty() && caught_up && self.is_known(scope, page.cursor) {
            // Nothing new: nothing to write.
            self.nothing_new(request);
            return;
        }
        changes.push(Change::Cursor {
            scope,
            cursor: page.cursor,
            caught_up,
        });
        self.save(changes);
    }

    /// Part of a snapshot (rule S4): rows are stored as they come, newest cases first; the cursor
    /// moves when all of it is here. Then the ordinary pull goes on from where it was pinned, and
    /// only after that what is left of older histories may go.
    fn take_snapshot(&mut self, page: SnapshotPage) {
        self.link.succeeded();
        self.session.worked();
        let (scope, pin) = (page.scope, page.pin);
        let entry = self.scopes.get(&scope);
        let known = entry.and_then(Scope::epoch);
        let forked = known.is_some_and(|epoch| epoch != pin.epoch);
        let mut changes = self.row_changes(scope, pin, page.stable_seq, page.rows);
        // A feed without rows is here as a whole.
        let caught_up = pin.seq == 0;
        let from_end = self.scopes.get(&scope).is_some_and(|entry| entry.from_end);
        changes.push(match page.more && !from_end {
            true => Change::Snapshot {
                scope,
                progress: SnapshotProgress {
                    pin,
                    place: page.place,
                },
            },
            false => Change::Cursor {
                scope,
                cursor: pin,
                caught_up,
            },
        });
        self.save(changes);
        if forked {
            self.news.push_back(Report::Forked(scope));
        }
    }

    /// What rows of the history of `at` change, together with how far backups are.
    fn row_changes(
        &mut self,
        scope: ScopeId,
        at: Cursor,
        stable_seq: u64,
        mut rows: Vec<Row>,
    ) -> Vec<Change> {
        let epoch = at.epoch;
        self.link.read(rows.iter().map(|row| row.raw().len()).sum());
        if let Some(entry) = self.scopes.get_mut(&scope) {
            entry.stable.0 = Some(stable_seq);
        }
        let mut changes = Vec::new();
        let mut received = Vec::new();
        rows.retain(|row| !row.is_gone());
        for row in rows.iter().filter(|row| row.kind() == RECEIPT_KIND) {
            if let Judged::Counts(receipt) = self.judge(row.body(), Some(epoch)) {
                received.push(receipt.receipt().operation);
                changes.extend(self.receipt_changes(receipt));
            }
        }
        let mut again = self.outbox.of_other_epochs(scope, epoch);
        again.retain(|id| !received.contains(id));
        if !again.is_empty() {
            changes.push(Change::Reoffer(again));
        }
        let free = self.outbox.freeable(scope, epoch, stable_seq);
        if !free.is_empty() {
            changes.push(Change::Freed(free));
        }
        if !rows.is_empty() {
            changes.push(Change::Rows { scope, epoch, rows });
        }
        changes
    }

    /// Whether the store knows that this scope was read to its end, which is there.
    fn is_known(&self, scope: ScopeId, end: Cursor) -> bool {
        let entry = self.scopes.get(&scope);
        entry.is_some_and(|entry| entry.settled && entry.cursor == Some(end))
    }

    /// The store has everything already.
    fn nothing_new(&mut self, request: &PullRequest) {
        self.link.succeeded();
        self.session.worked();
        let Some(entry) = self.scopes.get_mut(&request.scope) else {
            return;
        };
        let Some(cursor) = entry.cursor else {
            return;
        };
        entry.stable.0 = entry.stable.0.or(entry.stable.1);
        entry.reached(cursor, true, self.now, &mut self.dice);
        // What became complete since that backup was heard of.
        let stable_seq = entry.stable.1.unwrap_or_default();
        let free = self
            .outbox
            .freeable(request.scope, cursor.epoch, stable_seq);
        if !free.is_empty() {
            self.save(vec![Change::Freed(free)]);
        }
    }

    /// Scopes whose snapshot has begun and not ended.
    pub(super) fn filling(&self) -> BTreeSet<ScopeId> {
        let scopes = self.scopes.iter();
        let filling = scopes.filter(|(_, scope)| scope.is_filling());
        filling.map(|(id, _)| *id).collect()
    }

    /// The platform's history is another one: a snapshot of it is merged, and what the platform
    /// lost is offered again (rule S2).
    fn take_fork(&mut self, request: &PullRequest, epoch: Epoch) {
        self.link.succeeded();
        self.session.worked();
        let scope = request.scope;
        if request.cursor.is_none() {
            // Forked from nothing: a platform that cannot make up its mind.
            self.scope_waits(scope);
        }
        let mut changes = vec![Change::Cursor {
            scope,
            cursor: Cursor::start(epoch),
            caught_up: false,
        }];
        let again = self.outbox.of_other_epochs(scope, epoch);
        if !again.is_empty() {
            changes.push(Change::Reoffer(again));
        }
        self.save(changes);
        self.news.push_back(Report::Forked(scope));
    }

    fn scope_waits(&mut self, scope: ScopeId) {
        if let Some(scope) = self.scopes.get_mut(&scope) {
            scope.wait(self.now, &mut self.dice);
        }
    }
}

/// Once is the line's fault.
const MAX_MISSED: u32 = 2;
/// Without work or a hint, a scope is read so often.
const POLL_MILLIS: u64 = CAP_MILLIS;
/// Cases of the first page of a snapshot: what a screen shows first.
const FIRST_CASES: u32 = 50;
/// Slowest network that an answer is waited for (rule S11). Rows come compressed.
const ROW_BYTES_PER_SECOND: u64 = 8 << 10;
