use std::sync::{Mutex, PoisonError};

/// A random text that another program cannot guess.
#[derive(Clone)]
pub(crate) struct Secret(String);

impl Secret {
    pub(crate) fn new() -> Result<Self, getrandom::Error> {
        let mut bytes = [0; 32];
        getrandom::fill(&mut bytes)?;
        Ok(Self(hex::encode(bytes)))
    }

    /// For the link or cookie that carries it.
    pub(crate) fn reveal(&self) -> &str {
        &self.0
    }

    /// Compares in a time that does not depend on where the texts differ.
    pub(crate) fn is(&self, given: &str) -> bool {
        let (own, given) = (self.0.as_bytes(), given.as_bytes());
        own.len() == given.len() && own.iter().zip(given).fold(0, |sum, (a, b)| sum | (a ^ b)) == 0
    }
}

/// A secret that opens something once; a wrong guess does not use it up.
pub(crate) struct OneTimeToken(Mutex<Option<Secret>>);

impl OneTimeToken {
    pub(crate) fn holding(secret: Secret) -> Self {
        Self(Mutex::new(Some(secret)))
    }

    pub(crate) fn empty() -> Self {
        Self(Mutex::new(None))
    }

    pub(crate) fn renew(&self, secret: Secret) {
        *self.0.lock().unwrap_or_else(PoisonError::into_inner) = Some(secret);
    }

    pub(crate) fn spend(&self, given: &str) -> bool {
        let mut slot = self.0.lock().unwrap_or_else(PoisonError::into_inner);
        let fits = slot.as_ref().is_some_and(|secret| secret.is(given));
        if fits {
            *slot = None;
        }
        fits
    }
}

#[cfg(test)]
mod tests {
    use super::*;

    #[test]
    fn a_token_opens_once_and_a_wrong_guess_does_not_use_it_up() {
        let secret = Secret::new().expect("entropy");
        let token = OneTimeToken::holding(secret.clone());
        assert!(!token.spend("guess"));
        assert!(token.spend(secret.reveal()));
        assert!(!token.spend(secret.reveal()));
        assert!(!OneTimeToken::empty().spend(""));
    }
}
