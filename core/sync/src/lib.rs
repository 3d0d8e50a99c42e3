//! The sync engine: decides what to send, what to keep and how long to wait.
//!
//! It is a machine of two functions: [`Engine::handle`] takes what happened, and
//! [`Engine::next_action`] says what to do next. It has no clock, network, disk, randomness or
//! key of its own: monotonic instants and entropy come in with every [`Input`], everything else
//! goes out as an [`Action`]. App, tests and simulator drive it through one [`pump`].
//!
//! What it guarantees (`docs/sync-protocol.md`): nothing received counts before it is stored
//! (rule S8), *received* is said only after a verified receipt (rule S3), text goes before photos
//! (rule S12), operations of one case keep their order, and one that cannot be sent holds nothing
//! but what depends on it (rule S5). Killed at any point, it continues from what was stored.
//!
//! It does not know what an operation means, and does not decide whether a person may send it.
#![forbid(unsafe_code)]

mod action;
mod backoff;
mod engine;
mod input;
mod link;
mod merge;
mod outbox;
mod problem;
mod pump;
mod report;

pub use action::{Action, Change, Piece, Request};
pub use backoff::{Backoff, Dice};
pub use engine::{Config, Engine, ScopeCursor, SnapshotProgress};
pub use input::{Answer, Event, Failure, Input, Moment, OutboxItem, RequestId, SaveId};
pub use merge::{Conflict, FieldValues, Merged, merge_fields};
pub use problem::Problem;
pub use pump::{Host, HostFailed, Pause, pump};
pub use report::{ItemState, Report};
