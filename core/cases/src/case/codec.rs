//! Events as deterministic CBOR and back.
//!
//! An event is a map of time, actor, kind and body; the body is a byte string, so that a kind from a
//! later version is kept as it came (rule S9).

use serde::{Deserialize, Serialize};
use tongban_rules::Day;
use tongban_rules::pack::codec::{decode, encode};

use super::event::KINDS;
use super::{Actor, Event, What};

/// Why bytes are not an event. Says nothing of their content.
#[derive(Clone, Copy, Debug, PartialEq, Eq, thiserror::Error)]
pub enum EventError {
    /// Not the deterministic form of an event.
    #[error("event is malformed")]
    Malformed,
    /// An instant after the year 9999.
    #[error("event has an impossible time")]
    Time,
}

/// The bytes of an event. Equal events have equal bytes.
pub fn encode_event(event: &Event) -> Vec<u8> {
    let body = match &event.what {
        What::Unknown { body, .. } => body.clone(),
        what => encode(what).expect("events hold texts, numbers and bytes only"),
    };
    let written = Written {
        at: event.at,
        by: event.by,
        kind: event.what.kind().to_owned(),
        body,
    };
    encode(&written).expect("an event's frame holds texts, numbers and bytes only")
}

/// Reads exactly what [`encode_event`] wrote. A kind that this version does not know becomes
/// [`What::Unknown`]; a known kind with a body that it does not know is an error.
pub fn decode_event(bytes: &[u8]) -> Result<Event, EventError> {
    let written: Written = decode(bytes).map_err(|_| EventError::Malformed)?;
    Day::checked_of(written.at).ok_or(EventError::Time)?;
    let what = match KINDS.contains(&written.kind.as_str()) {
        true => decode::<What>(&written.body).map_err(|_| EventError::Malformed)?,
        false => What::Unknown {
            kind: written.kind.clone(),
            body: written.body,
        },
    };
    match what.kind() == written.kind {
        true => Ok(Event {
            at: written.at,
            by: written.by,
            what,
        }),
        false => Err(EventError::Malformed),
    }
}

#[derive(Serialize, Deserialize)]
#[serde(deny_unknown_fields)]
struct Written {
    at: u64,
    by: Actor,
    kind: String,
    #[serde(with = "tongban_rules::pack::bytes")]
    body: Vec<u8>,
}
