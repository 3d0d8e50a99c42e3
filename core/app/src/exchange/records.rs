//! The records of an export as JSON: everything that the person's database holds, byte for byte,
//! in an open format (docs/export.md). Bytes are base64, ids hyphenated, instants seconds since
//! 1970. What stands under `readable` is for people and other programs; reading does not use it.

use std::collections::BTreeMap;

use serde::{Deserialize, Serialize};
use tongban_store::{
    CertificateId, Chosen, DraftConflict, DraftKind, DraftVersion, KeyId, ReadLogHead, ReadMark,
    RecordId, Side, Spent, StoredCertificate, StoredCopy, StoredCursor, StoredDraft, StoredFile,
    StoredOutboxItem, StoredRow, StoredTemplate,
};

use crate::drafts::ValueView;

/// Everything; the names are the file's.
#[derive(Clone, Serialize, Deserialize, PartialEq)]
pub(super) struct Records {
    pub(super) format: String,
    pub(super) version: u32,
    pub(super) made_at: u64,
    /// The platform's name for the person.
    #[serde(with = "base64")]
    pub(super) person: Vec<u8>,
    pub(super) drafts: Vec<DraftRecord>,
    pub(super) templates: Vec<TemplateRecord>,
    pub(super) draft_versions: Vec<VersionRecord>,
    pub(super) choices: Vec<ConflictRecord>,
    pub(super) files: Vec<FileRecord>,
    pub(super) outbox: Vec<OutboxRecord>,
    pub(super) rows: Vec<RowRecord>,
    pub(super) cursors: Vec<CursorRecord>,
    pub(super) read_messages: Vec<MarkRecord>,
    pub(super) read_log: Vec<HeadRecord>,
    pub(super) certificates: Vec<CertificateRecord>,
    pub(super) packs: Vec<PackRecord>,
}

/// What is read of a file first: a newer version may have other records.
#[derive(Deserialize)]
pub(super) struct Head {
    pub(super) format: String,
    pub(super) version: u32,
}

#[derive(Clone, Serialize, Deserialize, PartialEq)]
pub(super) struct DraftRecord {
    #[serde(with = "text")]
    pub(super) id: RecordId,
    service: String,
    pub(super) pack: String,
    pub(super) pack_version: u32,
    kind: KindName,
    #[serde(with = "text")]
    case: RecordId,
    #[serde(with = "base64")]
    pub(super) answers: Vec<u8>,
    #[serde(with = "base64")]
    pub(super) supplied: Vec<u8>,
    page: u32,
    open: bool,
    created_at: u64,
    saved_at: u64,
    discarded_at: Option<u64>,
    #[serde(with = "some_text")]
    sent_as: Option<RecordId>,
    stayed_before: Option<u32>,
    #[serde(default, skip_deserializing)]
    pub(super) readable: BTreeMap<String, ValueView>,
}

#[derive(Clone, Copy, Serialize, Deserialize, PartialEq)]
#[serde(rename_all = "snake_case")]
enum KindName {
    Application,
    Supplement,
}

#[derive(Clone, Serialize, Deserialize, PartialEq)]
pub(super) struct TemplateRecord {
    #[serde(with = "text")]
    id: RecordId,
    name: String,
    service: String,
    pub(super) pack: String,
    pub(super) pack_version: u32,
    #[serde(with = "base64")]
    answers: Vec<u8>,
    made_at: u64,
}

#[derive(Clone, Serialize, Deserialize, PartialEq)]
pub(super) struct VersionRecord {
    #[serde(with = "text")]
    pub(super) draft: RecordId,
    #[serde(with = "base64")]
    pub(super) answers: Vec<u8>,
    #[serde(with = "base64")]
    pub(super) supplied: Vec<u8>,
}

#[derive(Clone, Serialize, Deserialize, PartialEq)]
pub(super) struct ConflictRecord {
    #[serde(with = "text")]
    id: RecordId,
    #[serde(with = "text")]
    pub(super) draft: RecordId,
    pub(super) field: String,
    #[serde(with = "some_base64")]
    mine: Option<Vec<u8>>,
    #[serde(with = "some_base64")]
    theirs: Option<Vec<u8>>,
    theirs_saved_at: u64,
    found_at: u64,
    pub(super) chosen: Option<ChosenRecord>,
}

