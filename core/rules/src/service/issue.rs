//! The certificate that a grant issues.

use serde::{Deserialize, Serialize};

use crate::expression::Expr;
use crate::form::KnownRef;

/// A certificate to issue.
#[derive(Clone, Debug, PartialEq, Eq, Serialize, Deserialize)]
#[serde(deny_unknown_fields)]
pub struct Issue {
    /// Name of the certificate type.
    pub certificate_type: String,
    /// How long it is valid.
    pub validity: Validity,
    /// Its fields. The certificate's own number is given at issue and does not stand here.
    pub claims: Vec<IssuedClaim>,
}

/// How long a certificate is valid, from the day of issue.
#[derive(Clone, Debug, PartialEq, Eq, Serialize, Deserialize)]
#[serde(rename_all = "snake_case", deny_unknown_fields)]
pub enum Validity {
    /// So many days.
    Days(u16),
    /// So many years, to the same date.
    Years(u8),
}

/// A field of the certificate.
#[derive(Clone, Debug, PartialEq, Eq, Serialize, Deserialize)]
#[serde(deny_unknown_fields)]
pub struct IssuedClaim {
    /// Stable name of the field.
    pub claim: String,
    /// Where its value comes from.
    pub from: ClaimSource,
}

/// Where the value of a field comes from.
#[derive(Clone, Debug, PartialEq, Eq, Serialize, Deserialize)]
#[serde(rename_all = "snake_case", deny_unknown_fields)]
pub enum ClaimSource {
    /// Computed from the form.
    Answer(Expr),
    /// Copied as it is, of whatever kind.
    Known(KnownRef),
}
