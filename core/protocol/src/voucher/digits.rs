use zeroize::{Zeroize, ZeroizeOnDrop, Zeroizing};

use super::{VoucherTextError, eight_digits};

/// The eight secret digits of a typed voucher, as ASCII.
#[derive(Zeroize, ZeroizeOnDrop)]
pub struct VoucherDigits([u8; 8]);

impl VoucherDigits {
    /// Takes eight ASCII digits; anything else is none.
    pub fn from_digits(digits: [u8; 8]) -> Option<Self> {
        digits
            .iter()
            .all(u8::is_ascii_digit)
            .then_some(Self(digits))
    }

    /// The secret itself, for hashing and for the wire.
    pub fn expose(&self) -> &[u8; 8] {
        &self.0
    }

    /// For paper: `4402 7195`.
    pub fn grouped(&self) -> Zeroizing<String> {
        let mut text = Zeroizing::new(String::with_capacity(9));
        for (place, digit) in self.0.iter().enumerate() {
            if place == 4 {
                text.push(' ');
            }
            text.push(char::from(*digit));
        }
        text
    }

    /// Reads exactly eight digits; spaces, hyphens and full-width digits are forgiven.
    pub fn parse(text: &str) -> Result<Self, VoucherTextError> {
        eight_digits(text).map(Self)
    }
}

#[cfg(test)]
mod tests {
    use super::*;

    #[test]
    fn digits_survive_their_text() {
        let digits = VoucherDigits::parse("4402 7195").expect("eight digits");
        assert_eq!(digits.expose(), b"44027195");
        assert_eq!(digits.grouped().as_str(), "4402 7195");
        assert_eq!(
            VoucherDigits::parse("4402 719").err(),
            Some(VoucherTextError::WrongLength)
        );
        assert!(VoucherDigits::from_digits(*b"4402719x").is_none());
    }
}
