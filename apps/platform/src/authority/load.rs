use std::io::ErrorKind;
use std::path::{Path, PathBuf};
use std::sync::Arc;

use tongban_certificate::{TrustError, TrustState, TypeError, TypeRegistry, Uscc};
use tongban_cose::PublicKey;
use tongban_cose::cbor::{Limits, read_sequence};
use tongban_protocol::MAX_HOLDER_KEYS;
use tongban_rules::RULES_LOCALE;

use super::IssuerDescription;
use crate::ports::sealer::{FileSealer, Sealer, SealerKeyError};

/// Where the authority comes from.
#[derive(Debug, Clone)]
pub enum AuthoritySource {
    /// The invented office with its INSECURE keys.
    #[cfg(feature = "demo")]
    Demo,
    /// A folder with `issuer.json`, `issuer.pem`, `list.pem`, `status.pem`, `receipt.pem` and
    /// `roots.cbor` (a CBOR sequence of root documents, oldest first); with `pack.pub.pem`, the
    /// public key that signs packs, if it publishes any.
    Folder(PathBuf),
}

/// The authority as the platform uses it. Root keys are not among it: they stay offline.
pub struct Authority {
    /// The office.
    pub(crate) description: IssuerDescription,
    /// Its code, checked.
    pub(crate) office: Uscc,
    /// Root documents, oldest first.
    pub(crate) roots: Vec<Vec<u8>>,
    /// Number of the newest root.
    pub(crate) root_number: u32,
    /// The keys.
    pub(crate) sealer: Arc<dyn Sealer>,
    /// Known certificate types: those of the build and those of the packs.
    pub(crate) types: TypeRegistry,
    /// Names of all types that it issues, by enrolment or by a grant.
    pub(crate) issues: Vec<String>,
    /// Whose signature a pack must have.
    pub(crate) pack_key: Option<PublicKey>,
    /// Whether this is the demo's.
    pub(crate) demo: bool,
}

/// An authority that cannot be used.
#[derive(Debug, thiserror::Error)]
pub enum AuthorityError {
    /// A file is missing or unreadable.
    #[error("authority file {file} cannot be read")]
    File {
        /// The file.
        file: PathBuf,
        /// What the system says.
        #[source]
        source: std::io::Error,
    },
    /// `issuer.json` is not what it should be.
    #[error("issuer description is not understood")]
    Description(#[from] serde_json::Error),
    /// A value in it is out of range.
    #[error("issuer description has an invalid {0}")]
    Value(&'static str),
    /// It names a certificate type that this build does not have.
    #[error("certificate type {0} is unknown")]
    UnknownType(String),
    /// A certificate type of a pack does not go with the others.
    #[error("certificate type of a pack cannot be used")]
    PackType(#[from] TypeError),
    /// A key cannot be used.
    #[error("key of the authority cannot be used")]
    Key(#[from] SealerKeyError),
    /// The public key that signs packs cannot be used.
    #[error("pack key of the authority cannot be used")]
    PackKey,
    /// The root documents do not hold together.
    #[error("root documents do not hold")]
    Roots(#[from] TrustError),
}

impl Authority {
    /// Loads and checks an authority.
    pub fn load(source: &AuthoritySource) -> Result<Self, AuthorityError> {
        match source {
            #[cfg(feature = "demo")]
            AuthoritySource::Demo => crate::demo::authority(),
            AuthoritySource::Folder(folder) => Self::from_folder(folder),
        }
    }

    fn from_folder(folder: &Path) -> Result<Self, AuthorityError> {
        let read = |name: &str| {
            let file = folder.join(name);
            std::fs::read(&file).map_err(|source| AuthorityError::File { file, source })
        };
        let pack_key = match read("pack.pub.pem") {
            Ok(pem) => Some(PublicKey::from_any(&pem).map_err(|_| AuthorityError::PackKey)?),
            Err(AuthorityError::File { source, .. }) if source.kind() == ErrorKind::NotFound => {
                None
            }
            Err(error) => return Err(error),
        };
        let mut authority = Self::from_parts(
            &read("issuer.json")?,
            &read("roots.cbor")?,
            FileSealer::from_folder(folder)?,
        )?;
        authority.pack_key = pack_key;
        Ok(authority)
    }

    /// Checks the parts against each other.
    pub(crate) fn from_parts(
        issuer: &[u8],
        roots: &[u8],
        sealer: FileSealer,
    ) -> Result<Self, AuthorityError> {
        let description: IssuerDescription = serde_json::from_slice(issuer)?;
        let types = TypeRegistry::built_in();
        check(&description, &types)?;
        let office = Uscc::parse(&description.office_code)
            .map_err(|_| AuthorityError::Value("office_code"))?;
        let roots: Vec<Vec<u8>> = read_sequence(roots, &Limits::LIST)
            .map_err(|_| AuthorityError::Roots(TrustError::Malformed))?
            .into_iter()
            .map(<[u8]>::to_vec)
            .collect();
        let anchor = roots
            .first()
            .ok_or(AuthorityError::Roots(TrustError::Malformed))?;
        TrustState::from_anchor(anchor)?;
        let root_number = u32::try_from(roots.len()).map_err(|_| AuthorityError::Value("roots"))?;
        Ok(Self {
            issues: description.certificate_types.clone(),
            pack_key: None,
            description,
            office,
            roots,
            root_number,
            sealer: Arc::new(sealer),
            types,
            demo: false,
        })
    }

    /// Takes up the certificate types that a pack's services issue.
    pub(crate) fn add_types<'a>(
        &mut self,
        descriptions: impl Iterator<Item = &'a str>,
        issued: impl Iterator<Item = &'a str>,
    ) -> Result<(), AuthorityError> {
        let descriptions: Vec<&str> = descriptions.collect();
        self.types = std::mem::take(&mut self.types).with(&descriptions)?;
        for name in issued {
            if self.types.by_name(name).is_none() {
                return Err(AuthorityError::UnknownType(name.to_owned()));
            }
            if !self.issues.iter().any(|known| known == name) {
                self.issues.push(name.to_owned());
            }
        }
        Ok(())
    }

    /// The office's name in the language of the rules.
    pub(crate) fn office_name(&self) -> &str {
        let names = &self.description.office_names;
        let name = names.get(RULES_LOCALE).or_else(|| names.values().next());
        name.map_or(self.description.office_code.as_str(), String::as_str)
    }
}

fn check(description: &IssuerDescription, types: &TypeRegistry) -> Result<(), AuthorityError> {
    let entries = 1024..=MAX_LIST_LENGTH;
    if description.slot == 0 {
        return Err(AuthorityError::Value("slot"));
    }
    if description.validity_days == 0 {
        return Err(AuthorityError::Value("validity_days"));
    }
    if description.status_shards < MAX_HOLDER_KEYS as u32 || description.status_shards > MAX_SHARDS
    {
        return Err(AuthorityError::Value("status_shards"));
    }
    if !entries.contains(&description.status_list_length) {
        return Err(AuthorityError::Value("status_list_length"));
    }
    match description
        .certificate_types
        .iter()
        .find(|name| types.by_name(name).is_none())
    {
        Some(unknown) => Err(AuthorityError::UnknownType(unknown.clone())),
        None => Ok(()),
    }
}

/// 16 MiB at two bits an entry (rule C11).
const MAX_LIST_LENGTH: u32 = 1 << 26;

/// What a device is ready to fetch in one go.
const MAX_SHARDS: u32 = 1024;
