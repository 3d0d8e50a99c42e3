//! Showing a certificate: a new signed code every thirty seconds, without network.

mod code;
mod copy;
mod error;

use std::sync::Arc;

use serde::{Deserialize, Serialize};
use tongban_store::CertificateId;
use ts_rs::TS;

use crate::certificates::CertificateError;
use crate::context::{Core, blocking};
use crate::error::ErrorView;
use crate::events::NothingView;
use crate::presence;
use crate::storage::StorageError;

use code::make_code;
use copy::{choose_copy, spend};
use error::ShowError;

/// Starts showing.
#[derive(Debug, Deserialize, TS)]
pub struct ShowStartRequest {
    /// Which certificate.
    pub certificate_id: String,
    /// Names of the fields to disclose.
    pub fields: Vec<String>,
}

/// Asks for the next code.
#[derive(Debug, Deserialize, TS)]
pub struct ShowNextRequest {
    /// Which showing.
    pub show_id: String,
    /// Names of the fields to disclose now.
    pub fields: Vec<String>,
}

/// Ends showing.
#[derive(Debug, Deserialize, TS)]
pub struct ShowStopRequest {
    /// Which showing.
    pub show_id: String,
}

/// A living code. The reply's bytes are `size * size` modules, row by row, 1 = dark.
#[derive(Debug, Clone, Serialize, Deserialize, TS)]
pub struct ShowView {
    /// Names this showing in `show.next` and `show.stop`.
    pub show_id: String,
    /// Modules a side, without the quiet zone.
    pub size: u32,
    /// QR version, 1 to 25.
    pub version: u32,
    /// When the proof was signed, RFC 3339.
    pub made_at: String,
    /// How long to show it.
    pub valid_seconds: u32,
    /// Milliseconds until the next one is due.
    pub next_in_ms: u32,
    /// The code's text.
    pub text: String,
    /// Length of the signed bytes.
    pub bytes_len: u32,
    /// True above version 20: fewer fields scan more easily.
    pub dense: bool,
    /// Names of the fields that this code discloses.
    pub discloses: Vec<String>,
    /// Until when codes may be made without asking for presence again, RFC 3339.
    pub presence_until: String,
}

/// A living code with its modules beside it.
#[derive(Debug, Clone)]
pub struct ShowCode {
    /// What the screen says about it.
    pub view: ShowView,
    /// `size * size` modules, row by row, 1 = dark.
    pub modules: Vec<u8>,
}

/// Which copy a showing uses; the same one until it ends.
#[derive(Debug, Clone, Copy)]
pub(crate) struct Showing {
    certificate: CertificateId,
    position: u32,
}

/// Starts a showing: presence first, then one copy, then its first code.
pub(crate) async fn start(
    core: &Arc<Core>,
    request: ShowStartRequest,
) -> Result<ShowCode, ErrorView> {
    presence::require(core).await?;
    blocking(core, move |core| {
        let db = core.unlocked()?;
        let certificate = request
            .certificate_id
            .parse()
            .map_err(|_| CertificateError::NotFound)?;
        let copy = choose_copy(core, &db, certificate)?;
        let show_id = new_id(core)?;
        let code = make_code(core, &db, &copy, &show_id, &request.fields)?;
        spend(core, &db, certificate, &copy)?;
        let showing = Showing {
            certificate,
            position: copy.position,
        };
        core.put_showing(show_id, showing);
        Ok::<_, ShowError>(code)
    })
    .await
}

/// The next code of a showing, freshly signed.
pub(crate) async fn next(
    core: &Arc<Core>,
    request: ShowNextRequest,
) -> Result<ShowCode, ErrorView> {
    presence::require(core).await?;
    blocking(core, move |core| {
        let db = core.unlocked()?;
        let showing = core.showing(&request.show_id).ok_or(ShowError::Ended)?;
        let copies = db.copies(showing.certificate).map_err(StorageError::from)?;
        let copy = copies
            .into_iter()
            .find(|copy| copy.position == showing.position)
            .ok_or(ShowError::Ended)?;
        make_code(core, &db, &copy, &request.show_id, &request.fields)
    })
    .await
}

/// Ends a showing; one that has ended already is a success.
pub(crate) fn stop(core: &Core, request: &ShowStopRequest) -> NothingView {
    core.end_showing(&request.show_id);
    NothingView {}
}

fn new_id(core: &Core) -> Result<String, StorageError> {
    Ok(CertificateId::draw(&*core.caps.clock, &*core.caps.entropy)?.to_string())
}