#[derive(Clone, Serialize, Deserialize, PartialEq)]
pub(super) struct ChosenRecord {
    side: SideName,
    at: u64,
    #[serde(with = "base64")]
    by: Vec<u8>,
}

#[derive(Clone, Copy, Serialize, Deserialize, PartialEq)]
#[serde(rename_all = "snake_case")]
enum SideName {
    Mine,
    Theirs,
}

#[derive(Clone, Serialize, Deserialize, PartialEq)]
pub(super) struct FileRecord {
    #[serde(with = "text")]
    pub(super) id: RecordId,
    #[serde(with = "some_text")]
    pub(super) draft: Option<RecordId>,
    #[serde(with = "some_text")]
    operation: Option<RecordId>,
    material: String,
    position: u32,
    pub(super) media_type: String,
    pub(super) length: u64,
    #[serde(with = "base64")]
    pub(super) sha256: Vec<u8>,
    chunk_bytes: u32,
    /// Its place in the order of use, once the platform has it for good.
    #[serde(default, skip_serializing_if = "Option::is_none")]
    used: Option<u64>,
    /// Its entry in the archive; null where this device could no longer read it.
    pub(super) entry: Option<String>,
}

#[derive(Clone, Serialize, Deserialize, PartialEq)]
pub(super) struct OutboxRecord {
    place: u64,
    #[serde(with = "text")]
    operation: RecordId,
    #[serde(with = "text")]
    case: RecordId,
    #[serde(with = "base64")]
    bytes: Vec<u8>,
    offered: bool,
    #[serde(with = "some_base64")]
    receipt: Option<Vec<u8>>,
    #[serde(default, with = "some_base64")]
    receipt_before: Option<Vec<u8>>,
    problem: Option<String>,
    made_at: u64,
}

#[derive(Clone, Serialize, Deserialize, PartialEq)]
pub(super) struct RowRecord {
    #[serde(with = "text")]
    scope: RecordId,
    #[serde(with = "text")]
    epoch: RecordId,
    seq: u64,
    kind: String,
    #[serde(with = "text")]
    pub(super) case: RecordId,
    version: u64,
    #[serde(with = "base64")]
    body: Vec<u8>,
    received_at: u64,
}

#[derive(Clone, Serialize, Deserialize, PartialEq)]
pub(super) struct CursorRecord {
    #[serde(with = "text")]
    scope: RecordId,
    #[serde(with = "text")]
    epoch: RecordId,
    seq: u64,
    #[serde(with = "base64")]
    rolling_hash: Vec<u8>,
}

#[derive(Clone, Serialize, Deserialize, PartialEq)]
pub(super) struct MarkRecord {
    pub(super) id: String,
    pub(super) read_at: u64,
}

#[derive(Clone, Serialize, Deserialize, PartialEq)]
pub(super) struct HeadRecord {
    seq: u64,
    #[serde(with = "base64")]
    hash: Vec<u8>,
    received_at: u64,
    pub(super) refused: bool,
}

#[derive(Clone, Serialize, Deserialize, PartialEq)]
pub(super) struct CertificateRecord {
    #[serde(with = "text")]
    pub(super) id: CertificateId,
    pub(super) type_name: String,
    issuer: String,
    valid_from: u64,
    valid_until: u64,
    #[serde(with = "base64")]
    card: Vec<u8>,
    added_at: u64,
    pub(super) copies: Vec<CopyRecord>,
}

#[derive(Clone, Serialize, Deserialize, PartialEq)]
pub(super) struct CopyRecord {
    pub(super) position: u32,
    #[serde(with = "base64")]
    pub(super) bytes: Vec<u8>,
    #[serde(with = "text")]
    pub(super) key: KeyId,
    /// Public part of its holder key; the private part leaves no device.
    #[serde(with = "base64")]
    pub(super) public: Vec<u8>,
    pub(super) shard: u32,
    pub(super) index: u32,
    pub(super) linkable: bool,
    spent_at: Option<u64>,
    spent_on: Option<String>,
}

