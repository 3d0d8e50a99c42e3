//! Publishing trust list and status lists as signed snapshots (rules C3, C9).
//!
//! Both are republished together at fixed hours, so that the moment of a publication says
//! nothing about a single revocation, and a reader sees one age. Versions and dates only rise,
//! across processes and restarts, because the store refuses anything else.

mod build;
mod run;
mod schedule;

#[cfg(feature = "demo")]
pub(crate) use build::first_trust_list;
pub(crate) use run::keep_publishing;
pub use run::{PublishError, Published};
pub(crate) use run::{publish_due, publish_now, publish_types};
pub use schedule::PublishSchedule;
