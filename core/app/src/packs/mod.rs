//! The region packs of this device: the newest one, and every older one that a draft or a case
//! may name (rule S9). Bytes count only with the signature of the build's pack key; an older
//! version never takes the place of a newer one.

#[cfg(test)]
pub(crate) mod tests;
mod texts;

use std::collections::BTreeMap;
use std::sync::Arc;

use thiserror::Error;
use tongban_certificate::TypeRegistry;
use tongban_cose::PublicKey;
use tongban_rules::pack::{Pack, SignedPack};
use tongban_rules::service::Service;
use tongban_rules::{Calendar, Calendars};
use tongban_store::StoredPack;

use crate::context::{Core, lock};
use crate::error::{ErrorCode, Fold, Params};
use crate::events::{EventView, NothingView};
use crate::messages::Messages;
use crate::storage::StorageError;

pub(crate) use texts::texts;

pub use texts::{TypeTextView, TypeTextsView};

/// A pack whose signature was checked, with the calendar that it counts in.
pub(crate) struct LoadedPack {
    pack: Pack,
    calendar: Calendar,
}

/// What is loaded; [`Core`] holds one.
#[derive(Default)]
pub(crate) struct Packs {
    current: Option<Arc<LoadedPack>>,
    loaded: BTreeMap<(String, u32), Arc<LoadedPack>>,
    types: Option<Arc<TypeRegistry>>,
    messages: Option<Arc<Messages>>,
    /// Rises with each change, so that what was made before one is not kept after it.
    changes: u64,
}

impl LoadedPack {
    pub(crate) fn pack(&self) -> &Pack {
        &self.pack
    }

    pub(crate) fn calendar(&self) -> &Calendar {
        &self.calendar
    }

    pub(crate) fn service(&self, id: &str) -> Result<&Service, PackError> {
        self.pack.service(id).ok_or(PackError::NoService)
    }

    fn read(bytes: &[u8], key: &PublicKey) -> Result<Self, PackError> {
        let pack = SignedPack::verify(bytes, key)
            .map_err(|_| PackError::Unreadable)?
            .into_pack();
        let calendar = calendar_of(&pack).ok_or(PackError::Unreadable)?;
        Ok(Self { pack, calendar })
    }
}

impl Core {
    /// The newest pack, by which new applications are filled in.
    pub(crate) fn pack(&self) -> Result<Arc<LoadedPack>, PackError> {
        if let Some(current) = &lock(&self.packs).current {
            return Ok(current.clone());
        }
        let key = self.pack_key()?;
        let built_in = self.built_in_pack(&key)?;
        let store = self.store()?;
        if let Some(bytes) = &self.config.built_in_pack {
            store
                .keep_pack(&StoredPack {
                    id: built_in.pack.id.clone(),
                    version: built_in.pack.version,
                    bytes: bytes.clone(),
                    fetched_at: self.now(),
                })
                .map_err(StorageError::from)?;
        }
        let newest = store
            .newest_pack(&built_in.pack.id)
            .map_err(StorageError::from)?
            .filter(|newest| newest.version > built_in.pack.version)
            // One that another build's key signed is kept, and not used.
            .and_then(|newest| LoadedPack::read(&newest.bytes, &key).ok())
            .map_or(built_in, Arc::new);
        let mut packs = lock(&self.packs);
        packs.remember(&newest);
        packs.current = Some(newest.clone());
        packs.changed();
        Ok(newest)
    }

    /// The pack that a draft or a case names.
    pub(crate) fn pack_of(&self, id: &str, version: u32) -> Result<Arc<LoadedPack>, PackError> {
        self.pack()?;
        let name = (id.to_owned(), version);
        if let Some(loaded) = lock(&self.packs).loaded.get(&name) {
            return Ok(loaded.clone());
        }
        let stored = self
            .store()?
            .pack(id, version)
            .map_err(StorageError::from)?
            .ok_or(PackError::NotHere)?;
        let loaded = Arc::new(LoadedPack::read(&stored.bytes, &self.pack_key()?)?);
        lock(&self.packs).remember(&loaded);
        Ok(loaded)
    }

