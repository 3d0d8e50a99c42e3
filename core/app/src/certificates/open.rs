//! One certificate, opened for its holder: every field, with what a code may disclose of it.

use tongban_certificate::{Claim, ClaimValue, FieldKind, TypeDescription};
use tongban_store::{CertificateId, PersonDb};

use super::card::{self, OwnCertificate};
use super::{CertificateError, CertificateRequest, CertificateView, FieldKindView, FieldView};
use crate::context::Core;
use crate::time;

/// The certificate and, as bytes beside it, its portrait (empty when it has none).
pub(crate) fn open(
    core: &Core,
    request: &CertificateRequest,
) -> Result<(CertificateView, Vec<u8>), CertificateError> {
    let db = core.unlocked()?;
    let own = card::read(core, &db, request.id()?)?;
    let card = own.card(&card::Known::now(core)?);
    let portrait = own
        .held
        .claim(PORTRAIT)
        .and_then(|claim| claim.value.as_bytes())
        .unwrap_or_default()
        .to_vec();
    let status_age = own
        .held
        .state(core.snapshots()?.status(), core.now(), core.floor()?)
        .as_of;
    let view = CertificateView {
        card,
        fields: fields(&own),
        identifier: own.held.identifier(),
        issuer_code: own.held.office().to_owned(),
        status_age_seconds: status_age.map(|as_of| time::seconds(core.now().saturating_sub(as_of))),
        has_portrait: !portrait.is_empty(),
    };
    Ok((view, portrait))
}

/// Labels and values of a certificate in words, without its portrait; nothing of one that cannot
/// be read.
pub(crate) fn in_words(core: &Core, db: &PersonDb, id: CertificateId) -> Vec<(String, String)> {
    let Ok(own) = card::read(core, db, id) else {
        return Vec::new();
    };
    let messages = core.messages();
    let shown = fields(&own).into_iter();
    let shown = shown.filter(|field| field.kind != FieldKindView::Bytes);
    let words = shown.map(|field| {
        let value = match field.kind {
            FieldKindView::Date => messages.day(&field.value),
            _ => field.value,
        };
        (messages.text(&field.label_key), value)
    });
    words.collect()
}

fn fields(own: &OwnCertificate) -> Vec<FieldView> {
    own.held
        .claims()
        .iter()
        .map(|claim| field(claim, own.held.description()))
        .collect()
}

fn field(claim: &Claim, description: Option<&TypeDescription>) -> FieldView {
    let known = description
        .and_then(|description| Some((description.name(), description.field(claim.label)?)));
    FieldView {
        name: claim.json_name(),
        label_key: label_key(known.map(|(type_name, field)| (type_name, field.name.as_str()))),
        value: claim.value.display_text(),
        kind: known.map_or_else(|| kind_of(&claim.value), |(_, field)| field.kind.into()),
        masked: known
            .is_none_or(|(_, field)| !field.in_timed_code && field.kind != FieldKind::Bytes),
        in_timed_code: known.is_some_and(|(_, field)| field.in_timed_code),
        default_shown: known.is_some_and(|(_, field)| field.default_shown),
    }
}

/// Message key of a field's label, from the names of type and field.
pub(crate) fn label_key(known: Option<(&str, &str)>) -> String {
    match known {
        Some((type_name, field)) => format!("type.{type_name}.field.{field}"),
        None => "type.unknown.field".to_owned(),
    }
}

pub(crate) fn kind_of(value: &ClaimValue) -> FieldKindView {
    match value {
        ClaimValue::Text(_) | ClaimValue::Other(_) => FieldKindView::Text,
        ClaimValue::Date(_) => FieldKindView::Date,
        ClaimValue::Bytes(_) => FieldKindView::Bytes,
        ClaimValue::Number(_) | ClaimValue::Integer(_) => FieldKindView::Number,
    }
}

const PORTRAIT: &str = "portrait";
