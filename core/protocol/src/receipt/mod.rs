//! A receipt: the platform's signed word on one operation.
//!
//! Two facts, two words (rule S3): *held* when text and manifest are durable, *complete* when
//! every attachment has arrived. A rejection is a receipt too (rule S5). Each carries the head
//! of the read log (rule K6) and how far the platform is backed up (rule S2).

mod content;
mod keys;
mod reason;
mod sign;
mod verify;

pub use content::{Fact, Receipt};
pub use keys::{
    PlatformKeys, PreparedPlatformKeys, ReceiptKeys, UnverifiedPlatformKeys, prepare_platform_keys,
};
pub use reason::{Rejection, RejectionCode};
pub use sign::{PreparedReceipt, prepare_receipt};
pub use verify::{UnverifiedReceipt, VerifiedReceipt};

/// Row kind under which a receipt stands in its scope.
pub const RECEIPT_KIND: &str = "receipt";

const TYP: &str = "application/tongban-receipt+cbor";
