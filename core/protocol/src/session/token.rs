use zeroize::{Zeroize, ZeroizeOnDrop};

/// Lets its bearer read the scopes of one device. A secret: no `Debug`, wiped when dropped.
#[derive(Clone, PartialEq, Eq, Zeroize, ZeroizeOnDrop)]
pub struct ReadToken([u8; 32]);

impl ReadToken {
    /// Takes 32 random bytes.
    pub const fn from_bytes(bytes: [u8; 32]) -> Self {
        Self(bytes)
    }

    /// The secret itself, for the header and for hashing.
    pub fn expose(&self) -> &[u8; 32] {
        &self.0
    }
}
