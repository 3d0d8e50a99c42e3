use std::path::Path;

use async_trait::async_trait;
use tongban_protocol::{
    AttachmentId, CaseId, Cursor, EnrolId, Epoch, OperationId, PublicPoint, ReadMark, ScopeId,
    SnapshotPlace, VoucherNumber,
};

use super::{
    Access, AddressTag, AddressTry, BackupError, CaseEntry, CaseRecord, Certificate, Commit,
    Committed, Completed, Confirmation, FeedPage, Found, Inventory, Look, Looked, NewEnrolment,
    NewVoucher, Principal, ReadLogEntry, ReadLogHead, Resident, ResidentId, ResidentName,
    Revocation, Signer, Snapshot, SnapshotKind, SnapshotRows, Sought, Staff, StaffId, StatusPlace,
    StoreError, StoredAnswer, StoredAttachment, StoredOperation, Voucher, VoucherKey,
};

/// The platform's memory. Every call is one transaction: it happens whole or not at all,
/// also when several processes share the database.
///
/// What a call wrote is durable when it returns. Those of which decisions are made (`signers`,
/// `read_resident`, `certificates_of`, `granting_cases`, `find`, `commit`, `case`, `operation`,
/// `attachment`, `confirm`) need not wait for the disk: what they wrote, and what they read of others,
/// is seen by every later call, and is durable with the next [`durable`](Self::durable) or the next call
/// that is not one of them. A power cut before that undoes the newest of them, and never one without
/// all that came after it. So nothing that they said may leave the platform before (rule S1).
#[async_trait]
pub trait PlatformStore: Send + Sync {
    /// Stores residents; a record whose key is known is left as it is. Returns how many
    /// are new.
    async fn add_residents(&self, residents: Vec<Resident>, at: u64) -> Result<usize, StoreError>;

    /// Ids of residents with this key, hyphenated id or exact name; reads no record.
    async fn find_residents(&self, wanted: &str) -> Result<Vec<ResidentId>, StoreError>;

    /// All residents by name; the read is logged.
    async fn list_residents(&self, access: Access) -> Result<Vec<ResidentName>, StoreError>;

    /// A resident's record; the read is logged in the same transaction (rule K6), so no
    /// record can be read without a trace.
    async fn read_resident(
        &self,
        resident: ResidentId,
        access: Access,
    ) -> Result<Option<Resident>, StoreError>;

    /// The newest line of the read log.
    async fn read_log_head(&self) -> Result<ReadLogHead, StoreError>;

    /// The whole read log in order.
    async fn read_log(&self) -> Result<Vec<ReadLogEntry>, StoreError>;

    /// Stores a voucher; `false` if its number is taken.
    async fn add_voucher(&self, voucher: NewVoucher) -> Result<bool, StoreError>;

    /// A voucher, if there is one.
    async fn voucher(&self, key: VoucherKey) -> Result<Option<Voucher>, StoreError>;

    /// Counts a try before it is judged, so that parallel guesses cannot pass the limit.
    /// Returns the tries counted so far, or none when `limit` was reached before.
    async fn count_voucher_try(
        &self,
        number: VoucherNumber,
        limit: u8,
    ) -> Result<Option<u8>, StoreError>;

    /// Gives back a try that was a right one.
    async fn release_voucher_try(&self, number: VoucherNumber) -> Result<(), StoreError>;

    /// Counts a try of an address before it is judged; tries before `since` no longer
    /// count and are forgotten.
    async fn count_address_try(
        &self,
        address: AddressTag,
        now: u64,
        since: u64,
        limit: u32,
    ) -> Result<AddressTry, StoreError>;

    /// Gives back an address's try that was none.
    async fn release_address_try(&self, counted: i64) -> Result<(), StoreError>;

    /// The answer once given to this enrolment.
    async fn enrolment(&self, enrol_id: EnrolId) -> Result<Option<StoredAnswer>, StoreError>;

    /// Uses up the voucher and stores the enrolment, its certificates and its answer.
    async fn complete_enrolment(&self, enrolment: NewEnrolment) -> Result<Completed, StoreError>;

    /// Takes a place for ever; `false` if it is taken. A place is never used twice.
    async fn reserve_place(&self, place: StatusPlace) -> Result<bool, StoreError>;

    /// A certificate by serial or full identifier.
    async fn certificate(
        &self,
        serial_or_identifier: &str,
    ) -> Result<Option<Certificate>, StoreError>;

