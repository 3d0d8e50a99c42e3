//! The day on which a limit ends.

use super::Step;
use crate::Day;

/// The end of a limit, with all that led to it.
#[derive(Clone, Debug, PartialEq, Eq)]
pub struct Due {
    /// The last day in time; where the limit can be read in two ways, the later one.
    pub due: Day,
    /// Whether the limit can be read in two ways, and what the earlier day is for.
    pub reading: Reading,
    /// Whether a day between the event and `due` is computed or unannounced (rule L8).
    pub provisional: bool,
    /// The version of the calendar that was used.
    pub calendar_version: String,
    /// Every day from the event to `due`, in order. For a limit that can be read in two ways,
    /// those of the later reading.
    pub steps: Vec<Step>,
}

/// How a limit is read (rule L3).
#[derive(Clone, Copy, Debug, PartialEq, Eq)]
pub enum Reading {
    /// In one way only.
    Exact,
    /// An office's duty: both days are shown, "between … and …".
    Range {
        /// The earlier day.
        earliest: Day,
    },
    /// The applicant's duty: the later day is the limit, the earlier one is for reminding.
    RemindBy {
        /// The earlier day.
        earliest: Day,
    },
}

impl Reading {
    /// The earlier day, if there are two.
    pub fn earliest(self) -> Option<Day> {
        match self {
            Self::Exact => None,
            Self::Range { earliest } | Self::RemindBy { earliest } => Some(earliest),
        }
    }
}
