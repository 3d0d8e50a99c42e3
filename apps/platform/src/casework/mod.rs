//! What an operation means for its case: who may ask, what the pack's rules answer, and what a
//! grant issues. Decides and writes nothing; `sync::intake` stores what comes out in one
//! transaction with the receipt.

mod checks;
mod desk;
mod due;
mod grant;
mod judge;
mod known;
mod loaded;
mod machine;
mod outcome;
mod people;

pub(crate) use checks::is_early;
pub(crate) use desk::{desk_case, desk_file, desk_queue};
pub(crate) use judge::{invalid, judge};
pub(crate) use machine::{day_acts, keep_ticking, photos_complete};
pub(crate) use outcome::Outcome;
