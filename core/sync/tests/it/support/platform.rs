//! A model of the platform: the duties of `docs/sync-protocol.md` section 6, in memory.

use std::collections::{BTreeMap, BTreeSet};

use tongban_cose::sha256;
use tongban_protocol::{
    AttachmentId, CaseId, Cursor, Epoch, Extra, Fact, Operation, OperationId, Page, PublicPoint,
    PullRequest, PullResponse, PushOutcome, PushRequest, PushResponse, PushVerdict, RECEIPT_KIND,
    ReadLogHead, ReadToken, Receipt, Refusal, Rejection, RejectionCode, Row, ScopeId,
    SessionChallenge, SessionChallengeRequest, SessionResponse, SnapshotPage, SnapshotPlace,
    UnverifiedOperation, UnverifiedSession, UploadProgress, UploadRequest, UploadResponse,
    UploadStanding, VerifiedOperation, VerifiedReceipt, paths, prepare_receipt,
};
use tongban_sync::{Answer, Request};

use super::keys::{Key, RECEIPT_KEY};

pub struct Platform {
    pub epoch: Epoch,
    pub state: State,
    pub backup: State,
    /// Who may write where.
    pub writers: Vec<(PublicPoint, ScopeId)>,
    pub devices: Vec<(PublicPoint, ScopeId)>,
    pub receipt_key: Key,
    pub requests: Vec<(&'static str, usize)>,
    tokens: BTreeMap<[u8; 32], Vec<ScopeId>>,
    nonces: BTreeSet<[u8; 32]>,
    /// Offers that were verified before: a retry costs no signature.
    verified: BTreeMap<Vec<u8>, VerifiedOperation>,
    counter: u64,
    /// Confirmed offsets fall back once at each upload while this is set.
    pub forgets_chunks: bool,
    /// Uploaded bytes are damaged on the way.
    pub damages: bool,
    /// Most rows of a page.
    pub page_rows: usize,
    /// Pages of snapshots that were given, and those that began anew because of a fork.
    pub snapshots: (u64, u64),
    /// Most rows of a page of a snapshot, whatever is asked for.
    pub snapshot_rows: usize,
    /// Does not know snapshots, as a platform of five releases ago.
    pub is_old: bool,
    /// Its answers have a key that this build does not know.
    pub speaks_newer: bool,
}

#[derive(Clone, Default)]
pub struct State {
    pub scopes: BTreeMap<ScopeId, Feed>,
    pub operations: BTreeMap<OperationId, Stored>,
    pub cases: BTreeMap<(ScopeId, CaseId), Case>,
}

#[derive(Clone, Default)]
pub struct Feed {
    pub rows: Vec<Row>,
    /// Seqs of rows that a later one replaces.
    pub replaced: BTreeSet<u64>,
    hashes: Vec<[u8; 32]>,
    /// The case of each row, also of those that are gone.
    cases: Vec<CaseId>,
}

#[derive(Clone)]
pub struct Stored {
    pub operation: Operation,
    hash: [u8; 32],
    pub accepted: bool,
    uploads: BTreeMap<AttachmentId, Vec<u8>>,
    pub receipt: Vec<u8>,
    fact: Fact,
    epoch: Epoch,
    at: u64,
    number: String,
}

#[derive(Clone, Default)]
pub struct Case {
    pub version: u64,
    /// Which operation made each version.
    pub makers: Vec<OperationId>,
}

impl Platform {
    pub fn new() -> Self {
        Self {
            epoch: Epoch::from_bytes([1; 16]),
            state: State::default(),
            backup: State::default(),
            writers: Vec::new(),
            devices: Vec::new(),
            receipt_key: Key::new(RECEIPT_KEY),
            requests: Vec::new(),
            tokens: BTreeMap::new(),
            nonces: BTreeSet::new(),
            verified: BTreeMap::new(),
            counter: 0,
            forgets_chunks: false,
            damages: false,
            page_rows: 7,
            snapshots: (0, 0),
            snapshot_rows: 5,
            is_old: false,
            speaks_newer: false,
        }
    }

    pub fn back_up(&mut self) {
        self.backup = self.state.clone();
    }

    /// Everything since the backup is gone (rule S2).
    pub fn restore(&mut self) {
        self.counter += 1;
        self.state = self.backup.clone();
        let hash = sha256(&self.counter.to_be_bytes());
        self.epoch = Epoch::from_bytes(hash[..16].try_into().expect("16 bytes"));
    }

