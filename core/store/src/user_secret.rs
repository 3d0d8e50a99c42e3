use tongban_device::CustodyLevel;
use zeroize::Zeroizing;

/// A PIN or passphrase as a person typed it; wiped when dropped, never printed.
pub struct UserSecret(Zeroizing<String>);

impl UserSecret {
    /// Takes what was typed.
    pub fn new(text: String) -> Self {
        Self(Zeroizing::new(text))
    }

    /// Whether a *new* wallet of `level` may have this secret (rule K1): digits where half
    /// of the key is kept elsewhere, a passphrase where it is all there is.
    pub fn check(&self, level: CustodyLevel) -> Result<(), SecretPolicyError> {
        let min = min_length(level);
        if self.0.chars().count() < min as usize {
            return Err(SecretPolicyError::TooShort { min });
        }
        let digits = self.0.bytes().all(|byte| byte.is_ascii_digit());
        match level {
            CustodyLevel::Hardware | CustodyLevel::OsKeyring if !digits => {
                Err(SecretPolicyError::NotDigits)
            }
            _ if is_trivial(&self.0) => Err(SecretPolicyError::Trivial),
            _ => Ok(()),
        }
    }

    /// Whether both are the same text.
    pub fn is_same_as(&self, other: &Self) -> bool {
        self.0 == other.0
    }

    pub(crate) fn expose(&self) -> &[u8] {
        self.0.as_bytes()
    }
}

/// The least number of digits (hardware, keyring) or characters (passphrase).
pub fn min_length(level: CustodyLevel) -> u32 {
    match level {
        CustodyLevel::Hardware | CustodyLevel::OsKeyring => 6,
        CustodyLevel::Passphrase => 10,
    }
}

/// Why a new wallet may not have this secret.
#[derive(Debug, Clone, Copy, PartialEq, Eq, thiserror::Error)]
pub enum SecretPolicyError {
    /// It has fewer digits or characters than the level of custody asks for.
    #[error("secret is shorter than {min}")]
    TooShort {
        /// The least length.
        min: u32,
    },
    /// A PIN has something other than the digits 0 to 9.
    #[error("pin is not made of digits")]
    NotDigits,
    /// It is among the first that anyone would try: one sign or a short group repeated, or
    /// signs in their order.
    #[error("secret is among the first that anyone would try")]
    Trivial,
}

/// `777777`, `121212`, `123123`; `456789`, `654321`, `890123`; the same with letters.
fn is_trivial(secret: &str) -> bool {
    let signs: Vec<char> = secret.chars().collect();
    let repeats = (1..=LONGEST_GROUP)
        .any(|group| signs.len() > group && signs.iter().zip(&signs[group..]).all(|(a, b)| a == b));
    let runs = [1, -1]
        .into_iter()
        .any(|step| signs.windows(2).all(|pair| follows(pair[0], pair[1], step)));
    repeats || runs
}

/// Whether `next` stands `step` behind `sign`; 0 stands behind 9, as on a keypad.
fn follows(sign: char, next: char, step: i64) -> bool {
    match (sign.to_digit(10), next.to_digit(10)) {
        (Some(sign), Some(next)) => (i64::from(sign) + step).rem_euclid(10) == i64::from(next),
        _ => i64::from(u32::from(sign)) + step == i64::from(u32::from(next)),
    }
}

const LONGEST_GROUP: usize = 3;

#[cfg(test)]
mod tests {
    use super::*;

    fn check(level: CustodyLevel, text: &str) -> Result<(), SecretPolicyError> {
        UserSecret::new(text.into()).check(level)
    }

    #[test]
    fn what_anyone_would_try_first_is_refused_for_a_new_wallet() {
        for pin in [
            "111111",
            "000000",
            "123456",
            "654321",
            "012345",
            "567890",
            "098765",
            "890123",
            "121212",
            "123123",
            "99999999",
            "12345678901",
        ] {
            assert_eq!(
                check(CustodyLevel::OsKeyring, pin),
                Err(SecretPolicyError::Trivial),
                "{pin}"
            );
        }
        for passphrase in ["aaaaaaaaaa", "1234567890", "abcdefghij", "abcabcabcabc"] {
            assert_eq!(
                check(CustodyLevel::Passphrase, passphrase),
                Err(SecretPolicyError::Trivial),
                "{passphrase}"
            );
        }
    }

    #[test]
    fn other_digits_are_taken_and_no_more_than_a_few_are_refused() {
        for pin in [
            "271828",
            "112233",
            "123457",
            "135790",
            "111112",
            "159159159753",
        ] {
            assert_eq!(check(CustodyLevel::Hardware, pin), Ok(()), "{pin}");
        }
        let refused = (0..1_000_000)
            .filter(|number| is_trivial(&format!("{number:06}")))
            .count();
        // 100 groups of two, 990 more of three, and twice ten runs.
        assert_eq!(refused, 1_110);
        assert_eq!(check(CustodyLevel::Passphrase, "correct horse"), Ok(()));
    }
}
