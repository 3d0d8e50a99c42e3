//! Everything of the open wallet as records and photos, written into an archive one at a time.

use std::collections::BTreeSet;
use std::io::Write;

use tongban_cases::{Answers, Request};
use tongban_device::KeyPurpose;
use tongban_rules::pack::codec::decode;
use tongban_store::{DraftVersion, PersonDb, RecordId, StoredFile};

use super::archive::ArchiveWriter;
use super::error::ExchangeError;
use super::page;
use super::records::{
    CertificateRecord, CopyRecord, DraftRecord, FileRecord, HeadRecord, PackRecord, Records,
};
use super::{FORMAT, RECORDS, VERSION};
use crate::cases::CaseFile;
use crate::context::Core;
use crate::drafts::ValueView;
use crate::outbox;
use crate::storage::StorageError;

/// What goes along.
#[derive(Clone, Copy, PartialEq, Eq)]
pub(super) enum Extent {
    /// Everything, and a page to read it in.
    All,
    /// Drafts and history; certificates are issued anew where they arrive (rule K3).
    Move,
}

/// What was written.
#[derive(Debug, Default)]
pub(super) struct Written {
    pub(super) drafts: usize,
    pub(super) cases: usize,
    pub(super) files: usize,
    pub(super) certificates: usize,
    pub(super) unreadable: usize,
}

/// Notes the versions of the drafts as ones that left this device, then writes everything.
pub(super) fn write<W: Write>(
    core: &Core,
    db: &PersonDb,
    extent: Extent,
    out: W,
) -> Result<(W, Written), ExchangeError> {
    let drafts = db.drafts()?;
    db.write(|tx| {
        drafts.iter().try_for_each(|draft| {
            tx.note_draft_version(&DraftVersion {
                draft: draft.id,
                answers: draft.answers.clone(),
                supplied: draft.supplied.clone(),
            })
        })
    })?;
    let mut files = Vec::new();
    let mut written = Written::default();
    for stored in db.files()? {
        // What the platform has for good is not moved.
        if extent == Extent::Move && stored.used.is_some() {
            continue;
        }
        // Looked at now, so that the records can say what is not there.
        let readable = db.read_file(stored.id, 0..stored.length).is_ok();
        written.unreadable += usize::from(!readable);
        let entry = readable.then(|| entry_of(&stored));
        files.push((FileRecord::of(&stored, entry), stored));
    }
    let mut records = records(core, db, extent)?;
    records.files = files.iter().map(|(record, _)| record.clone()).collect();
    let cases: BTreeSet<RecordId> = records.rows.iter().map(|row| row.case).collect();
    written.drafts = drafts
        .iter()
        .filter(|draft| draft.discarded_at.is_none() && draft.sent_as.is_none())
        .count();
    written.cases = cases.len();
    written.certificates = records.certificates.len();

    let io = |error: std::io::Error| ExchangeError::of_writing(&error);
    let mut archive = ArchiveWriter::new(out);
    let json = serde_json::to_vec_pretty(&records).map_err(|_| StorageError::Failed)?;
    archive.entry(RECORDS, &json).map_err(io)?;
    drop(json);
    for pack in &records.packs {
        if let Some(stored) = core.store()?.pack(&pack.id, pack.version)? {
            archive.entry(&pack.entry, &stored.bytes).map_err(io)?;
        }
    }
    for (record, stored) in &files {
        let Some(entry) = &record.entry else { continue };
        let bytes = db.read_file(stored.id, 0..stored.length);
        archive
            .entry(entry, &bytes.map_err(|_| StorageError::Failed)?)
            .map_err(io)?;
        written.files += 1;
    }
    if extent == Extent::All {
        for certificate in &records.certificates {
            for copy in &certificate.copies {
                let name = format!("certificates/{}-{}.cwt", certificate.id, copy.position);
                archive.entry(&name, &copy.bytes).map_err(io)?;
            }
        }
        let page = page::page(core, db, &records)?;
        archive.entry(INDEX, page.as_bytes()).map_err(io)?;
    }
    Ok((archive.finish().map_err(io)?, written))
}

