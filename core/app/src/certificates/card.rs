//! The stack: one card a certificate.

use std::sync::Arc;

use tongban_certificate::{CertificateStateKind, Day, HeldCertificate, TypeRegistry};
use tongban_store::{CertificateId, PersonDb, StoredCertificate, StoredCopy};

use super::{CardState, CardView, CertificateError};
use crate::context::Core;
use crate::snapshots::Snapshots;
use crate::storage::StorageError;
use crate::time;

/// Every certificate of the person; one that cannot be read is a card that says so.
pub(crate) fn list(core: &Core) -> Result<Vec<CardView>, CertificateError> {
    let db = core.unlocked()?;
    let stored = db.certificates().map_err(StorageError::from)?;
    let known = Known::now(core)?;
    stored
        .into_iter()
        .map(|certificate| card(&known, &db, &certificate))
        .collect()
}

/// What every card is read by.
pub(crate) struct Known {
    types: Arc<TypeRegistry>,
    snapshots: Arc<Snapshots>,
    locale: &'static str,
    now: u64,
    floor: u64,
}

impl Known {
    pub(crate) fn now(core: &Core) -> Result<Self, StorageError> {
        Ok(Self {
            types: core.types(),
            snapshots: core.snapshots()?,
            locale: core.text_locale(),
            now: core.now(),
            floor: core.floor()?,
        })
    }
}

/// The card of one certificate, by its id.
pub(crate) fn of(
    core: &Core,
    db: &PersonDb,
    id: CertificateId,
) -> Result<CardView, CertificateError> {
    let stored = db.certificates().map_err(StorageError::from)?;
    let certificate = stored.iter().find(|certificate| certificate.id == id);
    let certificate = certificate.ok_or(CertificateError::NotFound)?;
    card(&Known::now(core)?, db, certificate)
}

fn card(
    known: &Known,
    db: &PersonDb,
    certificate: &StoredCertificate,
) -> Result<CardView, CertificateError> {
    match read_by(&known.types, db, certificate.id) {
        Ok(own) => Ok(own.card(known)),
        // Without a copy there is nothing to read either.
        Err(CertificateError::Unreadable | CertificateError::NotFound) => {
            Ok(unreadable(known, certificate))
        }
        Err(error) => Err(error),
    }
}

/// What the store noted beside the certificate is all that is left to say about it.
fn unreadable(known: &Known, certificate: &StoredCertificate) -> CardView {
    let described = known.types.by_name(&certificate.type_name);
    CardView {
        id: certificate.id.to_string(),
        type_name: certificate.type_name.clone(),
        title_key: title_key(described.map(|description| description.name())),
        issuer_name: known.snapshots.office_of(&certificate.issuer, known.locale),
        holder_name: String::new(),
        valid_from: time::day(certificate.valid_from),
        valid_until: time::last_day(Day::of(certificate.valid_until)),
        state: CardState::Unreadable,
        as_of: None,
        linkable: false,
        copies: 0,
    }
}

/// Message key of a type's title.
pub(crate) fn title_key(type_name: Option<&str>) -> String {
    format!("type.{}.title", type_name.unwrap_or("unknown"))
}

/// A certificate of the wallet: its first copy read, all copies counted.
pub(crate) struct OwnCertificate {
    pub(crate) id: CertificateId,
    pub(crate) held: HeldCertificate,
    copies: Vec<StoredCopy>,
}

pub(crate) fn read(
    core: &Core,
    db: &PersonDb,
    id: CertificateId,
) -> Result<OwnCertificate, CertificateError> {
    read_by(&core.types(), db, id)
}

fn read_by(
    types: &TypeRegistry,
    db: &PersonDb,
    id: CertificateId,
) -> Result<OwnCertificate, CertificateError> {
    let copies = db.copies(id).map_err(StorageError::from)?;
    let first = copies.first().ok_or(CertificateError::NotFound)?;
    let held =
        HeldCertificate::parse(&first.bytes, types).map_err(|_| CertificateError::Unreadable)?;
    Ok(OwnCertificate { id, held, copies })
}

impl OwnCertificate {
    pub(crate) fn card(&self, known: &Known) -> CardView {
        let snapshots = &known.snapshots;
        let state = self.held.state(snapshots.status(), known.now, known.floor);
        let type_name = self
            .held
            .description()
            .map(|description| description.name());
        CardView {
            id: self.id.to_string(),
            type_name: type_name.unwrap_or("unknown").to_owned(),
            title_key: title_key(type_name),
            issuer_name: snapshots.office_name(self.held.slot(), self.held.office(), known.locale),
            holder_name: self
                .held
                .claim("name")
                .map(|claim| claim.value.display_text())
                .unwrap_or_default(),
            valid_from: self.held.valid_from().to_string(),
            valid_until: time::last_day(self.held.valid_until()),
            state: state.kind.into(),
            as_of: state.as_of.map(time::instant),
            linkable: self
                .copies
                .iter()
                .all(|copy| copy.linkable || copy.spent.is_some()),
            copies: u32::try_from(self.copies.len()).unwrap_or(u32::MAX),
        }
    }
}

impl From<CertificateStateKind> for CardState {
    fn from(kind: CertificateStateKind) -> Self {
        match kind {
            CertificateStateKind::Valid => Self::Valid,
            CertificateStateKind::NotYetValid => Self::NotYetValid,
            CertificateStateKind::Expired => Self::Expired,
            CertificateStateKind::Revoked => Self::Revoked,
            CertificateStateKind::Suspended => Self::Suspended,
        }
    }
}
