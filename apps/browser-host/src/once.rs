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
pub(crate) struct OneTimeToken(Mutex<Slot>);

#[derive(Default)]
struct Slot {
    open: Option<Secret>,
    used: Option<Secret>,
}

/// What a given secret did.
#[derive(Debug, Clone, Copy, PartialEq, Eq)]
pub(crate) enum Spent {
    /// It opened.
    Now,
    /// It had opened before.
    Before,
    /// It never was the one.
    Never,
}

impl OneTimeToken {
    pub(crate) fn holding(secret: Secret) -> Self {
        Self(Mutex::new(Slot {
            open: Some(secret),
            used: None,
        }))
    }

    pub(crate) fn empty() -> Self {
        Self(Mutex::new(Slot::default()))
    }

    pub(crate) fn renew(&self, secret: Secret) {
        self.0.lock().unwrap_or_else(PoisonError::into_inner).open = Some(secret);
    }

    pub(crate) fn spend(&self, given: &str) -> Spent {
        let mut slot = self.0.lock().unwrap_or_else(PoisonError::into_inner);
        let fits = |secret: &Option<Secret>| secret.as_ref().is_some_and(|secret| secret.is(given));
        if fits(&slot.open) {
            slot.used = slot.open.take();
            Spent::Now
        } else if fits(&slot.used) {
            Spent::Before
        } else {
            Spent::Never
        }
    }
}

#[cfg(test)]
mod tests {
    use super::*;

    #[test]
    fn a_token_opens_once_and_a_wrong_guess_does_not_use_it_up() {
        let secret = Secret::new().expect("entropy");
        let token = OneTimeToken::holding(secret.clone());
        assert_eq!(token.spend("guess"), Spent::Never);
        assert_eq!(token.spend(secret.reveal()), Spent::Now);
        assert_eq!(token.spend(secret.reveal()), Spent::Before);
        assert_eq!(token.spend("guess"), Spent::Never);
        assert_eq!(OneTimeToken::empty().spend(""), Spent::Never);
    }
}
