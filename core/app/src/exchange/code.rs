//! The code of a move file: 100 random bits as 20 signs in groups of five, without the signs that
//! people take for one another. Kept nowhere: it is shown once and typed once.

use tongban_device::{Entropy, EntropyError};
use tongban_store::UserSecret;
use zeroize::Zeroizing;

use crate::secret::SecretText;

/// Draws a code, as it is shown.
pub(super) fn draw(entropy: &dyn Entropy) -> Result<Zeroizing<String>, EntropyError> {
    let drawn: Zeroizing<[u8; SIGNS]> = Zeroizing::new(entropy.array()?);
    let mut code = Zeroizing::new(String::with_capacity(SIGNS + SIGNS / GROUP));
    for (place, byte) in drawn.iter().enumerate() {
        if place > 0 && place % GROUP == 0 {
            code.push('-');
        }
        // 32 signs: the five low bits of a byte are as random as the byte.
        code.push(char::from(ALPHABET[usize::from(byte & 31)]));
    }
    Ok(code)
}

/// The secret that a code stands for, however it was typed: groups and case do not count, and
/// signs that look like others are those.
pub(super) fn secret(typed: SecretText) -> UserSecret {
    let typed = typed.reveal();
    let signs = typed.chars().filter(char::is_ascii_alphanumeric);
    let read = signs.map(|sign| match sign.to_ascii_uppercase() {
        'O' => '0',
        'I' | 'L' => '1',
        'U' => 'V',
        sign => sign,
    });
    UserSecret::new(read.collect())
}

const ALPHABET: &[u8; 32] = b"0123456789ABCDEFGHJKMNPQRSTVWXYZ";
const SIGNS: usize = 20;
const GROUP: usize = 5;

#[cfg(test)]
mod tests {
    use tongban_device::entropy::SeededEntropy;

    use super::*;

    #[test]
    fn a_code_has_100_bits_and_is_read_however_it_is_typed() {
        let code = draw(&SeededEntropy::new(4)).unwrap();
        let signs: Vec<char> = code.chars().filter(|sign| *sign != '-').collect();
        assert_eq!(signs.len(), 20, "20 signs of 5 bits");
        assert!(signs.iter().all(|sign| ALPHABET.contains(&(*sign as u8))));
        let read = |text: &str| secret(SecretText::new(text.to_owned()));
        let meant = read(&code);
        let sloppy = code
            .to_lowercase()
            .replace('-', " ")
            .replace('0', "o")
            .replace('1', "l");
        assert!(read(&sloppy).is_same_as(&meant));
        let mut other = code.to_string();
        other.replace_range(0..1, if code.starts_with('7') { "8" } else { "7" });
        assert!(!read(&other).is_same_as(&meant));
    }
}
