//! What a person may be told by text message, WeChat or telephone (row 42).
//!
//! A short message is read on locked screens and by whoever holds the telephone. It says that there
//! is news, of which of three kinds, and where to look: nothing of the person, the service, the
//! office or the case goes into it, because nothing of them comes into this function.

use serde::{Deserialize, Serialize};
use tongban_cases::CaseView;
use ts_rs::TS;

use crate::messages::Messages;

/// The short message about a document, in one language.
#[derive(Debug, Clone, Serialize, Deserialize, TS)]
pub struct ShortMessageView {
    /// Number of the document that it is about; not part of the text.
    pub document: String,
    /// Its language.
    pub locale: String,
    /// The text to send or to read out.
    pub text: String,
}

/// The text for a document of this kind.
fn short_message(messages: &Messages, kind: &str) -> String {
    let news = match kind {
        "supplement_asked" => "supplement",
        "granted" | "refused" | "not_accepted" | "wrong_authority" | "supply_lapsed"
        | "terminated" | "annulled" => "result",
        _ => "progress",
    };
    messages.text(&format!("served.short.{news}"))
}

/// The texts for every document of a case, in every language: the desk does not know which one the
/// applicant reads.
pub(super) fn short_messages(view: &CaseView) -> Vec<ShortMessageView> {
    let languages: Vec<_> = Messages::LOCALES
        .iter()
        .map(|tag| Messages::load(tag))
        .collect();
    let of_document = |document: &tongban_cases::Document| -> Vec<ShortMessageView> {
        let told = languages.iter().map(|messages| ShortMessageView {
            document: document.number.clone(),
            locale: messages.locale().to_owned(),
            text: short_message(messages, &document.kind),
        });
        told.collect()
    };
    view.documents.iter().flat_map(of_document).collect()
}