#[derive(Clone, Serialize, Deserialize, PartialEq)]
pub(super) struct PackRecord {
    pub(super) id: String,
    pub(super) version: u32,
    pub(super) entry: String,
}

/// A record of this shape was not written by this app.
#[derive(Debug)]
pub(super) struct BadRecord;

impl From<&StoredDraft> for DraftRecord {
    fn from(stored: &StoredDraft) -> Self {
        Self {
            id: stored.id,
            service: stored.service.clone(),
            pack: stored.pack.clone(),
            pack_version: stored.pack_version,
            kind: match stored.kind {
                DraftKind::Application => KindName::Application,
                DraftKind::Supplement => KindName::Supplement,
            },
            case: stored.case,
            answers: stored.answers.clone(),
            supplied: stored.supplied.clone(),
            page: stored.page,
            open: stored.open,
            created_at: stored.created_at,
            saved_at: stored.saved_at,
            discarded_at: stored.discarded_at,
            sent_as: stored.sent_as,
            stayed_before: stored.stayed_before,
            readable: BTreeMap::new(),
        }
    }
}

impl DraftRecord {
    pub(super) fn stored(&self) -> StoredDraft {
        StoredDraft {
            id: self.id,
            service: self.service.clone(),
            pack: self.pack.clone(),
            pack_version: self.pack_version,
            kind: match self.kind {
                KindName::Application => DraftKind::Application,
                KindName::Supplement => DraftKind::Supplement,
            },
            case: self.case,
            answers: self.answers.clone(),
            supplied: self.supplied.clone(),
            page: self.page,
            open: self.open,
            created_at: self.created_at,
            saved_at: self.saved_at,
            discarded_at: self.discarded_at,
            sent_as: self.sent_as,
            stayed_before: self.stayed_before,
        }
    }
}

impl From<StoredTemplate> for TemplateRecord {
    fn from(stored: StoredTemplate) -> Self {
        Self {
            id: stored.id,
            name: stored.name,
            service: stored.service,
            pack: stored.pack,
            pack_version: stored.pack_version,
            answers: stored.answers,
            made_at: stored.made_at,
        }
    }
}

impl TemplateRecord {
    pub(super) fn stored(&self) -> StoredTemplate {
        StoredTemplate {
            id: self.id,
            name: self.name.clone(),
            service: self.service.clone(),
            pack: self.pack.clone(),
            pack_version: self.pack_version,
            answers: self.answers.clone(),
            made_at: self.made_at,
        }
    }
}

impl From<DraftVersion> for VersionRecord {
    fn from(stored: DraftVersion) -> Self {
        Self {
            draft: stored.draft,
            answers: stored.answers,
            supplied: stored.supplied,
        }
    }
}

impl VersionRecord {
    pub(super) fn stored(&self) -> DraftVersion {
        DraftVersion {
            draft: self.draft,
            answers: self.answers.clone(),
            supplied: self.supplied.clone(),
        }
    }
}

impl From<DraftConflict> for ConflictRecord {
    fn from(stored: DraftConflict) -> Self {
        Self {
            id: stored.id,
            draft: stored.draft,
            field: stored.field,
            mine: stored.mine,
            theirs: stored.theirs,
            theirs_saved_at: stored.theirs_saved_at,
            found_at: stored.found_at,
            chosen: stored.chosen.map(|chosen| ChosenRecord {
                side: match chosen.side {
                    Side::Mine => SideName::Mine,
                    Side::Theirs => SideName::Theirs,
                },
                at: chosen.at,
                by: chosen.by,
            }),
        }
    }
}

impl ConflictRecord {
    pub(super) fn stored(&self) -> DraftConflict {
        DraftConflict {
            id: self.id,
            draft: self.draft,
            field: self.field.clone(),
            mine: self.mine.clone(),
            theirs: self.theirs.clone(),
            theirs_saved_at: self.theirs_saved_at,
            found_at: self.found_at,
            chosen: self.chosen.as_ref().map(|chosen| Chosen {
                side: match chosen.side {
                    SideName::Mine => Side::Mine,
                    SideName::Theirs => Side::Theirs,
                },
                at: chosen.at,
                by: chosen.by.clone(),
            }),
        }
    }
}

