use std::path::{Path, PathBuf};

use async_trait::async_trait;
use p256::SecretKey;
use p256::ecdsa::SigningKey;
use p256::ecdsa::signature::Signer;
use p256::pkcs8::DecodePrivateKey;
use tongban_cose::{PublicKey, Suite};
use tongban_protocol::{EnvelopeKey, Sealing, open_envelope};
use zeroize::Zeroizing;

use super::{SealError, SealKey, Sealer};

/// Keys from four PKCS#8 PEM files. Enough for a demo and a test; a platform that issues
/// real certificates keeps its keys in hardware.
pub struct FileSealer {
    issuer: SigningKey,
    trust_list: SigningKey,
    status_list: SigningKey,
    receipt: SigningKey,
    /// Scalar and point of the key that envelopes are sealed to.
    sealing: Option<(Zeroizing<[u8; 32]>, EnvelopeKey)>,
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
    /// `sealing.pem` is not a P-256 private key in PKCS#8 PEM.
    #[error("sealing key is not a p-256 key in pkcs#8 pem")]
    NotASealingKey,
    /// One key serves two purposes (rule C8).
    #[error("one key serves two purposes")]
    Shared,
}

impl FileSealer {
    /// Reads `issuer.pem`, `list.pem`, `status.pem` and `receipt.pem`, and `sealing.pem` where there
    /// is one.
    pub fn from_folder(folder: &Path) -> Result<Self, SealerKeyError> {
        let read = |name: &str| {
            let file = folder.join(name);
            std::fs::read_to_string(&file)
                .map(Zeroizing::new)
                .map_err(|source| SealerKeyError::Unreadable { file, source })
        };
        let sealer = Self::from_pem(
            &read("issuer.pem")?,
            &read("list.pem")?,
            &read("status.pem")?,
            &read("receipt.pem")?,
        )?;
        match read("sealing.pem") {
            Ok(pem) => sealer.with_sealing(&pem),
            Err(SealerKeyError::Unreadable { source, .. })
                if source.kind() == std::io::ErrorKind::NotFound =>
            {
                Ok(sealer)
            }
            Err(error) => Err(error),
        }
    }

    /// Takes the key that operations are sealed to (rule K4).
    pub fn with_sealing(mut self, pem: &str) -> Result<Self, SealerKeyError> {
        let secret = SecretKey::from_pkcs8_pem(pem).map_err(|_| SealerKeyError::NotASealingKey)?;
        let key = SigningKey::from(&secret);
        let public = key.verifying_key();
        let as_signer = PublicKey::from_sec1(Suite::P256, public.to_sec1_point(true).as_bytes());
        let point = EnvelopeKey::from_bytes(public.to_sec1_point(false).as_bytes());
        let (Ok(as_signer), Ok(point)) = (as_signer, point) else {
            return Err(SealerKeyError::NotASealingKey);
        };
        if SealKey::ALL
            .map(|key| self.public_key(key))
            .contains(&as_signer)
        {
            return Err(SealerKeyError::Shared);
        }
        self.sealing = Some((Zeroizing::new(secret.to_bytes().into()), point));
        Ok(self)
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
            sealing: None,
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

    fn envelope_key(&self) -> Option<EnvelopeKey> {
        self.sealing.as_ref().map(|(_, point)| *point)
    }

    async fn open(&self, sealing: Sealing, envelope: &[u8]) -> Option<Zeroizing<Vec<u8>>> {
        let (secret, _) = self.sealing.as_ref()?;
        open_envelope(secret, sealing, envelope)
    }

    async fn seal(&self, key: SealKey, to_be_signed: &[u8]) -> Result<[u8; 64], SealError> {
        let signature: p256::ecdsa::Signature = self
            .key(key)
            .try_sign(to_be_signed)
            .map_err(|_| SealError::Refused)?;
        Ok(signature.to_bytes().into())
    }
}
