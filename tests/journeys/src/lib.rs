//! Which tests this tree has and what they show: the one scanner behind the coverage of rules and
//! requirements and behind the names in the threat model. The tests that span crates are in
//! `tests/it`.
//!
//! It reads sources, not builds: a name counts when a test attribute stands above it, or when it
//! is the title of a Kotlin, browser or UI test. Whether the test passed is told by who ran it.
#![forbid(unsafe_code)]

mod coverage;
mod found_tests;
mod tables;

pub use coverage::{Coverage, CoverageLine, Outcome, Outcomes, State};
pub use found_tests::FoundTests;
pub use tables::{Clause, TablesError};
