//! Taking an issued certificate into the wallet: from enrolment, or from the row of a grant.

use tongban_certificate::HeldCertificate;
use tongban_device::KeyPurpose;
use tongban_protocol::{CERTIFICATE_KIND, CertificateRow};
use tongban_store::{
    CertificateId, NewCertificate, NewCopy, PersonDb, PersonTx, RecordId, StoredCertificate,
    StoredKey, WriteError,
};

use crate::context::Core;
use crate::keys;
use crate::storage::StorageError;

/// All copies of one certificate, each signed by a trusted slot and bound to a key of its own,
/// which is taken out of `unused`.
pub(crate) fn take_in(
    core: &Core,
    type_name: &str,
    bytes: &[Vec<u8>],
    unused: &mut Vec<StoredKey>,
) -> Result<NewCertificate, TakeInError> {
    let types = core.types();
    let mut first: Option<HeldCertificate> = None;
    let mut copies = Vec::with_capacity(bytes.len());
    for bytes in bytes {
        let held = HeldCertificate::parse(bytes, &types).map_err(|_| TakeInError::Unreadable)?;
        held.check_issuer(core.snapshots()?.trust())
            .map_err(|_| TakeInError::NotTrusted)?;
        let is_own = |key: &StoredKey| {
            let point = keys::point(key).ok();
            point.is_some_and(|point| {
                point.as_bytes()[..] == held.holder_key().to_sec1_compressed()[..]
            })
        };
        let key = unused.iter().position(is_own).ok_or(TakeInError::NotOurs)?;
        copies.push(NewCopy {
            bytes: bytes.clone(),
            key: unused.swap_remove(key).id,
            shard: held.status().shard,
            index: held.status().index,
            linkable: is_long_lived(&held),
        });
        first.get_or_insert(held);
    }
    let held = first.ok_or(TakeInError::Unreadable)?;
    let description = held
        .description()
        .filter(|description| description.name() == type_name);
    let certificate = StoredCertificate {
        id: CertificateId::draw(&*core.caps.clock, &*core.caps.entropy)
            .map_err(StorageError::from)?,
        type_name: description
            .ok_or(TakeInError::NotTrusted)?
            .name()
            .to_owned(),
        issuer: held.office().to_owned(),
        valid_from: held.valid_from().start(),
        valid_until: held.valid_until().start(),
        card: Vec::new(),
        added_at: core.now(),
    };
    Ok(NewCertificate {
        certificate,
        copies,
    })
}

/// Whether a granted certificate cannot be judged by what this device knows of types and
/// issuers, so that newer snapshots are worth asking for.
pub(crate) fn is_unfamiliar(core: &Core, row: &CertificateRow) -> bool {
    let (types, snapshots) = (core.types(), core.snapshots());
    row.copies.iter().any(|copy| {
        let Ok(held) = HeldCertificate::parse(copy, &types) else {
            return true;
        };
        let trusted = snapshots
            .as_ref()
            .is_ok_and(|snapshots| held.check_issuer(snapshots.trust()).is_ok());
        held.description().is_none() || !trusted
    })
}

/// What rows change in the wallet.
pub(crate) struct Granted {
    /// Certificates that come into it.
    pub(crate) new: Vec<NewCertificate>,
    /// Those whose place one of them takes.
    pub(crate) replaced: Vec<CertificateId>,
}

impl Granted {
    pub(crate) fn is_empty(&self) -> bool {
        self.new.is_empty()
    }

    /// Stores all of it.
    pub(crate) fn store(&self, tx: &PersonTx<'_>) -> Result<(), WriteError> {
        let mut replaced = self.replaced.iter();
        replaced.try_for_each(|id| tx.drop_certificate(*id))?;
        let mut new = self.new.iter();
        new.try_for_each(|certificate| tx.insert_certificate(certificate))
    }
}

/// The certificates of these bodies of rows, as they come from the platform, that belong into the
/// wallet and are not in it. One that does not check out stays a row, and is tried again with the
/// next snapshots. One that was granted anew, after the platform had lost the grant (rule S2), is
/// bound to the same key: it takes the place of the one that nobody there knows any more, and
/// that could not be revoked.
pub(crate) fn granted(
    core: &Core,
    db: &PersonDb,
    bodies: &[&[u8]],
) -> Result<Granted, StorageError> {
    let mut granted = Granted {
        new: unheld(core, db, bodies)?,
        replaced: Vec::new(),
    };
    for row in bodies
        .iter()
        .filter_map(|body| CertificateRow::decode(body).ok())
    {
        if let Some((old, certificate)) = granted_anew(core, db, &row)? {
            granted.replaced.push(old);
            granted.new.push(certificate);
        }
    }
    Ok(granted)
}

