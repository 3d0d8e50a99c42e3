//! A text in every language of the pack.

use std::collections::BTreeMap;

use serde::{Deserialize, Serialize};

/// One text, a translation for each locale (BCP 47 tag → text).
#[derive(Clone, Debug, Default, PartialEq, Eq, PartialOrd, Ord, Serialize, Deserialize)]
#[serde(transparent)]
pub struct Texts(BTreeMap<String, String>);

impl Texts {
    /// The text for `locale`; where it is missing, the text in the language of the rules, so that
    /// a screen never shows nothing. Empty only if there is no text at all.
    pub fn get(&self, locale: &str) -> &str {
        let exact = self.0.get(locale).or_else(|| self.0.get(RULES_LOCALE));
        exact
            .or_else(|| self.0.values().next())
            .map_or("", String::as_str)
    }

    /// The text for exactly this locale.
    pub fn exactly(&self, locale: &str) -> Option<&str> {
        self.0.get(locale).map(String::as_str)
    }

    /// Locale and text, ordered by locale.
    pub fn iter(&self) -> impl Iterator<Item = (&str, &str)> {
        self.0
            .iter()
            .map(|(locale, text)| (locale.as_str(), text.as_str()))
    }

    /// Whether there is no text.
    pub fn is_empty(&self) -> bool {
        self.0.is_empty()
    }
}

impl<L: Into<String>, T: Into<String>> FromIterator<(L, T)> for Texts {
    fn from_iter<I: IntoIterator<Item = (L, T)>>(pairs: I) -> Self {
        Self(
            pairs
                .into_iter()
                .map(|(locale, text)| (locale.into(), text.into()))
                .collect(),
        )
    }
}

/// The locale in which the sources of law are written; every text has it.
pub const RULES_LOCALE: &str = "zh-Hans";
