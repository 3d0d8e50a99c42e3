//! The region packs of this platform: which ones were published, and by which a case is judged.
//!
//! Every pack that was ever published is kept for ever, because a case is judged by the one that
//! its submission names (rule S9). Under one id versions only rise.

mod load;
mod published;

pub(crate) use load::Packs;
pub use load::{PackProblem, PackSource};
pub(crate) use published::Published;
