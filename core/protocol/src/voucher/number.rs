use std::fmt;

use super::{VoucherTextError, eight_digits};

/// Names a voucher on the screen and on paper; shown as `3107 0186`. Not a secret.
#[derive(Debug, Clone, Copy, PartialEq, Eq, Hash, PartialOrd, Ord)]
pub struct VoucherNumber(u32);

impl VoucherNumber {
    /// A number of at most eight digits.
    pub fn new(number: u32) -> Option<Self> {
        (number < LIMIT).then_some(Self(number))
    }

    /// The number itself, below 100,000,000.
    pub fn get(self) -> u32 {
        self.0
    }

    /// Reads exactly eight digits; spaces, hyphens and full-width digits are forgiven.
    pub fn parse(text: &str) -> Result<Self, VoucherTextError> {
        let digits = eight_digits(text)?;
        Ok(Self(digits.iter().fold(0, |number, digit| {
            number * 10 + u32::from(digit - b'0')
        })))
    }
}

impl fmt::Display for VoucherNumber {
    fn fmt(&self, out: &mut fmt::Formatter<'_>) -> fmt::Result {
        write!(out, "{:04} {:04}", self.0 / 10_000, self.0 % 10_000)
    }
}

/// First number with nine digits.
const LIMIT: u32 = 100_000_000;

#[cfg(test)]
mod tests {
    use proptest::prelude::*;

    use super::*;

    proptest! {
        #[test]
        fn every_number_survives_its_text(number in 0..LIMIT) {
            let number = VoucherNumber::new(number).ok_or(TestCaseError::fail("in range"))?;
            prop_assert_eq!(VoucherNumber::parse(&number.to_string()), Ok(number));
        }
    }

    #[test]
    fn numbers_are_read_as_people_type_them() {
        let number = VoucherNumber::new(31_070_186).expect("eight digits");
        for text in ["3107 0186", "31070186", " 3107-0186 ", "３１０７　０１８６"] {
            assert_eq!(VoucherNumber::parse(text), Ok(number), "{text}");
        }
        assert_eq!(number.to_string(), "3107 0186");
        assert_eq!(
            VoucherNumber::new(186).expect("short").to_string(),
            "0000 0186"
        );
        assert_eq!(
            VoucherNumber::parse("3107 018"),
            Err(VoucherTextError::WrongLength)
        );
        assert_eq!(
            VoucherNumber::parse("3107 01866"),
            Err(VoucherTextError::WrongLength)
        );
        assert_eq!(
            VoucherNumber::parse("3107 O186"),
            Err(VoucherTextError::NotDigits)
        );
        assert_eq!(VoucherNumber::new(LIMIT), None);
    }
}
