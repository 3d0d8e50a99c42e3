use std::collections::{BTreeMap, BTreeSet};

use tongban_protocol::{Attachment, CaseId, MAX_CHUNK_BYTES, MAX_PUSH, OperationId, ScopeId};

use super::item::Upload;
use super::{Item, Outbox, Standing};
use crate::Piece;

impl Outbox {
    /// The operations of the next push, in order; empty when none may go now.
    ///
    /// Of a scope in `filling` only what this engine offers first goes: the receipt of anything
    /// else may be in the part of the snapshot that has not come.
    pub fn next_push(
        &self,
        now: u64,
        budget: usize,
        filling: &BTreeSet<ScopeId>,
    ) -> Vec<OperationId> {
        let mut batch = Batch::new(budget);
        for lane in self.lanes() {
            for (id, item) in lane {
                if !self.may_follow(item, &batch.ids) {
                    // Whoever waits for another holds nobody.
                    continue;
                }
                let may_be_decided = !item.fresh && filling.contains(&item.scope());
                if may_be_decided || item.push.not_before > now || batch.is_full_for(item) {
                    // Whoever may go but does not go yet holds its own case.
                    break;
                }
                batch.take(*id, item);
            }
        }
        batch.ids
    }

    /// Open items by case, each lane in order; lanes that have failed least come first.
    fn lanes(&self) -> Vec<Vec<(&OperationId, &Item)>> {
        let mut by_case: BTreeMap<CaseId, Vec<_>> = BTreeMap::new();
        for (id, item) in &self.items {
            if item.is_open() && !self.is_superseded(id) {
                by_case.entry(item.case()).or_default().push((id, item));
            }
        }
        let mut lanes: Vec<Vec<_>> = by_case.into_values().collect();
        for lane in &mut lanes {
            lane.sort_by_key(|(_, item)| item.order);
        }
        lanes.sort_by_key(|lane| lane.first().map(|(_, item)| (item.push.rank(), item.order)));
        lanes
    }

    /// Whether everything that `item` depends on is accepted or goes before it in this push.
    fn may_follow(&self, item: &Item, batch: &[OperationId]) -> bool {
        item.operation()
            .depends_on
            .iter()
            .all(|id| match self.standing(*id) {
                Standing::Satisfied => true,
                Standing::Pending => batch.contains(&self.newest(*id)),
                Standing::BlockedBy(_) => false,
            })
    }

    /// The pieces of the next upload; a piece without bytes asks how far the platform is.
    pub fn next_upload(&self, now: u64, budget: usize) -> Vec<Piece> {
        let mut candidates: Vec<_> = self
            .items
            .iter()
            .filter(|(id, item)| {
                item.is_uploading() && !self.is_superseded(id) && item.upload.not_before <= now
            })
            .collect();
        // Photos that the person has pinned go before all others, of whatever item.
        candidates.sort_by_key(|(_, item)| (!item.is_urgent(), item.upload.rank(), item.order));
        let mut pieces = Vec::new();
        let (mut left, mut company) = (budget as u64, MAX_PUSH);
        for (id, item) in candidates {
            company = company.min(item.upload.company());
            let mut attachments: Vec<_> = item.operation().attachments.iter().collect();
            attachments.sort_by_key(|attachment| item.urgent != Some(attachment.id));
            for attachment in attachments {
                if pieces.len() >= company {
                    return pieces;
                }
                let upload = item.uploads.get(&attachment.id);
                let confirmed = upload.and_then(Upload::sure);
                let first = pieces.is_empty();
                let Some(length) = piece_length(attachment, confirmed, left, first) else {
                    continue;
                };
                left = left.saturating_sub(length);
                pieces.push(Piece {
                    operation: *id,
                    attachment: attachment.id,
                    offset: confirmed.unwrap_or(0),
                    length,
                });
            }
            if item.attachments_left().next().is_none() && pieces.len() < company {
                // Everything is there and nobody has said *complete*: ask about each, since any
                // of them may be there no longer.
                let attachments = item.operation().attachments.iter();
                let question = |attachment: &Attachment| Piece {
                    operation: *id,
                    attachment: attachment.id,
                    offset: 0,
                    length: 0,
                };
                pieces.extend(attachments.map(question).take(company - pieces.len()));
            }
        }
        pieces
    }
}

/// Bytes of the next piece: whole chunks within what is left, at least one chunk for the first;
/// 0 to ask; `None` when there is nothing or no room.
fn piece_length(
    attachment: &Attachment,
    confirmed: Option<u64>,
    left: u64,
    first: bool,
) -> Option<u64> {
    let Some(confirmed) = confirmed else {
        return Some(0);
    };
    let missing = attachment.length.saturating_sub(confirmed);
    if missing == 0 {
        return None;
    }
    let chunk = u64::from(attachment.chunk_bytes);
    let room = left.min(u64::from(MAX_CHUNK_BYTES));
    if missing <= room || (missing <= chunk && first) {
        return Some(missing);
    }
    match room / chunk * chunk {
        0 if first => Some(chunk),
        0 => None,
        whole => Some(whole),
    }
}

/// A push that is being filled.
struct Batch {
    ids: Vec<OperationId>,
    most: usize,
    left: usize,
}

impl Batch {
    fn new(budget: usize) -> Self {
        Self {
            ids: Vec::new(),
            most: MAX_PUSH,
            left: budget,
        }
    }

    fn is_full_for(&self, item: &Item) -> bool {
        if self.ids.is_empty() {
            return false;
        }
        self.ids.len() >= self.most.min(item.push.company())
            || item.signed.bytes().len() > self.left
    }

    fn take(&mut self, id: OperationId, item: &Item) {
        self.most = self.most.min(item.push.company());
        self.left = self.left.saturating_sub(item.signed.bytes().len());
        self.ids.push(id);
    }
}
