//! An enrolment that was sent and not answered: kept encrypted under the new secret, and named
//! in the shared settings so that the locked app can say so.

use std::sync::Arc;

use tongban_store::{Pending, PersonDb, PersonId, Store, UserSecret, WriteError};
use zeroize::Zeroizing;

use super::error::EnrolError;
use super::prepare::SignedEnrol;
use crate::context::Core;
use crate::keys;
use crate::storage::StorageError;

/// The person whose enrolment waits for its answer.
pub(crate) fn pending_person(store: &Store) -> Result<Option<PersonId>, StorageError> {
    let Some(person) = store.setting(SETTING)?.and_then(|text| text.parse().ok()) else {
        return Ok(None);
    };
    Ok(store.persons()?.into_iter().find(|known| *known == person))
}

/// No enrolment waits any more.
pub(crate) fn forget_pending(store: &Store) -> Result<(), StorageError> {
    Ok(store.set_settings(&[(SETTING, "")])?)
}

/// A request on its way: what to send, and the wallet that its answer goes to.
pub(super) struct Waiting {
    pub(super) db: Arc<PersonDb>,
    pub(super) id: [u8; 16],
    pub(super) voucher_sha256: [u8; 32],
    pub(super) body: Zeroizing<Vec<u8>>,
}

/// Puts keys and request on the disk before anything is sent. The setting comes first: a crash
/// after it leaves a name without a person, which counts as nothing.
pub(super) fn keep(
    core: &Core,
    signed: SignedEnrol,
    secret: &UserSecret,
) -> Result<Waiting, EnrolError> {
    let store = core.store()?;
    let person = signed.person;
    store
        .set_settings(&[(SETTING, &person.to_string())])
        .map_err(StorageError::from)?;
    let kept = store
        .create_person(person, secret)
        .map_err(EnrolError::from)
        .and_then(|db| {
            let pending = Pending {
                id: signed.id,
                kind: KIND.to_owned(),
                body: [&signed.voucher_sha256[..], &signed.body[..]].concat(),
                created_at: core.now(),
            };
            db.write(|tx| {
                signed.keys.iter().try_for_each(|key| tx.insert_key(key))?;
                tx.put_pending(&pending)
            })
            .map_err(|error: WriteError| StorageError::from(error))?;
            Ok(db)
        });
    match kept {
        Ok(db) => Ok(Waiting {
            db: Arc::new(db),
            id: signed.id,
            voucher_sha256: signed.voucher_sha256,
            body: signed.body,
        }),
        Err(error) => {
            discard(core, person)?;
            Err(error)
        }
    }
}

/// What a locked pending enrolment turns out to be.
pub(super) enum Found {
    /// It waits for its answer.
    Waiting(Waiting),
    /// The app ended after the answer was stored.
    Finished(Arc<PersonDb>),
    /// The app ended before the request was stored, so nothing was sent.
    Nothing,
}

/// Opens the pending enrolment with the secret that was chosen for it.
pub(super) fn find(
    core: &Core,
    person: PersonId,
    secret: &UserSecret,
) -> Result<Found, EnrolError> {
    let db = core
        .store()?
        .unlock(person, secret)
        .map_err(EnrolError::pending)?;
    let Some(pending) = db
        .pending(KIND)
        .map_err(StorageError::from)?
        .into_iter()
        .next()
    else {
        let empty = db.certificates().map_err(StorageError::from)?.is_empty();
        let staff = db.info().map_err(StorageError::from)?.staff;
        return Ok(if empty && staff.is_none() {
            Found::Nothing
        } else {
            Found::Finished(Arc::new(db))
        });
    };
    let body = Zeroizing::new(pending.body);
    let (voucher_sha256, body) = body.split_first_chunk().ok_or(StorageError::Failed)?;
    Ok(Found::Waiting(Waiting {
        db: Arc::new(db),
        id: pending.id,
        voucher_sha256: *voucher_sha256,
        body: Zeroizing::new(body.to_vec()),
    }))
}

/// Removes every trace of an enrolment that came to nothing.
pub(super) fn discard(core: &Core, person: PersonId) -> Result<(), EnrolError> {
    let store = core.store()?;
    keys::erase_all(core, person);
    if store
        .persons()
        .map_err(StorageError::from)?
        .contains(&person)
    {
        store.erase_person(person).map_err(StorageError::from)?;
    }
    Ok(forget_pending(&store)?)
}

const SETTING: &str = "enrol_pending";
const KIND: &str = "enrol";
