//! What a grant writes into a certificate.

use tongban_rules::expression::{OutOfBudget, Value};
use tongban_rules::form::KnownRef;
use tongban_rules::service::{ClaimSource, Issue};

use crate::FormView;

/// The value of one field of a certificate to issue.
#[derive(Clone, Debug, PartialEq)]
pub enum ClaimValue<'a> {
    /// Computed from the form.
    Answer(Value),
    /// To be copied as it is from where it is known, of whatever kind it may be.
    Copied(&'a KnownRef),
    /// The form gives none: the certificate goes without it.
    Absent,
}

/// The fields of a certificate, by name, in the order of the pack. `form` is the one that was
/// granted: [`crate::State::form`].
pub fn issued_claims<'a>(
    issue: &'a Issue,
    form: &FormView<'_>,
) -> Result<Vec<(&'a str, ClaimValue<'a>)>, OutOfBudget> {
    let mut claims = Vec::with_capacity(issue.claims.len());
    for claim in &issue.claims {
        let value = match &claim.from {
            ClaimSource::Known(reference) => ClaimValue::Copied(reference),
            ClaimSource::Answer(expr) => match form.value_of(expr)? {
                Some(value) => ClaimValue::Answer(value),
                None => ClaimValue::Absent,
            },
        };
        claims.push((claim.claim.as_str(), value));
    }
    Ok(claims)
}
