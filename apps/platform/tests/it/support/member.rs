use std::net::SocketAddr;

use base64::Engine;
use base64::engine::general_purpose::URL_SAFE_NO_PAD;
use tongban_cases::Request;
use tongban_cose::sha256;
use tongban_device::{Entropy, OsEntropy};
use tongban_platform::ports::sealer::{FileSealer, SealKey, Sealer};
use tongban_protocol::{
    API_VERSION, Attachment, AttachmentId, CaseId, Chunk, Cursor, EVENT_KIND, EnrolResponse, Extra,
    Fact, MEDIA_TYPE, MIN_CHUNK_BYTES, Operation, OperationId, PossessionPurpose, ProvenKey,
    PublicPoint, PullRequest, PullResponse, PushOutcome, PushRequest, PushResponse, PushVerdict,
    ReadToken, Receipt, ReceiptKeys, Refusal, Rejection, Row, ScopeId, SessionChallenge,
    SessionChallengeRequest, SessionResponse, UncheckedPull, UnverifiedPlatformKeys,
    UnverifiedReceipt, UploadProgress, UploadRequest, UploadResponse, UploadStanding, paths,
    possession_to_be_signed, prepare_operation, prepare_session,
};

use super::app::{App, key, point, scanned, sign};
use super::{Answer, Town, ask, get, post};

/// Someone with an enrolled device: a resident or a member of staff.
pub struct Member {
    pub app: App,
    pub scope: ScopeId,
    pub response: EnrolResponse,
    pub to: SocketAddr,
}

/// What an operation became.
pub struct Sent {
    pub receipt: Receipt,
    pub bytes: Vec<u8>,
}

impl Member {
    pub async fn resident(town: &Town, who: &str) -> Self {
        Self::enrolled(town.address(), town.voucher(who).await).await
    }

    pub async fn staff(town: &Town, name: &str, roles: &[&str]) -> Self {
        let roles: Vec<String> = roles.iter().map(|role| (*role).to_owned()).collect();
        let voucher = town.ops.add_staff(name, &roles, "何志平", "站").await;
        Self::enrolled(town.address(), voucher.expect("printed")).await
    }

    /// Enrolled with a voucher at the platform that answers at `to`.
    pub async fn enrolled(to: SocketAddr, voucher: tongban_platform::ops::PrintedVoucher) -> Self {
        let app = App::new(1);
        let answer = app.ask(to, scanned(&voucher)).await;
        assert_eq!(answer.status, 200, "{:?}", Refusal::decode(&answer.body));
        let response = EnrolResponse::decode(&answer.body).expect("an answer");
        let scope = match &response.staff {
            Some(staff) => staff.scope,
            None => ScopeId::from_bytes(response.person),
        };
        Self {
            app,
            scope,
            response,
            to,
        }
    }

    /// An operation of this person.
    pub fn operation(&self, case: CaseId, seen: u64, request: &Request) -> Operation {
        let mut operation = draft(self.scope, case, seen);
        request.kind().clone_into(&mut operation.kind);
        operation.body = request.encode_body();
        operation
    }

    /// Puts fresh holder keys into an operation.
    pub fn with_keys(&self, mut operation: Operation, count: usize) -> Operation {
        let by = point(&self.app.submission);
        operation.holder_keys = (0..count)
            .map(|_| {
                let holder = key();
                let id = operation.id.as_bytes();
                let purpose = PossessionPurpose::HolderCopy;
                let message = possession_to_be_signed(purpose, id, &by, &point(&holder));
                ProvenKey {
                    key: point(&holder),
                    proof: sign(&holder, &message),
                }
            })
            .collect();
        operation
    }

    pub fn signed(&self, operation: &Operation) -> Vec<u8> {
        let by = point(&self.app.submission);
        let prepared = prepare_operation(operation, &by).expect("an operation");
        let signature = sign(&self.app.submission, prepared.to_be_signed());
        prepared.finish(&signature)
    }

    pub async fn push(&self, operations: &[Vec<u8>]) -> Vec<PushOutcome> {
        let answer = self.pushed(operations).await;
        assert_eq!(answer.status, 200, "{:?}", Refusal::decode(&answer.body));
        PushResponse::decode(&answer.body)
            .expect("outcomes")
            .outcomes
    }

    pub async fn pushed(&self, operations: &[Vec<u8>]) -> Answer {
        post(self.to, paths::PUSH, &push_body(operations)).await
    }

