//! The embedded store: one SQLite file without a key, in WAL mode. What decisions are made of is made
//! durable for many at once ([`durability`]), everything else before its call returns.
//!
//! Several processes may open it. A write takes the write lock at its start and waits up to
//! five seconds for it. A damaged or foreign file is reported and left as it is.

mod attachments;
mod backup;
mod cases;
mod decisions;
mod durability;
mod enrolments;
mod errors;
mod feed_snapshots;
mod feeds;
mod looks;
mod migrations;
mod open;
mod operations;
mod packs;
mod people;
mod read_log;
mod read_marks;
mod residents;
mod sessions;
mod settings;
mod snapshots;
mod status;
mod tries;
mod vouchers;

use durability::Durability;
pub(crate) use open::make_private;

use std::panic::{AssertUnwindSafe, catch_unwind};
use std::path::Path;
use std::sync::{Arc, Mutex, PoisonError};

use async_trait::async_trait;
use rusqlite::{Connection, Transaction, TransactionBehavior};
use tokio::runtime::{Handle, RuntimeFlavor};
use tokio::task::{block_in_place, spawn_blocking};
use tongban_protocol::{
    AttachmentId, CaseId, Cursor, EnrolId, Epoch, OperationId, PublicPoint, ReadMark, ScopeId,
    SnapshotPlace, VoucherNumber,
};

use super::{
    Access, AddressTag, AddressTry, BackupError, CaseEntry, CaseRecord, Certificate, Commit,
    Committed, Completed, Confirmation, FeedPage, Found, Inventory, Look, Looked, NewEnrolment,
    NewVoucher, PlatformStore, Principal, ReadLogEntry, ReadLogHead, Resident, ResidentId,
    ResidentName, Revocation, Signer, Snapshot, SnapshotKind, SnapshotRows, Sought, Staff, StaffId,
    StatusPlace, StoreError, StoredAnswer, StoredAttachment, StoredOperation, Voucher, VoucherKey,
};

/// [`PlatformStore`] on SQLite. Cloning shares the connection.
#[derive(Clone)]
pub struct SqliteStore {
    connection: Arc<Mutex<Connection>>,
    durability: Arc<Durability>,
}

impl SqliteStore {
    /// Whether a data folder has a database, or what one left behind.
    pub(crate) fn is_there(data: &Path) -> bool {
        backup::is_there(data)
    }

    /// Makes the database of a data folder that has none from the folder of a backup.
    pub(crate) fn restore(data: &Path, from: &Path, epoch: Epoch) -> Result<(), BackupError> {
        backup::restore(from, data, epoch)
    }

    /// Runs `work` in one transaction on a thread that may block. What it wrote, and what it read of
    /// others, is durable when this returns.
    async fn transaction<T: Send + 'static>(
        &self,
        work: impl FnOnce(&Transaction<'_>) -> Result<T, StoreError> + Send + 'static,
    ) -> Result<T, StoreError> {
        let store = self.clone();
        blocking(move || {
            let value = store.run(work)?;
            store.durability.reached()?;
            Ok(value)
        })
        .await
    }

    /// Like [`Self::transaction`], and durable only with the next [`PlatformStore::durable`] or the
    /// next call that waits for the disk.
    async fn step<T: Send + 'static>(
        &self,
        work: impl FnOnce(&Transaction<'_>) -> Result<T, StoreError> + Send + 'static,
    ) -> Result<T, StoreError> {
        let store = self.clone();
        blocking(move || store.run(work)).await
    }

    fn run<T>(
        &self,
        work: impl FnOnce(&Transaction<'_>) -> Result<T, StoreError>,
    ) -> Result<T, StoreError> {
        let mut connection = self
            .connection
            .lock()
            .unwrap_or_else(PoisonError::into_inner);
        let transaction = connection.transaction_with_behavior(TransactionBehavior::Immediate)?;
        let before = transaction.total_changes();
        let value = work(&transaction)?;
        let has_written = transaction.total_changes() != before;
        transaction.commit()?;
        if has_written {
            self.durability.committed();
        }
        Ok(value)
    }

    /// How many commits a power cut could still undo.
    #[doc(hidden)]
    pub fn commits_not_durable(&self) -> u64 {
        self.durability.pending()
    }
}

/// Work that waits for a disk. A thread of a pool costs two changes of threads, which is more than most
/// of this work itself takes: where other threads go on with the rest, it is done on this one.
async fn blocking<T: Send + 'static>(
    work: impl FnOnce() -> Result<T, StoreError> + Send + 'static,
) -> Result<T, StoreError> {
    let work = || catch_unwind(AssertUnwindSafe(work)).unwrap_or(Err(PANICKED));
    match Handle::current().runtime_flavor() {
        RuntimeFlavor::MultiThread => block_in_place(work),
        _ => spawn_blocking(work).await.unwrap_or(Err(PANICKED)),
    }
}

