use async_trait::async_trait;
use tongban_protocol::{EnrolId, VoucherNumber};

use super::{
    Access, AddressTag, AddressTry, Certificate, Completed, NewEnrolment, NewVoucher, ReadLogEntry,
    ReadLogHead, Resident, ResidentId, ResidentName, Revocation, Snapshot, SnapshotKind,
    StatusPlace, StoreError, StoredAnswer, Voucher, VoucherKey,
};

/// The platform's memory. Every call is one transaction: it happens whole or not at all,
/// also when several processes share the database.
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

    /// Stores a snapshot; `false` unless its version is higher and its date later than
    /// those of the newest one (rules C3, C9). Older ones may be forgotten.
    async fn add_snapshot(
        &self,
        kind: SnapshotKind,
        snapshot: Snapshot,
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

    /// Answers when the database can be read and written.
    async fn check(&self) -> Result<(), StoreError>;
}
