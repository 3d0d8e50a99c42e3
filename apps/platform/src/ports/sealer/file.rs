use std::path::{Path, PathBuf};

use async_trait::async_trait;
use p256::ecdsa::SigningKey;
use p256::ecdsa::signature::Signer;
use p256::pkcs8::DecodePrivateKey;
use tongban_cose::{PublicKey, Suite};
use zeroize::Zeroizing;

use super::{SealError, SealKey, Sealer};

/// Keys from four PKCS#8 PEM files. Enough for a demo and a test; a platform that issues
/// real certificates keeps its keys in hardware.
pub struct FileSealer {
    issuer: SigningKey,
    trust_list: SigningKey,
    status_list: SigningKey,
    receipt: SigningKey,
}

/// A key file that cannot be used; names the file, never its content.
#[derive(Debug, thiserror::Error)]
pub enum SealerKeyError {
    /// It cannot be read.
    #[error("key file {file} cannot be read")]
    Unreadable {
        /// The file.
        file: PathBuf,
        /// What the system says.
        #[source]
        source: std::io::Error,
    },
    /// It is not a P-256 private key in PKCS#8 PEM.
    #[error("key {0:?} is not a p-256 key in pkcs#8 pem")]
    NotAKey(SealKey),
    /// One key serves two purposes (rule C8).
    #[error("one key serves two purposes")]
    Shared,
}

impl FileSealer {
    /// Reads `issuer.pem`, `list.pem`, `status.pem` and `receipt.pem`.
    pub fn from_folder(folder: &Path) -> Result<Self, SealerKeyError> {
        let read = |name: &str| {
            let file = folder.join(name);
            std::fs::read_to_string(&file)
                .map(Zeroizing::new)
                .map_err(|source| SealerKeyError::Unreadable { file, source })
        };
        Self::from_pem(
            &read("issuer.pem")?,
            &read("list.pem")?,
            &read("status.pem")?,
            &read("receipt.pem")?,
        )
    }

    /// Takes four PEM texts.
    pub fn from_pem(
        issuer: &str,
        trust_list: &str,
        status_list: &str,
        receipt: &str,
    ) -> Result<Self, SealerKeyError> {
        let key = |pem, purpose| {
            SigningKey::from_pkcs8_pem(pem).map_err(|_| SealerKeyError::NotAKey(purpose))
        };
        let sealer = Self {
            issuer: key(issuer, SealKey::Issuer)?,
            trust_list: key(trust_list, SealKey::TrustList)?,
            status_list: key(status_list, SealKey::StatusList)?,
            receipt: key(receipt, SealKey::Receipt)?,
        };
        let keys = SealKey::ALL.map(|key| sealer.public_key(key));
        let twice = |place: usize| keys[..place].contains(&keys[place]);
        match (0..keys.len()).any(twice) {
            true => Err(SealerKeyError::Shared),
            false => Ok(sealer),
        }
    }

    fn key(&self, key: SealKey) -> &SigningKey {
        match key {
            SealKey::Issuer => &self.issuer,
            SealKey::TrustList => &self.trust_list,
            SealKey::StatusList => &self.status_list,
            SealKey::Receipt => &self.receipt,
        }
    }
}

#[async_trait]
impl Sealer for FileSealer {
    fn public_key(&self, key: SealKey) -> PublicKey {
        let point = self.key(key).verifying_key().to_sec1_point(true);
        PublicKey::from_sec1(Suite::P256, point.as_bytes()).expect("a public key lies on its curve")
    }

    async fn seal(&self, key: SealKey, to_be_signed: &[u8]) -> Result<[u8; 64], SealError> {
        let signature: p256::ecdsa::Signature = self
            .key(key)
            .try_sign(to_be_signed)
            .map_err(|_| SealError::Refused)?;
        Ok(signature.to_bytes().into())
    }
}
