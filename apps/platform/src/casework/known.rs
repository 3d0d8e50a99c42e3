//! Whether what an application calls known is what the office knows: a value that need not be
//! asked must be one that was issued to this person.

use std::future::Future;
use std::pin::Pin;

use tongban_cases::{ClaimValue as FromForm, Known, Request, State, Supply, issued_claims};
use tongban_certificate::{ClaimValue, FieldKind, TypeDescription};
use tongban_rules::expression::Value;
use tongban_rules::form::KnownRef;
use tongban_rules::service::{Issue, Service};

use super::loaded::Loaded;
use crate::issue::register_value;
use crate::platform::Platform;
use crate::store::{Resident, ResidentId};
use crate::sync::SyncError;

/// Whether every value that is said to stand in a certificate stands in one. What another form
/// asked is the applicant's own word and is taken as such.
pub(super) async fn all_true(
    platform: &Platform,
    resident: &Resident,
    known: &[Known],
) -> Result<bool, SyncError> {
    for one in known {
        let KnownRef::Claim {
            certificate_type,
            claim,
        } = &one.reference
        else {
            continue;
        };
        let issued = values(platform, resident, certificate_type, claim, DEPTH).await?;
        if !issued.iter().any(|value| same(&one.value, value)) {
            return Ok(false);
        }
    }
    Ok(true)
}

/// Whether every answer that the form takes from a certificate of this person, and lets nobody
/// change, is what the certificate says. Leaving the known value out does not make it the
/// applicant's own word: it would be printed in a certificate.
pub(super) async fn none_retyped(
    platform: &Platform,
    resident: &Resident,
    service: &Service,
    state: &State,
) -> Result<bool, SyncError> {
    for (sources, value) in fixed(service, state)? {
        let mut issued = Vec::new();
        for from in &sources {
            if let KnownRef::Claim {
                certificate_type,
                claim,
            } = from
            {
                issued.extend(values(platform, resident, certificate_type, claim, DEPTH).await?);
            }
        }
        if !issued.is_empty() && !issued.iter().any(|issued| same(&value, issued)) {
            return Ok(false);
        }
    }
    Ok(true)
}

/// The answers of a case that may only be what one of their sources says.
fn fixed(service: &Service, state: &State) -> Result<Vec<(Vec<KnownRef>, Value)>, SyncError> {
    let form = state.form(service).map_err(|_| SyncError::Case)?;
    let mut fixed = Vec::new();
    for view in form.iter().flat_map(|form| form.fields()) {
        let Some(value) = view.value.as_deref() else {
            continue;
        };
        let sources = view.field.prefill.iter();
        let sources = sources.filter(|source| !source.editable);
        fixed.push((
            sources.map(|source| source.from.clone()).collect(),
            value.clone(),
        ));
    }
    Ok(fixed)
}

/// Whether the person holds, valid now, every certificate that stands in for a material.
pub(super) async fn all_held(
    platform: &Platform,
    resident: ResidentId,
    request: &Request,
    now: u64,
) -> Result<bool, SyncError> {
    let supplied = match request {
        Request::Submit { supplied, .. } | Request::Supply { supplied, .. } => supplied.as_slice(),
        _ => return Ok(true),
    };
    let mut named = supplied.iter().filter_map(|one| match &one.how {
        Supply::Certificate { certificate_type } => Some(certificate_type),
        _ => None,
    });
    let held = platform.store.certificates_of(resident).await?;
    Ok(named.all(|type_name| {
        held.iter().any(|held| {
            held.type_name == *type_name
                && !held.revoked
                && (held.valid_from..held.valid_until).contains(&now)
        })
    }))
}

