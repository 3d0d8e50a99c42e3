//! Values that certificates and rules share: days of the legal zone, and the national identifiers
//! whose check characters say whether they can be right.
//!
//! Pure: what is not handed in does not exist here. It knows neither certificates nor rules.
#![forbid(unsafe_code)]

mod citizen_id;
mod day;
mod uscc;

pub use citizen_id::{citizen_id_check, is_valid_citizen_id};
pub use day::Day;
pub use uscc::{is_valid_uscc, uscc_check};