    /// Pushes one operation that is decided at once.
    pub async fn send(&self, operation: &Operation) -> Sent {
        let outcomes = self.push(&[self.signed(operation)]).await;
        let [
            PushOutcome {
                operation: id,
                verdict: PushVerdict::Receipt(bytes),
            },
        ] = &outcomes[..]
        else {
            panic!("not decided");
        };
        assert_eq!(*id, operation.id);
        let receipt = self.verified(bytes).await;
        assert_eq!(
            (receipt.operation, receipt.scope),
            (operation.id, operation.scope)
        );
        Sent {
            receipt,
            bytes: bytes.clone(),
        }
    }

    /// Acts on a case; it must be accepted. Returns the version after it.
    pub async fn acts(&self, case: CaseId, seen: u64, request: &Request) -> u64 {
        self.send(&self.operation(case, seen, request))
            .await
            .version()
    }

    /// Acts on a case; it must be rejected.
    pub async fn rejected(&self, case: CaseId, seen: u64, request: &Request) -> Rejection {
        self.send(&self.operation(case, seen, request))
            .await
            .rejection()
    }

    /// A receipt, signed by a key that the platform's list key vouches for.
    pub async fn verified(&self, bytes: &[u8]) -> Receipt {
        let keys = receipt_keys(self.to).await;
        let verified = UnverifiedReceipt::parse(bytes)
            .expect("a receipt")
            .verify(&keys);
        verified.expect("signed by the platform").receipt().clone()
    }

    pub async fn challenge(&self) -> SessionChallenge {
        let request = SessionChallengeRequest {
            device_key: point(&self.app.device),
            api_version: API_VERSION,
            extra: Extra::default(),
        };
        let answer = post(self.to, paths::SESSION_CHALLENGE, &request.encode()).await;
        assert_eq!(answer.status, 200);
        SessionChallenge::decode(&answer.body).expect("a nonce")
    }

    pub fn session_body(&self, nonce: &[u8; 32]) -> Vec<u8> {
        let prepared = prepare_session(nonce, &point(&self.app.device));
        let signature = sign(&self.app.device, prepared.to_be_signed());
        prepared.finish(&signature)
    }

    pub async fn session(&self) -> SessionResponse {
        let nonce = self.challenge().await.nonce;
        let answer = post(self.to, paths::SESSION, &self.session_body(&nonce)).await;
        assert_eq!(answer.status, 200, "{:?}", Refusal::decode(&answer.body));
        SessionResponse::decode(&answer.body).expect("a session")
    }

    /// A request with a token.
    pub async fn with_token(&self, token: &ReadToken, path: &str, body: &[u8]) -> Answer {
        let bearer = format!("Bearer {}", URL_SAFE_NO_PAD.encode(token.expose()));
        let headers = [("content-type", MEDIA_TYPE), ("authorization", &bearer)];
        ask(self.to, "POST", path, &headers, body).await
    }

    pub async fn pull(
        &self,
        token: &ReadToken,
        cursor: Option<Cursor>,
        max_rows: u32,
    ) -> PullResponse {
        let request = PullRequest {
            max_rows,
            ..PullRequest::after(self.scope, cursor)
        };
        let answer = self.with_token(token, paths::PULL, &request.encode()).await;
        assert_eq!(answer.status, 200, "{:?}", Refusal::decode(&answer.body));
        let unchecked = UncheckedPull::decode(&answer.body).expect("a page");
        unchecked.check(&request).expect("follows the cursor")
    }

    /// The whole feed, page by page.
    pub async fn feed(&self) -> Vec<Row> {
        let token = self.session().await.token;
        let (mut rows, mut cursor) = (Vec::new(), None);
        loop {
            let PullResponse::Page(page) = self.pull(&token, cursor, 3).await else {
                panic!("a fork")
            };
            rows.extend(page.rows);
            cursor = Some(page.cursor);
            if !page.more {
                return rows;
            }
        }
    }

    /// Rows of one kind.
    pub async fn rows(&self, kind: &str) -> Vec<Row> {
        let rows = self.feed().await.into_iter();
        rows.filter(|row| row.kind() == kind).collect()
    }

    /// The newest version of a case in this feed.
    pub async fn version(&self, case: CaseId) -> u64 {
        let rows = self.rows(EVENT_KIND).await;
        let of_case = rows.iter().filter(|row| row.case() == case);
        of_case.map(Row::version).max().unwrap_or(0)
    }

