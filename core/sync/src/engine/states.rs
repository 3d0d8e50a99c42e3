use tongban_protocol::{Fact, OperationId};

use super::{Engine, Purpose, Work};
use crate::outbox::{Item, Stage};
use crate::{ItemState, Report};

impl Engine {
    /// Tells the screens about every item whose state is another than they were told.
    pub(super) fn refresh_states(&mut self) {
        if !std::mem::take(&mut self.states_stale) {
            return;
        }
        let ids = self.outbox.iter().map(|(id, _)| *id);
        let states: Vec<_> = ids
            .filter(|id| !self.outbox.is_superseded(id))
            .filter_map(|id| Some((id, self.state_of(&id, self.outbox.get(&id)?))))
            .filter(|(id, state)| self.told.get(id) != Some(state))
            .collect();
        for (id, state) in states {
            self.told.insert(id, state.clone());
            self.news.push_back(Report::Item(id, state));
        }
    }

    fn state_of(&self, id: &OperationId, item: &Item) -> ItemState {
        if let Some(problem) = &item.problem {
            return ItemState::NeedsYou(problem.clone());
        }
        match &item.stage {
            Stage::Waiting => self.waiting_state(id, item),
            Stage::Held(receipt) => ItemState::TextReceived {
                number: receipt.receipt().number.clone(),
                left: item.attachments_left().collect(),
                percent: item.percent(),
            },
            Stage::Complete(receipt) => ItemState::Received {
                number: receipt.receipt().number.clone(),
            },
            Stage::Rejected(receipt) => match &receipt.receipt().fact {
                Fact::Rejected(reason) => ItemState::ReturnedForCorrection {
                    number: receipt.receipt().number.clone(),
                    reason: reason.clone(),
                },
                Fact::Held { .. } | Fact::Complete { .. } => ItemState::Ready,
            },
        }
    }

    fn waiting_state(&self, id: &OperationId, item: &Item) -> ItemState {
        if let Work::InFlight(flight) = &self.work
            && let Purpose::Push(ids) = &flight.purpose
            && ids.contains(id)
        {
            return ItemState::Sending {
                percent: item.percent(),
            };
        }
        if let Some(blocker) = self.outbox.blocker(item).or(item.told_blocked) {
            return ItemState::BlockedBy(blocker);
        }
        let link = self.link.closed_until(self.now).unwrap_or(0);
        let next_try = link.max(self.disk_until).max(item.push.not_before);
        match next_try > self.now {
            true => ItemState::WaitingForNetwork { next_try },
            false => ItemState::Ready,
        }
    }
}