impl FileRecord {
    pub(super) fn of(stored: &StoredFile, entry: Option<String>) -> Self {
        Self {
            id: stored.id,
            draft: stored.draft,
            operation: stored.operation,
            material: stored.material.clone(),
            position: stored.position,
            media_type: stored.media_type.clone(),
            length: stored.length,
            sha256: stored.sha256.to_vec(),
            chunk_bytes: stored.chunk_bytes,
            used: stored.used,
            entry,
        }
    }

    pub(super) fn stored(&self) -> Result<StoredFile, BadRecord> {
        Ok(StoredFile {
            id: self.id,
            draft: self.draft,
            operation: self.operation,
            material: self.material.clone(),
            position: self.position,
            media_type: self.media_type.clone(),
            length: self.length,
            sha256: array(&self.sha256)?,
            chunk_bytes: self.chunk_bytes,
            // Two wallets may each have one; the person pins anew.
            is_urgent: false,
            used: self.used,
        })
    }
}

impl From<StoredOutboxItem> for OutboxRecord {
    fn from(stored: StoredOutboxItem) -> Self {
        Self {
            place: stored.place,
            operation: stored.operation,
            case: stored.case,
            bytes: stored.bytes,
            offered: stored.offered,
            receipt: stored.receipt,
            receipt_before: stored.receipt_before,
            problem: stored.problem,
            made_at: stored.made_at,
        }
    }
}

impl OutboxRecord {
    pub(super) fn stored(&self) -> StoredOutboxItem {
        StoredOutboxItem {
            place: self.place,
            operation: self.operation,
            case: self.case,
            bytes: self.bytes.clone(),
            offered: self.offered,
            receipt: self.receipt.clone(),
            receipt_before: self.receipt_before.clone(),
            problem: self.problem.clone(),
            made_at: self.made_at,
            // The sealed outbox is the other device's, and stays there.
            sealed: false,
        }
    }
}

impl From<StoredRow> for RowRecord {
    fn from(stored: StoredRow) -> Self {
        Self {
            scope: stored.scope,
            epoch: stored.epoch,
            seq: stored.seq,
            kind: stored.kind,
            case: stored.case,
            version: stored.version,
            body: stored.body,
            received_at: stored.received_at,
        }
    }
}

impl RowRecord {
    pub(super) fn stored(&self) -> StoredRow {
        StoredRow {
            scope: self.scope,
            epoch: self.epoch,
            seq: self.seq,
            kind: self.kind.clone(),
            case: self.case,
            version: self.version,
            body: self.body.clone(),
            received_at: self.received_at,
        }
    }
}

impl From<&StoredCursor> for CursorRecord {
    fn from(stored: &StoredCursor) -> Self {
        Self {
            scope: stored.scope,
            epoch: stored.epoch,
            seq: stored.seq,
            rolling_hash: stored.rolling_hash.to_vec(),
        }
    }
}

impl CursorRecord {
    pub(super) fn stored(&self) -> Result<StoredCursor, BadRecord> {
        Ok(StoredCursor {
            scope: self.scope,
            epoch: self.epoch,
            seq: self.seq,
            rolling_hash: array(&self.rolling_hash)?,
        })
    }
}

impl From<ReadMark> for MarkRecord {
    fn from(stored: ReadMark) -> Self {
        Self {
            id: stored.id,
            read_at: stored.read_at,
        }
    }
}

impl HeadRecord {
    pub(super) fn of(stored: &ReadLogHead, refused: bool) -> Self {
        Self {
            seq: stored.seq,
            hash: stored.hash.to_vec(),
            received_at: stored.received_at,
            refused,
        }
    }

    pub(super) fn stored(&self) -> Result<ReadLogHead, BadRecord> {
        Ok(ReadLogHead {
            seq: self.seq,
            hash: array(&self.hash)?,
            received_at: self.received_at,
        })
    }
}

impl CertificateRecord {
    pub(super) fn of(stored: &StoredCertificate, copies: Vec<CopyRecord>) -> Self {
        Self {
            id: stored.id,
            type_name: stored.type_name.clone(),
            issuer: stored.issuer.clone(),
            valid_from: stored.valid_from,
            valid_until: stored.valid_until,
            card: stored.card.clone(),
            added_at: stored.added_at,
            copies,
        }
    }

