//! The file `person-<id>.key`: the database key, wrapped (rule K1).
//!
//! ```text
//! "TBWK" version=1 custody kdf=1 0 | memory passes lanes (u32) | salt 16 | person 16
//! | length (u16) wrapped half | nonce 12 | AES-256-GCM(database key) 48 | SHA-256 32
//! ```
//!
//! The database key is random at every level. It is sealed under
//! HKDF-SHA-256(half kept elsewhere ‖ Argon2id(secret)), with everything before the nonce
//! as associated data, so a changed parameter opens nothing. The half kept elsewhere is
//! 32 random bytes: wrapped by a non-exportable key and stored here (hardware), in the
//! login keyring (os_keyring), or absent (passphrase). Wrapping at all levels, where rule
//! K1 derives the key at `os_keyring`, lets a PIN change without rewriting the database and
//! makes erasing this file erase the person's data (ADR 0009).
//!
//! The digest at the end finds accidents: with it a damaged file is told apart from a wrong
//! secret. Whoever changes the file on purpose can repair the digest and is then answered
//! as a wrong secret.

use aes_gcm::aead::{Aead, KeyInit, Payload};
use aes_gcm::{Aes256Gcm, Nonce};
use hkdf::Hkdf;
use sha2::{Digest, Sha256};
use tongban_device::{CustodyLevel, Entropy, EntropyError};
use zeroize::{Zeroize, Zeroizing};

use crate::kdf::Cost;
use crate::{PersonId, UserSecret};

/// A parsed or fresh header; holds no secret in clear.
pub(crate) struct WrappedKey {
    pub(crate) custody: CustodyLevel,
    pub(crate) cost: Cost,
    pub(crate) person: PersonId,
    /// What the hardware key unwraps; empty at the other levels.
    pub(crate) wrapped_half: Vec<u8>,
    salt: [u8; 16],
    nonce: [u8; 12],
    sealed: [u8; SEALED],
}

/// The key of one database, and the half of a key that is kept elsewhere.
pub(crate) type Key = Zeroizing<[u8; 32]>;

#[derive(Debug, PartialEq, Eq)]
pub(crate) enum HeaderError {
    Damaged,
    Newer { found: u32 },
}

impl WrappedKey {
    /// Makes the header for a new database key.
    pub(crate) fn seal(
        identity: (PersonId, CustodyLevel, Cost),
        half: Option<&Key>,
        wrapped_half: Vec<u8>,
        secret: &UserSecret,
        key: &Key,
        entropy: &dyn Entropy,
    ) -> Result<Self, EntropyError> {
        let (person, custody, cost) = identity;
        let (salt, nonce) = (entropy.array()?, entropy.array()?);
        let mut header = Self {
            custody,
            cost,
            person,
            wrapped_half,
            salt,
            nonce,
            sealed: [0; SEALED],
        };
        let cipher = header.cipher(half, secret).ok_or(EntropyError)?;
        let payload = Payload {
            msg: key.as_slice(),
            aad: &header.associated_data(),
        };
        let sealed = cipher
            .encrypt(&Nonce::from(nonce), payload)
            .map_err(|_| EntropyError)?;
        header.sealed = sealed.try_into().map_err(|_| EntropyError)?;
        Ok(header)
    }

    /// The database key, or `None` when the secret or the half is wrong.
    pub(crate) fn open(&self, half: Option<&Key>, secret: &UserSecret) -> Option<Key> {
        let cipher = self.cipher(half, secret)?;
        let payload = Payload {
            msg: self.sealed.as_slice(),
            aad: &self.associated_data(),
        };
        let opened = Zeroizing::new(cipher.decrypt(&Nonce::from(self.nonce), payload).ok()?);
        opened.as_slice().try_into().ok().map(Zeroizing::new)
    }

    pub(crate) fn to_bytes(&self) -> Vec<u8> {
        let mut bytes = self.associated_data();
        bytes.extend_from_slice(&self.nonce);
        bytes.extend_from_slice(&self.sealed);
        let digest = Sha256::digest(&bytes);
        bytes.extend_from_slice(&digest);
        bytes
    }

    pub(crate) fn parse(bytes: &[u8]) -> Result<Self, HeaderError> {
        let (content, digest) = bytes.split_last_chunk::<32>().ok_or(HeaderError::Damaged)?;
        if Sha256::digest(content).as_slice() != digest {
            return Err(HeaderError::Damaged);
        }
        let mut rest = Reader(content);
        if rest.take::<4>()? != *MAGIC {
            return Err(HeaderError::Damaged);
        }
        let [version, custody, kdf, zero] = rest.take()?;
        if version != VERSION {
            return Err(HeaderError::Newer {
                found: version.into(),
            });
        }
        let custody = custody_from_byte(custody).ok_or(HeaderError::Damaged)?;
        let cost = Cost {
            memory_kib: rest.u32()?,
            passes: rest.u32()?,
            lanes: rest.u32()?,
        };
        let (salt, person) = (rest.take()?, PersonId::from_bytes(rest.take()?));
        let length = u16::from_be_bytes(rest.take()?);
        let wrapped_half = rest.slice(length.into())?.to_vec();
        let (nonce, sealed) = (rest.take()?, rest.take()?);
        if kdf != KDF_ARGON2ID || zero != 0 || !rest.0.is_empty() || !cost.is_sane() {
            return Err(HeaderError::Damaged);
        }
        Ok(Self {
            custody,
            cost,
            person,
            wrapped_half,
            salt,
            nonce,
            sealed,
        })
    }

