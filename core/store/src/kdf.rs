use argon2::{Algorithm, Argon2, Params, Version};
use zeroize::Zeroizing;

use crate::UserSecret;

/// How slow a guess of the PIN or passphrase is made: Argon2id (RFC 9106).
///
/// The parameters of a wallet stand in its key header and are read from there; this value
/// is what a *new* wallet gets, and whether weak ones are accepted. Below 19 MiB or two
/// passes they are refused (rule K1), except in a store opened with
/// [`Kdf::fast_for_tests`], which exists only with feature `fakes`.
#[derive(Debug, Clone, PartialEq, Eq)]
pub struct Kdf {
    pub(crate) cost: Cost,
    pub(crate) accepts_weak: bool,
}

impl Kdf {
    /// 64 MiB, two passes, one lane: about 0.1 s on a desktop, half a second on an old
    /// phone.
    pub fn standard() -> Self {
        Self {
            cost: Cost {
                memory_kib: 64 * 1024,
                passes: 2,
                lanes: 1,
            },
            accepts_weak: false,
        }
    }

    /// Makes and accepts wallets that guess at full speed; for tests only.
    #[cfg(feature = "fakes")]
    pub fn fast_for_tests() -> Self {
        Self {
            cost: Cost {
                memory_kib: 64,
                passes: 1,
                lanes: 1,
            },
            accepts_weak: true,
        }
    }
}

/// Argon2id parameters as they stand in a key header.
#[derive(Debug, Clone, Copy, PartialEq, Eq)]
pub(crate) struct Cost {
    pub(crate) memory_kib: u32,
    pub(crate) passes: u32,
    pub(crate) lanes: u32,
}

impl Cost {
    pub(crate) fn is_weak(self) -> bool {
        self.memory_kib < 19 * 1024 || self.passes < 2
    }

    /// Whether a machine can be asked to do this; more can only come from a damaged or
    /// hostile header.
    pub(crate) fn is_sane(self) -> bool {
        self.memory_kib <= 1024 * 1024
            && (1..=16).contains(&self.passes)
            && (1..=4).contains(&self.lanes)
    }

    /// Argon2id of the secret; `None` when the parameters are outside of the standard.
    pub(crate) fn stretch(
        self,
        secret: &UserSecret,
        salt: &[u8; 16],
    ) -> Option<Zeroizing<[u8; 32]>> {
        let params = Params::new(self.memory_kib, self.passes, self.lanes, Some(32)).ok()?;
        let mut stretched = Zeroizing::new([0; 32]);
        let argon = Argon2::new(Algorithm::Argon2id, Version::V0x13, params);
        argon
            .hash_password_into(secret.expose(), salt, &mut *stretched)
            .ok()?;
        Some(stretched)
    }
}
