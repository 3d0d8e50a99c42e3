//! CBOR under one set of rules.
//!
//! [`read`] accepts exactly one item and refuses whatever two readers could understand
//! differently; [`Item`] writes deterministically (RFC 8949 section 4.2.1), so that equal content
//! has equal bytes. Hashes and signatures are taken over the raw slices that the reader keeps.

mod item;
mod reader;
mod value;

pub use item::Item;
pub use reader::{CborError, Limits, read, read_sequence};
pub use value::{Kind, Value};
