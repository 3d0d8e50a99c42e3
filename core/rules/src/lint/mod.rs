//! What a pack must be before it is published, beyond what makes it readable.

mod complete;
mod forbidden;
mod precedence;
mod texts;
mod vague;

pub use vague::{VaguePhrase, VaguePhrases};

use crate::pack::Pack;
use crate::service::Service;

/// One fault of a pack.
#[derive(Clone, Debug, PartialEq, Eq)]
pub struct Finding {
    /// The service.
    pub service: Option<String>,
    /// The file of the service's folder (or of the layer's) in which it is described.
    pub file: &'static str,
    /// The id of the part at fault.
    pub id: Option<String>,
    /// What is wrong, as a sentence for the author.
    pub sentence: String,
}

/// Everything that keeps the pack from being published; empty if nothing does.
pub fn lint(pack: &Pack, vague: &VaguePhrases) -> Vec<Finding> {
    let mut findings = Vec::new();
    texts::check(pack, &mut findings);
    forbidden::check_types(pack, &mut findings);
    for service in &pack.services {
        complete::check(pack, service, &mut findings);
        forbidden::check_form(service, &mut findings);
        precedence::check(pack, service, &mut findings);
        vague::check(service, vague, &mut findings);
    }
    findings
}

fn found(
    service: &Service,
    file: &'static str,
    id: Option<&str>,
    sentence: impl Into<String>,
) -> Finding {
    Finding {
        service: Some(service.id.clone()),
        file,
        id: id.map(str::to_owned),
        sentence: sentence.into(),
    }
}
