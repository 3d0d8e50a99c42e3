//! Texts that the core renders: Confirm screens, native screens, the command line.
//!
//! Guarantees: one catalogue for the web UI and the core (`assets/messages`), named
//! parameters only, and an unknown locale gives Simplified Chinese rather than nothing.

use std::collections::BTreeMap;

use serde_json::Value;

use crate::error::{ErrorView, Param, Params};

/// The texts of one locale.
#[derive(Debug, Clone)]
pub struct Messages {
    locale: &'static str,
    texts: BTreeMap<String, String>,
}

impl Messages {
    /// The locales that have texts; the first is the default.
    pub const LOCALES: &[&str] = &[CHINESE.0, ENGLISH.0];

    /// The texts for a locale tag such as `zh-Hans`, `zh_CN.UTF-8` or `en-GB`.
    ///
    /// ```
    /// use tongban_app::{Messages, Params};
    /// let params = Params::from([("seconds".to_owned(), 42.into())]);
    /// assert!(Messages::load("en").render("error.unlock.wait", &params).contains("42"));
    /// ```
    pub fn load(locale: &str) -> Self {
        let locale = Self::best(locale);
        let files = if locale == ENGLISH.0 {
            ENGLISH.1
        } else {
            CHINESE.1
        };
        files.iter().fold(
            Self {
                locale,
                texts: BTreeMap::new(),
            },
            |texts, file| texts.with(file),
        )
    }

    /// The locale of [`Messages::LOCALES`] whose texts a locale tag gets.
    pub fn best(tag: &str) -> &'static str {
        let english = tag
            .get(..2)
            .is_some_and(|language| language.eq_ignore_ascii_case("en"));
        if english { ENGLISH.0 } else { CHINESE.0 }
    }

    /// Adds the texts of a further file; what is not a JSON object of texts adds nothing.
    pub fn with(mut self, json: &str) -> Self {
        if let Ok(value) = serde_json::from_str(json) {
            flatten(String::new(), value, &mut self.texts);
        }
        self
    }

    /// The locale that these texts are in.
    pub fn locale(&self) -> &'static str {
        self.locale
    }

    /// True when there is a text for `key`.
    pub fn has(&self, key: &str) -> bool {
        self.texts.contains_key(key)
    }

    /// The text of `key`, or the key itself where there is none.
    pub fn text(&self, key: &str) -> String {
        self.render(key, &Params::new())
    }

    /// The text of `key` with `{name}` replaced by the named values.
    pub fn render(&self, key: &str, params: &Params) -> String {
        let Some(text) = self.texts.get(key) else {
            return key.to_owned();
        };
        let mut rendered = String::with_capacity(text.len());
        let mut rest = text.as_str();
        while let Some(open) = rest.find('{') {
            let Some(length) = rest[open..].find('}') else {
                break;
            };
            rendered.push_str(&rest[..open]);
            let name = &rest[open + 1..open + length];
            match params.get(name) {
                Some(Param::Number(number)) => rendered.push_str(&number.to_string()),
                Some(Param::Text(text)) => rendered.push_str(text),
                None => rendered.push_str(&rest[open..=open + length]),
            }
            rest = &rest[open + length + 1..];
        }
        rendered.push_str(rest);
        rendered
    }

    /// A day (YYYY-MM-DD) in words; what is no day stays as it is.
    pub fn day(&self, day: &str) -> String {
        let mut parts = day.splitn(3, '-').map(str::parse::<u32>);
        let (Some(Ok(year)), Some(Ok(month)), Some(Ok(day_of_month))) =
            (parts.next(), parts.next(), parts.next())
        else {
            return day.to_owned();
        };
        let month = self.text(&format!("app.date.month.{month}"));
        let params = Params::from([
            ("year".to_owned(), year.into()),
            ("month".to_owned(), month.into()),
            ("day".to_owned(), day_of_month.into()),
        ]);
        self.render("app.date.day", &params)
    }

    /// A failure in full: what happened, what is safe, what to do next.
    pub fn error(&self, error: &ErrorView) -> String {
        let happened = self.render(&format!("error.{}", error.code), &error.params);
        [error.kept.as_deref(), error.next.as_deref()]
            .into_iter()
            .flatten()
            .fold(happened, |text, key| {
                text + self.gap() + &self.render(key, &error.params)
            })
    }

    fn gap(&self) -> &'static str {
        if self.locale == ENGLISH.0 { " " } else { "" }
    }
}

fn flatten(prefix: String, value: Value, texts: &mut BTreeMap<String, String>) {
    match value {
        Value::String(text) => {
            texts.insert(prefix, text);
        }
        Value::Object(map) => {
            for (name, value) in map {
                let key = if prefix.is_empty() {
                    name
                } else {
                    format!("{prefix}.{name}")
                };
                flatten(key, value, texts);
            }
        }
        _ => {}
    }
}

macro_rules! files {
    ($locale:literal) => {
        &[
            include_str!(concat!(
                "../../../assets/messages/",
                $locale,
                "/errors.json"
            )),
            include_str!(concat!(
                "../../../assets/messages/",
                $locale,
                "/verdicts.json"
            )),
            include_str!(concat!(
                "../../../assets/messages/",
                $locale,
                "/confirm.json"
            )),
            include_str!(concat!("../../../assets/messages/", $locale, "/types.json")),
            include_str!(concat!("../../../assets/messages/", $locale, "/app.json")),
            include_str!(concat!("../../../assets/messages/", $locale, "/clock.json")),
            include_str!(concat!("../../../assets/messages/", $locale, "/core.json")),
            include_str!(concat!("../../../assets/messages/", $locale, "/cases.json")),
            include_str!(concat!(
                "../../../assets/messages/",
                $locale,
                "/delivery.json"
            )),
            include_str!(concat!(
                "../../../assets/messages/",
                $locale,
                "/served.json"
            )),
            include_str!(concat!(
                "../../../assets/messages/",
                $locale,
                "/messages.json"
            )),
            include_str!(concat!(
                "../../../assets/messages/",
                $locale,
                "/reminders.json"
            )),
            include_str!(concat!(
                "../../../assets/messages/",
                $locale,
                "/export.json"
            )),
        ]
    };
}

const CHINESE: (&str, &[&str]) = ("zh-Hans", files!("zh-Hans"));
const ENGLISH: (&str, &[&str]) = ("en", files!("en"));
