use crate::import_residents::ImportError;
use crate::platform::OpenError;
use crate::print_voucher::PrintVoucherError;
use crate::publish::PublishError;
use crate::store::StoreError;

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
    /// The voucher was not printed.
    #[error("voucher was not printed")]
    Voucher(#[from] PrintVoucherError),
    /// The records were not taken.
    #[error("residents were not taken")]
    Import(#[from] ImportError),
    /// The snapshots were not published; a revocation stands and is published at the next hour.
    #[error("snapshots were not published")]
    Publish(#[from] PublishError),
    /// The database failed.
    #[error("platform database failed")]
    Store(#[from] StoreError),
}

impl OpsError {
    /// Stable snake_case code for scripts and translations.
    pub fn code(&self) -> &'static str {
        match self {
            Self::Open(OpenError::OtherPepper | OpenError::Pepper(_)) => "platform_secret",
            Self::Open(OpenError::Authority(_)) => "platform_authority",
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
        }
    }
}
