//! The rules that the engine keeps, one story each.

mod attachments;
mod corrections;
mod history;
mod hostile_pages;
mod merging;
mod photos;
mod receipts;
mod rows;
mod saving;
mod snapshots;