    /// Empties rows that a later one replaces; every cursor stays good. Whether there were any.
    pub fn compact(&mut self) -> bool {
        let mut emptied = false;
        for feed in self.state.scopes.values_mut() {
            for seq in &feed.replaced {
                let row = &mut feed.rows[*seq as usize - 1];
                emptied |= !row.is_gone();
                *row = Row::gone(*seq, *row.digest());
            }
        }
        emptied
    }

    pub fn forget_sessions(&mut self) {
        self.tokens.clear();
        self.nonces.clear();
    }

    pub fn answer(&mut self, request: &Request) -> Answer {
        self.requests.push((request.path, request.body.len()));
        let body = match request.path {
            paths::SESSION_CHALLENGE => self.challenge(&request.body),
            paths::SESSION => self.session(&request.body),
            paths::PULL => self.pull(request.token.as_ref(), &request.body),
            paths::PUSH => self.push(&request.body),
            paths::UPLOAD => self.upload(&request.body),
            _ => Err(Refusal::NotFound),
        };
        let newer = |mut body: Vec<u8>| {
            if let Some(first) = body.first_mut().filter(|_| self.speaks_newer) {
                // One more entry of a small map, behind all others: 77 → 1.
                *first += 1;
                body.extend([0x18, 77, 1]);
            }
            body
        };
        match body.map(newer) {
            Ok(body) => Answer {
                status: if body.is_empty() { 204 } else { 200 },
                retry_after: None,
                body,
            },
            Err(refusal) => refused(&refusal),
        }
    }

    fn challenge(&mut self, body: &[u8]) -> Result<Vec<u8>, Refusal> {
        SessionChallengeRequest::decode(body).map_err(|_| bad("message"))?;
        let nonce = self.secret();
        self.nonces.insert(nonce);
        Ok(SessionChallenge {
            nonce,
            seconds: 120,
            extra: Extra::default(),
        }
        .encode())
    }

    fn session(&mut self, body: &[u8]) -> Result<Vec<u8>, Refusal> {
        let session = UnverifiedSession::parse(body)
            .and_then(UnverifiedSession::verify)
            .map_err(|_| bad("not_signed"))?;
        if !self.nonces.remove(session.nonce()) {
            return Err(Refusal::SessionEnded);
        }
        let key = *session.device_key();
        let scopes: Vec<_> = self
            .devices
            .iter()
            .filter(|(device, _)| *device == key)
            .map(|(_, scope)| *scope)
            .collect();
        if scopes.is_empty() {
            return Err(Refusal::NotAllowed);
        }
        let token = self.secret();
        self.tokens.insert(token, scopes.clone());
        Ok(SessionResponse {
            token: ReadToken::from_bytes(token),
            seconds: 12 * 3600,
            now: 0,
            scopes,
            extra: Extra::default(),
        }
        .encode()
        .to_vec())
    }

    fn pull(&mut self, token: Option<&ReadToken>, body: &[u8]) -> Result<Vec<u8>, Refusal> {
        let scopes = token
            .and_then(|token| self.tokens.get(token.expose()))
            .ok_or(Refusal::SessionEnded)?;
        let request = PullRequest::decode(body).map_err(|_| bad("message"))?;
        if !scopes.contains(&request.scope) {
            return Err(Refusal::NotAllowed);
        }
        let epoch = self.epoch;
        let stable_seq = self
            .backup
            .scopes
            .get(&request.scope)
            .map_or(0, |feed| feed.rows.len() as u64);
        let snapshot_rows = self.snapshot_rows;
        let feed = self.state.scopes.entry(request.scope).or_default();
        let is_snapshot = request.place.is_some() && !self.is_old;
        if let Some(place) = request.place.filter(|_| is_snapshot) {
            let newest = feed.cursor(epoch, feed.rows.len() as u64).expect("the end");
            let pin = request.cursor.unwrap_or(newest);
            if feed.cursor(epoch, pin.seq) == Some(pin) {
                self.snapshots.0 += 1;
                let most = (request.max_rows as usize, snapshot_rows);
                let (rows, place, more) = feed.snapshot(pin.seq, place, most);
                return Ok(PullResponse::Snapshot(SnapshotPage {
                    scope: request.scope,
                    pin,
                    rows,
                    place,
                    more,
                    stable_seq,
                    now: 0,
                    extra: Extra::default(),
                })
                .encode());
            }
            self.snapshots.1 += 1;
        }
        let from = request.cursor.unwrap_or(Cursor::start(epoch));
        if feed.cursor(epoch, from.seq) != Some(from) {
            return Ok(PullResponse::Fork {
                scope: request.scope,
                epoch,
            }
            .encode());
        }
        let from = from.seq as usize;
        let until = feed
            .rows
            .len()
            .min(from + (request.max_rows as usize).min(self.page_rows));
        if !self.is_old && until == from && request.stable_seq == Some(stable_seq) {
            return Ok(Vec::new());
        }
        let page = Page {
            scope: request.scope,
            cursor: feed.cursor(epoch, until as u64).expect("a row of the feed"),
            rows: feed.rows[from..until].to_vec(),
            more: until < feed.rows.len(),
            stable_seq,
            now: 0,
            extra: Extra::default(),
        };
        Ok(PullResponse::Page(page).encode())
    }

