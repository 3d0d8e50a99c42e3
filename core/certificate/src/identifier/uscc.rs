//! Unified social credit codes (GB 32100): 17 characters and a check character.

use tongban_values::is_valid_uscc;

use super::IdentifierError;

/// A unified social credit code whose check character is right.
#[derive(Clone, PartialEq, Eq, Hash, PartialOrd, Ord)]
pub struct Uscc(String);

impl Uscc {
    /// Reads a code of 18 characters in capitals.
    pub fn parse(text: &str) -> Result<Self, IdentifierError> {
        match is_valid_uscc(text) {
            true => Ok(Self(text.to_owned())),
            false => Err(IdentifierError::Uscc),
        }
    }

    /// The 18 characters.
    pub fn as_str(&self) -> &str {
        &self.0
    }
}

impl std::fmt::Debug for Uscc {
    fn fmt(&self, f: &mut std::fmt::Formatter<'_>) -> std::fmt::Result {
        f.write_str(&self.0)
    }
}
