use tongban_protocol::{
    Cursor, Epoch, Extra, MAX_ROWS, Page, PullRequest, PullResponse, RECEIPT_KIND, ScopeId,
    UncheckedPull, paths,
};

use super::answer::Heard;
use super::receipts::Judged;
use super::stages::post;
use super::{Engine, Purpose, Report};
use crate::backoff::{Backoff, CAP_MILLIS, Dice};
use crate::{Action, Change};

/// One feed of rows.
#[derive(Debug)]
pub(super) struct Scope {
    cursor: Option<Cursor>,
    /// There is, or may be, more than the cursor says.
    hungry: bool,
    /// What was sent has effects that will be rows: to be read when nothing is left to send.
    expects: bool,
    poll_at: u64,
    not_before: u64,
    backoff: Backoff,
}

impl Scope {
    pub fn new(cursor: Option<Cursor>) -> Self {
        Self {
            cursor,
            hungry: true,
            expects: false,
            poll_at: 0,
            not_before: 0,
            backoff: Backoff::new(),
        }
    }

    pub fn epoch(&self) -> Option<Epoch> {
        self.cursor.map(|cursor| cursor.epoch)
    }

    /// Whether it is to be read at this stage of a sync.
    fn is_due(&self, stage: Stage, now: u64) -> bool {
        let wanted = self.hungry || self.poll_at <= now || (self.expects && stage == Stage::After);
        wanted && self.not_before <= now
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

    pub fn expect_more(&mut self) {
        self.expects = true;
    }

    pub fn reached(&mut self, cursor: Cursor, caught_up: bool, now: u64, dice: &mut Dice) {
        self.cursor = Some(cursor);
        self.hungry = !caught_up;
        self.expects = false;
        self.backoff.reset();
        self.poll_at = now + POLL_MILLIS - dice.between(0, POLL_MILLIS / 8);
    }

    fn wait(&mut self, now: u64, dice: &mut Dice) {
        self.not_before = now + self.backoff.next(dice);
    }
}

/// Rows are read before anything is offered, and again after.
#[derive(Debug, Clone, Copy, PartialEq, Eq)]
pub(super) enum Stage {
    Before,
    After,
}

impl Engine {
    /// A request for rows, or for the session that it needs; `None` when nothing is to be read.
    pub(super) fn begin_reading(&mut self, stage: Stage) -> Option<Action> {
        let due = |(_, scope): &(&ScopeId, &Scope)| scope.is_due(stage, self.now);
        let due = self.scopes.iter().find(due);
        let due = due.map(|(id, scope)| (*id, scope.cursor));
        if due.is_none() && !self.scopes.is_empty() {
            return None;
        }
        let Some(token) = self.session.token(self.now) else {
            return self.begin_session();
        };
        let (scope, cursor) = due?;
        let request = PullRequest {
            scope,
            cursor,
            max_rows: MAX_ROWS,
            extra: Extra::default(),
        };
        let mut post = post(paths::PULL, request.encode());
        post.token = Some(token);
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
                    Some(PullResponse::Fork { epoch, .. }) => self.take_fork(request, epoch),
                    None => {
                        self.lost();
                        self.scope_waits(request.scope);
                    }
                }
            }
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
        let (scope, epoch) = (page.scope, page.cursor.epoch);
        let mut changes = Vec::new();
        let mut received = Vec::new();
        for row in page.rows.iter().filter(|row| row.kind() == RECEIPT_KIND) {
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
        let free = self.outbox.freeable(scope, epoch, page.stable_seq);
        if !free.is_empty() {
            changes.push(Change::Freed(free));
        }
        if !page.rows.is_empty() {
            let rows = page.rows;
            changes.push(Change::Rows { scope, epoch, rows });
        }
        let caught_up = !page.more;
        if changes.is_empty()
            && caught_up
            && request.cursor == Some(page.cursor)
            && self.is_settled(scope)
        {
            // Nothing new: nothing to write.
            if let Some(entry) = self.scopes.get_mut(&scope) {
                entry.reached(page.cursor, true, self.now, &mut self.dice);
            }
            return;
        }
        changes.push(Change::Cursor {
            scope,
            cursor: page.cursor,
            caught_up,
        });
        self.save(changes);
    }

    /// Whether the store knows that this scope was read to its end.
    fn is_settled(&self, scope: ScopeId) -> bool {
        self.scopes
            .get(&scope)
            .is_some_and(|scope| scope.poll_at > 0)
    }

    /// The platform's history is another one: the scope is read anew, and what the platform lost
    /// is offered again (rule S2).
    fn take_fork(&mut self, request: &PullRequest, epoch: Epoch) {
        self.link.succeeded();
        self.session.worked();
        let scope = request.scope;
        if request.cursor.is_none_or(|cursor| cursor.seq == 0) {
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

/// Without work or a hint, a scope is read so often.
const POLL_MILLIS: u64 = CAP_MILLIS;
