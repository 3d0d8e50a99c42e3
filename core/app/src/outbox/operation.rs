//! Making an operation: fresh holder keys with their proofs, the bytes to confirm, the
//! signature of the submission key.

use tongban_cases::Request;
use tongban_device::KeyPurpose;
use tongban_protocol::{
    Attachment, AttachmentId, CaseId, DecodeError, Fact, MAX_DEPENDENCIES, Operation, OperationId,
    PossessionPurpose, PreparedOperation, ProvenKey, ScopeId, VerifiedOperation, VerifiedReceipt,
    possession_to_be_signed, prepare_operation,
};
use tongban_store::{PersonDb, RecordId, StoredFile, StoredKey, StoredOutboxItem};

use crate::context::Core;
use crate::keys::{self, KeyError};
use crate::storage::StorageError;

/// What an operation is to say.
pub(crate) struct Wanted<'a> {
    pub(crate) scope: ScopeId,
    pub(crate) case: RecordId,
    pub(crate) seen: u64,
    pub(crate) request: &'a Request,
    pub(crate) files: &'a [StoredFile],
    /// Copies that a grant would issue.
    pub(crate) holder_keys: usize,
    pub(crate) depends_on: Vec<OperationId>,
    pub(crate) supersedes: Vec<OperationId>,
}

/// An operation whose bytes are fixed and which waits for the person's yes.
pub(crate) struct Unsigned {
    pub(crate) id: RecordId,
    /// Fresh keys, stored nowhere yet.
    pub(crate) keys: Vec<StoredKey>,
    prepared: PreparedOperation,
    submission: StoredKey,
}

impl Unsigned {
    /// Makes the keys and fixes the bytes. A failure leaves no key behind.
    pub(crate) fn prepare(
        core: &Core,
        db: &PersonDb,
        wanted: &Wanted<'_>,
    ) -> Result<Self, OperationError> {
        let mut keys = Vec::with_capacity(wanted.holder_keys);
        let made = make(core, db, wanted, &mut keys);
        match made {
            Ok((id, submission, prepared)) => Ok(Self {
                id,
                keys,
                prepared,
                submission,
            }),
            Err(error) => {
                keys::erase(core, &keys::aliases(&keys));
                Err(error)
            }
        }
    }

    /// What the person's yes is bound to.
    pub(crate) fn to_be_signed(&self) -> &[u8] {
        self.prepared.to_be_signed()
    }

    /// Signs; the bytes are kept and sent as they are.
    pub(crate) fn sign(self, core: &Core) -> Result<(Vec<u8>, Vec<StoredKey>), KeyError> {
        let signature = keys::sign(core, &self.submission, self.prepared.to_be_signed())?;
        Ok((self.prepared.finish(&signature), self.keys))
    }

    /// The person said no: the keys are for nothing.
    pub(crate) fn abandon(&self, core: &Core) {
        keys::erase(core, &keys::aliases(&self.keys));
    }
}

fn make(
    core: &Core,
    db: &PersonDb,
    wanted: &Wanted<'_>,
    keys: &mut Vec<StoredKey>,
) -> Result<(RecordId, StoredKey, PreparedOperation), OperationError> {
    let id = RecordId::draw(&*core.caps.clock, &*core.caps.entropy).map_err(StorageError::from)?;
    let submission = keys::only(db, KeyPurpose::Submission)?;
    let by = keys::point(&submission)?;
    let mut proven = Vec::with_capacity(wanted.holder_keys);
    for _ in 0..wanted.holder_keys {
        let key = keys::make_holder(core, db, keys)?;
        let point = keys::point(&key)?;
        let purpose = PossessionPurpose::HolderCopy;
        let message = possession_to_be_signed(purpose, &id.to_bytes(), &by, &point);
        let proof = keys::sign(core, &key, &message);
        keys.push(key);
        proven.push(ProvenKey {
            proof: proof?,
            key: point,
        });
    }
    let attachments = wanted.files.iter().map(|file| Attachment {
        id: AttachmentId::from_bytes(file.id.to_bytes()),
        length: file.length,
        chunk_bytes: file.chunk_bytes,
        sha256: file.sha256,
    });
    let operation = Operation {
        id: OperationId::from_bytes(id.to_bytes()),
        scope: wanted.scope,
        case: CaseId::from_bytes(wanted.case.to_bytes()),
        seen: wanted.seen,
        kind: wanted.request.kind().to_owned(),
        body: wanted.request.encode_body(),
        depends_on: wanted.depends_on.clone(),
        supersedes: wanted.supersedes.clone(),
        attachments: attachments.collect(),
        holder_keys: proven,
        extra: Default::default(),
    };
    let prepared = prepare_operation(&operation, &by)?;
    Ok((id, submission, prepared))
}

