//! Citizen identity numbers (GB 11643): 17 digits and a check character.

/// Whether `text` is 18 characters with the right check character and a birth date that exists.
pub fn is_valid_citizen_id(text: &str) -> bool {
    let Some(first) = text.get(..17).filter(|_| text.len() == 18) else {
        return false;
    };
    // A check character exists only for 17 digits: what is cut below has one byte a character.
    citizen_id_check(first).is_some_and(|check| {
        let date = format!("{}-{}-{}", &first[6..10], &first[10..12], &first[12..14]);
        text.ends_with(check) && crate::Day::parse(&date).is_some()
    })
}

/// The check character of the first 17 digits: ISO 7064 MOD 11-2, `X` for ten.
pub fn citizen_id_check(first_17: &str) -> Option<char> {
    if first_17.len() != 17 {
        return None;
    }
    let mut remainder = 0;
    for character in first_17.chars() {
        if !character.is_ascii_digit() {
            return None;
        }
        remainder = (remainder + character.to_digit(10)?) * 2 % 11;
    }
    match (12 - remainder) % 11 {
        10 => Some('X'),
        digit => char::from_digit(digit, 10),
    }
}

#[cfg(test)]
mod tests {
    use super::*;

    #[test]
    fn a_text_of_18_bytes_and_fewer_characters_is_no_number() {
        for text in ["一一010519491231", "110105一二三四", "11010519 é2310021"] {
            assert!(!is_valid_citizen_id(text), "{text}");
        }
    }
}
