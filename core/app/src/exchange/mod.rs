//! Files that leave this device or come in (rows 32 and 70): everything in open formats, and
//! drafts and history for another device, encrypted. No network is used.
//!
//! One archive serves both: records as JSON, photos as they are, the packs by which they were
//! filled in. What stands in docs/export.md is what `records` writes.

mod archive;
mod bring_together;
mod code;
mod error;
mod export;
mod gather;
mod incoming;
mod page;
mod records;
mod take_in;
#[cfg(test)]
mod tests;
mod view;

pub(crate) use export::{export, move_out};
pub(crate) use incoming::{Incoming, begin, cancel, piece};

pub use view::{
    ExportedView, ImportBeginRequest, ImportPieceRequest, ImportView, ImportedView, MovedView,
};

const FORMAT: &str = "tongban-export";
const VERSION: u32 = 1;
const RECORDS: &str = "records.json";