/// The records of the open wallet without those of the files.
pub(super) fn records(
    core: &Core,
    db: &PersonDb,
    extent: Extent,
) -> Result<Records, ExchangeError> {
    let drafts = db.drafts()?.iter().map(draft_record).collect();
    let log = db.read_log()?;
    let heads = log.iter().flat_map(|log| {
        let refused = log.refused.iter().map(|head| HeadRecord::of(head, true));
        std::iter::once(HeadRecord::of(&log.head, false)).chain(refused)
    });
    let mut records = Records {
        format: FORMAT.to_owned(),
        version: VERSION,
        made_at: core.now(),
        person: db.info()?.pseudonym.unwrap_or_default(),
        drafts,
        templates: db.templates()?.into_iter().map(Into::into).collect(),
        draft_versions: db.draft_versions()?.into_iter().map(Into::into).collect(),
        choices: db.draft_conflicts()?.into_iter().map(Into::into).collect(),
        files: Vec::new(),
        outbox: db.outbox()?.into_iter().map(Into::into).collect(),
        rows: db.all_rows()?.into_iter().map(Into::into).collect(),
        cursors: db.cursors()?.iter().map(Into::into).collect(),
        read_messages: db.read_marks()?.into_iter().map(Into::into).collect(),
        read_log: heads.collect(),
        certificates: match extent {
            Extent::All => certificates(db)?,
            Extent::Move => Vec::new(),
        },
        packs: Vec::new(),
    };
    records.packs = packs(core, db, &records)?;
    Ok(records)
}

fn draft_record(stored: &tongban_store::StoredDraft) -> DraftRecord {
    let typed: Answers = decode(&stored.answers).unwrap_or_default();
    let mut record = DraftRecord::from(stored);
    record.readable = typed
        .iter()
        .map(|(field, value)| (field.to_owned(), ValueView::from(value)))
        .collect();
    record
}

fn certificates(db: &PersonDb) -> Result<Vec<CertificateRecord>, ExchangeError> {
    let keys = db.keys(KeyPurpose::Holder)?;
    let mut records = Vec::new();
    for stored in db.certificates()? {
        let mut copies = Vec::new();
        for copy in db.copies(stored.id)? {
            let key = keys.iter().find(|key| key.id == copy.key);
            let public = key.ok_or(StorageError::Failed)?.public;
            copies.push(CopyRecord::of(&copy, public));
        }
        records.push(CertificateRecord::of(&stored, copies));
    }
    Ok(records)
}

/// The packs by which something here was filled in or decided: without them another device could
/// not open it (rule S9).
fn packs(core: &Core, db: &PersonDb, records: &Records) -> Result<Vec<PackRecord>, ExchangeError> {
    let mut named = BTreeSet::new();
    for draft in &records.drafts {
        named.insert((draft.pack.clone(), draft.pack_version));
    }
    for template in &records.templates {
        named.insert((template.pack.clone(), template.pack_version));
    }
    for item in outbox::items(db)? {
        if let Some(Request::Submit { pack, .. }) = item.request() {
            named.insert((pack.id, pack.version));
        }
    }
    let keys = core.receipt_keys()?;
    let cases: BTreeSet<RecordId> = records.rows.iter().map(|row| row.case).collect();
    for case in cases {
        // A case that this version cannot read keeps its rows.
        if let Ok(Some(file)) = CaseFile::read(db, &keys, case)
            && let Some(pack) = file.view.pack
        {
            named.insert((pack.id, pack.version));
        }
    }
    let store = core.store()?;
    let mut packs = Vec::new();
    for (id, version) in named {
        if store.pack(&id, version)?.is_some() {
            packs.push(PackRecord {
                entry: format!("packs/{id}-{version}.pack"),
                id,
                version,
            });
        }
    }
    Ok(packs)
}

/// The name of a photo in the archive.
pub(super) fn entry_of(file: &StoredFile) -> String {
    let ending = match file.media_type.as_str() {
        "image/jpeg" => "jpg",
        "image/png" => "png",
        "image/webp" => "webp",
        "application/pdf" => "pdf",
        _ => "bin",
    };
    format!("files/{}.{ending}", file.id)
}

const INDEX: &str = "index.html";