const PANICKED: StoreError = StoreError::Refused { code: 0 };

#[async_trait]
impl PlatformStore for SqliteStore {
    async fn add_residents(&self, residents: Vec<Resident>, at: u64) -> Result<usize, StoreError> {
        self.transaction(move |t| residents::add(t, &residents, at))
            .await
    }

    async fn find_residents(&self, wanted: &str) -> Result<Vec<ResidentId>, StoreError> {
        let wanted = wanted.to_owned();
        self.transaction(move |t| residents::find(t, &wanted)).await
    }

    async fn list_residents(&self, access: Access) -> Result<Vec<ResidentName>, StoreError> {
        self.transaction(move |t| residents::list(t, &access)).await
    }

    async fn read_resident(
        &self,
        resident: ResidentId,
        access: Access,
    ) -> Result<Option<Resident>, StoreError> {
        self.step(move |t| residents::read(t, resident, &access))
            .await
    }

    async fn read_log_head(&self) -> Result<ReadLogHead, StoreError> {
        self.transaction(read_log::head).await
    }

    async fn read_log(&self) -> Result<Vec<ReadLogEntry>, StoreError> {
        self.transaction(read_log::all).await
    }

    async fn add_voucher(&self, voucher: NewVoucher) -> Result<bool, StoreError> {
        self.transaction(move |t| vouchers::add(t, &voucher)).await
    }

    async fn voucher(&self, key: VoucherKey) -> Result<Option<Voucher>, StoreError> {
        self.transaction(move |t| vouchers::find(t, key)).await
    }

    async fn count_voucher_try(
        &self,
        number: VoucherNumber,
        limit: u8,
    ) -> Result<Option<u8>, StoreError> {
        self.transaction(move |t| vouchers::count_try(t, number, limit))
            .await
    }

    async fn release_voucher_try(&self, number: VoucherNumber) -> Result<(), StoreError> {
        self.transaction(move |t| vouchers::release_try(t, number))
            .await
    }

    async fn count_address_try(
        &self,
        address: AddressTag,
        now: u64,
        since: u64,
        limit: u32,
    ) -> Result<AddressTry, StoreError> {
        self.transaction(move |t| tries::count(t, address, now, since, limit))
            .await
    }

    async fn release_address_try(&self, counted: i64) -> Result<(), StoreError> {
        self.transaction(move |t| tries::release(t, counted)).await
    }

    async fn enrolment(&self, enrol_id: EnrolId) -> Result<Option<StoredAnswer>, StoreError> {
        self.transaction(move |t| enrolments::answer(t, enrol_id))
            .await
    }

    async fn complete_enrolment(&self, enrolment: NewEnrolment) -> Result<Completed, StoreError> {
        self.transaction(move |t| enrolments::complete(t, &enrolment))
            .await
    }

    async fn reserve_place(&self, place: StatusPlace) -> Result<bool, StoreError> {
        self.transaction(move |t| status::reserve(t, place)).await
    }

    async fn certificate(
        &self,
        serial_or_identifier: &str,
    ) -> Result<Option<Certificate>, StoreError> {
        let wanted = serial_or_identifier.to_owned();
        self.transaction(move |t| status::certificate(t, &wanted))
            .await
    }

    async fn certificates_of(&self, resident: ResidentId) -> Result<Vec<Certificate>, StoreError> {
        self.step(move |t| status::certificates_of(t, resident))
            .await
    }

    async fn revoke(&self, serial: &str, at: u64) -> Result<Option<Revocation>, StoreError> {
        let serial = serial.to_owned();
        self.transaction(move |t| status::revoke(t, &serial, at))
            .await
    }

    async fn revoked_places(&self) -> Result<Vec<StatusPlace>, StoreError> {
        self.transaction(status::revoked_places).await
    }

