//! From a verified operation to its receipt: once, whole, and the same again for every retry.
//!
//! An attempt reads what the decision stands on, decides, signs, and stores it all in one
//! transaction, which is refused if anything has moved meanwhile; then it is decided anew.

use tongban_cases::Request;
use tongban_protocol::{
    CaseId, Extra, Fact, Operation, OperationId, PushVerdict, ReadLogHead, Receipt, Rejection,
    RejectionCode, ScopeId, VerifiedOperation,
};

use super::draft::Draft;
use super::{SyncError, receipts};
use crate::casework::{self, Outcome};
use crate::numbers;
use crate::platform::Platform;
use crate::store::{
    Committed, Found, NewOperation, NewReceipt, Principal, Series, Sought, StoredOperation,
};

/// An operation with the person whose key has signed it and whose scope it names.
pub(crate) struct Incoming {
    pub(crate) signed: VerifiedOperation,
    /// SHA-256 of the key that has signed it.
    pub(crate) signer: [u8; 32],
    pub(crate) principal: Principal,
}

impl Incoming {
    pub(crate) fn operation(&self) -> &Operation {
        self.signed.operation()
    }
}

/// Takes one operation.
pub(super) async fn take(
    platform: &Platform,
    incoming: &Incoming,
) -> Result<PushVerdict, SyncError> {
    let _turn = platform.turn.lock().await;
    for _ in 0..ATTEMPTS {
        if let Some(verdict) = attempt(platform, incoming).await? {
            return Ok(verdict);
        }
    }
    Err(SyncError::Overtaken)
}

/// The *complete* receipt of an operation, once every attachment has arrived (rule S3); none
/// before, and none for an operation that does not count.
pub(super) async fn complete(
    platform: &Platform,
    id: OperationId,
) -> Result<Option<Vec<u8>>, SyncError> {
    for _ in 0..ATTEMPTS {
        let stored = platform.store.operation(id).await?;
        let Some(stored) = stored.filter(|stored| stored.accepted && stored.missing == 0) else {
            return Ok(None);
        };
        if let Some(receipt) = completed(platform, &stored).await? {
            return Ok(Some(receipt));
        }
    }
    Err(SyncError::Overtaken)
}

/// Stores what the day did to a case, without any operation.
pub(crate) async fn machine_acts(platform: &Platform, case: CaseId) -> Result<bool, SyncError> {
    let _turn = platform.turn.lock().await;
    let now = platform.now();
    let found = platform
        .store
        .find(sought(None, case, Vec::new(), now))
        .await?;
    match casework::day_acts(platform, &found, now).await? {
        Some(outcome) => {
            let mut draft = Draft::new(&found, now);
            draft.outcome(outcome, None);
            let committed = platform.store.commit(draft.commit).await?;
            platform.store.durable().await?;
            Ok(committed == Committed::Stored)
        }
        None => Ok(false),
    }
}

async fn attempt(
    platform: &Platform,
    incoming: &Incoming,
) -> Result<Option<PushVerdict>, SyncError> {
    let operation = incoming.operation();
    let now = platform.now();
    let request = Request::decode(&operation.kind, &operation.body);
    let mut sought = sought(
        Some((operation.id, *incoming.signed.hash())),
        operation.case,
        vec![operation.scope],
        now,
    );
    sought.depends_on.clone_from(&operation.depends_on);
    sought.supersedes.clone_from(&operation.supersedes);
    sought.holder_keys = operation
        .holder_keys
        .iter()
        .map(|proven| proven.key)
        .collect();
    if let (Ok(Request::Submit { service, .. }), Principal::Resident { id, .. }) =
        (&request, &incoming.principal)
    {
        sought.twin_of = Some((*id, service.clone()));
    }
    let found = platform.store.find(sought).await?;
    if let Some(before) = &found.before {
        let receipt = again(platform, &found, before, now).await?;
        return Ok(receipt.map(PushVerdict::Receipt));
    }
    if found.id_used {
        let rejection = Rejection::plain(RejectionCode::IdReused);
        return answer(platform, incoming, &found, Err(rejection), now).await;
    }
    if let Some(other) = found.blocked_by {
        return Ok(Some(PushVerdict::BlockedBy(other)));
    }
    if let Ok(request) = &request
        && casework::is_early(incoming, &found, request.action())
    {
        return Ok(Some(PushVerdict::Undecided));
    }
    if let Some(about) = found.superseded_accepted {
        let mut rejection = Rejection::plain(RejectionCode::SupersededAccepted);
        rejection.about = Some(about);
        return answer(platform, incoming, &found, Err(rejection), now).await;
    }
    // The day acts first, as an act of its own: silence became acceptance before anyone came.
    if let Some(outcome) = casework::day_acts(platform, &found, now).await? {
        let mut draft = Draft::new(&found, now);
        draft.outcome(outcome, None);
        platform.store.commit(draft.commit).await?;
        return Ok(None);
    }
    let judged = match request {
        Ok(request) => casework::judge(platform, incoming, request, &found, now).await?,
        Err(_) => Err(casework::invalid("request")),
    };
    answer(platform, incoming, &found, judged, now).await
}