    /// All certificates of a resident, oldest first.
    async fn certificates_of(&self, resident: ResidentId) -> Result<Vec<Certificate>, StoreError>;

    /// Revokes all copies of a certificate; none if there is no such certificate.
    async fn revoke(&self, serial: &str, at: u64) -> Result<Option<Revocation>, StoreError>;

    /// Places of all revoked copies, in order.
    async fn revoked_places(&self) -> Result<Vec<StatusPlace>, StoreError>;

    /// The newest snapshot.
    async fn snapshot(&self, kind: SnapshotKind) -> Result<Option<Snapshot>, StoreError>;

    /// Stores snapshots together, at most one of a kind; `false`, and none is stored, unless each
    /// has a higher version and a later date than the newest of its kind (rules C3, C9). With
    /// `once`, also unless its slot is a later one: of several processes that publish what is due,
    /// one does. Older ones may be forgotten.
    async fn add_snapshots(
        &self,
        new: Vec<(SnapshotKind, Snapshot)>,
        once: bool,
    ) -> Result<bool, StoreError>;

    /// A stored setting.
    async fn setting(&self, name: &'static str) -> Result<Option<Vec<u8>>, StoreError>;

    /// Stores a setting, or forgets it.
    async fn set_setting(
        &self,
        name: &'static str,
        value: Option<Vec<u8>>,
    ) -> Result<(), StoreError>;

    /// Stores a setting unless there is one; returns the one that counts.
    async fn setting_or_insert(
        &self,
        name: &'static str,
        value: Vec<u8>,
    ) -> Result<Vec<u8>, StoreError>;

    /// Stores a member of staff; `false` if one of that name is there.
    async fn add_staff(&self, staff: Staff) -> Result<bool, StoreError>;

    /// Everyone who belongs to the office now, by name.
    async fn staff(&self) -> Result<Vec<Staff>, StoreError>;

    /// Takes a member out of the office: from now on their keys open and sign nothing. `false`
    /// if there is none.
    async fn remove_staff(&self, staff: StaffId, at: u64) -> Result<bool, StoreError>;

    /// Everyone whose enrolled submission key has this SHA-256, the newest enrolment first.
    async fn signers(&self, fingerprint: [u8; 32]) -> Result<Vec<Signer>, StoreError>;

    /// Keeps the hash of a nonce, if the device key is enrolled. Of one key at most eight count;
    /// what is over is forgotten.
    async fn add_nonce(
        &self,
        nonce_hash: [u8; 32],
        device_key: PublicPoint,
        now: u64,
        expires_at: u64,
    ) -> Result<(), StoreError>;

    /// Uses up a nonce of this key; `false` if it is unknown, used or over. What is over is
    /// forgotten.
    async fn use_nonce(
        &self,
        nonce_hash: [u8; 32],
        device_key: PublicPoint,
        now: u64,
    ) -> Result<bool, StoreError>;

    /// Everyone whom this device key belongs to.
    async fn device_owners(&self, device_key: PublicPoint) -> Result<Vec<Principal>, StoreError>;

    /// Stores the hash of a token.
    async fn add_session(
        &self,
        token_hash: [u8; 32],
        device_key: PublicPoint,
        expires_at: u64,
    ) -> Result<(), StoreError>;

    /// Whom the device of a living session belongs to now; none if the token is unknown or over.
    async fn session(
        &self,
        token_hash: [u8; 32],
        now: u64,
    ) -> Result<Option<Vec<Principal>>, StoreError>;

    /// The present history; `fresh` if there is none yet.
    async fn epoch(&self, fresh: Epoch) -> Result<Epoch, StoreError>;

    /// Begins another history, after a backup was restored (rule S2).
    async fn begin_epoch(&self, epoch: Epoch) -> Result<(), StoreError>;

    /// Rows of a feed after a cursor, at most so many and so many bytes, but one at least if
    /// there is one; from the beginning without a cursor.
    async fn page(
        &self,
        scope: ScopeId,
        after: Option<Cursor>,
        max_rows: u32,
        max_bytes: usize,
    ) -> Result<FeedPage, StoreError>;

    /// Rows of a feed as it stood at `pin`, or stands now without one, newest case first (rule
    /// S4), from `place` on: of at most so many cases, at most so many bytes (but one row at least
    /// if there is one) and at most [`tongban_protocol::MAX_SNAPSHOT_ROWS`]. Rows that a later one replaces are left
    /// out. What is added or emptied meanwhile moves nothing.
    async fn snapshot_page(
        &self,
        scope: ScopeId,
        pin: Option<Cursor>,
        place: SnapshotPlace,
        max_cases: u32,
        max_bytes: usize,
    ) -> Result<SnapshotRows, StoreError>;

    /// Empties at most so many rows that a later row replaces ([`Commit::replaced`]). Their
    /// numbers and digests stay, so that every cursor, however old, goes on. Returns how many.
    async fn compact_feeds(&self, most: u32) -> Result<u32, StoreError>;

    /// Adds the marks that the feed does not hold yet as one row, whose seq is taken in this
    /// transaction (rule S1); none of them again. Returns how many were new.
    async fn add_read_marks(&self, scope: ScopeId, marks: Vec<ReadMark>)
    -> Result<u32, StoreError>;

    /// Seq of the newest row of each feed; 0 for one without rows.
    async fn feed_ends(&self, scopes: Vec<ScopeId>) -> Result<Vec<(ScopeId, u64)>, StoreError>;

    /// All that a decision needs to know.
    async fn find(&self, sought: Sought) -> Result<Found, StoreError>;

    /// Stores a decision whole, or nothing if anything of what it stands on has moved. Each row's
    /// seq is taken inside this transaction (rule S1).
    async fn commit(&self, commit: Commit) -> Result<Committed, StoreError>;

    /// The first operation under this id.
    async fn operation(&self, id: OperationId) -> Result<Option<StoredOperation>, StoreError>;

    /// An attachment of an accepted operation.
    async fn attachment(
        &self,
        operation: OperationId,
        attachment: AttachmentId,
    ) -> Result<Option<StoredAttachment>, StoreError>;

    /// Notes how far an attachment is; `false` if that changed meanwhile.
    async fn confirm(&self, confirmation: Confirmation) -> Result<bool, StoreError>;

    /// Returns when everything that was written before is durable; one wait for many.
    async fn durable(&self) -> Result<(), StoreError>;

    /// The open cases, what is due first at the front, then by receipt.
    async fn open_cases(&self, most: u32) -> Result<Vec<CaseEntry>, StoreError>;

    /// Open cases whose answer was due before this day (days since 1970).
    async fn overdue_answers(&self, day: i32) -> Result<Vec<CaseId>, StoreError>;

    /// A case with its events; for the platform's own work, never for a screen.
    async fn case(&self, case: CaseId) -> Result<Option<CaseRecord>, StoreError>;

    /// Opens a case for staff. The read log's line and the row in the resident's feed that tells
    /// of it are in the same transaction (rule K6). None if there is no such case or file.
    async fn look(&self, look: Look) -> Result<Option<Looked>, StoreError>;

    /// A file of a case, without a trace: for pieces after the first.
    async fn case_file(
        &self,
        case: CaseId,
        file: AttachmentId,
    ) -> Result<Option<StoredAttachment>, StoreError>;

    /// Cases of a resident in which a certificate of this type was issued, newest first.
    async fn granting_cases(
        &self,
        resident: ResidentId,
        type_name: &str,
    ) -> Result<Vec<CaseId>, StoreError>;

    /// Keeps a pack for ever; nothing changes if that version is there.
    async fn add_pack(
        &self,
        id: &str,
        version: u32,
        bytes: Vec<u8>,
        at: u64,
    ) -> Result<(), StoreError>;

    /// The bytes of a pack.
    async fn pack(&self, id: &str, version: u32) -> Result<Option<Vec<u8>>, StoreError>;

    /// Id and version of every pack in the order in which they came.
    async fn packs(&self) -> Result<Vec<(String, u32)>, StoreError>;

    /// Everything that was ever acknowledged, as it is at one moment.
    async fn inventory(&self) -> Result<Inventory, StoreError>;

    /// Writes the database as it is at one moment into an empty folder, durably, while others go
    /// on; returns what is in the copy.
    async fn back_up(&self, folder: &Path) -> Result<Inventory, BackupError>;

    /// Notes that everything up to there is in a backup, so that devices may free it (rule S2);
    /// `false` if another history began meanwhile.
    async fn mark_backed_up(&self, kept: Inventory) -> Result<bool, StoreError>;

    /// Answers when the database can be read and written.
    async fn check(&self) -> Result<(), StoreError>;
}
