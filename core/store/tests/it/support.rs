use std::path::{Path, PathBuf};
use std::process::{Command, Output};
use std::sync::Arc;
use std::time::Duration;

use tempfile::TempDir;
use tongban_device::clock::FakeClock;
use tongban_device::device_key::FakeDeviceKey;
use tongban_device::entropy::SeededEntropy;
use tongban_device::secret_store::MemorySecrets;
use tongban_device::{DeviceKey, KeyPurpose, OsEntropy, SecretStore};
use tongban_store::{
    CertificateId, DraftKind, Kdf, KeyCustody, KeyId, NewCertificate, NewCopy, NewOutboxItem,
    OpenError, PersonDb, PersonId, PrivateKey, RecordId, Store, StoreOptions, StoredCertificate,
    StoredDraft, StoredFile, StoredKey, StoredRow, UserSecret, WriteError,
};

/// One device: a folder and the machine around it, which outlive the store.
pub struct Device {
    pub dir: TempDir,
    pub clock: Arc<FakeClock>,
    pub secrets: Option<Arc<MemorySecrets>>,
    pub keys: Option<Arc<FakeDeviceKey>>,
    pub kdf: Kdf,
}

pub const NOW: u64 = 1_772_413_200;
pub const PASSPHRASE: &str = "correct horse";
pub const PIN: &str = "271828";

impl Device {
    /// Neither keyring nor key store.
    pub fn bare() -> Self {
        let dir = tempfile::tempdir().expect("a folder");
        Self {
            dir,
            clock: Arc::new(FakeClock::at(NOW)),
            secrets: None,
            keys: None,
            kdf: Kdf::fast_for_tests(),
        }
    }

    pub fn with_keyring() -> Self {
        Self {
            secrets: Some(Arc::new(MemorySecrets::new())),
            ..Self::bare()
        }
    }

    pub fn with_key_store() -> Self {
        Self {
            keys: Some(Arc::new(FakeDeviceKey::new(1))),
            ..Self::bare()
        }
    }

    pub fn options(&self) -> StoreOptions {
        self.options_in(self.dir.path())
    }

    pub fn options_in(&self, dir: &Path) -> StoreOptions {
        StoreOptions {
            dir: dir.to_owned(),
            clock: self.clock.clone(),
            entropy: Arc::new(OsEntropy),
            secrets: self
                .secrets
                .clone()
                .map(|secrets| secrets as Arc<dyn SecretStore>),
            device_key: self.keys.clone().map(|keys| keys as Arc<dyn DeviceKey>),
            kdf: self.kdf.clone(),
        }
    }

    pub fn open(&self) -> Store {
        // A child that another test starts at this moment holds a copy of the folder's lock
        // until it runs its program.
        for _ in 0..200 {
            match Store::open(self.options()) {
                Err(OpenError::InUse) => std::thread::sleep(Duration::from_millis(10)),
                opened => return opened.expect("the store opens"),
            }
        }
        panic!("the folder stays in use")
    }

    pub fn try_open(&self) -> Option<OpenError> {
        Store::open(self.options()).err()
    }

    pub fn path(&self, name: &str) -> PathBuf {
        self.dir.path().join(name)
    }

    pub fn files(&self) -> Vec<String> {
        let entries = std::fs::read_dir(self.dir.path()).expect("a folder");
        let mut names: Vec<_> = entries
            .map(|entry| {
                entry
                    .expect("an entry")
                    .file_name()
                    .to_string_lossy()
                    .into_owned()
            })
            .collect();
        names.sort();
        names
    }
}

pub fn secret(text: &str) -> UserSecret {
    UserSecret::new(text.into())
}

pub fn person(number: u8) -> PersonId {
    PersonId::from_bytes([number; 16])
}

pub fn key(number: u8) -> StoredKey {
    let custody = KeyCustody::Software(PrivateKey::new([number; 32]));
    StoredKey {
        id: KeyId::from_bytes([number; 16]),
        purpose: KeyPurpose::Holder,
        public: [number; 65],
        custody,
    }
}

