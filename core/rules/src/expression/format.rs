//! The closed list of forms of a text.

use super::Format;
use crate::Day;

impl Format {
    /// Whether `text` has this form.
    pub fn fits(self, text: &str) -> bool {
        let digits = text.bytes().all(|byte| byte.is_ascii_digit());
        match self {
            Self::MobilePhone => digits && text.len() == 11 && text.starts_with('1'),
            Self::Postcode => digits && text.len() == 6,
            Self::Digits => digits && !text.is_empty(),
            Self::CitizenId => is_citizen_id(text),
            Self::CreditCode => is_credit_code(text),
        }
    }
}

/// 17 digits with a birth date that exists, and the check character of ISO 7064 MOD 11-2.
fn is_citizen_id(text: &str) -> bool {
    let Some(first) = text.get(..17).filter(|_| text.len() == 18) else {
        return false;
    };
    let Some(sum) = first.chars().try_fold(0, |sum, character| {
        let digit = character.to_digit(10)?;
        Some((sum + digit) * 2 % 11)
    }) else {
        return false;
    };
    let check = match (12 - sum) % 11 {
        10 => Some('X'),
        digit => char::from_digit(digit, 10),
    };
    let date = format!("{}-{}-{}", &first[6..10], &first[10..12], &first[12..14]);
    Day::parse(&date).is_some() && check.is_some_and(|check| text.ends_with(check))
}

/// 17 characters of GB 32100's alphabet and the check character: weights are powers of 3 modulo 31.
fn is_credit_code(text: &str) -> bool {
    let Some(first) = text.get(..17).filter(|_| text.len() == 18) else {
        return false;
    };
    let sum = first
        .chars()
        .try_fold((0, 1), |(sum, weight), character| {
            let value = CREDIT_CODE_ALPHABET.find(character)?;
            Some((sum + value * weight, weight * 3 % 31))
        })
        .map(|(sum, _)| (31 - sum % 31) % 31);
    sum.and_then(|place| CREDIT_CODE_ALPHABET.chars().nth(place))
        .is_some_and(|check| text.ends_with(check))
}

/// Without I, O, S, V, Z.
const CREDIT_CODE_ALPHABET: &str = "0123456789ABCDEFGHJKLMNPQRTUWXY";

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
