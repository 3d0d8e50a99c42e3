//! The embedded store: one SQLite file without a key, in WAL mode, fully synchronous.
//!
//! Several processes may open it. A write takes the write lock at its start and waits up to
//! five seconds for it. A damaged or foreign file is reported and left as it is.

mod enrolments;
mod errors;
mod migrations;
mod open;
mod read_log;
mod residents;
mod settings;
mod snapshots;
mod status;
mod tries;
mod vouchers;

use std::sync::{Arc, Mutex, PoisonError};

use async_trait::async_trait;
use rusqlite::{Connection, Transaction, TransactionBehavior};
use tongban_protocol::{EnrolId, VoucherNumber};

use super::{
    Access, AddressTag, AddressTry, Certificate, Completed, NewEnrolment, NewVoucher,
    PlatformStore, ReadLogEntry, ReadLogHead, Resident, ResidentId, ResidentName, Revocation,
    Snapshot, SnapshotKind, StatusPlace, StoreError, StoredAnswer, Voucher, VoucherKey,
};

/// [`PlatformStore`] on SQLite. Cloning shares the connection.
#[derive(Clone)]
pub struct SqliteStore(Arc<Mutex<Connection>>);

impl SqliteStore {
    /// Runs `work` in one transaction on a thread that may block.
    async fn transaction<T: Send + 'static>(
        &self,
        work: impl FnOnce(&Transaction<'_>) -> Result<T, StoreError> + Send + 'static,
    ) -> Result<T, StoreError> {
        let connection = Arc::clone(&self.0);
        let done = tokio::task::spawn_blocking(move || {
            let mut connection = connection.lock().unwrap_or_else(PoisonError::into_inner);
            let transaction =
                connection.transaction_with_behavior(TransactionBehavior::Immediate)?;
            let value = work(&transaction)?;
            transaction.commit()?;
            Ok(value)
        });
        done.await.unwrap_or(Err(StoreError::Refused { code: 0 }))
    }
}

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
        self.transaction(move |t| residents::read(t, resident, &access))
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
        self.transaction(move |t| status::certificates_of(t, resident))
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

    async fn add_snapshot(
        &self,
        kind: SnapshotKind,
        snapshot: Snapshot,
    ) -> Result<bool, StoreError> {
        self.transaction(move |t| snapshots::add(t, kind, &snapshot))
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

    async fn check(&self) -> Result<(), StoreError> {
        self.transaction(|t| settings::set(t, "last-check", Some(&[1])))
            .await
    }
}