    fn push(&mut self, body: &[u8]) -> Result<Vec<u8>, Refusal> {
        let request = PushRequest::decode(body).map_err(|_| bad("message"))?;
        let mut verified = Vec::new();
        for bytes in &request.operations {
            let (operation, scope) = self.verified(bytes)?;
            match operation.operation().kind.as_str() {
                _ if operation.operation().scope != scope => return Err(Refusal::NotAllowed),
                "poison" => return Err(bad("message")),
                "bomb" => return Err(Refusal::Internal),
                _ => verified.push(operation),
            }
        }
        let outcomes = verified.iter().map(|operation| PushOutcome {
            operation: operation.operation().id,
            verdict: self.take(operation),
        });
        let outcomes = outcomes.collect();
        Ok(PushResponse {
            outcomes,
            extra: Extra::default(),
        }
        .encode())
    }

    fn verified(&mut self, bytes: &[u8]) -> Result<(VerifiedOperation, ScopeId), Refusal> {
        let claimed = UnverifiedOperation::parse(bytes).map_err(|_| bad("message"))?;
        let signer = |(key, _): &&(PublicPoint, ScopeId)| {
            sha256(key.as_bytes()) == *claimed.claimed_signer()
        };
        let (key, scope) = *self.writers.iter().find(signer).ok_or(bad("not_signed"))?;
        if let Some(known) = self.verified.get(bytes) {
            return Ok((known.clone(), scope));
        }
        let operation = claimed.verify(&key).map_err(|_| bad("not_signed"))?;
        self.verified.insert(bytes.to_vec(), operation.clone());
        Ok((operation, scope))
    }

    fn take(&mut self, signed: &VerifiedOperation) -> PushVerdict {
        let operation = signed.operation();
        if let Some(stored) = self.state.operations.get(&operation.id) {
            assert_eq!(stored.hash, *signed.hash(), "no test reuses an id");
            return PushVerdict::Receipt(self.receipt_again(operation.id));
        }
        for dependency in &operation.depends_on {
            if !self.is_accepted(*dependency) {
                return PushVerdict::BlockedBy(*dependency);
            }
        }
        if self.is_early(operation) {
            return PushVerdict::Undecided;
        }
        let rejection = self.objection(operation);
        let accepted = rejection.is_none();
        if accepted {
            let case = self
                .state
                .cases
                .entry((operation.scope, operation.case))
                .or_default();
            case.version += 1;
            case.makers.push(operation.id);
            let version = case.version;
            self.add_row(
                operation.scope,
                "event",
                operation.case,
                version,
                operation.id.as_bytes(),
            );
        }
        let stored = Stored {
            operation: operation.clone(),
            hash: *signed.hash(),
            accepted,
            uploads: BTreeMap::new(),
            receipt: Vec::new(),
            fact: match rejection {
                Some(code) => Fact::Rejected(Rejection::plain(code)),
                None if operation.attachments.is_empty() => Fact::Complete { case_version: 1 },
                None => Fact::Held { case_version: 1 },
            },
            epoch: self.epoch,
            at: 1_772_413_200,
            number: format!("N-{}", self.state.operations.len() + 1),
        };
        self.state.operations.insert(operation.id, stored);
        PushVerdict::Receipt(self.sign_receipt(operation.id))
    }

    /// Who acted has seen more of the case than there is since the last restore (rule S2).
    fn is_early(&self, operation: &Operation) -> bool {
        let key = (operation.scope, operation.case);
        let there = self.state.cases.get(&key).map_or(0, |case| case.version);
        operation.seen > there
    }

    /// Rule S6: a command is accepted or refused, never merged.
    fn objection(&self, operation: &Operation) -> Option<RejectionCode> {
        if operation.kind == "reject" {
            return Some(RejectionCode::Invalid);
        }
        let accepted = |old: &OperationId| {
            let old = self.state.operations.get(old);
            old.is_some_and(|old| old.accepted)
        };
        if operation.supersedes.iter().any(accepted) {
            return Some(RejectionCode::SupersededAccepted);
        }
        let case = self
            .state
            .cases
            .get(&(operation.scope, operation.case))
            .cloned()
            .unwrap_or_default();
        let known = self.closure(operation);
        let newer = case.makers.iter().skip(operation.seen as usize);
        newer
            .into_iter()
            .any(|maker| !known.contains(maker))
            .then_some(RejectionCode::StaleVersion)
    }

