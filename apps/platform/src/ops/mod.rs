//! What an operator does from the command line, beside a running platform or without one.
//!
//! Every command opens the data folder itself; a running platform sees the result at once,
//! because both share the database.

mod backup;
mod error;
mod log;
mod staff;
mod views;

use std::path::Path;
use std::sync::Arc;

use tongban_device::{Clock, Entropy};

pub use crate::backup::{BackedUp, Restored};
pub use crate::print_voucher::PrintedVoucher;
pub use crate::publish::Published;
pub use backup::{Drilled, restore};
pub use error::OpsError;
pub use log::CheckedLog;
pub use staff::StaffSummary;
pub use views::{IssuedSummary, Publish, ResidentSummary, Revoked};

use crate::authority::AuthoritySource;
use crate::import_residents::import_file;
use crate::packs::PackSource;
use crate::platform::Platform;
use crate::print_voucher::print_voucher;
use crate::publish::{PublishSchedule, publish_now};
use crate::serve::Limits;
use crate::storage::Storage;
use crate::store::{Access, Certificate, ResidentId, SnapshotKind};

/// The operator's commands on one data folder.
pub struct Operations(Platform);

impl Operations {
    /// Opens a data folder with this authority and clock.
    pub async fn open(
        data_dir: &Path,
        authority: AuthoritySource,
        clock: Arc<dyn Clock>,
        entropy: Arc<dyn Entropy>,
    ) -> Result<Self, OpsError> {
        Self::open_on(data_dir, &Storage::default(), authority, clock, entropy).await
    }

    /// The same, with database and attachments that may be elsewhere.
    pub async fn open_on(
        data_dir: &Path,
        storage: &Storage,
        authority: AuthoritySource,
        clock: Arc<dyn Clock>,
        entropy: Arc<dyn Entropy>,
    ) -> Result<Self, OpsError> {
        let schedule = PublishSchedule::FixedHours;
        Ok(Self(
            Platform::open(
                (data_dir, storage),
                &authority,
                &PackSource::Stored,
                schedule,
                &Limits::default(),
                clock,
                entropy,
            )
            .await?,
        ))
    }

    /// Opens a demo's data folder, seeds it if it is new, and lives in the time that the demo's
    /// platform was started with.
    #[cfg(feature = "demo")]
    pub async fn open_demo(data_dir: &Path) -> Result<Self, OpsError> {
        Self::open_demo_on(data_dir, &Storage::default()).await
    }

    /// The same, with database and attachments that may be elsewhere.
    #[cfg(feature = "demo")]
    pub async fn open_demo_on(data_dir: &Path, storage: &Storage) -> Result<Self, OpsError> {
        let clock = Arc::new(crate::ServerClock::system());
        let entropy = Arc::new(tongban_device::OsEntropy);
        let demo = AuthoritySource::Demo;
        let mut operations = Self::open_on(data_dir, storage, demo, clock, entropy).await?;
        let platform = &mut operations.0;
        platform.clock = Arc::new(
            crate::demo::clock_of(platform.store.as_ref())
                .await
                .map_err(crate::platform::OpenError::Query)?,
        );
        crate::demo::seed(platform).await?;
        Ok(operations)
    }

    /// All residents. The read goes into the read log under the clerk's name.
    pub async fn list_residents(&self, clerk: &str) -> Result<Vec<ResidentSummary>, OpsError> {
        let access = Access {
            actor: format!("clerk:{clerk}"),
            purpose: "list-residents",
            at: self.0.now(),
        };
        let residents = self.0.store.list_residents(access).await?;
        Ok(residents.iter().map(ResidentSummary::of).collect())
    }

    /// Takes residents' records from a JSON file whose portraits lie beside it.
    pub async fn import_residents(&self, file: &Path) -> Result<usize, OpsError> {
        Ok(import_file(&self.0, file).await?)
    }

    /// Prints a voucher for a resident (key, id or exact name) whose ID card this clerk has
    /// seen. What is returned cannot be had again.
    pub async fn print_voucher(
        &self,
        resident: &str,
        clerk: &str,
        station: &str,
    ) -> Result<PrintedVoucher, OpsError> {
        let resident = self.resident(resident).await?;
        Ok(print_voucher(&self.0, resident, clerk, station).await?)
    }

    /// A resident's certificates, oldest first, without any field.
    pub async fn list_certificates(&self, resident: &str) -> Result<Vec<IssuedSummary>, OpsError> {
        let resident = self.resident(resident).await?;
        let certificates = self.0.store.certificates_of(resident).await?;
        Ok(certificates.iter().map(IssuedSummary::of).collect())
    }

    /// Revokes every copy of a certificate (serial or full identifier). Readers learn it with
    /// the next publication, which comes at the next fixed hour or at once (rule C3).
    pub async fn revoke(&self, certificate: &str, publish: Publish) -> Result<Revoked, OpsError> {
        let found = self.certificate(certificate.trim()).await?;
        let now = self.0.now();
        let done = self
            .0
            .store
            .revoke(&found.serial, now)
            .await?
            .ok_or(OpsError::CertificateUnknown)?;
        tracing::info!(
            copies = done.certificate.places.len(),
            "certificate revoked"
        );
        let published = match publish {
            Publish::Now => Some(publish_now(&self.0).await?.status_as_of),
            Publish::AtNextHour if done.already => {
                let newest = self.0.store.snapshot(SnapshotKind::Status).await?;
                newest
                    .map(|list| list.as_of)
                    .filter(|as_of| done.revoked_at <= *as_of)
            }
            Publish::AtNextHour => None,
        };
        let takes_effect_at = published.unwrap_or_else(|| self.0.schedule.next(now));
        let Certificate {
            serial,
            identifier,
            places,
            ..
        } = done.certificate;
        let copies = u32::try_from(places.len()).unwrap_or(u32::MAX);
        Ok(Revoked {
            serial,
            identifier,
            copies,
            already: done.already,
            revoked_at: done.revoked_at,
            listed: published.is_some(),
            takes_effect_at,
        })
    }

    /// Publishes trust list and status lists at once.
    pub async fn publish_now(&self) -> Result<Published, OpsError> {
        Ok(publish_now(&self.0).await?)
    }

    /// By serial, full identifier, or serial and version as the app shows them.
    async fn certificate(&self, wanted: &str) -> Result<Certificate, OpsError> {
        let store = &self.0.store;
        if let Some(found) = store.certificate(wanted).await? {
            return Ok(found);
        }
        let with_version = wanted.rsplit_once('.').map(|(serial, _)| serial);
        let found = match with_version {
            Some(serial) => store.certificate(serial).await?,
            None => None,
        };
        found
            .filter(|found| found.identifier.contains(&format!(".{wanted}.")))
            .ok_or(OpsError::CertificateUnknown)
    }

    async fn resident(&self, wanted: &str) -> Result<ResidentId, OpsError> {
        match self.0.store.find_residents(wanted.trim()).await?.as_slice() {
            [] => Err(OpsError::ResidentUnknown),
            [resident] => Ok(*resident),
            many => Err(OpsError::ResidentAmbiguous { found: many.len() }),
        }
    }
}

/// Clerk and station that print the demo's vouchers.
#[cfg(feature = "demo")]
pub fn demo_clerk() -> (&'static str, &'static str) {
    crate::demo::station()
}
