//! Numbers that people see and say: `R2026-000017` for a receipt, `D2026-000003` for a document.
//! They are given in the transaction that uses them, so that every one is accounted for.

use tongban_rules::Day;

use crate::store::{Found, Series};

/// The legal year of an instant.
pub(crate) fn year(now: u64) -> u16 {
    u16::try_from(Day::of(now).year()).unwrap_or(9999)
}

/// The number after the last given one.
pub(crate) fn next(found: &Found, series: Series) -> u64 {
    found.numbers.get(&series).copied().unwrap_or(0) + 1
}

/// As people see it.
pub(crate) fn text(series: Series, year: u16, number: u64) -> String {
    format!("{}{year}-{number:06}", series.letter())
}
