use super::{Operations, OpsError, PrintedVoucher};
use crate::print_voucher::print_staff_voucher;
use crate::random::uuid;
use crate::staff::is_role;
use crate::store::{Staff, StaffId};

/// A member of staff in an operator's list.
#[derive(Debug, Clone, PartialEq, Eq)]
pub struct StaffSummary {
    /// Hyphenated id.
    pub id: String,
    /// Full name.
    pub name: String,
    /// Slugs of the roles.
    pub roles: Vec<String>,
}

impl Operations {
    /// Takes someone into the office and prints the paper with which their device enrols.
    /// `clerk` has seen the ID card.
    pub async fn add_staff(
        &self,
        name: &str,
        roles: &[String],
        clerk: &str,
        station: &str,
    ) -> Result<PrintedVoucher, OpsError> {
        let name = name.trim();
        if name.is_empty() || name.len() > MAX_NAME || name.chars().any(char::is_control) {
            return Err(OpsError::StaffName);
        }
        if let Some(unknown) = roles.iter().find(|role| !is_role(role)) {
            return Err(OpsError::Role(unknown.clone()));
        }
        if roles.is_empty() {
            return Err(OpsError::Role(String::new()));
        }
        let mut roles = roles.to_vec();
        roles.sort_unstable();
        roles.dedup();
        let now = self.0.now();
        let staff = Staff {
            id: StaffId(uuid(self.0.entropy.as_ref(), now)?),
            name: name.to_owned(),
            roles,
            added_at: now,
        };
        if !self.0.store.add_staff(staff.clone()).await? {
            return Err(OpsError::StaffExists);
        }
        tracing::info!("member of staff added");
        Ok(print_staff_voucher(&self.0, &staff, clerk, station).await?)
    }

    /// Prints another paper for someone of the office (name or id): a new device, or the first
    /// paper ran out.
    pub async fn print_staff_voucher(
        &self,
        wanted: &str,
        clerk: &str,
        station: &str,
    ) -> Result<PrintedVoucher, OpsError> {
        let staff = self.member(wanted).await?;
        Ok(print_staff_voucher(&self.0, &staff, clerk, station).await?)
    }

    /// Everyone of the office, by name.
    pub async fn list_staff(&self) -> Result<Vec<StaffSummary>, OpsError> {
        let staff = self.0.store.staff().await?;
        Ok(staff.iter().map(StaffSummary::of).collect())
    }

    /// Takes someone (name or id) out of the office. From now on their devices read and sign
    /// nothing; what they did stays under their name.
    pub async fn remove_staff(&self, wanted: &str) -> Result<StaffSummary, OpsError> {
        let staff = self.member(wanted).await?;
        match self.0.store.remove_staff(staff.id, self.0.now()).await? {
            true => {
                tracing::info!("member of staff removed");
                Ok(StaffSummary::of(&staff))
            }
            false => Err(OpsError::StaffUnknown),
        }
    }

    async fn member(&self, wanted: &str) -> Result<Staff, OpsError> {
        let id = uuid::Uuid::try_parse(wanted.trim()).ok();
        let id = id.map(uuid::Uuid::into_bytes);
        let mut staff = self.0.store.staff().await?.into_iter();
        staff
            .find(|one| one.name == wanted.trim() || Some(one.id.0) == id)
            .ok_or(OpsError::StaffUnknown)
    }
}

impl StaffSummary {
    fn of(staff: &Staff) -> Self {
        let id = uuid::Uuid::from_bytes(staff.id.0);
        Self {
            id: id.hyphenated().to_string(),
            name: staff.name.clone(),
            roles: staff.roles.clone(),
        }
    }
}

/// Fits every message that names an officer.
const MAX_NAME: usize = 120;
