//! What the applicant need not type, because it is known.

use serde::{Deserialize, Serialize};

/// A value that is known without asking. Named by stable English names only.
#[derive(Clone, Debug, PartialEq, Eq, PartialOrd, Ord, Hash, Serialize, Deserialize)]
#[serde(rename_all = "snake_case", deny_unknown_fields)]
pub enum KnownRef {
    /// A field of a certificate in the applicant's wallet.
    Claim {
        /// Name of the certificate type.
        certificate_type: String,
        /// Stable name of the field.
        claim: String,
    },
    /// What another form asked under that name ([`super::Field::datum`]).
    Datum(String),
}
