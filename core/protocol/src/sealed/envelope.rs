use std::convert::Infallible;

use hpke::aead::AesGcm256;
use hpke::kdf::HkdfSha256;
use hpke::kem::{DhP256HkdfSha256, Kem};
use hpke::rand_core::{TryCryptoRng, TryRng};
use hpke::{Deserializable, OpModeR, OpModeS, Serializable};
use zeroize::Zeroizing;

use crate::{AttachmentId, DecodeError, OperationId};

/// The public key that envelopes to a platform are sealed to: an uncompressed point of P-256.
#[derive(Debug, Clone, Copy, PartialEq, Eq)]
pub struct EnvelopeKey([u8; POINT]);

/// What is in an envelope, and whose it is; another one opens nothing.
#[derive(Debug, Clone, Copy, PartialEq, Eq)]
pub enum Sealing {
    /// A signed operation.
    Operation(OperationId),
    /// The key of the file of an attachment.
    FileKey(OperationId, AttachmentId),
}

impl EnvelopeKey {
    /// Takes a point; one that is not on the curve is refused.
    pub fn from_bytes(bytes: &[u8]) -> Result<Self, DecodeError> {
        let wrong = DecodeError::FieldOutOfRange("sealing_key");
        let bytes: [u8; POINT] = bytes.try_into().map_err(|_| wrong)?;
        <Point as Deserializable>::from_bytes(&bytes).map_err(|_| wrong)?;
        Ok(Self(bytes))
    }

    /// The point.
    pub fn as_bytes(&self) -> &[u8; POINT] {
        &self.0
    }
}

/// Seals `plain` to the platform. `entropy` is drawn for this one envelope; `None` where the key
/// cannot be used.
pub fn seal_envelope(
    key: &EnvelopeKey,
    sealing: Sealing,
    plain: &[u8],
    entropy: &[u8; 32],
) -> Option<Vec<u8>> {
    let point = <Point as Deserializable>::from_bytes(&key.0).ok()?;
    let mut drawn = Drawn(Zeroizing::new(*entropy));
    let (encapped, sealed) =
        hpke::single_shot_seal_with_rng::<AesGcm256, HkdfSha256, DhP256HkdfSha256>(
            &OpModeS::Base,
            &point,
            sealing.info(),
            plain,
            &sealing.associated_data(),
            &mut drawn,
        )
        .ok()?;
    Some([encapped.to_bytes().as_slice(), &sealed].concat())
}

/// What is in the envelope; `secret` is the scalar of the platform's key. `None` for an envelope
/// that is damaged, to somebody else, or of something else.
pub fn open_envelope(
    secret: &[u8; 32],
    sealing: Sealing,
    envelope: &[u8],
) -> Option<Zeroizing<Vec<u8>>> {
    let (encapped, sealed) = envelope.split_at_checked(POINT)?;
    let secret = <Secret as Deserializable>::from_bytes(secret).ok()?;
    let encapped = <Encapped as Deserializable>::from_bytes(encapped).ok()?;
    hpke::single_shot_open::<AesGcm256, HkdfSha256, DhP256HkdfSha256>(
        &OpModeR::Base,
        &secret,
        &encapped,
        sealing.info(),
        sealed,
        &sealing.associated_data(),
    )
    .ok()
    .map(Zeroizing::new)
}

impl Sealing {
    fn info(self) -> &'static [u8] {
        match self {
            Self::Operation(_) => b"tongban sealed operation v1",
            Self::FileKey(..) => b"tongban sealed file key v1",
        }
    }

    fn associated_data(self) -> Vec<u8> {
        match self {
            Self::Operation(operation) => operation.as_bytes().to_vec(),
            Self::FileKey(operation, attachment) => {
                [operation.as_bytes().as_slice(), attachment.as_bytes()].concat()
            }
        }
    }
}

/// Bytes that were drawn before, handed on once: this crate has no chance of its own.
struct Drawn(Zeroizing<[u8; 32]>);

impl TryRng for Drawn {
    type Error = Infallible;

    fn try_next_u32(&mut self) -> Result<u32, Infallible> {
        let mut word = [0; 4];
        self.try_fill_bytes(&mut word)?;
        Ok(u32::from_le_bytes(word))
    }

    fn try_next_u64(&mut self) -> Result<u64, Infallible> {
        let mut word = [0; 8];
        self.try_fill_bytes(&mut word)?;
        Ok(u64::from_le_bytes(word))
    }

