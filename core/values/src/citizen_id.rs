//! Citizen identity numbers (GB 11643): 17 digits and a check character.

/// Whether `text` is 18 characters with the right check character and a birth date that exists.
pub fn is_valid_citizen_id(text: &str) -> bool {
    let check = text.get(..17).and_then(citizen_id_check);
    let date = text.get(6..14).and_then(|d| {
        let (year, rest) = d.split_at(4);
        let (month, day) = rest.split_at(2);
        crate::Day::from_ymd(year.parse().ok()?, month.parse().ok()?, day.parse().ok()?)
    });
    text.len() == 18 && date.is_some() && check.is_some_and(|check| text.ends_with(check))
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