/// The fields that a grant writes, in the order of the pack; the certificate's number is not
/// among them.
pub(super) async fn granted(
    platform: &Platform,
    resident: &Resident,
    loaded: &Loaded,
    issue: &Issue,
    description: &TypeDescription,
    depth: u8,
) -> Result<Vec<(i64, ClaimValue)>, SyncError> {
    let form = loaded.state.form(loaded.service()?);
    let form = form.map_err(|_| SyncError::Case)?.ok_or(SyncError::Case)?;
    let claims = issued_claims(issue, &form).map_err(|_| SyncError::Case)?;
    let mut fields = Vec::with_capacity(claims.len());
    for (name, from) in claims {
        let field = description.field_named(name).ok_or(SyncError::Case)?;
        let value = match from {
            FromForm::Answer(value) => claim_of(value, field.kind),
            FromForm::Copied(KnownRef::Claim {
                certificate_type,
                claim,
            }) => values(platform, resident, certificate_type, claim, depth)
                .await?
                .into_iter()
                .next(),
            FromForm::Copied(KnownRef::Datum(_)) | FromForm::Absent => None,
        };
        fields.extend(value.map(|value| (field.label, value)));
    }
    Ok(fields)
}

/// What was issued to this person under a type and field, the newest first.
fn values<'a>(
    platform: &'a Platform,
    resident: &'a Resident,
    certificate_type: &'a str,
    claim: &'a str,
    depth: u8,
) -> Pin<Box<dyn Future<Output = Result<Vec<ClaimValue>, SyncError>> + Send + 'a>> {
    Box::pin(async move {
        let Some(description) = platform.authority.types.by_name(certificate_type) else {
            return Ok(Vec::new());
        };
        let kind = description.field_named(claim).map(|field| field.kind);
        if kind == Some(FieldKind::Number) {
            return numbers(platform, resident, certificate_type).await;
        }
        let enrolled = &platform.authority.description.certificate_types;
        if enrolled.iter().any(|name| name == certificate_type) {
            let value = register_value(resident, claim)?;
            return Ok(value.into_iter().collect());
        }
        let Some(depth) = depth.checked_sub(1) else {
            return Ok(Vec::new());
        };
        let mut found = Vec::new();
        let store = &platform.store;
        for case in store.granting_cases(resident.id, certificate_type).await? {
            let Some(record) = store.case(case).await? else {
                continue;
            };
            let loaded = Loaded::of(platform, &record).await?;
            let issues = loaded.service()?.issues.iter();
            for issue in issues.filter(|issue| issue.certificate_type == certificate_type) {
                let fields =
                    granted(platform, resident, &loaded, issue, description, depth).await?;
                let label = description.field_named(claim).map(|field| field.label);
                found.extend(
                    fields
                        .into_iter()
                        .filter(|(known, _)| Some(*known) == label)
                        .map(|(_, value)| value),
                );
            }
        }
        Ok(found)
    })
}

async fn numbers(
    platform: &Platform,
    resident: &Resident,
    certificate_type: &str,
) -> Result<Vec<ClaimValue>, SyncError> {
    let certificates = platform.store.certificates_of(resident.id).await?;
    let of_type = certificates
        .iter()
        .filter(|certificate| certificate.type_name == certificate_type);
    let texts = of_type.map(|certificate| ClaimValue::Text(format!("{}.001", certificate.serial)));
    Ok(texts.collect())
}

fn same(said: &Value, issued: &ClaimValue) -> bool {
    match (said, issued) {
        (Value::Text(said), ClaimValue::Text(issued)) => said == issued,
        (Value::Day(said), ClaimValue::Date(issued)) => said == issued,
        (Value::Day(said), ClaimValue::Text(issued)) => said.to_string() == *issued,
        _ => false,
    }
}

/// An answer as a field of that kind; none if the type needs another one.
fn claim_of(value: Value, kind: FieldKind) -> Option<ClaimValue> {
    match (value, kind) {
        (Value::Text(text), FieldKind::Text) => Some(ClaimValue::Text(text)),
        (Value::Day(day), FieldKind::Date) => Some(ClaimValue::Date(day)),
        (Value::Day(day), FieldKind::Text) => Some(ClaimValue::Text(day.to_string())),
        (Value::Number(number), FieldKind::Text) => Some(ClaimValue::Text(number.to_string())),
        _ => None,
    }
}

/// Certificates that were copied from certificates that were copied: no pack goes deeper.
pub(super) const DEPTH: u8 = 4;
