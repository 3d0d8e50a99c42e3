//! What can be wrong with an answer.

use tongban_rules::Day;
use tongban_rules::expression::{Format, ValueType};
use tongban_rules::form::Check;

/// Something to put right before the form can be sent.
#[derive(Clone, Debug, PartialEq, Eq)]
pub struct Problem<'a> {
    /// What is wrong.
    pub kind: ProblemKind<'a>,
    /// The published common error that this is an example of (row 8): an id for
    /// [`tongban_rules::service::Service::common_error`].
    pub common_error: Option<&'a str>,
}

/// Closed list of problems. Lengths are in characters.
#[derive(Clone, Debug, PartialEq, Eq)]
pub enum ProblemKind<'a> {
    /// Needed and not there.
    Missing,
    /// The sentence must be declared to be true.
    NotDeclared,
    /// The stored answer is of another type; it is kept and not used.
    WrongType {
        /// What the field takes.
        expected: ValueType,
        /// What is stored.
        found: ValueType,
    },
    /// Longer than the field takes.
    TooLong {
        /// Most characters.
        max: usize,
        /// Characters there are.
        found: usize,
    },
    /// Outside its range.
    OutOfRange {
        /// Smallest.
        min: i64,
        /// Largest.
        max: i64,
    },
    /// A day before the earliest.
    TooEarly {
        /// The earliest.
        earliest: Day,
    },
    /// A day after the latest.
    TooLate {
        /// The latest.
        latest: Day,
    },
    /// Not one of the options.
    NotAnOption,
    /// Fewer options than needed.
    TooFew {
        /// Fewest.
        min: usize,
    },
    /// More options than possible.
    TooMany {
        /// Most.
        max: usize,
    },
    /// Not of the form that such a number has.
    WrongForm(Format),
    /// The inputs are there, but what is computed from them has no value.
    NotComputable,
    /// A condition of the pack does not hold; its message says what to do.
    Check(&'a Check),
}