pub fn certificate(number: u8, keys: &[u8]) -> NewCertificate {
    let copy = |(key, index): (&u8, u32)| NewCopy {
        bytes: vec![number; 300],
        key: KeyId::from_bytes([*key; 16]),
        shard: 3,
        index,
        linkable: false,
    };
    NewCertificate {
        certificate: StoredCertificate {
            id: CertificateId::from_bytes([number; 16]),
            type_name: "resident-identity".into(),
            issuer: "11640100MB0000000X".into(),
            valid_from: NOW,
            valid_until: NOW + 86_400,
            card: vec![number; 40],
            added_at: NOW,
        },
        copies: keys.iter().zip(10..).map(copy).collect(),
    }
}

/// Stores key and certificate `number`.
pub fn add(db: &PersonDb, number: u8) -> Result<(), WriteError> {
    db.write(|tx| {
        tx.insert_key(&key(number))?;
        tx.insert_certificate(&certificate(number, &[number]))
    })
}

pub fn id(number: u8) -> RecordId {
    RecordId::from_bytes([number; 16])
}

pub fn draft(number: u8) -> StoredDraft {
    StoredDraft {
        id: id(number),
        service: "elderly-preferential-card".into(),
        pack: "yunquan".into(),
        pack_version: 1,
        kind: DraftKind::Application,
        case: id(number),
        answers: vec![number; 10],
        supplied: Vec::new(),
        page: 0,
        open: true,
        created_at: NOW,
        saved_at: NOW,
        discarded_at: None,
        sent_as: None,
        stayed_before: None,
    }
}

/// Bytes that repeat nowhere, as a compressed picture's do not.
pub fn photo(length: u32) -> Vec<u8> {
    (0..length)
        .map(|at| (at.wrapping_mul(2_654_435_761) >> 13) as u8)
        .collect()
}

/// Attachment `number` of draft `owner`.
pub fn file(number: u8, owner: u8, bytes: &[u8]) -> StoredFile {
    StoredFile {
        id: id(number),
        draft: Some(id(owner)),
        operation: None,
        material: "photo".into(),
        position: 0,
        media_type: "image/jpeg".into(),
        length: bytes.len() as u64,
        sha256: [number; 32],
        chunk_bytes: 65_536,
        is_urgent: false,
        used: None,
    }
}

/// Operation `number` about case 1.
pub fn outbox_item(number: u8) -> NewOutboxItem {
    NewOutboxItem {
        operation: id(number),
        case: id(1),
        bytes: vec![number; 100],
        made_at: NOW,
    }
}

/// Row `seq` of epoch `epoch` in scope 9, about case `case`.
pub fn row(epoch: u8, seq: u64, kind: &str, case: u8) -> StoredRow {
    StoredRow {
        scope: id(9),
        epoch: id(epoch),
        seq,
        kind: kind.into(),
        case: id(case),
        version: seq,
        body: vec![epoch, seq as u8],
        received_at: NOW,
    }
}

/// Copies the files and folders of `from` into the folder `to`.
pub fn copy_folder(from: &Path, to: &Path) {
    for entry in std::fs::read_dir(from).expect("a folder") {
        let entry = entry.expect("an entry");
        let target = to.join(entry.file_name());
        if entry.path().is_dir() {
            std::fs::create_dir_all(&target).expect("a folder");
            copy_folder(&entry.path(), &target);
        } else {
            std::fs::copy(entry.path(), target).expect("a copy");
        }
    }
}

/// Runs one test of this binary in a process of its own, with `name` = `value`.
pub fn child(test: &str, name: &str, value: &Path) -> Command {
    let mut command = Command::new(std::env::current_exe().expect("this binary"));
    command
        .args(["--exact", test, "--nocapture"])
        .env(name, value);
    command
}

pub fn text_of(output: &Output) -> String {
    String::from_utf8_lossy(&[output.stdout.as_slice(), &output.stderr].concat()).into_owned()
}

/// The same draws for the same seed, where a test needs to repeat itself.
pub fn seeded(options: StoreOptions, seed: u64) -> StoreOptions {
    StoreOptions {
        entropy: Arc::new(SeededEntropy::new(seed)),
        ..options
    }
}
