//! Reading the full voucher from a picture of the paper, or from pasted text.

use serde::{Deserialize, Serialize};
use tongban_code::{ReadLimits, read_image};
use tongban_protocol::FullVoucher;
use ts_rs::TS;

use super::error::EnrolError;
use crate::scan::ScanError;

/// A picture in the call's bytes, or text.
#[derive(Default, Deserialize, TS)]
#[serde(default)]
#[ts(optional_fields)]
pub struct VoucherCodeRequest {
    /// Pasted text; without it the call's bytes are a picture.
    pub text: Option<String>,
}

/// The voucher that was read: a secret until it was used, so it has no `Debug`.
#[derive(Serialize, Deserialize, TS)]
pub struct VoucherCodeView {
    /// Full voucher text for `enrol.start`.
    pub voucher: String,
}

/// Finds the voucher among all codes of the picture; other codes on the paper do not disturb.
pub(crate) fn voucher_code(
    request: &VoucherCodeRequest,
    picture: &[u8],
) -> Result<VoucherCodeView, EnrolError> {
    let texts = match &request.text {
        Some(text) => vec![text.clone()],
        None => read_image(picture, ReadLimits::default()).map_err(ScanError::from)?,
    };
    let voucher = texts
        .iter()
        .find_map(|text| FullVoucher::parse(text).ok())
        .ok_or(EnrolError::NotAVoucher)?;
    Ok(VoucherCodeView {
        voucher: voucher.to_text().to_string(),
    })
}