    /// Every certificate type that this device knows: the product's, and those of its packs. A
    /// certificate of a type that only an older pack describes stays readable.
    pub(crate) fn types(&self) -> Arc<TypeRegistry> {
        if let Some(types) = &lock(&self.packs).types {
            return types.clone();
        }
        let mut known = self.known_packs();
        // Without the store, what came with the build is enough to judge a code.
        if known.is_empty()
            && let Ok(built_in) = self.pack_key().and_then(|key| self.built_in_pack(&key))
        {
            known.push(built_in);
        }
        let types = Arc::new(registry(&known));
        lock(&self.packs).types = Some(types.clone());
        types
    }

    /// The catalogue, with the certificate types of the packs: read once for each locale and change.
    pub(crate) fn messages(&self) -> Arc<Messages> {
        let locale = self.text_locale();
        let changes = {
            let packs = lock(&self.packs);
            let known = packs.messages.as_ref();
            if let Some(known) = known.filter(|known| known.locale() == locale) {
                return known.clone();
            }
            packs.changes
        };
        let made = Arc::new(self.with_pack_texts(Messages::load(locale)));
        let mut packs = lock(&self.packs);
        if packs.changes == changes {
            packs.messages = Some(made.clone());
        }
        made
    }

    /// What the platform called the pack that it served last.
    pub(crate) fn pack_etag(&self) -> Result<Option<String>, StorageError> {
        let etag = self.store()?.setting(ETAG)?;
        Ok(etag.filter(|etag| !etag.is_empty()))
    }

    /// Takes over a pack that the platform serves, if it is newer; true when it is.
    pub(crate) fn take_over_pack(
        &self,
        bytes: &[u8],
        etag: Option<&str>,
    ) -> Result<bool, PackError> {
        let current = self.pack()?;
        let newer = Arc::new(LoadedPack::read(bytes, &self.pack_key()?)?);
        if newer.pack.id != current.pack.id {
            return Err(PackError::OtherRegion);
        }
        if newer.pack.version < current.pack.version {
            return Err(PackError::RolledBack);
        }
        let store = self.store()?;
        store
            .set_settings(&[(ETAG, etag.unwrap_or_default())])
            .map_err(StorageError::from)?;
        if newer.pack.version == current.pack.version {
            return Ok(false);
        }
        let stored = StoredPack {
            id: newer.pack.id.clone(),
            version: newer.pack.version,
            bytes: bytes.to_vec(),
            fetched_at: self.now(),
        };
        store.keep_pack(&stored).map_err(StorageError::from)?;
        let mut packs = lock(&self.packs);
        packs.remember(&newer);
        packs.current = Some(newer);
        packs.changed();
        drop(packs);
        self.publish(EventView::ServicesChanged(NothingView {}));
        Ok(true)
    }

    /// Keeps a pack that a file brought, for what was filled in by it; the newest stays the newest.
    pub(crate) fn keep_older_pack(&self, bytes: &[u8]) -> Result<(), PackError> {
        let newest = self.pack()?;
        let brought = LoadedPack::read(bytes, &self.pack_key()?)?.pack;
        // A newer one comes from the platform, with everything that belongs to it.
        if brought.id != newest.pack.id || brought.version >= newest.pack.version {
            return Ok(());
        }
        let stored = StoredPack {
            id: brought.id,
            version: brought.version,
            bytes: bytes.to_vec(),
            fetched_at: self.now(),
        };
        self.store()?
            .keep_pack(&stored)
            .map_err(StorageError::from)?;
        lock(&self.packs).changed();
        Ok(())
    }

