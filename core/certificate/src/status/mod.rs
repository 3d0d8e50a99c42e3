//! Status snapshots: sharded status lists as signed tokens (Token Status List, CWT form), two bits
//! an entry, kept on the device (rules C3, C10, C11).

mod bits;
mod build;
mod state;
mod token;

pub use bits::{Status, StatusBits};
pub use build::{PreparedStatusList, StatusListContent, prepare_status_list};
pub use state::{StatusState, StatusUpdate};
pub use token::StatusError;

pub(crate) use state::Lookup;

/// Private header of a status token: length of the inflated list, so that a reader knows what it
/// spends before it inflates (rule C11).
pub(crate) const INFLATED_LENGTH: i64 = -65_537;
pub(crate) const STATUS_LIST: i64 = 65_533;
pub(crate) const TIME_TO_LIVE: i64 = 65_534;
pub(crate) const LIST_TYP: &str = "application/statuslist+cwt";