    async fn snapshot(&self, kind: SnapshotKind) -> Result<Option<Snapshot>, StoreError> {
        self.transaction(move |t| snapshots::newest(t, kind)).await
    }

    async fn add_snapshots(
        &self,
        new: Vec<(SnapshotKind, Snapshot)>,
        once: bool,
    ) -> Result<bool, StoreError> {
        self.transaction(move |t| snapshots::add(t, &new, once))
            .await
    }

    async fn setting(&self, name: &'static str) -> Result<Option<Vec<u8>>, StoreError> {
        self.transaction(move |t| settings::get(t, name)).await
    }

    async fn set_setting(
        &self,
        name: &'static str,
        value: Option<Vec<u8>>,
    ) -> Result<(), StoreError> {
        self.transaction(move |t| settings::set(t, name, value.as_deref()))
            .await
    }

    async fn setting_or_insert(
        &self,
        name: &'static str,
        value: Vec<u8>,
    ) -> Result<Vec<u8>, StoreError> {
        self.transaction(move |t| settings::get_or_insert(t, name, value))
            .await
    }

    async fn add_staff(&self, staff: Staff) -> Result<bool, StoreError> {
        self.transaction(move |t| people::add(t, &staff)).await
    }

    async fn staff(&self) -> Result<Vec<Staff>, StoreError> {
        self.transaction(people::all).await
    }

    async fn remove_staff(&self, staff: StaffId, at: u64) -> Result<bool, StoreError> {
        self.transaction(move |t| people::remove(t, staff, at))
            .await
    }

    async fn signers(&self, fingerprint: [u8; 32]) -> Result<Vec<Signer>, StoreError> {
        self.step(move |t| people::signers(t, fingerprint)).await
    }

    async fn add_nonce(
        &self,
        nonce_hash: [u8; 32],
        device_key: PublicPoint,
        now: u64,
        expires_at: u64,
    ) -> Result<(), StoreError> {
        self.transaction(move |t| sessions::add_nonce(t, nonce_hash, device_key, now, expires_at))
            .await
    }

    async fn use_nonce(
        &self,
        nonce_hash: [u8; 32],
        device_key: PublicPoint,
        now: u64,
    ) -> Result<bool, StoreError> {
        self.transaction(move |t| sessions::use_nonce(t, nonce_hash, device_key, now))
            .await
    }

    async fn device_owners(&self, device_key: PublicPoint) -> Result<Vec<Principal>, StoreError> {
        self.transaction(move |t| people::owners(t, device_key))
            .await
    }

    async fn add_session(
        &self,
        token_hash: [u8; 32],
        device_key: PublicPoint,
        expires_at: u64,
    ) -> Result<(), StoreError> {
        self.transaction(move |t| sessions::add(t, token_hash, device_key, expires_at))
            .await
    }

    async fn session(
        &self,
        token_hash: [u8; 32],
        now: u64,
    ) -> Result<Option<Vec<Principal>>, StoreError> {
        self.transaction(move |t| sessions::find(t, token_hash, now))
            .await
    }

    async fn epoch(&self, fresh: Epoch) -> Result<Epoch, StoreError> {
        self.transaction(move |t| feeds::epoch(t, fresh)).await
    }

    async fn begin_epoch(&self, epoch: Epoch) -> Result<(), StoreError> {
        self.transaction(move |t| feeds::begin_epoch(t, epoch))
            .await
    }

    async fn page(
        &self,
        scope: ScopeId,
        after: Option<Cursor>,
        max_rows: u32,
        max_bytes: usize,
    ) -> Result<FeedPage, StoreError> {
        self.transaction(move |t| feeds::page(t, scope, after, max_rows, max_bytes))
            .await
    }

    async fn snapshot_page(
        &self,
        scope: ScopeId,
        pin: Option<Cursor>,
        place: SnapshotPlace,
        max_cases: u32,
        max_bytes: usize,
    ) -> Result<SnapshotRows, StoreError> {
        self.transaction(move |t| {
            feed_snapshots::page(t, scope, pin, place, (max_cases, max_bytes))
        })
        .await
    }

    async fn compact_feeds(&self, most: u32) -> Result<u32, StoreError> {
        self.transaction(move |t| feeds::compact(t, most)).await
    }

