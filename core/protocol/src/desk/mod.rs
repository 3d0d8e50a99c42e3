//! What staff ask for, with the token of their session. They act with signed operations, like
//! everyone; here they only read, and every reading of a record is logged (rule K6).

mod case;
mod file;
mod queue;

pub use case::{DeskCaseRequest, DeskCaseResponse, DeskFile};
pub use file::{DeskFileRequest, DeskFileResponse, MAX_PIECE};
pub use queue::{DeskDue, DeskItem, DeskQueueResponse, DueKind};
