//! Random bytes fit for keys, salts and nonces.

/// A source of random bytes.
pub trait Entropy: Send + Sync {
    /// Fills all of `out` with bytes fit for keys, or fails and says so; a partly filled
    /// buffer is never reported as success.
    fn fill(&self, out: &mut [u8]) -> Result<(), EntropyError>;
}

impl dyn Entropy + '_ {
    /// Draws `N` bytes.
    pub fn array<const N: usize>(&self) -> Result<[u8; N], EntropyError> {
        let mut bytes = [0; N];
        self.fill(&mut bytes)?;
        Ok(bytes)
    }
}

/// The machine has no random bytes to give.
#[derive(Debug, Clone, Copy, PartialEq, Eq, thiserror::Error)]
#[error("random source of the machine does not answer")]
pub struct EntropyError;
