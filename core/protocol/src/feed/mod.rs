//! What stands in the rows of a resident's scope, beside receipts. The body of an event is that of
//! `tongban-cases` and opaque here.

mod certificate;
mod look;
mod read;

pub use certificate::CertificateRow;
pub use look::LookRow;
pub use read::{MAX_READ_MARKS, ReadMark, ReadMarksRequest, ReadRow};

/// Row kind of an event of a case; its version is the case's after it.
pub const EVENT_KIND: &str = "event";
/// Row kind of an issued certificate.
pub const CERTIFICATE_KIND: &str = "certificate";
/// Row kind of a look that a member of staff took at this resident's record.
pub const LOOK_KIND: &str = "look";
/// Row kind of what the person has read on one of their devices; its case id is the scope's own.
pub const READ_KIND: &str = "read";
