//! The texts of the packs' certificate types, so that everything that says `type.<name>.…` has
//! words for them, in the core and on the screens.

use std::collections::BTreeMap;

use serde::{Deserialize, Serialize};
use ts_rs::TS;

use crate::context::Core;
use crate::messages::Messages;
use crate::storage::StorageError;

/// Texts that a screen adds to its catalogue under `type`, for one locale.
#[derive(Debug, Clone, Serialize, Deserialize, TS)]
pub struct TypeTextsView {
    /// The locale.
    pub locale: String,
    /// Certificate types by name.
    pub types: BTreeMap<String, TypeTextView>,
}

/// The texts of a certificate type.
#[derive(Debug, Clone, Serialize, Deserialize, TS)]
pub struct TypeTextView {
    /// Its title.
    pub title: String,
    /// A word or two.
    pub short: String,
    /// Labels of its fields, by name.
    pub field: BTreeMap<String, String>,
}

/// The texts of every type that the packs describe; none where the build has no pack.
pub(crate) fn texts(core: &Core) -> Result<TypeTextsView, StorageError> {
    let locale = core.text_locale();
    Ok(TypeTextsView {
        locale: locale.to_owned(),
        types: types(core, locale),
    })
}

impl Core {
    /// Adds the texts of the packs' types to a catalogue.
    pub(crate) fn with_pack_texts(&self, messages: Messages) -> Messages {
        let types = types(self, messages.locale());
        messages.with(&serde_json::json!({ "type": types }).to_string())
    }
}

/// Where two packs describe a type, the newer one's words.
fn types(core: &Core, locale: &str) -> BTreeMap<String, TypeTextView> {
    let packs = core.known_packs();
    let described = packs
        .iter()
        .rev()
        .flat_map(|loaded| &loaded.pack().certificate_types);
    let told = described.map(|described| {
        let fields = described.fields.iter();
        let text = TypeTextView {
            title: described.title.get(locale).to_owned(),
            short: described.short.get(locale).to_owned(),
            field: fields
                .map(|field| (field.name.clone(), field.label.get(locale).to_owned()))
                .collect(),
        };
        (described.name.clone(), text)
    });
    told.collect()
}