/// Those of them that are bound to keys to which no certificate is bound yet.
fn unheld(
    core: &Core,
    db: &PersonDb,
    bodies: &[&[u8]],
) -> Result<Vec<NewCertificate>, StorageError> {
    if bodies.is_empty() {
        return Ok(Vec::new());
    }
    let mut unused = unused_keys(db)?;
    let mut found = Vec::new();
    for body in bodies {
        let Ok(row) = CertificateRow::decode(body) else {
            continue;
        };
        match take_in(core, &row.type_name, &row.copies, &mut unused) {
            Ok(certificate) => found.push(certificate),
            Err(TakeInError::Storage(error)) => return Err(error),
            Err(_) => {}
        }
    }
    Ok(found)
}

/// The certificate of a row with other bytes than the one in the wallet that is bound to its keys.
fn granted_anew(
    core: &Core,
    db: &PersonDb,
    row: &CertificateRow,
) -> Result<Option<(CertificateId, NewCertificate)>, StorageError> {
    let of_type = |held: &StoredCertificate| held.type_name == row.type_name;
    for held in db.certificates()?.into_iter().filter(of_type) {
        let copies = db.copies(held.id)?;
        if copies.iter().any(|copy| row.copies.contains(&copy.bytes)) {
            return Ok(None);
        }
        let mut keys = db.keys(KeyPurpose::Holder)?;
        keys.retain(|key| copies.iter().any(|copy| copy.key == key.id));
        match take_in(core, &row.type_name, &row.copies, &mut keys) {
            Ok(mut certificate) => {
                // For the person it is the same one.
                certificate.certificate.id = held.id;
                certificate.certificate.added_at = held.added_at;
                return Ok(Some((held.id, certificate)));
            }
            Err(TakeInError::Storage(error)) => return Err(error),
            Err(_) => {}
        }
    }
    Ok(None)
}

/// Granted certificates whose rows are here and that could not be taken in when they came.
pub(crate) fn take_in_late(core: &Core, db: &PersonDb) -> Result<bool, StorageError> {
    let rows = db.rows(CERTIFICATE_KIND)?;
    let bodies: Vec<&[u8]> = rows.iter().map(|row| row.body.as_slice()).collect();
    // Rows of an older history may be among them: they take nobody's place.
    let late = Granted {
        replaced: Vec::new(),
        new: unheld(core, db, &bodies)?,
    };
    db.write(|tx| late.store(tx))?;
    Ok(!late.is_empty())
}

/// The certificate in the wallet that a row of `case` brought.
pub(crate) fn of_case(
    db: &PersonDb,
    case: RecordId,
) -> Result<Option<CertificateId>, StorageError> {
    let rows = db.rows_of_case(case)?;
    let rows = rows.iter().filter(|row| row.kind == CERTIFICATE_KIND);
    let granted: Vec<Vec<u8>> = rows
        .filter_map(|row| CertificateRow::decode(&row.body).ok())
        .flat_map(|row| row.copies.clone())
        .collect();
    for certificate in db.certificates()? {
        let copies = db.copies(certificate.id)?;
        if copies.iter().any(|copy| granted.contains(&copy.bytes)) {
            return Ok(Some(certificate.id));
        }
    }
    Ok(None)
}

/// Holder keys that no copy is bound to.
fn unused_keys(db: &PersonDb) -> Result<Vec<StoredKey>, StorageError> {
    let mut keys = db.keys(KeyPurpose::Holder)?;
    for certificate in db.certificates()? {
        for copy in db.copies(certificate.id)? {
            keys.retain(|key| key.id != copy.key);
        }
    }
    Ok(keys)
}

/// Shown more than once, a long-lived copy lets two verifiers recognise it (rule C2).
fn is_long_lived(held: &HeldCertificate) -> bool {
    let days = held.valid_until().days() - held.valid_from().days();
    let limit = held
        .description()
        .map_or(0, |description| description.copies().short_lived_days);
    days > i32::from(limit)
}

/// Why a certificate is not taken in.
#[derive(Debug, thiserror::Error)]
pub(crate) enum TakeInError {
    #[error("certificate cannot be read")]
    Unreadable,
    #[error("certificate is not from a trusted issuer of its type")]
    NotTrusted,
    #[error("certificate is not bound to a key of this wallet")]
    NotOurs,
    #[error(transparent)]
    Storage(#[from] StorageError),
}