    pub async fn upload(&self, chunks: Vec<Chunk>) -> UploadResponse {
        let answer = self.uploaded(chunks).await;
        assert_eq!(answer.status, 200, "{:?}", Refusal::decode(&answer.body));
        UploadResponse::decode(&answer.body).expect("progress")
    }

    pub async fn uploaded(&self, chunks: Vec<Chunk>) -> Answer {
        let request = UploadRequest {
            chunks,
            extra: Extra::default(),
        };
        post(self.to, paths::UPLOAD, &request.encode()).await
    }

    /// Uploads a whole file in pieces; returns the receipts of the last answer.
    pub async fn upload_whole(
        &self,
        operation: OperationId,
        id: AttachmentId,
        bytes: &[u8],
    ) -> Vec<Vec<u8>> {
        let mut receipts = Vec::new();
        for (piece, place) in bytes.chunks(MIN_CHUNK_BYTES as usize).zip(0_u64..) {
            let offset = place * u64::from(MIN_CHUNK_BYTES);
            let response = self.upload(vec![chunk(operation, id, offset, piece)]).await;
            let end = offset + piece.len() as u64;
            assert_eq!(response.progress, [progress(operation, id, end)]);
            receipts = response.receipts;
        }
        receipts
    }
}

impl Sent {
    pub fn version(&self) -> u64 {
        match &self.receipt.fact {
            Fact::Held { case_version } | Fact::Complete { case_version } => *case_version,
            Fact::Rejected(rejection) => panic!("rejected: {rejection:?} {}", detail(rejection)),
        }
    }

    pub fn rejection(&self) -> Rejection {
        match &self.receipt.fact {
            Fact::Rejected(rejection) => rejection.clone(),
            other => panic!("accepted: {other:?}"),
        }
    }
}

/// The body of a push.
pub fn push_body(operations: &[Vec<u8>]) -> Vec<u8> {
    PushRequest {
        operations: operations.to_vec(),
        extra: Extra::default(),
    }
    .encode()
}

/// What a rejection says in detail.
pub fn detail(rejection: &Rejection) -> &str {
    std::str::from_utf8(&rejection.detail).expect("a slug")
}

pub fn chunk(operation: OperationId, attachment: AttachmentId, offset: u64, bytes: &[u8]) -> Chunk {
    Chunk {
        operation,
        attachment,
        offset,
        bytes: bytes.to_vec(),
    }
}

pub fn progress(
    operation: OperationId,
    attachment: AttachmentId,
    confirmed: u64,
) -> UploadProgress {
    UploadProgress {
        operation,
        attachment,
        standing: UploadStanding::Confirmed(confirmed),
    }
}

pub fn manifest(id: AttachmentId, bytes: &[u8]) -> Attachment {
    Attachment {
        id,
        length: bytes.len() as u64,
        chunk_bytes: MIN_CHUNK_BYTES,
        sha256: sha256(bytes),
    }
}

pub fn fresh() -> [u8; 16] {
    (&OsEntropy as &dyn Entropy).array().expect("entropy")
}

/// An operation without content.
pub fn draft(scope: ScopeId, case: CaseId, seen: u64) -> Operation {
    Operation {
        id: OperationId::from_bytes(fresh()),
        scope,
        case,
        seen,
        kind: String::new(),
        body: Vec::new(),
        depends_on: Vec::new(),
        supersedes: Vec::new(),
        attachments: Vec::new(),
        holder_keys: Vec::new(),
        extra: Extra::default(),
    }
}

/// The receipt keys, under the list key of the demo's root.
pub async fn receipt_keys(to: SocketAddr) -> ReceiptKeys {
    let answer = get(to, paths::KEYS).await;
    assert_eq!(answer.status, 200);
    let keys = UnverifiedPlatformKeys::parse(&answer.body).expect("platform keys");
    keys.verify(&list_key())
        .expect("signed by the list key")
        .receipt_keys
}

pub fn list_key() -> PublicPoint {
    let folder = concat!(
        env!("CARGO_MANIFEST_DIR"),
        "/../../assets/demo/INSECURE-demo-keys"
    );
    let sealer = FileSealer::from_folder(folder.as_ref()).expect("the demo's keys");
    let list = sealer.public_key(SealKey::TrustList);
    PublicPoint::from_sec1(&list.to_sec1_compressed()).expect("a point")
}