    async fn add_read_marks(
        &self,
        scope: ScopeId,
        marks: Vec<ReadMark>,
    ) -> Result<u32, StoreError> {
        self.transaction(move |t| read_marks::add(t, scope, &marks))
            .await
    }

    async fn feed_ends(&self, scopes: Vec<ScopeId>) -> Result<Vec<(ScopeId, u64)>, StoreError> {
        self.transaction(move |t| {
            let end = |scope: ScopeId| Ok((scope, feeds::newest(t, scope)?));
            scopes.into_iter().map(end).collect()
        })
        .await
    }

    async fn find(&self, sought: Sought) -> Result<Found, StoreError> {
        self.step(move |t| decisions::find(t, &sought)).await
    }

    async fn commit(&self, commit: Commit) -> Result<Committed, StoreError> {
        self.step(move |t| decisions::commit(t, &commit)).await
    }

    async fn operation(&self, id: OperationId) -> Result<Option<StoredOperation>, StoreError> {
        self.step(move |t| operations::first(t, id)).await
    }

    async fn attachment(
        &self,
        operation: OperationId,
        attachment: AttachmentId,
    ) -> Result<Option<StoredAttachment>, StoreError> {
        self.step(move |t| attachments::find(t, operation, attachment))
            .await
    }

    async fn confirm(&self, confirmation: Confirmation) -> Result<bool, StoreError> {
        self.step(move |t| attachments::confirm(t, &confirmation))
            .await
    }

    async fn durable(&self) -> Result<(), StoreError> {
        let store = self.clone();
        blocking(move || store.durability.reached()).await
    }

    async fn open_cases(&self, most: u32) -> Result<Vec<CaseEntry>, StoreError> {
        self.transaction(move |t| cases::open(t, most)).await
    }

    async fn overdue_answers(&self, day: i32) -> Result<Vec<CaseId>, StoreError> {
        self.transaction(move |t| cases::overdue_answers(t, day))
            .await
    }

    async fn case(&self, case: CaseId) -> Result<Option<CaseRecord>, StoreError> {
        self.step(move |t| cases::record(t, case)).await
    }

    async fn look(&self, look: Look) -> Result<Option<Looked>, StoreError> {
        self.transaction(move |t| looks::look(t, &look)).await
    }

    async fn case_file(
        &self,
        case: CaseId,
        file: AttachmentId,
    ) -> Result<Option<StoredAttachment>, StoreError> {
        self.transaction(move |t| Ok(attachments::of_case(t, case, Some(file))?.pop()))
            .await
    }

    async fn granting_cases(
        &self,
        resident: ResidentId,
        type_name: &str,
    ) -> Result<Vec<CaseId>, StoreError> {
        let type_name = type_name.to_owned();
        self.step(move |t| cases::granting(t, resident, &type_name))
            .await
    }

    async fn add_pack(
        &self,
        id: &str,
        version: u32,
        bytes: Vec<u8>,
        at: u64,
    ) -> Result<(), StoreError> {
        let id = id.to_owned();
        self.transaction(move |t| packs::add(t, &id, version, &bytes, at))
            .await
    }

    async fn pack(&self, id: &str, version: u32) -> Result<Option<Vec<u8>>, StoreError> {
        let id = id.to_owned();
        self.transaction(move |t| packs::find(t, &id, version))
            .await
    }

    async fn packs(&self) -> Result<Vec<(String, u32)>, StoreError> {
        self.transaction(packs::all).await
    }

    async fn inventory(&self) -> Result<Inventory, StoreError> {
        self.transaction(backup::inventory).await
    }

    async fn back_up(&self, folder: &Path) -> Result<Inventory, BackupError> {
        let (store, folder) = (self.clone(), folder.to_owned());
        let done = spawn_blocking(move || {
            let connection = store.connection.lock();
            let kept = backup::write(&connection.unwrap_or_else(PoisonError::into_inner), &folder)?;
            // A backup is never ahead of what it was made of.
            store.durability.reached()?;
            Ok(kept)
        });
        done.await
            .unwrap_or(Err(StoreError::Refused { code: 0 }.into()))
    }

    async fn mark_backed_up(&self, kept: Inventory) -> Result<bool, StoreError> {
        self.transaction(move |t| backup::mark(t, &kept)).await
    }

    async fn check(&self) -> Result<(), StoreError> {
        self.transaction(|t| settings::set(t, "last-check", Some(&[1])))
            .await
    }
}
