//! Messages between the app and the platform.
//!
//! Bodies are deterministic CBOR under the strict reader of `tongban-cose`, maps with small
//! integer keys. A key that this build does not know is ignored and kept byte for byte, so
//! that an older build passes on what a newer one wrote. Nothing here has a clock, randomness
//! or a private key: what must be signed goes out as bytes, the signature comes back.
//!
//! What is signed has an explicit `typ` of its own per purpose (rule C8): the enrolment and every
//! operation by the submission key, a proof of possession by each holder key and by the device
//! key, a session by the device key, receipts by the platform's receipt key. How operations,
//! receipts and rows work together is `docs/sync-protocol.md`.
#![forbid(unsafe_code)]

mod desk;
mod enrol;
mod feed;
mod fields;
mod ids;
mod look;
mod operation;
mod paths_and_types;
mod possession;
mod pull;
mod push;
mod receipt;
mod refusal;
mod sealed;
mod session;
mod signed;
mod snapshots;
mod sync_ids;
mod upload;
mod voucher;

pub use desk::{
    DeskCaseRequest, DeskCaseResponse, DeskDue, DeskFile, DeskFileRequest, DeskFileResponse,
    DeskItem, DeskQueueResponse, DueKind, MAX_PIECE,
};
pub use enrol::{
    EnrolFormatError, EnrolProofError, EnrolRequest, EnrolResponse, IssuedType, MAX_HOLDER_KEYS,
    PreparedEnrol, ReadLogHead, StaffGrant, UnverifiedEnrol, VerifiedEnrol, prepare_enrol,
};
pub use feed::{
    CERTIFICATE_KIND, CertificateRow, EVENT_KIND, LOOK_KIND, LookRow, MAX_READ_MARKS, READ_KIND,
    ReadMark, ReadMarksRequest, ReadRow,
};
pub use fields::{DecodeError, Extra};
pub use ids::{EnrolId, PublicPoint};
pub use look::{LookRequest, LookResponse};
pub use operation::{
    Attachment, MAX_ATTACHMENT_BYTES, MAX_ATTACHMENTS, MAX_BODY_BYTES, MAX_CHUNK_BYTES,
    MAX_DEPENDENCIES, MAX_OPERATION_BYTES, MIN_CHUNK_BYTES, Operation, PreparedOperation,
    UnverifiedOperation, VerifiedOperation, prepare_operation,
};
pub use paths_and_types::{API_VERSION, MEDIA_TYPE, api_is_served, paths};
pub use possession::{PossessionPurpose, ProvenKey, possession_to_be_signed};
pub use pull::{
    Cursor, MAX_ROW_BODY, MAX_ROWS, MAX_SNAPSHOT_ROWS, Page, PageError, PullRequest, PullResponse,
    Row, SnapshotPage, SnapshotPlace, UncheckedPull,
};
pub use push::{MAX_PUSH, MAX_PUSH_BYTES, PushOutcome, PushRequest, PushResponse, PushVerdict};
pub use receipt::{
    Fact, PlatformKeys, PreparedPlatformKeys, PreparedReceipt, RECEIPT_KIND, Receipt, ReceiptKeys,
    Rejection, RejectionCode, UnverifiedPlatformKeys, UnverifiedReceipt, VerifiedReceipt,
    prepare_platform_keys, prepare_receipt,
};
pub use refusal::Refusal;
pub use sealed::{
    EnvelopeKey, FILE_HEADER, FileKey, SEGMENT, SEGMENT_TAG, SealedChunk, SealedOperation,
    SealedPushRequest, SealedUploadRequest, Sealing, open_envelope, seal_envelope,
};
pub use session::{
    MAX_SESSION_SECONDS, PreparedSession, ReadToken, SessionChallenge, SessionChallengeRequest,
    SessionResponse, UnverifiedSession, VerifiedSession, prepare_session,
};
pub use signed::SignedError;
pub use snapshots::{StatusSnapshot, TrustSnapshot};
pub use sync_ids::{AttachmentId, CaseId, Epoch, OperationId, ScopeId};
pub use upload::{Chunk, UploadProgress, UploadRequest, UploadResponse, UploadStanding};
pub use voucher::{FullVoucher, PresentedVoucher, VoucherDigits, VoucherNumber, VoucherTextError};
