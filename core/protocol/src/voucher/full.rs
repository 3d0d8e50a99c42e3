use zeroize::{Zeroize, ZeroizeOnDrop, Zeroizing};

use super::VoucherTextError;

/// The 128 random bits of a voucher's code.
#[derive(Zeroize, ZeroizeOnDrop)]
pub struct FullVoucher([u8; 16]);

impl FullVoucher {
    /// Takes bits that a good random source has drawn.
    pub fn from_bytes(bytes: [u8; 16]) -> Self {
        Self(bytes)
    }

    /// The secret itself, for hashing and for the wire.
    pub fn expose(&self) -> &[u8; 16] {
        &self.0
    }

    /// Four signs by which a person tells this voucher from another: on the paper and on the
    /// Confirm screen. Twenty bits of a hash: they neither prove the voucher nor help to guess it.
    pub fn mark(&self) -> String {
        let mut input = Zeroizing::new([0; MARK_CONTEXT.len() + 16]);
        input[..MARK_CONTEXT.len()].copy_from_slice(MARK_CONTEXT);
        input[MARK_CONTEXT.len()..].copy_from_slice(&self.0);
        let hash = tongban_cose::sha256(input.as_slice());
        hash[..4]
            .iter()
            .map(|byte| char::from(MARK_SIGNS[usize::from(byte % 32)]))
            .collect()
    }

    /// The text of the printed code: `TBV1:` and 24 characters of base45.
    pub fn to_text(&self) -> Zeroizing<String> {
        let encoded = Zeroizing::new(base45::encode(self.0));
        let mut text = Zeroizing::new(String::with_capacity(PREFIX.len() + encoded.len()));
        text.push_str(PREFIX);
        text.push_str(&encoded);
        text
    }

    /// Reads the text of a printed code; white space around it is forgiven.
    pub fn parse(text: &str) -> Result<Self, VoucherTextError> {
        let encoded = text
            .trim_ascii()
            .strip_prefix(PREFIX)
            .ok_or(VoucherTextError::NotAVoucher)?;
        if encoded.len() != ENCODED_LENGTH {
            return Err(VoucherTextError::WrongLength);
        }
        let bytes =
            Zeroizing::new(base45::decode(encoded).map_err(|_| VoucherTextError::NotAVoucher)?);
        bytes
            .as_slice()
            .try_into()
            .map(Self)
            .map_err(|_| VoucherTextError::WrongLength)
    }
}

const PREFIX: &str = "TBV1:";
const MARK_CONTEXT: &[u8; 23] = b"tongban voucher mark v1";

/// Nothing that is taken for something else: no I, L, O, U.
const MARK_SIGNS: &[u8; 32] = b"0123456789ABCDEFGHJKMNPQRSTVWXYZ";

/// Two bytes become three characters, so 16 become 24.
const ENCODED_LENGTH: usize = 24;

#[cfg(test)]
mod tests {
    use proptest::prelude::*;

    use super::*;

    proptest! {
        #[test]
        fn every_voucher_survives_its_text(bytes: [u8; 16]) {
            let text = FullVoucher::from_bytes(bytes).to_text();
            prop_assert!(text.bytes().all(|byte| ALPHANUMERIC.contains(&byte)));
            let read = FullVoucher::parse(&text).map_err(|error| TestCaseError::fail(error.to_string()))?;
            prop_assert_eq!(read.expose(), &bytes);
        }

        #[test]
        fn no_text_panics(text in any::<String>(), tail in "TBV1:[ -Z]{0,40}") {
            let _ = FullVoucher::parse(&text);
            let _ = FullVoucher::parse(&tail);
        }
    }

    #[test]
    fn a_mark_is_four_plain_signs_and_tells_two_vouchers_apart() {
        let mark = |byte| FullVoucher::from_bytes([byte; 16]).mark();
        assert_eq!(mark(1), mark(1));
        assert_ne!(mark(1), mark(2));
        let all: std::collections::BTreeSet<_> = (0..=255).map(mark).collect();
        assert!(all.len() > 250, "of 256 at most a few meet: {}", all.len());
        assert!(all.iter().all(|mark| {
            mark.len() == 4 && mark.bytes().all(|sign| MARK_SIGNS.contains(&sign))
        }));
    }

    #[test]
    fn other_codes_are_told_apart_from_damaged_vouchers() {
        let error = |text| FullVoucher::parse(text).err();
        assert_eq!(
            error("TB1:6BF+70790T9WJWG.FKY*4"),
            Some(VoucherTextError::NotAVoucher)
        );
        assert_eq!(
            error("TBV2:6BF+70790T9WJWG.FKY*4GO0"),
            Some(VoucherTextError::NotAVoucher)
        );
        assert_eq!(error("TBV1:6BF+7"), Some(VoucherTextError::WrongLength));
        assert_eq!(
            error("TBV1:::::::::::::::::::::::::"),
            Some(VoucherTextError::NotAVoucher)
        );
    }

    /// Characters of QR alphanumeric mode.
    const ALPHANUMERIC: &[u8] = b"0123456789ABCDEFGHIJKLMNOPQRSTUVWXYZ $%*+-./:";
}