    /// What an operation depends on, through others and through corrections too.
    fn closure(&self, operation: &Operation) -> BTreeSet<OperationId> {
        let mut known = BTreeSet::new();
        let mut next: Vec<OperationId> = operation.depends_on.clone();
        while let Some(id) = next.pop() {
            let id = self.newest(id);
            if known.insert(id)
                && let Some(stored) = self.state.operations.get(&id)
            {
                next.extend(&stored.operation.depends_on);
            }
        }
        known
    }

    /// The accepted operation that stands for `id`, if there is one.
    fn newest(&self, id: OperationId) -> OperationId {
        let mut operations = self.state.operations.values();
        let newer =
            operations.find(|stored| stored.accepted && stored.operation.supersedes.contains(&id));
        if let Some(newer) = newer {
            return newer.operation.id;
        }
        // A correction of what was accepted after all: that stands for it.
        let accepted = |old: &&OperationId| {
            let old = self.state.operations.get(old);
            old.is_some_and(|old| old.accepted)
        };
        let stored = self.state.operations.get(&id);
        let stored = stored.filter(|stored| !stored.accepted);
        let old = stored.and_then(|stored| stored.operation.supersedes.iter().find(accepted));
        old.copied().unwrap_or(id)
    }

    fn is_accepted(&self, id: OperationId) -> bool {
        self.state
            .operations
            .get(&self.newest(id))
            .is_some_and(|stored| stored.accepted)
    }

    fn upload(&mut self, body: &[u8]) -> Result<Vec<u8>, Refusal> {
        let request = UploadRequest::decode(body).map_err(|_| bad("message"))?;
        let mut response = UploadResponse {
            progress: Vec::new(),
            receipts: Vec::new(),
            extra: Extra::default(),
        };
        for chunk in &request.chunks {
            let standing = self.store_chunk(chunk);
            response.progress.push(UploadProgress {
                operation: chunk.operation,
                attachment: chunk.attachment,
                standing,
            });
            if let Some(receipt) = self.completed(chunk.operation)
                && !response.receipts.contains(&receipt)
            {
                response.receipts.push(receipt);
            }
        }
        Ok(response.encode())
    }

    fn store_chunk(&mut self, chunk: &tongban_protocol::Chunk) -> UploadStanding {
        let (forgets, damages) = (self.forgets_chunks, self.damages);
        let Some(stored) = self
            .state
            .operations
            .get_mut(&chunk.operation)
            .filter(|stored| stored.accepted)
        else {
            return UploadStanding::Unknown;
        };
        let manifest = stored.operation.attachments.iter().copied();
        let Some(attachment) = manifest.clone().find(|one| one.id == chunk.attachment) else {
            return UploadStanding::Unknown;
        };
        assert!(
            attachment.admits(chunk.offset, chunk.bytes.len() as u64),
            "aligned and inside"
        );
        let have = stored.uploads.entry(chunk.attachment).or_default();
        if forgets && !matches!(stored.fact, Fact::Complete { .. }) && !have.is_empty() {
            self.forgets_chunks = false;
            have.truncate(have.len().saturating_sub(1) / 4096 * 4096);
        }
        if chunk.offset == have.len() as u64 {
            have.extend_from_slice(&chunk.bytes);
            if damages && !chunk.bytes.is_empty() {
                have[0] ^= 1;
            }
        }
        if have.len() as u64 == attachment.length && sha256(have) != attachment.sha256 {
            have.clear();
            return UploadStanding::Damaged;
        }
        UploadStanding::Confirmed(have.len() as u64)
    }

    /// The *complete* receipt, once every attachment is there (rule S3).
    fn completed(&mut self, id: OperationId) -> Option<Vec<u8>> {
        let stored = self
            .state
            .operations
            .get_mut(&id)
            .filter(|stored| stored.accepted)?;
        if let Fact::Held { case_version } = stored.fact {
            let whole = |one: &tongban_protocol::Attachment| {
                stored
                    .uploads
                    .get(&one.id)
                    .is_some_and(|have| have.len() as u64 == one.length)
            };
            if !stored.operation.attachments.iter().all(whole) {
                return None;
            }
            stored.fact = Fact::Complete { case_version };
            return Some(self.sign_receipt(id));
        }
        Some(self.receipt_again(id))
    }

