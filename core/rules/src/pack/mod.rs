//! The region pack: every service of a region with the rules behind it, in one signed file.

pub mod bytes;
mod check;
pub mod codec;
mod content;
pub mod day;
mod signed;
pub(crate) mod some_day;

pub use check::PackError;
pub use content::{CertificateField, CertificateType, File, Layer, LifeEvent, Pack};
pub use signed::{
    MAX_CONTENT, PACK_TYP, PreparedPack, ReadError, SignedPack, WriteError, prepare_pack,
};
