//! Receipts: the platform's signed word on one operation.

use tongban_protocol::{Receipt, VerifiedReceipt, prepare_receipt};

use super::SyncError;
use crate::platform::Platform;
use crate::ports::sealer::SealKey;

/// Signs a receipt.
pub(super) async fn sign(platform: &Platform, receipt: &Receipt) -> Result<Vec<u8>, SyncError> {
    let authority = &platform.authority;
    let prepared = prepare_receipt(receipt, &platform.receipt_key).map_err(SyncError::Receipt)?;
    let signature = authority
        .sealer
        .seal(SealKey::Receipt, prepared.to_be_signed())
        .await?;
    Ok(prepared.finish(&signature))
}

/// What a receipt says that this platform has stored.
pub(super) fn read(bytes: &[u8]) -> Result<Receipt, SyncError> {
    let kept = VerifiedReceipt::from_kept(bytes).map_err(|_| SyncError::Case)?;
    Ok(kept.receipt().clone())
}
