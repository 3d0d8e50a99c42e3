//! The store on a PostgreSQL server, for as many platform processes as stand behind one address.
//!
//! A transaction that writes is serializable: two that would contradict each other never both
//! commit, the later one is undone and done again on what the earlier one left. What only reads
//! sees one moment. A commit that was answered is durable.

mod attachments;
mod backup;
mod cases;
mod decisions;
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
pub(crate) mod scratch;
mod sessions;
mod settings;
mod snapshots;
mod status;
mod transaction;
mod tries;
mod vouchers;

use std::path::Path;

use async_trait::async_trait;
use sqlx::PgPool;
use tongban_protocol::{
    AttachmentId, CaseId, Cursor, EnrolId, Epoch, OperationId, PublicPoint, ReadMark, ScopeId,
    SnapshotPlace, VoucherNumber,
};

use self::transaction::{read, single, write};
use super::{
    Access, AddressTag, AddressTry, BackupError, CaseEntry, CaseRecord, Certificate, Commit,
    Committed, Completed, Confirmation, FeedPage, Found, Inventory, Look, Looked, NewEnrolment,
    NewVoucher, PlatformStore, Principal, ReadLogEntry, ReadLogHead, Resident, ResidentId,
    ResidentName, Revocation, Signer, Snapshot, SnapshotKind, SnapshotRows, Sought, Staff, StaffId,
    StatusPlace, StoreError, StoredAnswer, StoredAttachment, StoredOperation, Voucher, VoucherKey,
};

/// [`PlatformStore`] on PostgreSQL. Cloning shares the connections.
#[derive(Clone)]
pub struct PostgresStore {
    pool: PgPool,
}

#[async_trait]
impl PlatformStore for PostgresStore {
    async fn add_residents(&self, residents: Vec<Resident>, at: u64) -> Result<usize, StoreError> {
        write!(self, |t| residents::add(&mut t, &residents, at))
    }

    async fn find_residents(&self, wanted: &str) -> Result<Vec<ResidentId>, StoreError> {
        single!(self, |t| residents::find(&mut t, wanted))
    }

    async fn list_residents(&self, access: Access) -> Result<Vec<ResidentName>, StoreError> {
        write!(self, |t| residents::list(&mut t, &access))
    }

    async fn read_resident(
        &self,
        resident: ResidentId,
        access: Access,
    ) -> Result<Option<Resident>, StoreError> {
        write!(self, |t| residents::read(&mut t, resident, &access))
    }

    async fn read_log_head(&self) -> Result<ReadLogHead, StoreError> {
        single!(self, |t| read_log::head(&mut t))
    }

    async fn read_log(&self) -> Result<Vec<ReadLogEntry>, StoreError> {
        single!(self, |t| read_log::all(&mut t))
    }

    async fn add_voucher(&self, voucher: NewVoucher) -> Result<bool, StoreError> {
        write!(self, |t| vouchers::add(&mut t, &voucher))
    }

    async fn voucher(&self, key: VoucherKey) -> Result<Option<Voucher>, StoreError> {
        single!(self, |t| vouchers::find(&mut t, key))
    }

    async fn count_voucher_try(
        &self,
        number: VoucherNumber,
        limit: u8,
    ) -> Result<Option<u8>, StoreError> {
        write!(self, |t| vouchers::count_try(&mut t, number, limit))
    }

    async fn release_voucher_try(&self, number: VoucherNumber) -> Result<(), StoreError> {
        write!(self, |t| vouchers::release_try(&mut t, number))
    }

    async fn count_address_try(
        &self,
        address: AddressTag,
        now: u64,
        since: u64,
        limit: u32,
    ) -> Result<AddressTry, StoreError> {
        write!(self, |t| tries::count(&mut t, address, now, since, limit))
    }

    async fn release_address_try(&self, counted: i64) -> Result<(), StoreError> {
        write!(self, |t| tries::release(&mut t, counted))
    }

    async fn enrolment(&self, enrol_id: EnrolId) -> Result<Option<StoredAnswer>, StoreError> {
        single!(self, |t| enrolments::answer(&mut t, enrol_id))
    }

    async fn complete_enrolment(&self, enrolment: NewEnrolment) -> Result<Completed, StoreError> {
        write!(self, |t| enrolments::complete(&mut t, &enrolment))
    }

    async fn reserve_place(&self, place: StatusPlace) -> Result<bool, StoreError> {
        write!(self, |t| status::reserve(&mut t, place))
    }

