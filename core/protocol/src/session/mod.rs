//! A device's session: it signs a nonce with its device key and may read for twelve hours.
//!
//! The token cannot write: every operation is signed by itself. Lifetimes are durations, so the
//! device's clock does not matter (rule S11).

mod challenge;
mod response;
mod sign;
mod token;

pub use challenge::{SessionChallenge, SessionChallengeRequest};
pub use response::{MAX_SESSION_SECONDS, SessionResponse};
pub use sign::{PreparedSession, UnverifiedSession, VerifiedSession, prepare_session};
pub use token::ReadToken;
