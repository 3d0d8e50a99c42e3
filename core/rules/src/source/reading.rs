//! How a Chinese phrase is read, without tones.

use std::collections::BTreeSet;

use pinyin::ToPinyinMulti;

/// A reading for each Chinese character, joined by spaces; several readings of one character are
/// joined by `/`. Characters of other scripts stand for themselves, in lower case, one word each
/// run. Empty where nothing of it is Chinese.
pub(super) fn reading(text: &str) -> String {
    let mut words: Vec<String> = Vec::new();
    let mut chinese = false;
    let mut open = false;
    for character in text.chars() {
        if let Some(readings) = character.to_pinyin_multi() {
            let plain: BTreeSet<&str> = readings.into_iter().map(|one| one.plain()).collect();
            words.push(plain.into_iter().collect::<Vec<_>>().join("/"));
            chinese = true;
            open = false;
        } else if character.is_alphanumeric() {
            let lower = character.to_lowercase();
            match words.last_mut() {
                Some(word) if open => word.extend(lower),
                _ => words.push(lower.collect()),
            }
            open = true;
        } else {
            open = false;
        }
    }
    match chinese {
        true => words.join(" ").replace('ü', "v"),
        false => String::new(),
    }
}

#[cfg(test)]
mod tests {
    use super::*;

    #[test]
    fn every_reading_of_a_character_is_kept_and_other_scripts_stay() {
        let words = |text| {
            let reading = reading(text);
            let word = |word: &str| word.split('/').map(str::to_owned).collect::<Vec<_>>();
            reading.split(' ').map(word).collect::<Vec<_>>()
        };
        let bank = words("银行A1卡，女");
        assert_eq!(bank.len(), 5);
        assert!(bank[1].contains(&"hang".to_owned()) && bank[1].contains(&"xing".to_owned()));
        assert_eq!(bank[2], ["a1"]);
        assert!(bank[4].contains(&"nv".to_owned()));
        assert_eq!(reading("bus card"), "");
    }
}
