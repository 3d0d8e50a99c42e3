//! What a region's rules say: calendars, statutory limits, packs of services.
//!
//! Rules are data (rule L1). Nothing here names a region or a service; the same code counts a
//! limit in every region's calendar. Pure: no clock, no network, no randomness, no key of its own.
#![forbid(unsafe_code)]

mod calendar;
mod clock;
pub mod expression;
pub mod form;
pub mod guide;
pub mod lint;
pub mod materials;
pub mod pack;
pub mod provision;
pub mod search;
pub mod service;
#[cfg(feature = "compiler")]
pub mod source;
mod texts;

pub use calendar::{Calendar, CalendarDay, CalendarError, Calendars, Certainty, DayKind};
pub use clock::{
    Acceptance, AcceptanceRule, Amount, Approver, Binding, BindingBy, Clock, ClockError,
    ClockReading, ClockRules, CountError, DeemedFrom, Due, Duty, Extension, ExtensionRule, Left,
    Limit, LimitError, MAX_DAYS, Reading, Step, Stop, StopReason, Stopped, Unit, Why, acceptance,
    binding, count,
};
pub use texts::{RULES_LOCALE, Texts};
pub use tongban_values::Day;
