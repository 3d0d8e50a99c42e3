//! Making the keys, asking for Confirm, sending, and storing what comes back.

use std::sync::Arc;

use serde::{Deserialize, Serialize};
use tongban_protocol::{FullVoucher, PresentedVoucher, VoucherDigits, VoucherNumber};
use tongban_store::UserSecret;
use ts_rs::TS;
use zeroize::Zeroize as _;

use super::error::EnrolError;
use super::pending::{keep, pending_person};
use super::prepare::{digest, prepare};
use super::resume::resend;
use super::send::{EnrolOutcome, progress, send};
use crate::certificates::CardView;
use crate::confirm::confirm;
use crate::context::{Core, blocking};
use crate::error::ErrorView;
use crate::events::EnrolStep;
use crate::keys;
use crate::secret::SecretText;

/// Starts or continues an enrolment.
#[derive(Deserialize, TS)]
pub struct EnrolStartRequest {
    /// The voucher, scanned or typed.
    pub voucher: VoucherRequest,
    /// The new PIN or passphrase of the wallet.
    pub secret: SecretText,
}

/// A voucher as it was read or typed: a secret, so it has no `Debug`.
#[derive(Deserialize, TS)]
#[serde(tag = "kind", rename_all = "snake_case")]
pub enum VoucherRequest {
    /// The text of the paper's code.
    Full {
        /// From `enrol.voucher_code`.
        text: String,
    },
    /// Number and digits, typed.
    Typed {
        /// Eight digits; spaces are ignored.
        number: String,
        /// Eight digits; spaces are ignored.
        digits: String,
    },
}

/// What enrolment brought.
#[derive(Debug, Clone, Serialize, Deserialize, TS)]
pub struct EnrolView {
    /// The new certificates.
    pub certificates: Vec<CardView>,
}

/// Makes keys, asks for Confirm, keeps the request, sends it, stores the certificates. Finishes
/// an enrolment that still waits for its answer before it spends another voucher.
pub(crate) async fn start(
    core: &Arc<Core>,
    request: EnrolStartRequest,
) -> Result<EnrolView, ErrorView> {
    let _turn = core.enrol_turn.try_lock().map_err(|_| EnrolError::Busy)?;
    let voucher = request.voucher.read()?;
    if request.secret.is_too_long() {
        return Err(EnrolError::SecretLong.into());
    }
    let secret = Arc::new(request.secret.into_user_secret());
    let for_check = secret.clone();
    let pending = blocking(core, move |core| check(core, &for_check)).await?;
    if let Some(person) = pending {
        match resend(core, person, secret.clone(), Some(digest(&voucher))).await {
            Ok(Some(view)) => return Ok(view),
            Ok(None) => {}
            Err(outcome) => return Err(outcome.into_view()),
        }
    }
    progress(core, EnrolStep::Keys);
    let prepared = blocking(core, move |core| prepare(core, voucher)).await?;
    let person = prepared.person;
    progress(core, EnrolStep::Confirm);
    if let Err(error) = confirm(core, prepared.text.clone(), prepared.to_be_signed()).await {
        keys::erase_all(core, person);
        return Err(error.into());
    }
    let waiting = blocking(core, move |core| {
        let signed = prepared
            .sign(core)
            .inspect_err(|_| keys::erase_all(core, person))?;
        keep(core, signed, &secret)
    })
    .await?;
    send(core, waiting).await.map_err(EnrolOutcome::into_view)
}

/// Everything that can be said before keys are made; the person whose enrolment still waits.
fn check(core: &Core, secret: &UserSecret) -> Result<Option<tongban_store::PersonId>, EnrolError> {
    if core.config.platform_address.is_none() {
        return Err(EnrolError::NoPlatform);
    }
    if core.person()?.is_some() {
        return Err(EnrolError::WalletExists);
    }
    let store = core.store()?;
    secret.check(store.custody()).map_err(EnrolError::Secret)?;
    Ok(pending_person(&store)?)
}

impl VoucherRequest {
    fn read(&self) -> Result<PresentedVoucher, EnrolError> {
        match self {
            Self::Full { text } => Ok(PresentedVoucher::Full(FullVoucher::parse(text)?)),
            Self::Typed { number, digits } => Ok(PresentedVoucher::Typed {
                number: VoucherNumber::parse(number).map_err(|_| EnrolError::Number)?,
                digits: VoucherDigits::parse(digits).map_err(|_| EnrolError::Digits)?,
            }),
        }
    }
}

impl Drop for VoucherRequest {
    fn drop(&mut self) {
        match self {
            Self::Full { text } => text.zeroize(),
            Self::Typed { digits, .. } => digits.zeroize(),
        }
    }
}