    fn try_fill_bytes(&mut self, wanted: &mut [u8]) -> Result<(), Infallible> {
        // The ephemeral key's seed is all that an envelope draws.
        assert_eq!(wanted.len(), self.0.len(), "a seed of 32 bytes, once");
        wanted.copy_from_slice(self.0.as_slice());
        Ok(())
    }
}

impl TryCryptoRng for Drawn {}

type Point = <DhP256HkdfSha256 as Kem>::PublicKey;
type Secret = <DhP256HkdfSha256 as Kem>::PrivateKey;
type Encapped = <DhP256HkdfSha256 as Kem>::EncappedKey;

/// Bytes of an uncompressed point, of which an encapsulated key is one.
const POINT: usize = 65;

#[cfg(test)]
#[allow(non_snake_case)]
mod tests {
    use super::*;

    fn pair() -> ([u8; 32], EnvelopeKey) {
        let (secret, point) = DhP256HkdfSha256::derive_keypair(&[7; 32]);
        let secret = secret.to_bytes().as_slice().try_into().expect("a scalar");
        let key = EnvelopeKey::from_bytes(point.to_bytes().as_slice());
        (secret, key.expect("a point"))
    }

    #[test]
    fn rule_K4_only_the_platform_opens_an_envelope_and_only_as_what_it_was_sealed() {
        let (secret, key) = pair();
        let of = |byte| Sealing::Operation(OperationId::from_bytes([byte; 16]));
        let envelope = seal_envelope(&key, of(1), b"signed", &[3; 32]).expect("sealed");
        let opened = open_envelope(&secret, of(1), &envelope);
        assert_eq!(opened.as_deref().map(Vec::as_slice), Some(&b"signed"[..]));
        let (other, _) = DhP256HkdfSha256::derive_keypair(&[8; 32]);
        let other = other.to_bytes().as_slice().try_into().expect("a scalar");
        assert!(open_envelope(&other, of(1), &envelope).is_none());
        assert!(open_envelope(&secret, of(2), &envelope).is_none());
        let as_key = Sealing::FileKey(
            OperationId::from_bytes([1; 16]),
            AttachmentId::from_bytes([1; 16]),
        );
        assert!(open_envelope(&secret, as_key, &envelope).is_none());
        for at in 0..envelope.len() {
            let mut changed = envelope.clone();
            changed[at] ^= 1;
            assert!(open_envelope(&secret, of(1), &changed).is_none(), "{at}");
        }
        for end in 0..envelope.len() {
            assert!(open_envelope(&secret, of(1), &envelope[..end]).is_none());
        }
        assert!(!envelope.windows(6).any(|window| window == b"signed"));
    }

    /// The expected bytes are another implementation's of RFC 9180.
    #[test]
    fn rule_K4_an_envelope_is_made_of_the_entropy_and_of_what_it_is_for() {
        let (secret, key) = pair();
        let operation = OperationId::from_bytes([1; 16]);
        let of_file = Sealing::FileKey(operation, AttachmentId::from_bytes([2; 16]));
        let encapsulated = concat!(
            "04d93c1e7accd3e5e7f975c204a420c269e75ae1cdd7c9272e9764f49fa5a7d9",
            "a96a340c2555220402f66b4ec409f0cf904e9ba492a7151a7c412d421efba0b27a",
        );
        for (sealing, sealed) in [
            (
                Sealing::Operation(operation),
                "a66214cec3a17fa1e9837a7c03f00343f73a38e0369d",
            ),
            (of_file, "49aa276735c199ffa76161bbecd73c28d006b334c72e"),
        ] {
            let seal = |entropy: u8| seal_envelope(&key, sealing, b"signed", &[entropy; 32]);
            let envelope = seal(3).expect("sealed");
            let hex: String = envelope.iter().map(|byte| format!("{byte:02x}")).collect();
            assert_eq!(hex, [encapsulated, sealed].concat());
            let other = seal(4).expect("sealed");
            assert_ne!(
                envelope[..POINT],
                other[..POINT],
                "a key of its own each time"
            );
            assert!(open_envelope(&secret, sealing, &other).is_some());
        }
    }

    #[test]
    fn a_point_off_the_curve_is_no_key() {
        assert!(EnvelopeKey::from_bytes(&[4; 65]).is_err());
        assert!(EnvelopeKey::from_bytes(&[]).is_err());
    }
}