    async fn certificate(
        &self,
        serial_or_identifier: &str,
    ) -> Result<Option<Certificate>, StoreError> {
        single!(self, |t| status::certificate(&mut t, serial_or_identifier))
    }

    async fn certificates_of(&self, resident: ResidentId) -> Result<Vec<Certificate>, StoreError> {
        single!(self, |t| status::certificates_of(&mut t, resident))
    }

    async fn revoke(&self, serial: &str, at: u64) -> Result<Option<Revocation>, StoreError> {
        write!(self, |t| status::revoke(&mut t, serial, at))
    }

    async fn revoked_places(&self) -> Result<Vec<StatusPlace>, StoreError> {
        single!(self, |t| status::revoked_places(&mut t))
    }

    async fn snapshot(&self, kind: SnapshotKind) -> Result<Option<Snapshot>, StoreError> {
        single!(self, |t| snapshots::newest(&mut t, kind))
    }

    async fn add_snapshots(
        &self,
        new: Vec<(SnapshotKind, Snapshot)>,
        once: bool,
    ) -> Result<bool, StoreError> {
        write!(self, |t| snapshots::add(&mut t, &new, once))
    }

    async fn setting(&self, name: &'static str) -> Result<Option<Vec<u8>>, StoreError> {
        single!(self, |t| settings::get(&mut t, name))
    }

    async fn set_setting(
        &self,
        name: &'static str,
        value: Option<Vec<u8>>,
    ) -> Result<(), StoreError> {
        write!(self, |t| settings::set(&mut t, name, value.as_deref()))
    }

    async fn setting_or_insert(
        &self,
        name: &'static str,
        value: Vec<u8>,
    ) -> Result<Vec<u8>, StoreError> {
        write!(self, |t| settings::get_or_insert(&mut t, name, &value))
    }

    async fn add_staff(&self, staff: Staff) -> Result<bool, StoreError> {
        write!(self, |t| people::add(&mut t, &staff))
    }

    async fn staff(&self) -> Result<Vec<Staff>, StoreError> {
        single!(self, |t| people::all(&mut t))
    }

    async fn remove_staff(&self, staff: StaffId, at: u64) -> Result<bool, StoreError> {
        write!(self, |t| people::remove(&mut t, staff, at))
    }

    async fn signers(&self, fingerprint: [u8; 32]) -> Result<Vec<Signer>, StoreError> {
        single!(self, |t| people::signers(&mut t, fingerprint))
    }

    async fn add_nonce(
        &self,
        nonce_hash: [u8; 32],
        device_key: PublicPoint,
        now: u64,
        expires_at: u64,
    ) -> Result<(), StoreError> {
        write!(self, |t| sessions::add_nonce(
            &mut t, nonce_hash, device_key, now, expires_at
        ))
    }

    async fn use_nonce(
        &self,
        nonce_hash: [u8; 32],
        device_key: PublicPoint,
        now: u64,
    ) -> Result<bool, StoreError> {
        write!(self, |t| sessions::use_nonce(
            &mut t, nonce_hash, device_key, now
        ))
    }

    async fn device_owners(&self, device_key: PublicPoint) -> Result<Vec<Principal>, StoreError> {
        single!(self, |t| people::owners(&mut t, device_key))
    }

    async fn add_session(
        &self,
        token_hash: [u8; 32],
        device_key: PublicPoint,
        expires_at: u64,
    ) -> Result<(), StoreError> {
        write!(self, |t| sessions::add(
            &mut t, token_hash, device_key, expires_at
        ))
    }

    async fn session(
        &self,
        token_hash: [u8; 32],
        now: u64,
    ) -> Result<Option<Vec<Principal>>, StoreError> {
        read!(self, |t| sessions::find(&mut t, token_hash, now))
    }

    async fn epoch(&self, fresh: Epoch) -> Result<Epoch, StoreError> {
        write!(self, |t| feeds::epoch(&mut t, fresh))
    }

    async fn begin_epoch(&self, epoch: Epoch) -> Result<(), StoreError> {
        write!(self, |t| feeds::begin_epoch(&mut t, epoch))
    }

    async fn page(
        &self,
        scope: ScopeId,
        after: Option<Cursor>,
        max_rows: u32,
        max_bytes: usize,
    ) -> Result<FeedPage, StoreError> {
        read!(self, |t| feeds::page(
            &mut t, scope, after, max_rows, max_bytes
        ))
    }

