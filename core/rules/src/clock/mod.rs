//! Statutory limits, counted day by day, with the reason for each day.
//!
//! The day of the event does not count; working days are those of the place's calendar; a limit
//! in calendar days that would end on a day off ends on the next working day. Whatever leans on
//! a computed festival or on a year without a notice is provisional (rule L8). Nothing here
//! decides what a limit is or when its clock stops: packs say that, cases apply it.

mod acceptance;
mod binding;
mod count;
mod due;
mod extension;
mod left;
mod limit;
mod running;
mod step;
mod stop;

pub use acceptance::{Acceptance, AcceptanceRule, DeemedFrom, acceptance};
pub use binding::{Binding, BindingBy, binding};
pub use count::{CountError, count};
pub use due::{Due, Reading};
pub use extension::{Approver, Extension, ExtensionRule};
pub use left::Left;
pub use limit::{Amount, Duty, Limit, LimitError, MAX_DAYS, Unit};
pub use running::{Clock, ClockError, ClockReading, ClockRules, Stopped};
pub use step::{Step, Why};
pub use stop::{Stop, StopReason};
