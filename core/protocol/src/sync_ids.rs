use crate::DecodeError;
use crate::fields::fixed;
use tongban_cose::cbor::{Item, Value};

/// An identifier of 16 bytes; the doc comment says of what. Made by its owner as UUIDv7, but
/// nothing is ever ordered by it (rule S11).
macro_rules! id {
    ($(#[$doc:meta])* $name:ident) => {
        $(#[$doc])*
        #[derive(Debug, Clone, Copy, PartialEq, Eq, Hash, PartialOrd, Ord)]
        pub struct $name([u8; 16]);

        impl $name {
            /// Takes the bytes as they travel.
            pub const fn from_bytes(bytes: [u8; 16]) -> Self {
                Self(bytes)
            }

            /// The bytes as they travel.
            pub const fn as_bytes(&self) -> &[u8; 16] {
                &self.0
            }

            pub(crate) fn item(&self) -> Item {
                self.0[..].into()
            }

            pub(crate) fn from_value(value: &Value<'_>) -> Result<Self, DecodeError> {
                fixed(value, stringify!($name)).map(Self)
            }
        }
    };
}

id!(
    /// Names one operation for ever: the idempotency key of a push.
    OperationId
);
id!(
    /// Names a case; for a draft or a setting, that one.
    CaseId
);
id!(
    /// Names a feed of rows. A resident's is the pseudonym from enrolment.
    ScopeId
);
id!(
    /// Names an attachment within its operation.
    AttachmentId
);
id!(
    /// Names one history of the platform; random, new after every restore (rule S2).
    Epoch
);
