//! Taking an export or a move file in: everything at once or nothing, and a second time nothing
//! more. What is here already stays; a draft that is here in another version is brought together
//! field by field.

use std::cell::RefCell;
use std::collections::{BTreeMap, BTreeSet};
use std::io::Read;

use sha2::{Digest as _, Sha256};
use tongban_device::KeyPurpose;
use tongban_store::{
    KeyCustody, MoveReader, NewCertificate, NewCopy, PersonDb, PersonTx, RecordId, StoredFile,
    StoredKey,
};

use super::archive::{ArchiveReader, Entry};
use super::bring_together::Plan;
use super::code;
use super::error::ExchangeError;
use super::records::{CertificateRecord, Head, Records};
use super::view::ImportedView;
use super::{FORMAT, RECORDS, VERSION};
use crate::context::{Core, lock};
use crate::drafts::count;
use crate::secret::SecretText;

/// Reads the file to its end, then stores everything in one transaction.
pub(super) fn take_in(
    core: &Core,
    db: &PersonDb,
    mut input: impl Read,
    typed: Option<SecretText>,
) -> Result<ImportedView, ExchangeError> {
    let mut first = Vec::new();
    let io = |error: std::io::Error| ExchangeError::of_reading(&error);
    (&mut input).take(4).read_to_end(&mut first).map_err(io)?;
    let whole = first.as_slice().chain(input);
    match first.as_slice() {
        b"PK\x03\x04" => archive(core, db, whole),
        b"TBMV" => {
            let typed = typed.filter(|code| !code.reveal().trim().is_empty());
            let secret = code::secret(typed.ok_or(ExchangeError::CodeNeeded)?);
            let opened = MoveReader::begin(whole, &secret, &core.config.kdf).map_err(io)?;
            archive(core, db, opened)
        }
        _ => Err(ExchangeError::NotOne),
    }
}

fn archive(core: &Core, db: &PersonDb, input: impl Read) -> Result<ImportedView, ExchangeError> {
    let io = |error: std::io::Error| ExchangeError::of_reading(&error);
    let mut archive = ArchiveReader::new(input);
    let first = archive.next().map_err(io)?.ok_or(ExchangeError::NotOne)?;
    let records = read_records(db, &first)?;
    drop(first);
    let mut wanted: BTreeMap<&str, StoredFile> = BTreeMap::new();
    for file in &records.files {
        if let Some(entry) = &file.entry {
            wanted.insert(entry, file.stored()?);
        }
    }
    let here: BTreeSet<RecordId> = db.files()?.iter().map(|file| file.id).collect();
    let mut packs = Vec::new();
    let plan = RefCell::new(None);
    let mut new_files = 0;
    // Held from the look at the drafts to the end of the transaction.
    let turn = RefCell::new(None);
    let next = || -> Result<Option<(StoredFile, Vec<u8>)>, ExchangeError> {
        while let Some(Entry { name, bytes }) = archive.next().map_err(io)? {
            if records.packs.iter().any(|pack| pack.entry == name) {
                packs.push(bytes);
            } else if let Some(file) = wanted.remove(name.as_str()) {
                let digest: [u8; 32] = Sha256::digest(&bytes).into();
                if file.length != bytes.len() as u64 || file.sha256 != digest {
                    return Err(ExchangeError::Damaged);
                }
                new_files += usize::from(!here.contains(&file.id));
                return Ok(Some((file, bytes)));
            }
            // Pages and copies for people need not be read.
        }
        if !wanted.is_empty() {
            return Err(ExchangeError::Damaged);
        }
        // The file is whole. A pack is public, and counts only with its signature.
        for bytes in packs.drain(..) {
            core.keep_older_pack(&bytes)
                .map_err(crate::drafts::DraftError::from)?;
        }
        turn.replace(Some(lock(&core.draft_turn)));
        plan.replace(Some(Plan::make(core, db, &records)?));
        Ok(None)
    };
    let certificates = new_certificates(db, &records)?;
    let (marks, cursors) = (db.read_marks()?, db.cursors()?);
    let log = db.read_log()?;
    let mut view = db.import_files(next, |tx| -> Result<ImportedView, ExchangeError> {
        let mut plan = plan.take().ok_or(ExchangeError::Damaged)?;
        plan.write(tx)?;
        let mut view = std::mem::take(&mut plan.view);
        for template in &records.templates {
            tx.put_template(&template.stored())?;
        }
        for item in &records.outbox {
            view.sent += u32::from(tx.put_outbox_item(&item.stored())?);
        }
        for row in &records.rows {
            tx.put_row(&row.stored())?;
        }
        for cursor in &records.cursors {
            let cursor = cursor.stored()?;
            // A scope that is read here is read on from there.
            if !cursors.iter().any(|known| known.scope == cursor.scope) {
                tx.set_cursor(&cursor)?;
            }
        }
        for mark in &records.read_messages {
            if !marks.iter().any(|known| known.id == mark.id) {
                tx.mark_read(&mark.id, mark.read_at)?;
            }
        }
        for head in &records.read_log {
            let stored = head.stored()?;
            let known = log.as_ref().map(|log| log.head.seq);
            match head.refused {
                true => tx.put_refused_head(&stored)?,
                // An older head of another device is no contradiction.
                false if known.is_none_or(|known| stored.seq > known) => {
                    tx.note_read_log(&stored)?;
                }
                false => {}
            }
        }
        write_certificates(tx, &certificates)?;
        view.certificates = count(certificates.len());
        Ok(view)
    })?;
    view.files = count(new_files);
    view.nothing_new = view == ImportedView::default();
    Ok(view)
}

