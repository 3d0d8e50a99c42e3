//! What comes next: the stages of a sync in their order, and the wait when there is nothing.

use super::pull::Stage;
use super::upload::Reading;
use super::{Engine, Flight, Purpose, Work};
use crate::{Action, Failure, Request, RequestId};

impl Engine {
    /// Goes on with what is under way, or begins something. `None` when something changed that
    /// has to be stored or told first.
    pub(super) fn proceed(&mut self) -> Option<Action> {
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

    /// The stages of a sync, in their order: session, pull, push, the rest of a snapshot, upload
    /// (section 4).
    fn begin(&mut self) -> Option<Action> {
        let closed = self.link.closed_until(self.now);
        let disk_full = (self.disk_until > self.now).then_some(self.disk_until);
        if let Some(until) = closed.max(disk_full) {
            return Some(Action::Wait { until });
        }
        if let Some(action) = self.begin_reading(Stage::Before) {
            return Some(action);
        }
        let filling = self.filling();
        let push = self
            .outbox
            .next_push(self.now, self.link.budget(), &filling);
        let alone = push.first().and_then(|id| self.outbox.get(id));
        if self.link.is_unwell()
            && alone.is_some_and(|item| item.push.is_suspected())
            && let Some(action) = self.begin_filling_or_upload()
        {
            // What the platform has failed at does not take the turns of all else.
            return Some(action);
        }
        if !push.is_empty() {
            return self.begin_push(push);
        }
        if let Some(action) = self.begin_filling_or_upload() {
            return Some(action);
        }
        if let Some(action) = self.begin_reading(Stage::After) {
            return Some(action);
        }
        Some(match self.next_wake() {
            Some(until) => Action::Wait { until },
            None => Action::Idle,
        })
    }

    fn begin_filling_or_upload(&mut self) -> Option<Action> {
        if let Some(action) = self.begin_reading(Stage::Filling) {
            return Some(action);
        }
        let upload = self.outbox.next_upload(self.now, self.link.budget());
        match upload.is_empty() {
            true => None,
            false => self.read_on(Reading::new(upload)),
        }
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

    pub(super) fn send(&mut self, purpose: Purpose, request: Request) -> Action {
        let id = RequestId(self.fresh_id());
        self.states_stale = true;
        let expires = self.now + request.deadline_millis + GRACE_MILLIS;
        self.work = Work::InFlight(Flight {
            id,
            purpose,
            bytes: request.body.len(),
            since: self.now,
            expires,
        });
        Action::Send(id, request)
    }

    /// A host that forgets to answer must not stop everything.
    pub(super) fn expire(&mut self) {
        if let Work::InFlight(flight) = &self.work
            && flight.expires <= self.now
        {
            self.answered(flight.id, Err(Failure::TimedOut));
        }
    }
}

/// A `POST` of `body`, with time for its size.
pub(super) fn post(path: &'static str, body: Vec<u8>) -> Request {
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
