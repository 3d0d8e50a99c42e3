use tongban_app::CallReply;

/// The answer to [`crate::Wallet::call`]: JSON with `ok` or `error`, and bytes beside it.
#[derive(uniffi::Record)]
pub struct CallAnswer {
    /// `{"ok": …}` or `{"error": …}`.
    pub json: String,
    /// Pictures and modules; empty for most calls.
    pub bytes: Vec<u8>,
}

impl From<CallReply> for CallAnswer {
    fn from(reply: CallReply) -> Self {
        Self {
            json: reply.json,
            bytes: reply.bytes,
        }
    }
}
