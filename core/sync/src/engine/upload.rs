use std::collections::VecDeque;

use tongban_protocol::{
    Chunk, Extra, OperationId, UploadProgress, UploadRequest, UploadResponse, UploadStanding, paths,
};

use super::answer::Heard;
use super::receipts::Judged;
use super::stages::post;
use super::{Engine, Purpose, Work};
use crate::outbox::Blame;
use crate::{Action, Change, Piece, Problem};

/// Pieces that are being read before they are sent together.
#[derive(Debug)]
pub(super) struct Reading {
    to_read: VecDeque<Piece>,
    asked: bool,
    pieces: Vec<Piece>,
    bytes: Vec<Vec<u8>>,
}

impl Reading {
    pub fn new(pieces: Vec<Piece>) -> Self {
        Self {
            to_read: pieces.into(),
            asked: false,
            pieces: Vec::new(),
            bytes: Vec::new(),
        }
    }

    fn take(&mut self, piece: Piece, bytes: Vec<u8>) {
        self.pieces.push(piece);
        self.bytes.push(bytes);
    }
}

impl Engine {
    /// Reads the next piece, or sends when all are read. `None` when nothing is left to send.
    pub(super) fn read_on(&mut self, mut reading: Reading) -> Option<Action> {
        while let Some(piece) = reading.to_read.front().copied() {
            if piece.length > 0 {
                let asked = std::mem::replace(&mut reading.asked, true);
                self.work = Work::Reading(reading);
                return Some(match asked {
                    true => Action::Idle,
                    false => Action::ReadChunk(piece),
                });
            }
            reading.to_read.pop_front();
            reading.take(piece, Vec::new());
        }
        let Reading { pieces, bytes, .. } = reading;
        if pieces.is_empty() {
            return None;
        }
        let chunk = |(piece, bytes): (&Piece, Vec<u8>)| Chunk {
            operation: piece.operation,
            attachment: piece.attachment,
            offset: piece.offset,
            bytes,
        };
        let request = UploadRequest {
            chunks: pieces.iter().zip(bytes).map(chunk).collect(),
            extra: Extra::default(),
        };
        let request = post(paths::UPLOAD, request.encode());
        Some(self.send(Purpose::Upload(pieces), request))
    }

    pub(super) fn chunk_read(&mut self, piece: Piece, bytes: Option<Vec<u8>>) {
        let Work::Reading(reading) = &mut self.work else {
            return;
        };
        if !reading.asked || reading.to_read.front() != Some(&piece) {
            return;
        }
        reading.asked = false;
        reading.to_read.pop_front();
        match bytes.filter(|bytes| bytes.len() as u64 == piece.length) {
            Some(bytes) => reading.take(piece, bytes),
            None => {
                let problem = Problem::AttachmentUnreadable(piece.attachment);
                self.save(vec![Change::Problem(piece.operation, Some(problem))]);
            }
        }
    }

    pub(super) fn upload_answered(&mut self, pieces: &[Piece], heard: Heard) {
        match heard {
            Heard::Body(body) => match UploadResponse::decode(&body) {
                Ok(response) => self.take_progress(pieces, &response),
                Err(_) => {
                    self.lost();
                    self.upload_missed(pieces, Blame::Way);
                }
            },
            Heard::Refused(code) => match sole_operation(pieces) {
                Some(alone) => {
                    self.save(vec![Change::Problem(alone, Some(Problem::Refused(code)))]);
                }
                None => self.upload_missed(pieces, Blame::Content),
            },
            Heard::PlatformFailed { to_blame } => {
                self.upload_missed(pieces, Blame::Content);
                if let Some(alone) = sole_operation(pieces) {
                    self.upload_failed_alone(alone, to_blame);
                }
            }
            Heard::Lost | Heard::SessionEnded => self.upload_missed(pieces, Blame::Way),
            Heard::Later | Heard::Nothing => {}
        }
    }

    fn upload_failed_alone(&mut self, id: OperationId, to_blame: bool) {
        self.expect_rows_of(&id);
        if to_blame
            && let Some(item) = self.outbox.get_mut(&id)
            && item.upload.platform_failed_alone()
        {
            self.save(vec![Change::Problem(id, Some(Problem::KeepsFailing))]);
        }
    }

