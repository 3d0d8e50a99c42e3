//! CBOR as JSON, for scripts and for people who look inside.

use base64::Engine;
use base64::engine::general_purpose::URL_SAFE_NO_PAD;
use serde_json::Value as Json;
use tongban_cose::cbor::{Kind, Limits, Value, read};

/// Bytes become base64url, keys that are no text their decimal or hexadecimal spelling, tags
/// their content.
pub(crate) fn from_value(value: &Value<'_>) -> Json {
    match value.kind() {
        Kind::Unsigned(number) => (*number).into(),
        Kind::Negative(number) => match value.as_i64() {
            Some(number) => number.into(),
            None => (-1 - i128::from(*number)).to_string().into(),
        },
        Kind::Bytes(bytes) => bytes_text(bytes).into(),
        Kind::Text(text) => (*text).into(),
        Kind::Array(elements) => elements.iter().map(from_value).collect(),
        Kind::Map(entries) => object(entries.iter().map(|(key, value)| (key, from_value(value)))),
        Kind::Tag(_, content) => from_value(content),
        Kind::Bool(truth) => (*truth).into(),
        Kind::Null | Kind::Undefined => Json::Null,
        Kind::Simple(number) => format!("simple({number})").into(),
        Kind::Float(number) => serde_json::Number::from_f64(*number)
            .map(Json::Number)
            .unwrap_or_default(),
    }
}

/// The JSON of encoded bytes; null if they are not CBOR that we read.
pub(crate) fn from_encoded(bytes: &[u8]) -> Json {
    read(bytes, &Limits::TOKEN)
        .map(|value| from_value(&value))
        .unwrap_or_default()
}

pub(crate) fn object<'v, 'a: 'v>(entries: impl Iterator<Item = (&'v Value<'a>, Json)>) -> Json {
    let mut object = serde_json::Map::new();
    for (key, value) in entries {
        insert(&mut object, key, key_text(key), value);
    }
    Json::Object(object)
}

/// Adds an entry; a text key that spells another key is told apart instead of replacing it.
pub(crate) fn insert(
    object: &mut serde_json::Map<String, Json>,
    key: &Value<'_>,
    name: String,
    value: Json,
) {
    let name = match object.contains_key(&name) {
        true => format!("{name} (0x{})", hex(key.raw())),
        false => name,
    };
    object.insert(name, value);
}

pub(crate) fn key_text(key: &Value<'_>) -> String {
    match (key.as_text(), key.as_i64()) {
        (Some(text), _) => text.to_owned(),
        (None, Some(number)) => number.to_string(),
        (None, None) => format!("0x{}", hex(key.raw())),
    }
}

pub(crate) fn bytes_text(bytes: &[u8]) -> String {
    URL_SAFE_NO_PAD.encode(bytes)
}

pub(crate) fn hex(bytes: &[u8]) -> String {
    bytes.iter().map(|byte| format!("{byte:02x}")).collect()
}
