//! Ids of persons, keys, certificates and records: UUIDv7, 16 bytes in files, hyphenated text in
//! names and for people who look.

use tongban_device::{Clock, Entropy, EntropyError};
use uuid::{Builder, Uuid};

macro_rules! id {
    ($(#[$doc:meta])* $name:ident) => {
        $(#[$doc])*
        #[derive(Debug, Clone, Copy, PartialEq, Eq, PartialOrd, Ord, Hash)]
        pub struct $name(Uuid);

        impl $name {
            /// Draws a new id.
            pub fn draw(clock: &dyn Clock, entropy: &dyn Entropy) -> Result<Self, EntropyError> {
                draw(clock, entropy).map(Self)
            }

            /// Takes the bytes of an id.
            pub fn from_bytes(bytes: [u8; 16]) -> Self {
                Self(Uuid::from_bytes(bytes))
            }

            /// The bytes of the id.
            pub fn to_bytes(self) -> [u8; 16] {
                self.0.into_bytes()
            }
        }

        impl std::fmt::Display for $name {
            fn fmt(&self, f: &mut std::fmt::Formatter<'_>) -> std::fmt::Result {
                self.0.hyphenated().fmt(f)
            }
        }

        impl std::str::FromStr for $name {
            type Err = IdFormatError;

            /// Accepts the hyphenated lower-case form only, so that one id has one text.
            fn from_str(text: &str) -> Result<Self, IdFormatError> {
                let id = Uuid::try_parse(text).map_err(|_| IdFormatError)?;
                match id.hyphenated().to_string() == text {
                    true => Ok(Self(id)),
                    false => Err(IdFormatError),
                }
            }
        }
    };
}

id! {
    /// A person of this device; part of file names, not known to anyone else.
    PersonId
}
id! {
    /// A key of a person.
    KeyId
}
id! {
    /// A certificate of a person, with all its copies.
    CertificateId
}

id! {
    /// A draft, a file, an operation, a case or a scope: what the platform and this device
    /// name alike.
    RecordId
}

/// The text is not an id.
#[derive(Debug, Clone, Copy, PartialEq, Eq, thiserror::Error)]
#[error("id is not well formed")]
pub struct IdFormatError;

fn draw(clock: &dyn Clock, entropy: &dyn Entropy) -> Result<Uuid, EntropyError> {
    let millis = clock.wall_seconds().saturating_mul(1_000);
    Ok(Builder::from_unix_timestamp_millis(millis, &entropy.array()?).into_uuid())
}
