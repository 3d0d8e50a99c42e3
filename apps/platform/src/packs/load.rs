use std::collections::BTreeMap;
use std::path::PathBuf;
use std::sync::{Arc, PoisonError, RwLock};

use tongban_cose::PublicKey;
use tongban_rules::pack::ReadError;

use super::Published;
use crate::store::{PlatformStore, StoreError};

/// Where the pack comes from that is published at start.
#[derive(Debug, Clone, Default, PartialEq, Eq)]
pub enum PackSource {
    /// Nothing new: what was published before goes on.
    #[default]
    Stored,
    /// A file made by `tongban pack build`.
    File(PathBuf),
    /// The invented town's pack, which comes with the build.
    #[cfg(feature = "demo")]
    Demo,
}

/// A pack that cannot be published. What was published before still stands.
#[derive(Debug, thiserror::Error)]
pub enum PackProblem {
    /// The file cannot be read.
    #[error("pack file {file} cannot be read")]
    File {
        /// The file.
        file: PathBuf,
        /// What the system says.
        #[source]
        source: std::io::Error,
    },
    /// The authority names no key that signs packs.
    #[error("authority has no pack key; put the public key into pack.pub.pem")]
    NoKey,
    /// It is not signed by that key, or is no pack.
    #[error("pack is refused")]
    Refused(#[from] ReadError),
    /// Its calendar is not there or not usable.
    #[error("calendar {0} of the pack cannot be used")]
    Calendar(String),
    /// A newer one was published under this id.
    #[error("pack {id} has version {found}, but version {newest} was published before")]
    Older {
        /// Its id.
        id: String,
        /// Its version.
        found: u32,
        /// The newest published one.
        newest: u32,
    },
    /// Another content was published under this id and version.
    #[error("pack {id} version {version} was published with another content; raise the version")]
    Changed {
        /// Its id.
        id: String,
        /// Its version.
        version: u32,
    },
    /// The store failed.
    #[error("pack cannot be stored")]
    Store(#[from] StoreError),
}

/// Every published pack; read from the store when it is first needed.
pub(crate) struct Packs {
    key: Option<PublicKey>,
    newest: Option<Arc<Published>>,
    all: RwLock<BTreeMap<(String, u32), Arc<Published>>>,
}

impl Packs {
    /// Publishes what `source` names, and reads everything that was published before.
    pub(crate) async fn open(
        store: &dyn PlatformStore,
        source: &PackSource,
        key: Option<PublicKey>,
        now: u64,
    ) -> Result<Self, PackProblem> {
        let mut packs = Self {
            key,
            newest: None,
            all: RwLock::default(),
        };
        if let Some(bytes) = bytes_of(source)? {
            packs.publish(store, bytes, now).await?;
        }
        for (id, version) in store.packs().await? {
            let found = packs.get(store, &id, version).await?;
            if *source == PackSource::Stored {
                packs.newest = found;
            }
        }
        Ok(packs)
    }

    /// The one that is served.
    pub(crate) fn newest(&self) -> Option<&Arc<Published>> {
        self.newest.as_ref()
    }

    /// All of them, the newest first.
    pub(crate) fn all(&self) -> Vec<Arc<Published>> {
        let all = self.all.read().unwrap_or_else(PoisonError::into_inner);
        all.values().rev().cloned().collect()
    }

    /// A published pack; another process may have published it since the start.
    pub(crate) async fn get(
        &self,
        store: &dyn PlatformStore,
        id: &str,
        version: u32,
    ) -> Result<Option<Arc<Published>>, PackProblem> {
        let name = (id.to_owned(), version);
        if let Some(found) = self
            .all
            .read()
            .unwrap_or_else(PoisonError::into_inner)
            .get(&name)
        {
            return Ok(Some(Arc::clone(found)));
        }
        let Some(bytes) = store.pack(id, version).await? else {
            return Ok(None);
        };
        let found = Arc::new(Published::verify(bytes, self.key()?)?);
        let mut all = self.all.write().unwrap_or_else(PoisonError::into_inner);
        all.insert(name, Arc::clone(&found));
        Ok(Some(found))
    }

    async fn publish(
        &mut self,
        store: &dyn PlatformStore,
        bytes: Vec<u8>,
        now: u64,
    ) -> Result<(), PackProblem> {
        let published = Published::verify(bytes, self.key()?)?;
        let (id, version) = (published.pack.id.clone(), published.pack.version);
        let before = store.packs().await?;
        let versions = before.iter().filter(|(known, _)| *known == id);
        match versions.map(|(_, version)| *version).max() {
            Some(newest) if newest > version => {
                return Err(PackProblem::Older {
                    id,
                    found: version,
                    newest,
                });
            }
            _ => {
                let bytes = published.bytes.clone();
                store.add_pack(&id, version, bytes, now).await?;
            }
        }
        if store.pack(&id, version).await?.as_ref() != Some(&published.bytes) {
            return Err(PackProblem::Changed { id, version });
        }
        let published = Arc::new(published);
        self.newest = Some(Arc::clone(&published));
        let mut all = self.all.write().unwrap_or_else(PoisonError::into_inner);
        all.insert((id, version), published);
        Ok(())
    }

    fn key(&self) -> Result<&PublicKey, PackProblem> {
        self.key.as_ref().ok_or(PackProblem::NoKey)
    }
}

fn bytes_of(source: &PackSource) -> Result<Option<Vec<u8>>, PackProblem> {
    match source {
        PackSource::Stored => Ok(None),
        PackSource::File(file) => match std::fs::read(file) {
            Ok(bytes) => Ok(Some(bytes)),
            Err(source) => Err(PackProblem::File {
                file: file.clone(),
                source,
            }),
        },
        #[cfg(feature = "demo")]
        PackSource::Demo => Ok(Some(crate::demo::PACK.to_vec())),
    }
}
