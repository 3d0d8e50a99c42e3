//! What need not be asked, because a certificate of the wallet says it (row 24).

use tongban_cases::Known;
use tongban_certificate::{CertificateStateKind, ClaimValue, HeldCertificate};
use tongban_rules::expression::Value;
use tongban_rules::form::KnownRef;
use tongban_store::PersonDb;

use crate::context::Core;
use crate::storage::StorageError;

/// What the valid certificates of a wallet say, and their types; the newest first.
#[derive(Default)]
pub(crate) struct Held {
    pub(crate) known: Vec<Known>,
    pub(crate) types: Vec<String>,
}

/// Reads every certificate that is valid now; one that cannot be read says nothing.
pub(crate) fn held(core: &Core, db: &PersonDb) -> Result<Held, StorageError> {
    let (snapshots, types, messages) = (core.snapshots()?, core.types(), core.messages());
    let (now, floor) = (core.now(), core.floor()?);
    let mut held = Held::default();
    for stored in db.certificates()?.iter().rev() {
        let copies = db.copies(stored.id)?;
        let parsed = copies
            .first()
            .and_then(|copy| HeldCertificate::parse(&copy.bytes, &types).ok());
        let Some(certificate) = parsed else { continue };
        let state = certificate.state(snapshots.status(), now, floor);
        let Some(description) = certificate
            .description()
            .filter(|_| state.kind == CertificateStateKind::Valid)
        else {
            continue;
        };
        let type_name = description.name().to_owned();
        let title = messages.text(&crate::certificates::title_key(Some(&type_name)));
        for claim in certificate.claims() {
            let value = match &claim.value {
                ClaimValue::Text(text) => Value::Text(text.clone()),
                ClaimValue::Date(day) => Value::Day(*day),
                _ => continue,
            };
            held.known.push(Known {
                reference: KnownRef::Claim {
                    certificate_type: type_name.clone(),
                    claim: claim.json_name(),
                },
                value,
                source: title.clone(),
            });
        }
        if !held.types.contains(&type_name) {
            held.types.push(type_name);
        }
    }
    Ok(held)
}

/// The types of the valid certificates of an open wallet; none while it is locked.
pub(crate) fn held_types(core: &Core) -> Vec<String> {
    let db = core.open_db();
    db.and_then(|db| held(core, &db).ok())
        .map_or_else(Vec::new, |held| held.types)
}
