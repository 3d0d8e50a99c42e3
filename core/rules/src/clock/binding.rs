//! Which of two limits binds: the law's or the promise.

use super::count::{CountError, count};
use super::{Due, Limit};
use crate::Day;
use crate::calendar::Calendar;

/// The limit that binds, and the law's beside it.
#[derive(Clone, Debug, PartialEq, Eq)]
pub struct Binding {
    /// The end that counts.
    pub due: Due,
    /// Whose limit it is.
    pub by: BindingBy,
    /// The end by the law, shown second.
    pub statutory: Due,
}

/// Whose limit binds.
#[derive(Clone, Copy, Debug, PartialEq, Eq)]
pub enum BindingBy {
    /// The law's (法定时限).
    Statute,
    /// The office's own promise (承诺时限), which is shorter.
    Promise,
}

/// Counts both limits of an office from the day `from`: a promise that ends earlier binds, one
/// that ends later changes nothing.
pub fn binding(
    calendar: &Calendar,
    from: Day,
    statutory: &Limit,
    promised: Option<&Limit>,
) -> Result<Binding, CountError> {
    let statutory = count(calendar, from, statutory)?;
    let promised = promised
        .map(|limit| count(calendar, from, limit))
        .transpose()?;
    Ok(
        match promised.filter(|promised| promised.due < statutory.due) {
            Some(due) => Binding {
                due,
                by: BindingBy::Promise,
                statutory,
            },
            None => Binding {
                due: statutory.clone(),
                by: BindingBy::Statute,
                statutory,
            },
        },
    )
}
