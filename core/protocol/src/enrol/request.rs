use tongban_cose::cbor::{Item, Limits, Value};
use zeroize::Zeroizing;

use crate::fields::{DecodeError, Extra, Fields, fixed, map};
use crate::look::number;
use crate::{EnrolId, FullVoucher, PresentedVoucher, ProvenKey, PublicPoint, VoucherDigits};

/// What an app asks for when it enrols a person. Holds the voucher, so it has no `Debug`.
pub struct EnrolRequest {
    /// Idempotency key, random.
    pub enrol_id: EnrolId,
    /// Proves who the person is.
    pub voucher: PresentedVoucher,
    /// Signs this request and every later submission.
    pub submission_key: PublicPoint,
    /// Names the device.
    pub device: ProvenKey,
    /// Stable name of the certificate type.
    pub certificate_type: String,
    /// One fresh key per copy, at most [`MAX_HOLDER_KEYS`].
    pub holder_keys: Vec<ProvenKey>,
    /// What this build does not know.
    pub extra: Extra,
}

/// Most copies in one batch: ten short-lived ones, a fallback, and room (rule C2).
pub const MAX_HOLDER_KEYS: usize = 16;

impl EnrolRequest {
    pub(super) fn encode(&self) -> Zeroizing<Vec<u8>> {
        let voucher = match &self.voucher {
            PresentedVoucher::Full(full) => Item::from(&full.expose()[..]),
            PresentedVoucher::Typed { number, digits } => {
                Item::Array(vec![number.get().into(), digits.expose()[..].into()])
            }
        };
        let known = vec![
            (1, self.enrol_id.as_bytes()[..].into()),
            (2, voucher),
            (3, self.submission_key.as_bytes()[..].into()),
            (4, self.device.item()),
            (5, self.certificate_type.as_str().into()),
            (
                6,
                Item::Array(self.holder_keys.iter().map(ProvenKey::item).collect()),
            ),
        ];
        Zeroizing::new(map(known, &self.extra).encode())
    }

    pub(super) fn decode(bytes: &[u8]) -> Result<Self, DecodeError> {
        let fields = Fields::read(bytes, &LIMITS)?;
        let request = Self {
            enrol_id: EnrolId::from_bytes(fields.bytes(1, "enrol_id")?),
            voucher: voucher(fields.value(2, "voucher")?)?,
            submission_key: PublicPoint::from_sec1(&fields.bytes::<33>(3, "submission_key")?)?,
            device: ProvenKey::from_value(fields.value(4, "device")?)?,
            certificate_type: fields.text(5, "certificate_type", 64)?,
            holder_keys: fields.list(6, "holder_keys", MAX_HOLDER_KEYS, ProvenKey::from_value)?,
            extra: fields.extra(&[1, 2, 3, 4, 5, 6]),
        };
        match request.holder_keys.is_empty() {
            true => Err(DecodeError::FieldOutOfRange("holder_keys")),
            false => Ok(request),
        }
    }
}

fn voucher(value: &Value<'_>) -> Result<PresentedVoucher, DecodeError> {
    const NAME: &str = "voucher";
    match value.as_array() {
        None => Ok(PresentedVoucher::Full(FullVoucher::from_bytes(fixed(
            value, NAME,
        )?))),
        Some([named, digits]) => Ok(PresentedVoucher::Typed {
            number: number(named.as_u64().ok_or(DecodeError::FieldOutOfRange(NAME))?)?,
            digits: VoucherDigits::from_digits(fixed(digits, NAME)?)
                .ok_or(DecodeError::FieldOutOfRange(NAME))?,
        }),
        Some(_) => Err(DecodeError::FieldOutOfRange(NAME)),
    }
}

/// Sixteen keys with their proofs and room for what newer builds add.
pub(super) const LIMITS: Limits = Limits {
    max_bytes: 16 << 10,
    max_depth: 8,
    max_items: 512,
};
