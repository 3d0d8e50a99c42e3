//! A PIN or passphrase on its way in.

use std::fmt;

use serde::Deserialize;
use tongban_store::UserSecret;
use ts_rs::TS;
use zeroize::{Zeroize, ZeroizeOnDrop};

/// What a person typed. Printed nowhere, wiped when dropped.
#[derive(Deserialize, Zeroize, ZeroizeOnDrop, TS)]
#[ts(type = "string")]
pub struct SecretText(String);

impl SecretText {
    /// Takes over what was typed.
    pub fn new(text: String) -> Self {
        Self(text)
    }

    /// Longer than anything a person types.
    pub(crate) fn is_too_long(&self) -> bool {
        self.0.len() > LONGEST
    }

    /// The text; copy it into nothing that is not wiped.
    pub(crate) fn reveal(&self) -> &str {
        &self.0
    }

    /// Hands the text over; what is left here is empty.
    pub(crate) fn into_user_secret(mut self) -> UserSecret {
        UserSecret::new(std::mem::take(&mut self.0))
    }
}

impl fmt::Debug for SecretText {
    fn fmt(&self, f: &mut fmt::Formatter<'_>) -> fmt::Result {
        f.write_str("SecretText")
    }
}

const LONGEST: usize = 1024;
