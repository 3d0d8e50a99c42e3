//! Making the demo's keys, root and first list: done once, the result is committed.

use std::fs::{self, OpenOptions};
use std::io::Write;
use std::path::{Path, PathBuf};

use p256::SecretKey;
use p256::ecdsa::SigningKey;
use p256::ecdsa::signature::Signer;
use p256::pkcs8::{EncodePrivateKey, LineEnding};
use tongban_certificate::{RootContent, prepare_root};
use tongban_cose::{PublicKey, Suite};
use tongban_device::{Entropy, EntropyError};
use zeroize::Zeroizing;

use super::files::ISSUER;
use crate::authority::{Authority, AuthorityError};
use crate::ports::sealer::{FileSealer, SealerKeyError};
use crate::publish::PublishError;

/// Keys that were not made.
#[derive(Debug, thiserror::Error)]
pub enum DemoKeysError {
    /// Keys are there; other ones would make every earlier demo certificate unknown.
    #[error("demo keys exist in {0}; remove them first if you mean it")]
    Exist(PathBuf),
    /// A file cannot be written.
    #[error("demo file cannot be written")]
    File(#[from] std::io::Error),
    /// No random bits, or bits that are no key.
    #[error("demo key cannot be drawn")]
    Draw,
    /// A key cannot be written as PKCS#8.
    #[error("demo key cannot be encoded")]
    Encode(#[from] p256::pkcs8::Error),
    /// The made keys are refused.
    #[error("demo keys cannot be used")]
    Key(#[from] SealerKeyError),
    /// The made root is refused.
    #[error("demo authority does not hold")]
    Authority(#[from] AuthorityError),
    /// The first list cannot be made.
    #[error("demo trust list cannot be made")]
    List(#[from] PublishError),
}

impl From<EntropyError> for DemoKeysError {
    fn from(_: EntropyError) -> Self {
        Self::Draw
    }
}

/// Makes `INSECURE-demo-keys/`, `root-1.cbor` and `trust-list.cbor` in `folder`. Where the keys
/// are there, only a receipt or sealing key that is missing is added; other keys would make every
/// earlier demo certificate unknown.
pub async fn make_demo_keys(folder: &Path, entropy: &dyn Entropy) -> Result<(), DemoKeysError> {
    let keys_folder = folder.join("INSECURE-demo-keys");
    if keys_folder.join("issuer.pem").exists() {
        let missing = [RECEIPT, SEALING].map(|name| keys_folder.join(name));
        let missing = missing.iter().filter(|file| !file.exists());
        if missing.clone().next().is_none() {
            return Err(DemoKeysError::Exist(keys_folder));
        }
        for file in missing {
            let pem = draw(entropy)?.to_pkcs8_pem(LineEnding::LF)?;
            write_new(file, pem.as_bytes())?;
        }
        return Ok(());
    }
    fs::create_dir_all(&keys_folder)?;
    let mut pems = Vec::new();
    let mut keys = Vec::new();
    for name in [
        "root-a.pem",
        "root-b.pem",
        "root-c.pem",
        "list.pem",
        "status.pem",
        "issuer.pem",
        RECEIPT,
        SEALING,
    ] {
        let key = draw(entropy)?;
        let pem = key.to_pkcs8_pem(LineEnding::LF)?;
        write_new(&keys_folder.join(name), pem.as_bytes())?;
        keys.push(SigningKey::from(key));
        pems.push(pem);
    }
    let root = sign_root(&keys[..3], public(&keys[3]));
    let sealer = FileSealer::from_pem(&pems[5], &pems[3], &pems[4], &pems[6])?;
    let authority = Authority::from_parts(ISSUER, &root, sealer)?;
    let list = crate::publish::first_trust_list(&authority, FIRST_LIST_AT).await?;
    fs::write(folder.join("root-1.cbor"), root)?;
    fs::write(folder.join("trust-list.cbor"), list)?;
    Ok(())
}

fn sign_root(root_keys: &[SigningKey], list_key: PublicKey) -> Vec<u8> {
    let keys = [
        public(&root_keys[0]),
        public(&root_keys[1]),
        public(&root_keys[2]),
    ];
    let content = RootContent {
        number: 1,
        issued_at: FIRST_LIST_AT,
        keys,
        list_key,
    };
    let mut prepared = prepare_root(&content);
    // Two of three are enough; the third key is the spare that a loss is survived with.
    for (key, public) in root_keys.iter().zip(&content.keys).take(2) {
        let signature: p256::ecdsa::Signature = key.sign(&prepared.to_be_signed(public));
        prepared.add_signature(public, &signature.to_bytes().into());
    }
    prepared.finish()
}

fn public(key: &SigningKey) -> PublicKey {
    let point = key.verifying_key().to_sec1_point(true);
    PublicKey::from_sec1(Suite::P256, point.as_bytes()).expect("a public key lies on its curve")
}

fn draw(entropy: &dyn Entropy) -> Result<SecretKey, DemoKeysError> {
    let bytes = Zeroizing::new(entropy.array::<32>()?);
    SecretKey::from_slice(&bytes[..]).map_err(|_| DemoKeysError::Draw)
}

fn write_new(file: &Path, bytes: &[u8]) -> std::io::Result<()> {
    OpenOptions::new()
        .write(true)
        .create_new(true)
        .open(file)?
        .write_all(bytes)
}

const RECEIPT: &str = "receipt.pem";
const SEALING: &str = "sealing.pem";

/// 2026-02-01T00:00:00+08:00.
const FIRST_LIST_AT: u64 = 1_769_875_200;
