//! Tests that span crates: whole journeys with the real platform in this process, the import
//! table of the workspace, and the coverage of the rules. Everything is in `tests/it`.
#![forbid(unsafe_code)]
