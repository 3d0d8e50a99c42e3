//! The compiler: a folder of YAML and Markdown becomes a [`Pack`](crate::pack::Pack).
//!
//! A folder a layer, and in it what `docs/region-packs.md` describes. Reading is strict: an unknown
//! key, a missing text or a name that nothing has is a [`Problem`] with file, line, column and a
//! sentence. Files come as bytes; nothing here opens one.

mod cite;
mod compile;
mod decision;
mod expr;
mod field;
mod files;
mod general;
mod guide;
mod item;
mod layer;
mod material;
mod overlay;
mod place;
mod problem;
mod reading;
mod sample;
mod yaml;

pub use compile::{Compiled, compile};
pub use files::{Files, base_of};
pub use problem::Problem;
