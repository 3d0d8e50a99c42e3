//! Unified social credit codes (GB 32100): 17 characters and a check character.

/// Whether `text` is a code of 18 characters with the right check character.
///
/// ```
/// assert!(tongban_values::is_valid_uscc("91350100M000100Y43"));
/// assert!(!tongban_values::is_valid_uscc("91350100M000100Y4Z"));
/// ```
pub fn is_valid_uscc(text: &str) -> bool {
    text.len() == 18
        && text
            .get(..17)
            .and_then(uscc_check)
            .is_some_and(|check| text.ends_with(check))
}

/// The check character of the first 17: weights are powers of 3 modulo 31.
pub fn uscc_check(first_17: &str) -> Option<char> {
    if first_17.len() != 17 {
        return None;
    }
    let mut weight = 1;
    let mut sum = 0;
    for character in first_17.chars() {
        sum += ALPHABET.find(character)? * weight;
        weight = weight * 3 % 31;
    }
    ALPHABET.chars().nth((31 - sum % 31) % 31)
}

/// Without I, O, S, V, Z.
const ALPHABET: &str = "0123456789ABCDEFGHJKLMNPQRTUWXY";
