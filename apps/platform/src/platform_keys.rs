//! Which key signs this platform's receipts and which one operations are sealed to, under the list key of the newest root (rule C9).

use tongban_cose::PublicKey;
use tongban_protocol::{
    DecodeError, Extra, PlatformKeys, PublicPoint, ReceiptKeys, UnverifiedPlatformKeys,
    prepare_platform_keys,
};

use crate::authority::Authority;
use crate::ports::sealer::{SealError, SealKey};
use crate::store::{PlatformStore, StoreError};

/// Why the platform's keys are not published.
#[derive(Debug, thiserror::Error)]
pub enum PlatformKeysError {
    /// They cannot be written.
    #[error("platform keys cannot be written")]
    Write(#[from] DecodeError),
    /// The list key does not sign.
    #[error("platform keys cannot be signed")]
    Seal(#[from] SealError),
    /// The store failed.
    #[error("platform keys cannot be stored")]
    Store(#[from] StoreError),
}

/// The body of `GET /v1/keys`: the stored one while it is true, else a newer version, in which
/// earlier receipt keys stay, so that old receipts can still be checked.
pub(crate) async fn published(
    store: &dyn PlatformStore,
    authority: &Authority,
    now: u64,
) -> Result<Vec<u8>, PlatformKeysError> {
    let list_key = point(&authority.sealer.public_key(SealKey::TrustList))?;
    let receipt_key = receipt_key(authority)?;
    let before = store.setting(SETTING).await?;
    let known = before.as_ref().and_then(|bytes| {
        let keys = UnverifiedPlatformKeys::parse(bytes).ok()?;
        keys.verify(&list_key).ok()
    });
    if let (Some(known), Some(bytes)) = (&known, before)
        && known.receipt_keys.keys().first() == Some(&receipt_key)
        && known.sealing_key == authority.sealer.envelope_key()
    {
        return Ok(bytes);
    }
    let earlier = known.iter().flat_map(|known| known.receipt_keys.keys());
    let mut keys = vec![receipt_key];
    keys.extend(earlier.copied().filter(|key| *key != receipt_key));
    keys.truncate(MOST_KEYS);
    let floor = known.as_ref().map_or(0, |known| known.issued_at + 1);
    let content = PlatformKeys {
        version: known.as_ref().map_or(1, |known| known.version + 1),
        issued_at: now.max(floor),
        receipt_keys: ReceiptKeys::new(keys),
        sealing_key: authority.sealer.envelope_key(),
        extra: Extra::default(),
    };
    let prepared = prepare_platform_keys(&content, &list_key)?;
    let signature = authority
        .sealer
        .seal(SealKey::TrustList, prepared.to_be_signed())
        .await?;
    let bytes = prepared.finish(&signature);
    store.set_setting(SETTING, Some(bytes.clone())).await?;
    Ok(bytes)
}

/// The key that signs receipts now.
pub(crate) fn receipt_key(authority: &Authority) -> Result<PublicPoint, DecodeError> {
    point(&authority.sealer.public_key(SealKey::Receipt))
}

fn point(key: &PublicKey) -> Result<PublicPoint, DecodeError> {
    PublicPoint::from_sec1(&key.to_sec1_compressed())
}

const SETTING: &str = "platform-keys";
const MOST_KEYS: usize = 8;
