use std::collections::BTreeMap;

use tongban_protocol::{
    AttachmentId, CaseId, Fact, Operation, OperationId, ScopeId, VerifiedOperation, VerifiedReceipt,
};

use super::attempts::Attempts;
use crate::{OutboxItem, Problem};

/// One operation on its way.
#[derive(Debug)]
pub(crate) struct Item {
    pub signed: VerifiedOperation,
    /// Place of the first of its chain of corrections, then its own.
    pub order: (u64, u64),
    pub offered: bool,
    pub stage: Stage,
    pub problem: Option<Problem>,
    pub push: Attempts,
    pub upload: Attempts,
    pub uploads: BTreeMap<AttachmentId, Upload>,
    /// The photo that the person wants to go first.
    pub urgent: Option<AttachmentId>,
    /// Never offered before this engine began: the platform has nothing of its attachments.
    pub fresh: bool,
    /// What the platform says that it waits for.
    pub told_blocked: Option<OperationId>,
}

/// What the platform has said to it.
#[derive(Debug)]
pub(crate) enum Stage {
    /// Nothing that counts.
    Waiting,
    Held(VerifiedReceipt),
    Complete(VerifiedReceipt),
    Rejected(VerifiedReceipt),
}

/// How far one attachment is.
#[derive(Debug, Default, Clone, Copy)]
pub(crate) struct Upload {
    /// Bytes that the platform has confirmed, once it was asked.
    pub confirmed: Option<u64>,
    /// A request with bytes of it broke: some of them may have arrived, so it is asked first.
    pub unsure: bool,
    /// How often all bytes came and were wrong.
    pub damaged: u8,
}

impl Upload {
    /// What is confirmed, if that need not be asked.
    pub fn sure(&self) -> Option<u64> {
        self.confirmed.filter(|_| !self.unsure)
    }
}

impl Item {
    pub fn new(row: OutboxItem, order: (u64, u64)) -> Self {
        let attachments = row.operation.operation().attachments.iter();
        let uploads = attachments
            .map(|attachment| (attachment.id, Upload::default()))
            .collect();
        Self {
            signed: row.operation,
            order,
            fresh: !row.offered,
            told_blocked: None,
            offered: row.offered,
            stage: row.receipt.map_or(Stage::Waiting, Stage::of),
            problem: row.problem,
            push: Attempts::new(),
            upload: Attempts::new(),
            uploads,
            urgent: row.urgent,
        }
    }

    pub fn operation(&self) -> &Operation {
        self.signed.operation()
    }

    pub fn scope(&self) -> ScopeId {
        self.operation().scope
    }

    pub fn case(&self) -> CaseId {
        self.operation().case
    }

    pub fn supersedes(&self) -> &[OperationId] {
        &self.operation().supersedes
    }

    pub fn receipt(&self) -> Option<&VerifiedReceipt> {
        match &self.stage {
            Stage::Waiting => None,
            Stage::Held(receipt) | Stage::Complete(receipt) | Stage::Rejected(receipt) => {
                Some(receipt)
            }
        }
    }

    /// Whether it is still to be offered.
    pub fn is_open(&self) -> bool {
        matches!(self.stage, Stage::Waiting) && self.problem.is_none()
    }

    /// Whether its attachments are still to be sent.
    pub fn is_uploading(&self) -> bool {
        matches!(self.stage, Stage::Held(_)) && self.problem.is_none()
    }

    /// Whether a photo of it that has not arrived was pinned.
    pub fn is_urgent(&self) -> bool {
        let mut left = self.attachments_left();
        left.any(|photo| self.urgent == Some(photo))
    }

    /// The attachments that are not confirmed whole.
    pub fn attachments_left(&self) -> impl Iterator<Item = AttachmentId> {
        let attachments = self.operation().attachments.iter();
        let left = attachments.filter(|attachment| {
            let upload = self.uploads.get(&attachment.id);
            upload.and_then(|upload| upload.confirmed) != Some(attachment.length)
        });
        left.map(|attachment| attachment.id)
    }

    /// How much of text and attachments the platform has, 0 to 100; 100 only for all of it.
    pub fn percent(&self) -> u8 {
        let text = self.signed.bytes().len() as u64;
        let photos: u64 = self
            .operation()
            .attachments
            .iter()
            .map(|photo| photo.length)
            .sum();
        let confirmed: u64 = self
            .uploads
            .values()
            .filter_map(|upload| upload.confirmed)
            .sum();
        let held = match self.stage {
            Stage::Waiting => 0,
            _ => text + confirmed.min(photos),
        };
        u8::try_from(held * 100 / (text + photos)).unwrap_or(100)
    }

    pub fn take_receipt(&mut self, receipt: VerifiedReceipt) {
        if self.fresh && matches!(self.stage, Stage::Waiting) {
            let nothing_yet = |upload: &mut Upload| upload.confirmed = Some(0);
            self.uploads.values_mut().for_each(nothing_yet);
        }
        self.fresh = false;
        self.told_blocked = None;
        self.stage = Stage::of(receipt);
    }

    pub fn take_problem(&mut self, problem: Option<Problem>) {
        if problem.is_none() {
            self.start_over();
        }
        self.problem = problem;
    }

    /// The platform lost it.
    pub fn offer_again(&mut self) {
        self.stage = Stage::Waiting;
        self.start_over();
    }

    /// Begins anew after a fork or at the person's wish.
    fn start_over(&mut self) {
        self.fresh = false;
        self.told_blocked = None;
        self.push.reset();
        self.upload.reset();
        self.uploads
            .values_mut()
            .for_each(|upload| *upload = Upload::default());
    }
}

impl Stage {
    pub fn of(receipt: VerifiedReceipt) -> Self {
        match receipt.receipt().fact {
            Fact::Held { .. } => Self::Held(receipt),
            Fact::Complete { .. } => Self::Complete(receipt),
            Fact::Rejected(_) => Self::Rejected(receipt),
        }
    }
}
