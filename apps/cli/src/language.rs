//! The language of everything that a person reads.

use std::ffi::OsString;

use tongban_app::{Messages, Param, Params};

/// The texts in one language, this program's own included.
pub struct Language {
    messages: Messages,
}

impl Language {
    /// `--lang` wherever it stands, else `LANG`.
    pub fn of(arguments: &[OsString]) -> Language {
        let mut arguments = arguments
            .iter()
            .skip(1)
            .filter_map(|argument| argument.to_str());
        let chosen = arguments.by_ref().find_map(|argument| {
            argument
                .strip_prefix("--lang")
                .and_then(|rest| match rest.strip_prefix('=') {
                    Some(value) => Some(Some(value.to_owned())),
                    None => rest.is_empty().then_some(None),
                })
        });
        let chosen = match chosen {
            Some(Some(value)) => Some(value),
            Some(None) => arguments.next().map(str::to_owned),
            None => std::env::var("LANG").ok(),
        };
        Language::named(&chosen.unwrap_or_default())
    }

    /// A locale tag; an unknown one gives Simplified Chinese.
    pub fn named(locale: &str) -> Language {
        let messages = Messages::load(locale);
        let own = if messages.locale() == "en" {
            ENGLISH
        } else {
            CHINESE
        };
        Language {
            messages: own.iter().fold(messages, |texts, file| texts.with(file)),
        }
    }

    /// `zh-Hans` or `en`.
    pub fn locale(&self) -> &'static str {
        self.messages.locale()
    }

    /// The text of a key.
    pub fn text(&self, key: &str) -> String {
        self.messages.text(key)
    }

    /// The text of a key, if there is one.
    pub fn known(&self, key: &str) -> Option<String> {
        self.messages.has(key).then(|| self.text(key))
    }

    /// The text of a number of things: `KEY.one` for one of them, else `KEY.other`.
    pub fn counted(&self, key: &str, count: usize, values: &[(&str, &str)]) -> String {
        let form = if count == 1 { "one" } else { "other" };
        self.render(&format!("{key}.{form}"), values)
    }

    /// The text of a key with named values.
    pub fn render(&self, key: &str, values: &[(&str, &str)]) -> String {
        let params: Params = values
            .iter()
            .map(|(name, value)| ((*name).to_owned(), Param::from(*value)))
            .collect();
        self.messages.render(key, &params)
    }
}

const CHINESE: [&str; 2] = [
    include_str!("../../../assets/messages/zh-Hans/cli.json"),
    include_str!("../../../assets/messages/zh-Hans/clock.json"),
];
const ENGLISH: [&str; 2] = [
    include_str!("../../../assets/messages/en/cli.json"),
    include_str!("../../../assets/messages/en/clock.json"),
];

#[cfg(test)]
mod tests {
    use super::*;

    fn locale(arguments: &[&str]) -> &'static str {
        let arguments: Vec<OsString> = arguments.iter().map(OsString::from).collect();
        Language::of(&arguments).locale()
    }

    #[test]
    fn the_option_decides_wherever_it_stands() {
        assert_eq!(locale(&["tongban", "--lang", "en", "verify", "x"]), "en");
        assert_eq!(locale(&["tongban", "verify", "x", "--lang=en"]), "en");
        assert_eq!(
            locale(&["tongban", "verify", "x", "--lang", "zh-Hans"]),
            "zh-Hans"
        );
        assert_eq!(locale(&["tongban", "--lang=xx"]), "zh-Hans");
        assert_eq!(locale(&["tongban", "verify", "x", "--lang"]), "zh-Hans");
    }

    #[test]
    fn both_languages_have_the_same_keys_and_parameters() {
        fn flat(prefix: &str, value: &serde_json::Value, keys: &mut Vec<String>) {
            match value {
                serde_json::Value::Object(map) => {
                    for (name, value) in map {
                        flat(&format!("{prefix}.{name}"), value, keys);
                    }
                }
                value => {
                    let text = value.as_str().expect("texts only");
                    let mut params: Vec<&str> = text
                        .split('{')
                        .skip(1)
                        .filter_map(|part| part.split('}').next())
                        .collect();
                    params.sort_unstable();
                    keys.push(format!("{prefix} {params:?}"));
                }
            }
        }
        let [chinese, english] = [CHINESE, ENGLISH].map(|files| {
            let mut keys = Vec::new();
            for file in files {
                let texts = serde_json::from_str(file).expect("valid JSON");
                flat("", &texts, &mut keys);
            }
            keys.sort();
            keys
        });
        assert_eq!(chinese, english);
    }
}
