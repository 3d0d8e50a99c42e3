//! The calls and their types, as the one table that dispatch and TypeScript share.

mod table;
mod typescript;

use std::sync::Arc;

use serde::Serialize;

pub use typescript::{TYPESCRIPT_FILE, typescript};

use crate::context::Core;
use crate::error::{ErrorCode, ErrorView, Params};

/// What a call gives back: `{"ok": …}` or `{"error": ErrorView}`, and raw bytes beside it.
#[derive(Debug, Clone, PartialEq, Eq)]
pub struct CallReply {
    /// The JSON part.
    pub json: String,
    /// Modules of a code or a portrait; empty for most calls.
    pub bytes: Vec<u8>,
}

pub(crate) async fn call(core: &Arc<Core>, name: &str, json: &str, bytes: &[u8]) -> CallReply {
    let reply = if json.len() > JSON_LIMIT || bytes.len() > BYTES_LIMIT {
        Err(ErrorCode::CallTooLarge.view(Params::new()))
    } else {
        table::dispatch(core, name, json, bytes.to_vec()).await
    };
    match reply {
        Ok(reply) => CallReply {
            json: reply.json,
            bytes: reply.bytes,
        },
        Err(error) => CallReply {
            json: error_json(&error),
            bytes: Vec::new(),
        },
    }
}

pub(crate) fn error_json(error: &ErrorView) -> String {
    #[derive(Serialize)]
    struct Failed<'a> {
        error: &'a ErrorView,
    }
    serde_json::to_string(&Failed { error }).expect("an error view is strings and numbers")
}

/// The longest JSON of a call.
pub(crate) const JSON_LIMIT: usize = 1 << 20;

/// A photo of any phone; the picture reader has its own limit on pixels.
pub(crate) const BYTES_LIMIT: usize = 64 << 20;