    /// The newest pack and the older ones, the newest first; none where there is none.
    fn known_packs(&self) -> Vec<Arc<LoadedPack>> {
        let Ok(current) = self.pack() else {
            return Vec::new();
        };
        let versions = self
            .store()
            .ok()
            .and_then(|store| store.pack_versions(&current.pack.id).ok())
            .unwrap_or_default();
        let older = versions
            .into_iter()
            .filter(|version| *version != current.pack.version)
            .filter_map(|version| self.pack_of(&current.pack.id, version).ok());
        std::iter::once(current.clone()).chain(older).collect()
    }

    fn pack_key(&self) -> Result<PublicKey, PackError> {
        let key = self.config.pack_key.as_ref().ok_or(PackError::None)?;
        PublicKey::from_any(key).map_err(|_| PackError::None)
    }

    fn built_in_pack(&self, key: &PublicKey) -> Result<Arc<LoadedPack>, PackError> {
        let bytes = self.config.built_in_pack.as_ref();
        Ok(Arc::new(LoadedPack::read(
            bytes.ok_or(PackError::None)?,
            key,
        )?))
    }
}

impl Packs {
    fn changed(&mut self) {
        (self.types, self.messages) = (None, None);
        self.changes += 1;
    }

    fn remember(&mut self, pack: &Arc<LoadedPack>) {
        let name = (pack.pack.id.clone(), pack.pack.version);
        self.loaded.insert(name, pack.clone());
    }
}

/// The product's types, then those of the packs, the newest first; of one name or one wire name
/// the first stays.
fn registry(packs: &[Arc<LoadedPack>]) -> TypeRegistry {
    let mut files: Vec<&str> = Vec::new();
    let mut types = TypeRegistry::built_in();
    let described = packs
        .iter()
        .flat_map(|loaded| &loaded.pack.certificate_types);
    for json in described.filter_map(|described| described.description.as_deref()) {
        files.push(json);
        match types_with(&files) {
            Some(more) => types = more,
            None => drop(files.pop()),
        }
    }
    types
}

fn types_with(files: &[&str]) -> Option<TypeRegistry> {
    TypeRegistry::built_in().with_json(files).ok()
}

/// The pack's calendar, from what it brings along or from what came with the build.
fn calendar_of(pack: &Pack) -> Option<Calendar> {
    let texts = pack.calendars.iter().map(|file| {
        let text = std::str::from_utf8(&file.bytes).ok()?;
        Some((format!("{}.json", file.name), text))
    });
    let texts: Vec<(String, &str)> = texts.collect::<Option<_>>()?;
    let files = texts.iter().map(|(name, text)| (name.as_str(), *text));
    let brought = Calendars::read(files).ok()?;
    let found = brought.get(&pack.calendar);
    found
        .or_else(|| Calendars::built_in().get(&pack.calendar))
        .cloned()
}

/// Why there are no rules to work by.
#[derive(Debug, Clone, PartialEq, Eq, Error)]
pub(crate) enum PackError {
    #[error("build has no region pack")]
    None,
    #[error("region pack cannot be read")]
    Unreadable,
    #[error("region pack is not here")]
    NotHere,
    #[error("region pack is of another region")]
    OtherRegion,
    #[error("region pack is older than the one here")]
    RolledBack,
    #[error("service is not in the pack")]
    NoService,
    #[error(transparent)]
    Storage(#[from] StorageError),
}

impl Fold for PackError {
    fn code(&self) -> ErrorCode {
        match self {
            Self::None => ErrorCode::ServicesNoPack,
            Self::Unreadable | Self::OtherRegion => ErrorCode::ServicesUnreadable,
            Self::NotHere => ErrorCode::ServicesPackMissing,
            Self::RolledBack => ErrorCode::SnapshotsRolledBack,
            Self::NoService => ErrorCode::ServicesNotFound,
            Self::Storage(error) => error.code(),
        }
    }

    fn params(&self) -> Params {
        match self {
            Self::Storage(error) => error.params(),
            _ => Params::new(),
        }
    }
}

const ETAG: &str = "pack_etag";
