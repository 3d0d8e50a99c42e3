//! What a region's rules say: calendars, statutory limits, packs of services.
//!
//! Rules are data (rule L1). Nothing here names a region or a service; the same code counts a
//! limit in every region's calendar. Pure: no clock, no network, no randomness, no key of its own.
#![forbid(unsafe_code)]

mod day;

pub use day::Day;
