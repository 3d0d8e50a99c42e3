//! The closed list of forms of a text.

use tongban_values::{is_valid_citizen_id, is_valid_uscc};

use super::Format;

impl Format {
    /// Whether `text` has this form.
    pub fn fits(self, text: &str) -> bool {
        let digits = text.bytes().all(|byte| byte.is_ascii_digit());
        match self {
            Self::MobilePhone => digits && text.len() == 11 && text.starts_with('1'),
            Self::Postcode => digits && text.len() == 6,
            Self::Digits => digits && !text.is_empty(),
            Self::CitizenId => is_valid_citizen_id(text),
            Self::CreditCode => is_valid_uscc(text),
        }
    }
}

#[cfg(test)]
mod tests {
    use super::*;

    #[test]
    fn identifiers_are_told_by_their_check_characters() {
        assert!(Format::CitizenId.fits("11010519491231002X"));
        assert!(!Format::CitizenId.fits("110105194912310021"));
        assert!(!Format::CitizenId.fits("11010519491331002X"));
        assert!(!Format::CitizenId.fits("一一010519491231002X"));
        assert!(Format::CreditCode.fits("91350100M000100Y43"));
        assert!(!Format::CreditCode.fits("91350100M000100Y4Z"));
        assert!(!Format::CreditCode.fits("９1350100M00010Y43"));
    }

    #[test]
    fn a_mobile_number_has_eleven_digits_and_begins_with_one() {
        assert!(Format::MobilePhone.fits("12000000721"));
        for text in ["1390000012", "22000000721", "1390000012３", ""] {
            assert!(!Format::MobilePhone.fits(text), "{text}");
        }
    }
}
