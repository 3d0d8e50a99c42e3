//! Letters against the readings of a phrase: `laonianka`, `lnk`, `lao nian k`.

use super::grams::is_chinese;

/// The readings of each syllable: `lao nian ka/qia`.
pub(super) fn syllables(reading: &str) -> Vec<Vec<&str>> {
    reading
        .split_whitespace()
        .map(|one| one.split('/').collect())
        .collect()
}

/// The letters of a query; empty if it has anything else, for then it is no reading.
pub(super) fn letters(folded: &str) -> String {
    let letters = |c: char| c.is_ascii_lowercase() || c == ' ' || c.is_ascii_digit();
    match folded.chars().all(letters) && !folded.chars().any(is_chinese) {
        true => folded.replace(' ', ""),
        false => String::new(),
    }
}

/// How well the letters read as syllables in a row, each whole or by its beginning: up to 1.6 for
/// the whole phrase typed out, 0 for no match. A single letter reads only the first syllable.
pub(super) fn matches(syllables: &[Vec<&str>], letters: &str) -> f64 {
    if letters.is_empty() || letters.len() > MAX_LETTERS {
        return 0.0;
    }
    let starts = if letters.len() == 1 {
        1
    } else {
        syllables.len()
    };
    let mut best = 0.0f64;
    for start in 0..starts.min(syllables.len()) {
        let Some(found) = run(&syllables[start..], letters) else {
            continue;
        };
        let covered = found.syllables as f64 / syllables.len() as f64;
        let spelled = found.whole as f64 / found.syllables.max(1) as f64;
        let first = if start == 0 { 0.2 } else { 0.0 };
        best = best.max(0.5 + 0.6 * covered + 0.3 * spelled + first);
    }
    best
}

/// Letters read to the end, over so many syllables, so many of them whole.
#[derive(Clone, Copy)]
struct Run {
    syllables: usize,
    whole: usize,
}

/// The reading of all letters over a row of syllables from the first on, with most syllables whole.
fn run(syllables: &[Vec<&str>], letters: &str) -> Option<Run> {
    // reached[n]: the best way to have read the first n letters.
    let mut reached: Vec<Option<Run>> = vec![None; letters.len() + 1];
    reached[0] = Some(Run {
        syllables: 0,
        whole: 0,
    });
    for syllable in syllables {
        let mut next: Vec<Option<Run>> = vec![None; letters.len() + 1];
        // A finished reading stays finished: the rest of the phrase need not be typed.
        next[letters.len()] = reached[letters.len()];
        for (place, so_far) in reached.iter().enumerate() {
            let Some(so_far) = so_far.filter(|_| place < letters.len()) else {
                continue;
            };
            for reading in syllable {
                let rest = &letters[place..];
                let same = rest.bytes().zip(reading.bytes());
                let most = same.take_while(|(typed, read)| typed == read).count();
                for length in 1..=most {
                    let found = Run {
                        syllables: so_far.syllables + 1,
                        whole: so_far.whole + usize::from(length == reading.len()),
                    };
                    let slot = &mut next[place + length];
                    if slot.is_none_or(|other| other.whole < found.whole) {
                        *slot = Some(found);
                    }
                }
            }
        }
        reached = next;
    }
    reached[letters.len()]
}

const MAX_LETTERS: usize = 48;

#[cfg(test)]
mod tests {
    use super::*;

    #[test]
    fn initials_syllables_and_mixtures_read_the_phrase() {
        let phrase = syllables("lao nian ka/qia");
        for letters in ["lnk", "lnq", "laonianka", "laonk", "lnka", "nk", "laonian"] {
            assert!(matches(&phrase, letters) > 0.0, "{letters}");
        }
        for letters in ["lk", "nlk", "lnkx", "laox", "k", ""] {
            assert_eq!(matches(&phrase, letters), 0.0, "{letters}");
        }
    }

    #[test]
    fn more_of_the_phrase_is_better() {
        let phrase = syllables("lao nian ka");
        assert!(matches(&phrase, "laonianka") > matches(&phrase, "lnk"));
        assert!(matches(&phrase, "lnk") > matches(&phrase, "ln"));
        assert!(matches(&phrase, "ln") > matches(&phrase, "nk"));
    }
}