/// The scope of a resident.
pub(crate) fn scope(db: &PersonDb) -> Result<ScopeId, StorageError> {
    let pseudonym = db.info()?.pseudonym.and_then(|name| name.try_into().ok());
    pseudonym
        .map(ScopeId::from_bytes)
        .ok_or(StorageError::Failed)
}

/// An item of the outbox, read.
pub(crate) struct ReadItem {
    pub(crate) stored: StoredOutboxItem,
    pub(crate) operation: VerifiedOperation,
    pub(crate) receipt: Option<VerifiedReceipt>,
    /// What the platform had said before it lost it.
    pub(crate) before: Option<VerifiedReceipt>,
}

impl ReadItem {
    /// Reads what this device has written; what it cannot read is a failure of its storage.
    pub(crate) fn of(stored: StoredOutboxItem) -> Result<Self, StorageError> {
        let operation =
            VerifiedOperation::from_kept(&stored.bytes).map_err(|_| StorageError::Failed)?;
        let kept = |bytes: &Option<Vec<u8>>| {
            let receipt = bytes.as_deref().map(VerifiedReceipt::from_kept);
            receipt.transpose().map_err(|_| StorageError::Failed)
        };
        Ok(Self {
            operation,
            receipt: kept(&stored.receipt)?,
            before: kept(&stored.receipt_before)?,
            stored,
        })
    }

    pub(crate) fn request(&self) -> Option<Request> {
        let operation = self.operation.operation();
        Request::decode(&operation.kind, &operation.body).ok()
    }

    pub(crate) fn is_rejected(&self) -> bool {
        let receipt = self.receipt.as_ref().map(VerifiedReceipt::receipt);
        receipt.is_some_and(|receipt| matches!(receipt.fact, Fact::Rejected(_)))
    }
}

impl ReadItem {
    /// It needs the person, and the platform has said nothing to it that counts.
    pub(crate) fn is_stuck(&self) -> bool {
        self.stored.problem.is_some() && self.receipt.is_none()
    }
}

/// Everything in the outbox, read.
pub(crate) fn items(db: &PersonDb) -> Result<Vec<ReadItem>, StorageError> {
    db.outbox()?.into_iter().map(ReadItem::of).collect()
}

/// The rejected operation of `case` whose place a new one takes, then those whose place that
/// one took (rule S5).
pub(crate) fn superseded(db: &PersonDb, case: RecordId) -> Result<Vec<OperationId>, StorageError> {
    let items = items(db)?;
    let rejected = items
        .iter()
        .rev()
        .find(|item| item.stored.case == case && item.is_rejected());
    let Some(rejected) = rejected else {
        return Ok(Vec::new());
    };
    let operation = rejected.operation.operation();
    let chain = std::iter::once(operation.id).chain(operation.supersedes.iter().copied());
    Ok(chain.take(MAX_DEPENDENCIES).collect())
}

/// Why there is no operation.
#[derive(Debug, thiserror::Error)]
pub(crate) enum OperationError {
    #[error(transparent)]
    Key(#[from] KeyError),
    #[error(transparent)]
    TooLong(#[from] DecodeError),
}

impl From<StorageError> for OperationError {
    fn from(error: StorageError) -> Self {
        Self::Key(error.into())
    }
}

/// The files that a signed operation of this device carries.
pub(crate) fn files_of(bytes: &[u8]) -> Vec<RecordId> {
    let Ok(operation) = VerifiedOperation::from_kept(bytes) else {
        return Vec::new();
    };
    let attachments = operation.operation().attachments.iter();
    attachments
        .map(|file| RecordId::from_bytes(*file.id.as_bytes()))
        .collect()
}
