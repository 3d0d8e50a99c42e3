//! The holder key beside a certificate file: PKCS#8 PEM, `FILE.key.pem`, readable by its owner
//! only.

use std::path::{Path, PathBuf};

use p256::SecretKey;
use p256::elliptic_curve::sec1::ToSec1Point as _;
use p256::pkcs8::{DecodePrivateKey as _, EncodePrivateKey as _, LineEnding};
use tongban_cose::{PublicKey, Suite};
use tongban_device::Entropy;

use crate::file::{self, FileError};

/// Where the key of this certificate file is.
pub fn path_of(certificate: &Path) -> PathBuf {
    let mut name = certificate.as_os_str().to_owned();
    name.push(".key.pem");
    PathBuf::from(name)
}

/// A new random key; `None` when the machine gives no randomness.
pub fn generate(entropy: &dyn Entropy) -> Option<SecretKey> {
    let mut bytes = [0u8; 32];
    // All but about one in 2^32 draws are below the group's order.
    for _ in 0..8 {
        entropy.fill(&mut bytes).ok()?;
        if let Ok(key) = SecretKey::from_slice(&bytes) {
            return Some(key);
        }
    }
    None
}

/// The public half.
pub fn public(key: &SecretKey) -> PublicKey {
    let point = key.public_key().to_sec1_point(true);
    PublicKey::from_sec1(Suite::P256, point.as_bytes()).expect("a point of the curve")
}

/// Writes the key, by `force` in place of an older one; the file is its owner's alone.
pub fn write(certificate: &Path, key: &SecretKey, force: bool) -> Result<(), FileError> {
    let path = path_of(certificate);
    let pem = key
        .to_pkcs8_pem(LineEnding::LF)
        .expect("a whole key encodes");
    if force {
        // Written into, an older file would keep its rights, and a link its target.
        let _ = std::fs::remove_file(&path);
    }
    file::write_private(&path, pem.as_bytes())
}

/// Reads the key of this certificate file; `None` when the file holds no key.
pub fn read(certificate: &Path) -> Result<Option<SecretKey>, FileError> {
    let pem = file::read(&path_of(certificate))?;
    Ok(std::str::from_utf8(&pem)
        .ok()
        .and_then(|pem| SecretKey::from_pkcs8_pem(pem).ok()))
}