    pub(super) fn stored(&self) -> StoredCertificate {
        StoredCertificate {
            id: self.id,
            type_name: self.type_name.clone(),
            issuer: self.issuer.clone(),
            valid_from: self.valid_from,
            valid_until: self.valid_until,
            card: self.card.clone(),
            added_at: self.added_at,
        }
    }
}

impl CopyRecord {
    pub(super) fn of(stored: &StoredCopy, public: [u8; 65]) -> Self {
        Self {
            position: stored.position,
            bytes: stored.bytes.clone(),
            key: stored.key,
            public: public.to_vec(),
            shard: stored.shard,
            index: stored.index,
            linkable: stored.linkable,
            spent_at: stored.spent.as_ref().map(|spent| spent.at),
            spent_on: stored.spent.as_ref().map(|spent| spent.on.clone()),
        }
    }

    pub(super) fn public(&self) -> Result<[u8; 65], BadRecord> {
        array(&self.public)
    }

    pub(super) fn spent(&self) -> Option<Spent> {
        let spent = self.spent_at.zip(self.spent_on.clone());
        spent.map(|(at, on)| Spent { at, on })
    }
}

fn array<const N: usize>(bytes: &[u8]) -> Result<[u8; N], BadRecord> {
    bytes.try_into().map_err(|_| BadRecord)
}

mod text {
    use serde::{Deserialize as _, Deserializer, Serializer, de::Error as _};

    pub(super) fn serialize<T: std::fmt::Display, S: Serializer>(
        value: &T,
        out: S,
    ) -> Result<S::Ok, S::Error> {
        out.collect_str(value)
    }

    pub(super) fn deserialize<'de, T: std::str::FromStr, D: Deserializer<'de>>(
        input: D,
    ) -> Result<T, D::Error> {
        let text = String::deserialize(input)?;
        text.parse().map_err(|_| D::Error::custom("an id"))
    }
}

mod some_text {
    use serde::{Deserialize as _, Deserializer, Serialize as _, Serializer, de::Error as _};

    pub(super) fn serialize<T: std::fmt::Display, S: Serializer>(
        value: &Option<T>,
        out: S,
    ) -> Result<S::Ok, S::Error> {
        value.as_ref().map(ToString::to_string).serialize(out)
    }

    pub(super) fn deserialize<'de, T: std::str::FromStr, D: Deserializer<'de>>(
        input: D,
    ) -> Result<Option<T>, D::Error> {
        let text = Option::<String>::deserialize(input)?;
        let parsed = text.map(|text| text.parse().map_err(|_| D::Error::custom("an id")));
        parsed.transpose()
    }
}

mod base64 {
    use ::base64::Engine as _;
    use ::base64::engine::general_purpose::STANDARD;
    use serde::{Deserialize as _, Deserializer, Serializer, de::Error as _};

    pub(super) fn serialize<S: Serializer>(bytes: &[u8], out: S) -> Result<S::Ok, S::Error> {
        out.serialize_str(&STANDARD.encode(bytes))
    }

    pub(super) fn deserialize<'de, D: Deserializer<'de>>(input: D) -> Result<Vec<u8>, D::Error> {
        let text = String::deserialize(input)?;
        STANDARD.decode(text).map_err(D::Error::custom)
    }
}

mod some_base64 {
    use ::base64::Engine as _;
    use ::base64::engine::general_purpose::STANDARD;
    use serde::{Deserialize as _, Deserializer, Serialize as _, Serializer, de::Error as _};

    pub(super) fn serialize<S: Serializer>(
        bytes: &Option<Vec<u8>>,
        out: S,
    ) -> Result<S::Ok, S::Error> {
        bytes
            .as_ref()
            .map(|bytes| STANDARD.encode(bytes))
            .serialize(out)
    }

    pub(super) fn deserialize<'de, D: Deserializer<'de>>(
        input: D,
    ) -> Result<Option<Vec<u8>>, D::Error> {
        let text = Option::<String>::deserialize(input)?;
        let decoded = text.map(|text| STANDARD.decode(text).map_err(D::Error::custom));
        decoded.transpose()
    }
}
