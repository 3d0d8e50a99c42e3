use std::sync::{Arc, Mutex, PoisonError};

use tongban_app::{App, ShowCode, ShowNextRequest, ShowStopRequest};

use crate::WalletError;

/// One certificate being shown: a new signed code whenever it is asked for.
///
/// Ask for the next code when `next_in_ms` of the last one has passed, and [`Showing::stop`]
/// when the screen closes. Makes no request to a network.
#[derive(uniffi::Object)]
pub struct Showing {
    app: Arc<App>,
    latest: Mutex<ShowCode>,
}

impl Showing {
    pub(crate) fn new(app: Arc<App>, first: ShowCode) -> Self {
        Self {
            app,
            latest: Mutex::new(first),
        }
    }

    fn keep(&self, code: &ShowCode) {
        *self.latest.lock().unwrap_or_else(PoisonError::into_inner) = code.clone();
    }
}

#[uniffi::export(async_runtime = "tokio")]
impl Showing {
    /// The code made last.
    pub fn code(&self) -> ShowCode {
        self.latest
            .lock()
            .unwrap_or_else(PoisonError::into_inner)
            .clone()
    }

    /// Makes the next code with these fields. Fails with `presence.needed` five minutes after
    /// presence was given.
    pub async fn next(&self, fields: Vec<String>) -> Result<ShowCode, WalletError> {
        let request = ShowNextRequest {
            show_id: self.code().view.show_id,
            fields,
        };
        let code = self.app.show_next(request).await?;
        self.keep(&code);
        Ok(code)
    }

    /// Ends the showing; stopping twice is a success.
    pub fn stop(&self) {
        let request = ShowStopRequest {
            show_id: self.code().view.show_id,
        };
        self.app.show_stop(&request);
    }
}