    async fn snapshot_page(
        &self,
        scope: ScopeId,
        pin: Option<Cursor>,
        place: SnapshotPlace,
        max_cases: u32,
        max_bytes: usize,
    ) -> Result<SnapshotRows, StoreError> {
        read!(self, |t| feed_snapshots::page(
            &mut t,
            scope,
            pin,
            place,
            (max_cases, max_bytes)
        ))
    }

    async fn compact_feeds(&self, most: u32) -> Result<u32, StoreError> {
        write!(self, |t| feeds::compact(&mut t, most))
    }

    async fn find(&self, sought: Sought) -> Result<Found, StoreError> {
        read!(self, |t| decisions::find(&mut t, &sought))
    }

    async fn commit(&self, commit: Commit) -> Result<Committed, StoreError> {
        write!(self, |t| decisions::commit(&mut t, &commit))
    }

    async fn operation(&self, id: OperationId) -> Result<Option<StoredOperation>, StoreError> {
        single!(self, |t| operations::first(&mut t, id))
    }

    async fn attachment(
        &self,
        operation: OperationId,
        attachment: AttachmentId,
    ) -> Result<Option<StoredAttachment>, StoreError> {
        single!(self, |t| attachments::find(&mut t, operation, attachment))
    }

    async fn confirm(&self, confirmation: Confirmation) -> Result<bool, StoreError> {
        write!(self, |t| attachments::confirm(&mut t, &confirmation))
    }

    async fn durable(&self) -> Result<(), StoreError> {
        // The server waits for its disk at each commit.
        Ok(())
    }

    async fn open_cases(&self, most: u32) -> Result<Vec<CaseEntry>, StoreError> {
        single!(self, |t| cases::open(&mut t, most))
    }

    async fn overdue_answers(&self, day: i32) -> Result<Vec<CaseId>, StoreError> {
        single!(self, |t| cases::overdue_answers(&mut t, day))
    }

    async fn case(&self, case: CaseId) -> Result<Option<CaseRecord>, StoreError> {
        read!(self, |t| cases::record(&mut t, case))
    }

    async fn add_read_marks(
        &self,
        scope: ScopeId,
        marks: Vec<ReadMark>,
    ) -> Result<u32, StoreError> {
        write!(self, |t| read_marks::add(&mut t, scope, &marks))
    }

    async fn feed_ends(&self, scopes: Vec<ScopeId>) -> Result<Vec<(ScopeId, u64)>, StoreError> {
        let found = single!(self, |t| feeds::positions(&mut t, &scopes))?;
        let end = |(scope, position): (ScopeId, feeds::Position)| (scope, position.seq);
        Ok(found.into_iter().map(end).collect())
    }

    async fn look(&self, look: Look) -> Result<Option<Looked>, StoreError> {
        write!(self, |t| looks::look(&mut t, &look))
    }

    async fn case_file(
        &self,
        case: CaseId,
        file: AttachmentId,
    ) -> Result<Option<StoredAttachment>, StoreError> {
        let mut files = single!(self, |t| attachments::of_case(&mut t, case, Some(file)))?;
        Ok(files.pop())
    }

    async fn granting_cases(
        &self,
        resident: ResidentId,
        type_name: &str,
    ) -> Result<Vec<CaseId>, StoreError> {
        single!(self, |t| cases::granting(&mut t, resident, type_name))
    }

    async fn add_pack(
        &self,
        id: &str,
        version: u32,
        bytes: Vec<u8>,
        at: u64,
    ) -> Result<(), StoreError> {
        write!(self, |t| packs::add(&mut t, id, version, &bytes, at))
    }

    async fn pack(&self, id: &str, version: u32) -> Result<Option<Vec<u8>>, StoreError> {
        single!(self, |t| packs::find(&mut t, id, version))
    }

    async fn packs(&self) -> Result<Vec<(String, u32)>, StoreError> {
        single!(self, |t| packs::all(&mut t))
    }

    async fn inventory(&self) -> Result<Inventory, StoreError> {
        read!(self, |t| backup::inventory(&mut t))
    }

    async fn back_up(&self, folder: &Path) -> Result<Inventory, BackupError> {
        backup::write(self, folder).await
    }

    async fn mark_backed_up(&self, kept: Inventory) -> Result<bool, StoreError> {
        write!(self, |t| backup::mark(&mut t, &kept))
    }

    async fn check(&self) -> Result<(), StoreError> {
        write!(self, |t| settings::set(&mut t, "last-check", Some(&[1])))
    }
}
