//! Looking inside without checking anything.

use serde_json::{Value as Json, json};
use tongban_cose::cbor::{Limits, Value, read, read_sequence};

use crate::{ReadError, decode_code_text, json, labels};

/// The structure of a token, a list, a root or any other CBOR as JSON. Nothing is verified, and
/// the result says so.
pub fn inspect(bytes: &[u8]) -> Result<Json, ReadError> {
    let items = read_sequence(bytes, &INSPECTED)?;
    let items: Vec<Json> = items
        .iter()
        .map(|item| read(item, &INSPECTED).map(|value| structure(&value)))
        .collect::<Result<_, _>>()?;
    let content = match <[Json; 1]>::try_from(items) {
        Ok([single]) => single,
        Err(items) if items.is_empty() => return Err(ReadError::UnknownFormat),
        Err(items) => json!({ "sequence": items }),
    };
    Ok(json!({ "verified": false, "bytes": bytes.len(), "unverified_content": content }))
}

/// The structure behind the text of a code.
pub fn inspect_text(text: &str) -> Result<Json, ReadError> {
    inspect(&decode_code_text(text)?)
}

fn structure(value: &Value<'_>) -> Json {
    match value.as_tagged(18).and_then(Value::as_array) {
        Some([protected, unprotected, payload, signature]) => {
            sign1(protected, unprotected, payload, signature)
        }
        _ => match value.as_tagged(98).and_then(Value::as_array) {
            Some([protected, _, payload, signatures]) => json!({
                "kind": "cose_sign",
                "protected": headers(&nested(protected)),
                "payload": nested(payload),
                "signatures": signatures.as_array().map_or(0, <[_]>::len),
            }),
            _ => json!({ "kind": "cbor", "content": json::from_value(value) }),
        },
    }
}

fn sign1(
    protected: &Value<'_>,
    unprotected: &Value<'_>,
    payload: &Value<'_>,
    signature: &Value<'_>,
) -> Json {
    let mut signed = headers(&nested(protected));
    let inner = protected
        .as_bytes()
        .and_then(|bytes| read(bytes, &INSPECTED).ok());
    let certificate = inner
        .as_ref()
        .and_then(|map| map.get(labels::KCWT))
        .map(structure);
    if let (Some(certificate), Some(object)) = (certificate, signed.as_object_mut()) {
        object.insert("kcwt".to_owned(), certificate);
    }
    let disclosures = unprotected.get(labels::SD_CLAIMS).and_then(Value::as_array);
    let disclosures: Vec<Json> = disclosures
        .unwrap_or_default()
        .iter()
        .map(disclosure)
        .collect();
    let mut outside = headers(&json::from_value(unprotected));
    if let Some(object) = outside.as_object_mut() {
        object.remove("sd_claims");
    }
    json!({
        "kind": kind(&signed),
        "protected": signed,
        "unprotected": outside,
        "disclosures": disclosures,
        "payload": claims(&nested(payload)),
        "signature": signature.as_bytes().map(json::hex),
    })
}

fn kind(headers: &Json) -> &'static str {
    match (headers["typ"].as_u64(), headers["typ"].as_str()) {
        (Some(293), _) | (_, Some("application/sd-cwt")) => "sd_cwt",
        (Some(294), _) | (_, Some("application/kb+cwt")) => "key_binding_token",
        (_, Some(crate::status::LIST_TYP)) => "status_list",
        (_, Some(crate::trust::LIST_TYP)) => "trust_list",
        _ => "cose_sign1",
    }
}

/// The JSON of CBOR inside a byte string; base64url where it is none.
fn nested(value: &Value<'_>) -> Json {
    let inner = value
        .as_bytes()
        .and_then(|bytes| read(bytes, &INSPECTED).ok());
    inner
        .as_ref()
        .map_or_else(|| json::from_value(value), json::from_value)
}

fn disclosure(entry: &Value<'_>) -> Json {
    let parts = entry
        .as_bytes()
        .and_then(|bytes| read(bytes, &INSPECTED).ok());
    let digest = json::hex(&tongban_cose::sha256(entry.raw()));
    match parts.as_ref().and_then(Value::as_array) {
        Some([_]) => json!({ "decoy": true, "digest": digest }),
        Some([_, value]) => json!({ "value": json::from_value(value), "digest": digest }),
        Some([_, value, key]) => json!({
            "key": json::key_text(key),
            "value": json::from_value(value),
            "digest": digest,
        }),
        _ => json!({ "unreadable": json::hex(entry.raw()) }),
    }
}

fn headers(map: &Json) -> Json {
    renamed(map, |label| match label {
        1 => Some("alg"),
        4 => Some("kid"),
        labels::KCWT => Some("kcwt"),
        16 => Some("typ"),
        labels::SD_CLAIMS => Some("sd_claims"),
        labels::SD_ALG => Some("sd_alg"),
        _ => None,
    })
}

fn claims(map: &Json) -> Json {
    renamed(map, labels::registered_name)
}

fn renamed(map: &Json, name: impl Fn(i64) -> Option<&'static str>) -> Json {
    let Some(object) = map.as_object() else {
        return map.clone();
    };
    let rename = |key: &String| {
        let known = key.parse().ok().and_then(&name).map(str::to_owned);
        known.unwrap_or_else(|| key.clone())
    };
    Json::Object(
        object
            .iter()
            .map(|(key, value)| (rename(key), value.clone()))
            .collect(),
    )
}

const INSPECTED: Limits = Limits {
    max_bytes: 32 << 20,
    max_depth: 16,
    max_items: 1 << 20,
};