    /// The stored receipt; one of an earlier epoch is signed anew in this one.
    fn receipt_again(&mut self, id: OperationId) -> Vec<u8> {
        let stored = &self.state.operations[&id];
        match stored.epoch == self.epoch {
            true => stored.receipt.clone(),
            false => self.sign_receipt(id),
        }
    }

    fn sign_receipt(&mut self, id: OperationId) -> Vec<u8> {
        let stored = self.state.operations[&id].clone();
        let scope = stored.operation.scope;
        let seq = self.state.scopes.entry(scope).or_default().rows.len() as u64 + 1;
        let receipt = Receipt {
            operation: id,
            operation_hash: stored.hash,
            scope,
            epoch: self.epoch,
            seq,
            stable_seq: 0,
            fact: stored.fact,
            number: stored.number,
            at: stored.at,
            read_log: ReadLogHead {
                seq: 1,
                hash: [7; 32],
            },
            extra: Extra::default(),
        };
        let prepared =
            prepare_receipt(&receipt, &self.receipt_key.point()).expect("a good receipt");
        let signature = self.receipt_key.sign(prepared.to_be_signed());
        let bytes = prepared.finish(&signature);
        // The same fact signed anew for another history replaces the row that said it before.
        if let Ok(before) = VerifiedReceipt::from_kept(&stored.receipt)
            && before.receipt().fact == receipt.fact
        {
            let feed = self.state.scopes.entry(scope).or_default();
            feed.replaced.insert(before.receipt().seq);
        }
        self.add_row(scope, RECEIPT_KIND, stored.operation.case, 0, &bytes);
        let entry = self.state.operations.get_mut(&id).expect("stored");
        entry.receipt = bytes.clone();
        entry.epoch = self.epoch;
        bytes
    }

    pub fn add_row(&mut self, scope: ScopeId, kind: &str, case: CaseId, version: u64, body: &[u8]) {
        let epoch = self.epoch;
        let feed = self.state.scopes.entry(scope).or_default();
        let row = Row::new(feed.rows.len() as u64 + 1, kind, case, version, body);
        let at = feed.cursor(epoch, feed.rows.len() as u64).expect("the end");
        feed.hashes
            .push(at.after(&row).expect("the next").rolling_hash);
        feed.rows.push(row);
        feed.cases.push(case);
    }

    fn secret(&mut self) -> [u8; 32] {
        self.counter += 1;
        sha256(&self.counter.to_le_bytes())
    }
}

impl Feed {
    /// Rows of the cases whose newest row is below `place`, newest case first.
    fn snapshot(
        &self,
        pin: u64,
        place: SnapshotPlace,
        (most_cases, most): (usize, usize),
    ) -> (Vec<Row>, SnapshotPlace, bool) {
        let up_to_pin = &self.rows[..pin as usize];
        let mut heads: BTreeMap<CaseId, u64> = BTreeMap::new();
        for (row, case) in up_to_pin.iter().zip(&self.cases) {
            heads.insert(*case, row.seq());
        }
        let mut in_order: Vec<(u64, u64)> = up_to_pin
            .iter()
            .zip(&self.cases)
            .map(|(row, case)| (heads[case], row.seq()))
            .filter(|(head, seq)| *head < place.head || (*head == place.head && *seq > place.after))
            .collect();
        in_order.sort_by_key(|(head, seq)| (std::cmp::Reverse(*head), *seq));
        let all = in_order.len();
        let mut begun = BTreeSet::new();
        let is_wanted = |(head, _): &&(u64, u64)| {
            *head == place.head
                || begun.contains(head)
                || (begun.len() < most_cases && begun.insert(*head))
        };
        let page: Vec<_> = in_order.iter().take(most).take_while(is_wanted).collect();
        let rows = page.iter().map(|(_, seq)| &self.rows[*seq as usize - 1]);
        let rows = rows.filter(|row| !row.is_gone()).cloned().collect();
        let place = page
            .last()
            .map_or(place, |(head, seq)| SnapshotPlace::after(*head, *seq));
        (rows, place, page.len() < all)
    }

    fn cursor(&self, epoch: Epoch, seq: u64) -> Option<Cursor> {
        if seq == 0 {
            return Some(Cursor::start(epoch));
        }
        let rolling_hash = *self.hashes.get(usize::try_from(seq).ok()? - 1)?;
        Some(Cursor {
            epoch,
            seq,
            rolling_hash,
        })
    }
}

pub fn refused(refusal: &Refusal) -> Answer {
    Answer {
        status: refusal.http_status(),
        retry_after: refusal.retry_after(),
        body: refusal.encode(),
    }
}

fn bad(what: &str) -> Refusal {
    Refusal::BadRequest {
        what: what.to_owned(),
    }
}
