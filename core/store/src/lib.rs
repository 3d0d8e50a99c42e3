//! The encrypted store of one device.
//!
//! ```text
//! shared.db          settings, trust and status snapshots, packs, proof memory, unlock delays
//! shared.key         the key of shared.db, or the name of its keyring entry
//! person-<id>.db     keys, certificates, drafts, outbox and received rows of one person
//! person-<id>.key    the wrapped key of that database (rule K1)
//! person-<id>.files  that person's attachments, encrypted, under keyed names (rule S12)
//! reserve            room that is given back when the disk is full
//! lock               held by the one process that has the folder open
//! *.next             a renewal of keys under way
//! *.quarantined-<t>  what could not be read, set aside and never deleted
//! ```
//!
//! Guarantees: database files are SQLCipher and hold nothing in clear. A write is durable
//! when it returns and is whole or not at all, also through a kill or a full disk. A file
//! that cannot be read is set aside and reported, never replaced in silence; a wrong
//! secret is told apart from a damaged file. Wrong secrets cost time, and neither a restart,
//! a set clock nor a new `shared.db` gives any of it back; with a keyring, an older one does
//! not either.
//!
//! What it does not do: the delay is software and does not protect a *copied* folder. There
//! only the custody level helps: hardware and keyring keep half of the key elsewhere, a
//! passphrase stands alone with Argon2id.
#![forbid(unsafe_code)]

mod database;
mod fault;
mod files;
mod ids;
mod kdf;
mod kept_tries;
mod key_source;
mod lock_file;
mod log_check;
mod migrations;
mod move_file;
mod open;
mod packs;
mod person;
mod persons;
mod proof_memory;
mod quarantine;
mod rekey;
mod reserve;
mod sealed_file;
mod sealed_outbox;
mod settings;
mod shared_key;
mod snapshots;
mod unlock_delay;
mod user_secret;
mod wrapped_key;

pub use fault::{ReadError, StorageFault, WriteError};
pub use ids::{CertificateId, IdFormatError, KeyId, PersonId, RecordId};
pub use kdf::Kdf;
pub use key_source::KeySourceError;
#[cfg(feature = "fakes")]
pub use migrations::columns_of_new_databases;
pub use move_file::{MoveFileError, MoveReader, MoveWriter};
pub use open::{OpenError, Store, StoreOptions};
pub use packs::StoredPack;
pub use person::{
    CheckError, Chosen, DeskAct, DraftConflict, DraftKind, DraftVersion, KeyCustody, MarkBytes,
    NewCertificate, NewCopy, NewOutboxItem, Pending, PersonDb, PersonInfo, PersonTx, PrivateKey,
    ReadFileError, ReadLog, ReadLogHead, ReadLogNote, ReadMark, Side, Spent, StoredCertificate,
    StoredCopy, StoredCursor, StoredDraft, StoredFile, StoredKey, StoredOutboxItem, StoredReminder,
    StoredRow, StoredSnapshot, StoredTemplate,
};
pub use persons::{
    ChangeSecretError, CreatePersonError, ErasePersonError, RenewKeysError, UnlockError,
};
pub use proof_memory::ProofMemory;
pub use quarantine::{QuarantineReason, Quarantined};
pub use reserve::{MayBeFull, Room};
pub use sealed_outbox::{NewSealed, SealedFile, StoredSealed};
pub use snapshots::{Snapshot, SnapshotKind, read_snapshots};
pub use unlock_delay::{UnlockState, WaitCause};
pub use user_secret::{SecretPolicyError, UserSecret, min_length};