fn read_records(db: &PersonDb, first: &Entry) -> Result<Records, ExchangeError> {
    if first.name != RECORDS {
        return Err(ExchangeError::NotOne);
    }
    let head: Head = serde_json::from_slice(&first.bytes).map_err(|_| ExchangeError::NotOne)?;
    if head.format != FORMAT {
        return Err(ExchangeError::NotOne);
    }
    if head.version > VERSION {
        return Err(ExchangeError::Newer);
    }
    let records: Records =
        serde_json::from_slice(&first.bytes).map_err(|_| ExchangeError::Damaged)?;
    match db.info()?.pseudonym {
        Some(person) if person == records.person => Ok(records),
        _ => Err(ExchangeError::NotYours),
    }
}

fn new_certificates<'r>(
    db: &PersonDb,
    records: &'r Records,
) -> Result<Vec<&'r CertificateRecord>, ExchangeError> {
    let here = db.certificates()?;
    let is_new = |record: &&CertificateRecord| !here.iter().any(|known| known.id == record.id);
    Ok(records.certificates.iter().filter(is_new).collect())
}

/// Certificates with keys of which only the public part is here.
fn write_certificates(
    tx: &PersonTx<'_>,
    records: &[&CertificateRecord],
) -> Result<(), ExchangeError> {
    let mut stored = BTreeSet::new();
    for record in records {
        let mut copies = Vec::with_capacity(record.copies.len());
        for (place, copy) in (0_u32..).zip(&record.copies) {
            // The store numbers the copies by their order.
            if copy.position != place {
                return Err(ExchangeError::Damaged);
            }
            if stored.insert(copy.key) {
                tx.insert_key(&StoredKey {
                    id: copy.key,
                    purpose: KeyPurpose::Holder,
                    public: copy.public()?,
                    custody: KeyCustody::Nowhere,
                })?;
            }
            copies.push(NewCopy {
                bytes: copy.bytes.clone(),
                key: copy.key,
                shard: copy.shard,
                index: copy.index,
                linkable: copy.linkable,
            });
        }
        tx.insert_certificate(&NewCertificate {
            certificate: record.stored(),
            copies,
        })?;
        for copy in &record.copies {
            if let Some(spent) = copy.spent() {
                tx.mark_spent(record.id, copy.position, &spent)?;
            }
        }
    }
    Ok(())
}
