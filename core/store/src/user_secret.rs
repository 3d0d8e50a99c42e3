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
            _ => Ok(()),
        }
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
}
