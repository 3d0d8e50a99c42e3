//! Characters, pairs of neighbours, and words.

/// The text in one spelling: lower case, half width, without spaces and punctuation between
/// Chinese characters, one space between other words.
pub(super) fn fold(text: &str) -> String {
    let mut folded = String::new();
    let mut gap = false;
    for character in text.chars().map(half_width) {
        if !character.is_alphanumeric() {
            gap = true;
            continue;
        }
        let joins = folded.chars().last().is_some_and(|last| !is_chinese(last));
        if gap && joins && !is_chinese(character) {
            folded.push(' ');
        }
        gap = false;
        folded.extend(character.to_lowercase());
    }
    folded
}

/// Single Chinese characters, pairs of neighbouring ones, and other words; each once.
pub(super) fn of(text: &str) -> Vec<String> {
    let folded = fold(text);
    let mut grams = Vec::new();
    let mut word = String::new();
    let mut previous: Option<char> = None;
    for character in folded.chars().chain([' ']) {
        if is_chinese(character) {
            grams.push(character.to_string());
            if let Some(previous) = previous {
                grams.push([previous, character].iter().collect());
            }
        }
        previous = Some(character).filter(|character| is_chinese(*character));
        if is_chinese(character) || character == ' ' {
            let finished = std::mem::take(&mut word);
            if !finished.is_empty() && !EMPTY_WORDS.contains(&finished.as_str()) {
                grams.push(finished);
            }
        } else {
            word.push(character);
        }
    }
    grams.sort_unstable();
    grams.dedup();
    grams
}

/// How much a gram weighs by its length: a pair says more than its two characters, a word more.
pub(super) fn length(gram: &str) -> f64 {
    match gram.chars().next().is_some_and(is_chinese) {
        true => gram.chars().count() as f64,
        false => 2.0,
    }
}

/// Whether a word begins with what was typed of it: three letters at least.
pub(super) fn begins(word: &str, typed: &str) -> bool {
    let latin = !typed.chars().any(is_chinese);
    latin && typed.chars().count() >= 3 && word.starts_with(typed)
}

pub(super) fn is_chinese(character: char) -> bool {
    matches!(u32::from(character), 0x3400..=0x9fff | 0xf900..=0xfaff | 0x2_0000..=0x3_ffff)
}

fn half_width(character: char) -> char {
    match u32::from(character) {
        code @ 0xff01..=0xff5e => char::from_u32(code - 0xfee0).unwrap_or(character),
        _ => character,
    }
}

/// English words that stand in every question.
const EMPTY_WORDS: &[&str] = &[
    "a", "an", "the", "to", "for", "of", "i", "my", "how", "do", "get", "want", "where", "can",
];

#[cfg(test)]
mod tests {
    use super::*;

    #[test]
    fn one_text_has_one_spelling() {
        assert_eq!(fold("Ｏpen a  Shop"), "open a shop");
        assert_eq!(fold("开 店，执照"), "开店执照");
        assert_eq!(fold("A1 卡"), "a1卡");
    }

    #[test]
    fn chinese_is_cut_into_characters_and_pairs() {
        assert_eq!(of("开店"), ["店", "开", "开店"]);
        assert_eq!(of("how to open a shop"), ["open", "shop"]);
        assert_eq!(of("，"), Vec::<String>::new());
    }
}
