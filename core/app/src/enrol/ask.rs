//! One question to the platform: the body of a yes, or its typed no.

use tongban_device::TransportRequest;
use tongban_protocol::{MEDIA_TYPE, Refusal};

use super::error::EnrolError;
use crate::context::Core;

/// Posts `body`; a refusal comes back as [`EnrolError::Refused`], also one that cannot be read.
pub(super) async fn ask(core: &Core, path: &str, body: Vec<u8>) -> Result<Vec<u8>, EnrolError> {
    if core.config.platform_address.is_none() {
        return Err(EnrolError::NoPlatform);
    }
    let mut request = TransportRequest::post(path, body)
        .header("content-type", MEDIA_TYPE)
        .header("accept", MEDIA_TYPE);
    request.response_limit = ANSWER_LIMIT;
    let response = core.caps.transport.request(request).await?;
    match response.status {
        200 => Ok(response.body),
        status => match Refusal::decode(&response.body) {
            Ok(refusal) => Err(EnrolError::Refused(refusal)),
            // Not in the platform's own words: a proxy or a broken server answered.
            Err(_) if status >= 500 => Err(EnrolError::Refused(Refusal::Internal)),
            Err(_) => Err(EnrolError::AnswerBad),
        },
    }
}

/// Certificates, trust list and status lists of a region in one answer.
const ANSWER_LIMIT: usize = 72 << 20;
