//! Who printed the voucher, and how long it holds: shown before the digits are typed.

use std::sync::Arc;

use serde::{Deserialize, Serialize};
use tongban_protocol::{LookRequest, LookResponse, VoucherNumber, paths};
use ts_rs::TS;

use super::ask::ask;
use super::error::EnrolError;
use crate::context::{Core, lock};
use crate::error::ErrorView;
use crate::time;

/// A voucher, by its printed number.
#[derive(Debug, Deserialize, TS)]
pub struct EnrolLookRequest {
    /// Eight digits; spaces are ignored.
    pub number: String,
}

/// What the platform says about a voucher.
#[derive(Debug, Clone, Serialize, Deserialize, TS)]
pub struct VoucherView {
    /// Eight digits, in two groups.
    pub number: String,
    /// The clerk who has seen the ID card.
    pub clerk: String,
    /// The station where it was printed.
    pub station: String,
    /// RFC 3339.
    pub printed_at: String,
    /// RFC 3339.
    pub expires_at: String,
    /// Wrong digits that the voucher still bears.
    pub tries_left: u32,
    /// The device's clock, RFC 3339.
    pub now: String,
}

/// Who vouched, as the Confirm screen repeats it.
pub(crate) struct Looked {
    pub(super) number: VoucherNumber,
    pub(super) clerk: String,
    pub(super) station: String,
}

/// Asks the platform about a voucher; costs it no try.
pub(crate) async fn look(
    core: &Arc<Core>,
    request: EnrolLookRequest,
) -> Result<VoucherView, ErrorView> {
    let number = VoucherNumber::parse(&request.number).map_err(|_| EnrolError::Number)?;
    let body = LookRequest {
        number,
        extra: Default::default(),
    }
    .encode();
    let answer = ask(core, paths::VOUCHER_LOOK, body).await?;
    let voucher = LookResponse::decode(&answer).map_err(|_| EnrolError::AnswerBad)?;
    *lock(&core.looked) = Some(Looked {
        number,
        clerk: voucher.clerk.clone(),
        station: voucher.station.clone(),
    });
    Ok(VoucherView {
        number: number.to_string(),
        clerk: voucher.clerk,
        station: voucher.station,
        printed_at: time::instant(voucher.printed_at),
        expires_at: time::instant(voucher.expires_at),
        tries_left: u32::from(voucher.tries_left),
        now: time::instant(core.now()),
    })
}