    fn upload_missed(&mut self, pieces: &[Piece], blame: Blame) {
        let ids = operations(pieces);
        for piece in pieces.iter().filter(|piece| piece.length > 0) {
            let item = self.outbox.get_mut(&piece.operation);
            if let Some(upload) = item.and_then(|item| item.uploads.get_mut(&piece.attachment)) {
                upload.unsure = true;
            }
        }
        for id in &ids {
            if let Some(item) = self.outbox.get_mut(id) {
                item.upload
                    .missed(blame, ids.len(), self.now, &mut self.dice);
            }
        }
    }

    fn take_progress(&mut self, pieces: &[Piece], response: &UploadResponse) {
        self.link.succeeded();
        self.outbox
            .iter_mut()
            .for_each(|(_, item)| item.upload.forgive());
        let mut advanced = Vec::new();
        for progress in &response.progress {
            let sent = pieces.iter().find(|piece| {
                piece.operation == progress.operation && piece.attachment == progress.attachment
            });
            if sent.is_some() && self.take_standing(progress) {
                advanced.push(progress.operation);
            }
        }
        let mut changes = Vec::new();
        for bytes in &response.receipts {
            let id = tongban_protocol::UnverifiedReceipt::parse(bytes)
                .map(|receipt| receipt.claimed_operation());
            let epoch = id.ok().and_then(|id| self.epoch_of(&id));
            if let Judged::Counts(receipt) = self.judge(bytes, epoch) {
                advanced.push(receipt.receipt().operation);
                changes.extend(self.receipt_changes(receipt));
            }
        }
        for id in operations(pieces) {
            let Some(item) = self.outbox.get_mut(&id) else {
                continue;
            };
            if advanced.contains(&id) {
                item.upload.progressed();
            }
            if !advanced.contains(&id) || item.attachments_left().next().is_none() {
                // Nothing new, or all there and nobody says *complete*: not at once again.
                item.upload.wait(self.now, &mut self.dice);
            }
            if item.attachments_left().next().is_none() {
                self.expect_rows_of(&id);
            }
        }
        self.save(changes);
    }

    /// Believes the platform about one attachment, lower offsets too (rule S12); whether it knows
    /// more than before.
    fn take_standing(&mut self, progress: &UploadProgress) -> bool {
        let Some(item) = self.outbox.get_mut(&progress.operation) else {
            return false;
        };
        let manifest = item.operation().attachments.iter();
        let Some(attachment) = manifest.copied().find(|one| one.id == progress.attachment) else {
            return false;
        };
        let upload = item.uploads.entry(attachment.id).or_default();
        upload.unsure = false;
        match progress.standing {
            UploadStanding::Confirmed(bytes) => {
                let chunk = u64::from(attachment.chunk_bytes);
                let whole = bytes >= attachment.length;
                let aligned = if whole {
                    attachment.length
                } else {
                    bytes / chunk * chunk
                };
                let before = upload.confirmed.replace(aligned);
                before.is_none_or(|before| before < aligned)
            }
            UploadStanding::Damaged => {
                upload.confirmed = Some(0);
                upload.damaged += 1;
                if upload.damaged >= MAX_DAMAGED {
                    let problem = Problem::AttachmentDamaged(attachment.id);
                    self.save(vec![Change::Problem(progress.operation, Some(problem))]);
                }
                false
            }
            UploadStanding::Unknown => {
                item.push.wait(self.now, &mut self.dice);
                self.expect_rows_of(&progress.operation);
                self.save(vec![Change::Reoffer(vec![progress.operation])]);
                false
            }
        }
    }
}

/// The operation of a request that is about one alone.
fn sole_operation(pieces: &[Piece]) -> Option<OperationId> {
    let (first, rest) = pieces.split_first()?;
    rest.iter()
        .all(|piece| piece.operation == first.operation)
        .then_some(first.operation)
}

fn operations(pieces: &[Piece]) -> Vec<OperationId> {
    let mut ids: Vec<_> = pieces.iter().map(|piece| piece.operation).collect();
    ids.dedup();
    ids
}

const MAX_DAMAGED: u8 = 3;