    fn associated_data(&self) -> Vec<u8> {
        let mut bytes = MAGIC.to_vec();
        bytes.extend_from_slice(&[VERSION, custody_to_byte(self.custody), KDF_ARGON2ID, 0]);
        for number in [self.cost.memory_kib, self.cost.passes, self.cost.lanes] {
            bytes.extend_from_slice(&number.to_be_bytes());
        }
        bytes.extend_from_slice(&self.salt);
        bytes.extend_from_slice(&self.person.to_bytes());
        let length = u16::try_from(self.wrapped_half.len()).unwrap_or(u16::MAX);
        bytes.extend_from_slice(&length.to_be_bytes());
        bytes.extend_from_slice(&self.wrapped_half);
        bytes
    }

    fn cipher(&self, half: Option<&Key>, secret: &UserSecret) -> Option<Aes256Gcm> {
        let stretched = self.cost.stretch(secret, &self.salt)?;
        let mut material = Zeroizing::new(Vec::with_capacity(64));
        material.extend_from_slice(half.map_or(&[], |half| half.as_slice()));
        material.extend_from_slice(stretched.as_slice());
        let mut key = [0; 32];
        Hkdf::<Sha256>::new(None, &material)
            .expand(KEY_INFO, &mut key)
            .ok()?;
        let cipher = Aes256Gcm::new(&key.into());
        key.zeroize();
        Some(cipher)
    }
}

struct Reader<'a>(&'a [u8]);

impl<'a> Reader<'a> {
    fn slice(&mut self, length: usize) -> Result<&'a [u8], HeaderError> {
        let (taken, rest) = self
            .0
            .split_at_checked(length)
            .ok_or(HeaderError::Damaged)?;
        self.0 = rest;
        Ok(taken)
    }

    fn take<const N: usize>(&mut self) -> Result<[u8; N], HeaderError> {
        self.slice(N)?.try_into().map_err(|_| HeaderError::Damaged)
    }

    fn u32(&mut self) -> Result<u32, HeaderError> {
        self.take().map(u32::from_be_bytes)
    }
}

fn custody_to_byte(custody: CustodyLevel) -> u8 {
    match custody {
        CustodyLevel::Hardware => 1,
        CustodyLevel::OsKeyring => 2,
        CustodyLevel::Passphrase => 3,
    }
}

fn custody_from_byte(byte: u8) -> Option<CustodyLevel> {
    let levels = [
        CustodyLevel::Hardware,
        CustodyLevel::OsKeyring,
        CustodyLevel::Passphrase,
    ];
    levels
        .into_iter()
        .find(|level| custody_to_byte(*level) == byte)
}

pub(crate) const VERSION: u8 = 1;
const MAGIC: &[u8; 4] = b"TBWK";
const KDF_ARGON2ID: u8 = 1;
const SEALED: usize = 48;
const KEY_INFO: &[u8] = b"tongban wrapped database key v1";

#[cfg(test)]
mod tests {
    use proptest::prelude::*;
    use tongban_device::entropy::SeededEntropy;

    use super::*;

    fn header() -> WrappedKey {
        let identity = (
            PersonId::from_bytes([9; 16]),
            CustodyLevel::OsKeyring,
            Cost {
                memory_kib: 64,
                passes: 1,
                lanes: 1,
            },
        );
        let key = Zeroizing::new([5; 32]);
        WrappedKey::seal(
            identity,
            Some(&half()),
            Vec::new(),
            &secret("271828"),
            &key,
            &SeededEntropy::new(1),
        )
        .expect("a header")
    }

    fn half() -> Key {
        Zeroizing::new([7; 32])
    }

    fn secret(text: &str) -> UserSecret {
        UserSecret::new(text.into())
    }

    #[test]
    fn only_the_right_secret_with_the_right_half_opens() {
        let header =
            WrappedKey::parse(&header().to_bytes()).unwrap_or_else(|error| panic!("{error:?}"));
        assert_eq!(
            header.open(Some(&half()), &secret("271828")).as_deref(),
            Some(&[5; 32])
        );
        assert!(header.open(Some(&half()), &secret("271829")).is_none());
        assert!(
            header
                .open(Some(&Zeroizing::new([8; 32])), &secret("271828"))
                .is_none()
        );
        assert!(header.open(None, &secret("271828")).is_none());
    }

    #[test]
    fn a_changed_byte_is_damage_and_a_repaired_digest_opens_nothing() {
        let bytes = header().to_bytes();
        for at in 0..bytes.len() - 32 {
            let mut changed = bytes.clone();
            changed[at] ^= 1;
            assert!(
                matches!(WrappedKey::parse(&changed), Err(HeaderError::Damaged)),
                "byte {at}"
            );
            let end = changed.len() - 32;
            let digest = Sha256::digest(&changed[..end]);
            changed[end..].copy_from_slice(&digest);
            if let Ok(header) = WrappedKey::parse(&changed) {
                assert!(
                    header.open(Some(&half()), &secret("271828")).is_none(),
                    "byte {at} opened"
                );
            }
        }
    }

    #[test]
    fn a_later_version_is_not_damage() {
        let mut bytes = header().to_bytes();
        bytes[4] = 2;
        let end = bytes.len() - 32;
        let digest = Sha256::digest(&bytes[..end]);
        bytes[end..].copy_from_slice(&digest);
        assert!(matches!(
            WrappedKey::parse(&bytes),
            Err(HeaderError::Newer { found: 2 })
        ));
    }

    proptest! {
        #[test]
        fn no_bytes_make_the_parser_panic(bytes in proptest::collection::vec(any::<u8>(), 0..300)) {
            let digest = Sha256::digest(&bytes);
            let _ = WrappedKey::parse(&bytes);
            let _ = WrappedKey::parse(&[bytes.as_slice(), &digest].concat());
        }
    }
}
