//! Why calendar data is refused.

/// A file of calendar data cannot be used. Names the file and nothing of its content but dates.
#[derive(Clone, Debug, PartialEq, Eq, thiserror::Error)]
pub enum CalendarError {
    /// The file is no JSON of its schema.
    #[error("calendar file {file} does not follow its schema at line {line}")]
    Schema {
        /// Path of the file.
        file: String,
        /// Line of the fault.
        line: usize,
    },
    /// A date does not exist, or lies outside the file's year and the days before it.
    #[error("calendar file {file} has a date that cannot be in it: {date}")]
    Date {
        /// Path of the file.
        file: String,
        /// The date as written.
        date: String,
    },
    /// A date stands twice in one calendar, with different meanings.
    #[error("calendar {calendar} says two things of {date}")]
    Contradiction {
        /// The calendar's id.
        calendar: String,
        /// The date.
        date: String,
    },
    /// A year file of a folder without a `calendar.json`.
    #[error("calendar folder {folder} has no calendar.json")]
    NoDescription {
        /// The folder.
        folder: String,
    },
    /// Two folders describe a calendar of the same id.
    #[error("calendar {calendar} is described twice")]
    Twice {
        /// The calendar's id.
        calendar: String,
    },
    /// The base of a calendar is missing, or a calendar is its own base.
    #[error("calendar {calendar} stands on {base}, which is missing or stands on it")]
    Base {
        /// The calendar's id.
        calendar: String,
        /// The base it names.
        base: String,
    },
    /// Its weekly days off or its computed festivals are outside what a year can have.
    #[error("calendar {calendar} has days off that cannot exist")]
    Impossible {
        /// The calendar's id.
        calendar: String,
    },
}
