use tongban_device::EntropyError;

use crate::import_residents::ImportError;
use crate::platform::OpenError;
use crate::print_voucher::PrintVoucherError;
use crate::publish::PublishError;
use crate::read_log::ReadLogError;
use crate::store::{BackupError, OpenStoreError, StoreError};

/// An operator's command that did not succeed.
#[derive(Debug, thiserror::Error)]
pub enum OpsError {
    /// The data folder cannot be used.
    #[error("data folder cannot be used")]
    Open(#[from] OpenError),
    /// No resident has this key, id or name.
    #[error("resident is unknown")]
    ResidentUnknown,
    /// Several residents have this name.
    #[error("{found} residents have this name; use the key")]
    ResidentAmbiguous {
        /// How many.
        found: usize,
    },
    /// No certificate has this serial or identifier.
    #[error("certificate is unknown")]
    CertificateUnknown,
    /// No member of staff has this name or id.
    #[error("member of staff is unknown")]
    StaffUnknown,
    /// One of that name is there.
    #[error("a member of staff has this name")]
    StaffExists,
    /// A name that is empty or too long.
    #[error("member of staff has no usable name")]
    StaffName,
    /// No role, or one that there is not.
    #[error("role {0:?} is unknown; roles are intake, caseworker, decider and admin")]
    Role(String),
    /// The read log was changed after it was written.
    #[error("read log was changed")]
    ReadLog(#[from] ReadLogError),
    /// No random bits.
    #[error("id cannot be drawn")]
    Entropy(#[from] EntropyError),
    /// The voucher was not printed.
    #[error("voucher was not printed")]
    Voucher(#[from] PrintVoucherError),
    /// The records were not taken.
    #[error("residents were not taken")]
    Import(#[from] ImportError),
    /// The snapshots were not published; a revocation stands and is published at the next hour.
    #[error("snapshots were not published")]
    Publish(#[from] PublishError),
    /// The backup was not made or not restored.
    #[error("backup failed")]
    Backup(#[from] BackupError),
    /// The database failed.
    #[error("platform database failed")]
    Store(#[from] StoreError),
}

impl From<OpenStoreError> for OpsError {
    fn from(error: OpenStoreError) -> Self {
        Self::Open(error.into())
    }
}

impl OpsError {
    /// Stable snake_case code for scripts and translations.
    pub fn code(&self) -> &'static str {
        match self {
            Self::Open(OpenError::OtherPepper | OpenError::Pepper(_)) => "platform_secret",
            Self::Open(OpenError::Authority(_) | OpenError::Keys(_)) => "platform_authority",
            Self::Open(OpenError::Pack(_)) => "platform_pack",
            Self::Open(OpenError::Blobs(_) | OpenError::Entropy(_)) => "platform_folder",
            Self::StaffUnknown => "staff_unknown",
            Self::StaffExists => "staff_exists",
            Self::StaffName => "staff_name",
            Self::Role(_) => "role_unknown",
            Self::ReadLog(_) => "read_log_changed",
            Self::Entropy(_) => "no_entropy",
            Self::Open(OpenError::Store(_) | OpenError::Query(_)) | Self::Store(_) => {
                "platform_database"
            }
            Self::ResidentUnknown | Self::Voucher(PrintVoucherError::Resident) => {
                "resident_unknown"
            }
            Self::ResidentAmbiguous { .. } => "resident_ambiguous",
            Self::CertificateUnknown => "certificate_unknown",
            Self::Voucher(PrintVoucherError::Name(_)) => "clerk_name",
            Self::Voucher(_) => "voucher_not_printed",
            Self::Import(_) => "residents_refused",
            Self::Publish(_) => "not_published",
            Self::Backup(error) => of_backup(error),
        }
    }
}

fn of_backup(error: &BackupError) -> &'static str {
    match error {
        BackupError::Name => "backup_folder",
        BackupError::NotEmpty => "restore_not_empty",
        BackupError::Manifest | BackupError::Changed { .. } => "backup_damaged",
        BackupError::OtherKind { .. } => "backup_other_kind",
        BackupError::Newer => "backup_newer",
        BackupError::File(_) | BackupError::Blob(_) => "backup_file",
        BackupError::Entropy(_) => "no_entropy",
        BackupError::Open(_) | BackupError::Store(_) => "platform_database",
    }
}