/// Signs the receipt of a decision and stores both; none if anything has moved.
async fn answer(
    platform: &Platform,
    incoming: &Incoming,
    found: &Found,
    judged: Result<Outcome, Rejection>,
    now: u64,
) -> Result<Option<PushVerdict>, SyncError> {
    let operation = incoming.operation();
    let mut draft = Draft::new(found, now);
    let number = draft.number(Series::Receipt);
    let mut attachments = Vec::new();
    let accepted = judged.is_ok();
    let fact = match judged {
        Ok(mut outcome) => {
            if outcome.entry.number.is_empty() {
                outcome.entry.number.clone_from(&number);
            }
            attachments = std::mem::take(&mut outcome.attachments);
            let case_version = outcome.entry.version;
            draft.outcome(outcome, Some(operation.id));
            match attachments.is_empty() {
                true => Fact::Complete { case_version },
                false => Fact::Held { case_version },
            }
        }
        Err(rejection) => Fact::Rejected(rejection),
    };
    let code = match &fact {
        Fact::Rejected(rejection) => rejection.code.as_str().to_owned(),
        _ => "accepted".to_owned(),
    };
    let receipt = Receipt {
        operation: operation.id,
        operation_hash: *incoming.signed.hash(),
        scope: operation.scope,
        epoch: found.epoch,
        seq: draft.next_seq(operation.scope),
        stable_seq: draft.stable_seq(operation.scope),
        fact,
        number,
        at: now,
        read_log: head(found),
        extra: Extra::default(),
    };
    let receipt = receipts::sign(platform, &receipt).await?;
    draft.receipt_row(operation.scope, operation.case, &receipt);
    draft.commit.operation = Some(NewOperation {
        id: operation.id,
        hash: *incoming.signed.hash(),
        reused: found.id_used,
        scope: operation.scope,
        case: operation.case,
        accepted,
        bytes: incoming.signed.bytes().to_vec(),
        receipt: receipt.clone(),
        epoch: found.epoch,
        depends_on: operation.depends_on.clone(),
        supersedes: operation.supersedes.clone(),
        attachments,
    });
    match platform.store.commit(draft.commit).await? {
        Committed::Moved => Ok(None),
        Committed::Stored => {
            tracing::info!(outcome = code, "operation decided");
            Ok(Some(PushVerdict::Receipt(receipt)))
        }
    }
}

/// The stored receipt byte for byte; one of an earlier epoch is signed anew in this one.
async fn again(
    platform: &Platform,
    found: &Found,
    before: &StoredOperation,
    now: u64,
) -> Result<Option<Vec<u8>>, SyncError> {
    if before.epoch == found.epoch {
        return Ok(Some(before.receipt.clone()));
    }
    let receipt = receipts::read(&before.receipt)?;
    renew(platform, Draft::new(found, now), found, before, receipt).await
}

async fn completed(
    platform: &Platform,
    stored: &StoredOperation,
) -> Result<Option<Vec<u8>>, SyncError> {
    let now = platform.now();
    let named = Some((stored.id, stored.hash));
    let found = platform
        .store
        .find(sought(named, stored.case, vec![stored.scope], now))
        .await?;
    let Some(before) = &found.before else {
        return Ok(None);
    };
    let mut receipt = receipts::read(&before.receipt)?;
    let Fact::Held { mut case_version } = receipt.fact else {
        return again(platform, &found, before, now).await;
    };
    let mut draft = Draft::new(&found, now);
    if let Some(outcome) = casework::photos_complete(platform, &found, stored.id, now).await? {
        case_version = outcome.entry.version;
        draft.outcome(outcome, Some(stored.id));
    }
    receipt.fact = Fact::Complete { case_version };
    receipt.at = now;
    let receipt = renew(platform, draft, &found, before, receipt).await?;
    if receipt.is_some() {
        tracing::info!("operation complete");
    }
    Ok(receipt)
}

/// Signs a receipt in the present epoch, at the end of its feed, in the place of the one before.
async fn renew(
    platform: &Platform,
    mut draft: Draft<'_>,
    found: &Found,
    before: &StoredOperation,
    mut receipt: Receipt,
) -> Result<Option<Vec<u8>>, SyncError> {
    let said = receipts::read(&before.receipt)?;
    if said.fact == receipt.fact {
        draft.replaces(before.scope, said.seq);
    }
    receipt.epoch = found.epoch;
    receipt.seq = draft.next_seq(before.scope);
    receipt.stable_seq = draft.stable_seq(before.scope);
    receipt.read_log = head(found);
    let receipt = receipts::sign(platform, &receipt).await?;
    draft.receipt_row(before.scope, before.case, &receipt);
    draft.commit.receipt = Some(NewReceipt {
        operation: before.id,
        hash: before.hash,
        before: before.receipt.clone(),
        receipt: receipt.clone(),
        epoch: found.epoch,
    });
    match platform.store.commit(draft.commit).await? {
        Committed::Stored => Ok(Some(receipt)),
        Committed::Moved => Ok(None),
    }
}

fn sought(
    operation: Option<(OperationId, [u8; 32])>,
    case: CaseId,
    feeds: Vec<ScopeId>,
    now: u64,
) -> Sought {
    Sought {
        operation,
        depends_on: Vec::new(),
        supersedes: Vec::new(),
        case,
        feeds,
        holder_keys: Vec::new(),
        twin_of: None,
        year: numbers::year(now),
    }
}

fn head(found: &Found) -> ReadLogHead {
    ReadLogHead {
        seq: found.read_log.seq,
        hash: found.read_log.hash,
    }
}

const ATTEMPTS: u32 = 16;
