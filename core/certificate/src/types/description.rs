//! What one certificate type says about its fields.

use serde::Deserialize;

use crate::labels;
use tongban_values::is_valid_uscc;

/// A certificate type: read from `assets/certificate-types/<name>.json`, never written in code.
#[derive(Clone, Debug, PartialEq, Eq)]
pub struct TypeDescription {
    name: String,
    vct: Vec<u8>,
    type_code: String,
    digest_count: usize,
    copies: CopyPlan,
    fields: Vec<FieldDescription>,
}

/// One redactable field of a type.
#[derive(Clone, Debug, PartialEq, Eq, Deserialize)]
#[serde(deny_unknown_fields)]
pub struct FieldDescription {
    /// Label on the wire: `sub` or a private label below -65536.
    pub label: i64,
    /// Stable English name in snake case.
    pub name: String,
    /// What the value is.
    pub kind: FieldKind,
    /// Whether a timed code may ever disclose it.
    pub in_timed_code: bool,
    /// Whether the screen offers it switched on.
    pub default_shown: bool,
}

/// What the value of a field is.
#[derive(Clone, Copy, Debug, PartialEq, Eq, Deserialize)]
#[serde(rename_all = "snake_case")]
pub enum FieldKind {
    /// Text.
    Text,
    /// A day, on the wire as days since 1970-01-01.
    Date,
    /// Bytes.
    Bytes,
    /// Serial and version of the certificate.
    Number,
}

/// How many copies a person gets at once (rule C2).
#[derive(Clone, Copy, Debug, PartialEq, Eq, Deserialize)]
#[serde(deny_unknown_fields)]
pub struct CopyPlan {
    /// Short-lived copies, each for one verifier or one day.
    pub short_lived: u8,
    /// Longest life of a short-lived copy.
    pub short_lived_days: u16,
    /// Long-lived copies, shown as linkable.
    pub fallback: u8,
}

/// Why a description is refused.
#[derive(Clone, Debug, PartialEq, Eq, thiserror::Error)]
pub enum TypeError {
    /// The file is not JSON of the expected shape.
    #[error("certificate type is not readable: {0}")]
    Json(String),
    /// A value breaks a rule of the profile.
    #[error("certificate type {name} has an unusable {part}")]
    Unusable {
        /// The type's name.
        name: String,
        /// The part at fault.
        part: &'static str,
    },
    /// Two types share a name or a `vct`.
    #[error("certificate type {name} is described twice")]
    Twice {
        /// The type's name.
        name: String,
    },
}

impl TypeDescription {
    /// Reads and checks one description.
    pub fn from_json(json: &str) -> Result<Self, TypeError> {
        let file: File = serde_json::from_str(json).map_err(|e| TypeError::Json(e.to_string()))?;
        let unusable = |part| TypeError::Unusable {
            name: file.name.clone(),
            part,
        };
        let vct = from_hex(&file.vct).ok_or_else(|| unusable("vct"))?;
        if vct.is_empty() || vct.len() > 16 {
            return Err(unusable("vct"));
        }
        let issuer_part = file.type_code.get(..18).unwrap_or_default();
        if file.type_code.len() != 21 || !is_valid_uscc(issuer_part) {
            return Err(unusable("type_code"));
        }
        if file.fields.len() > file.digest_count || file.digest_count > 64 {
            return Err(unusable("digest_count"));
        }
        for (position, field) in file.fields.iter().enumerate() {
            let repeated = file.fields[..position]
                .iter()
                .any(|other| other.label == field.label || other.name == field.name);
            let private = field.label < -65_536 || field.label == labels::SUBJECT;
            let numbered =
                (field.label == labels::CERTIFICATE_NUMBER) == (field.kind == FieldKind::Number);
            // Rule C5: no type can offer the ID number in a timed code.
            let kept = field.label != labels::SUBJECT || !field.in_timed_code;
            if repeated || !private || !numbered || !kept {
                return Err(unusable("field"));
            }
        }
        Ok(Self {
            name: file.name,
            vct,
            type_code: file.type_code,
            digest_count: file.digest_count,
            copies: file.copies,
            fields: file.fields,
        })
    }

    /// Stable name, for instance `resident-identity`.
    pub fn name(&self) -> &str {
        &self.name
    }

    /// The type on the wire.
    pub fn vct(&self) -> &[u8] {
        &self.vct
    }

    /// Type code of GB/T 36904, 21 characters.
    pub fn type_code(&self) -> &str {
        &self.type_code
    }

    /// How many digests every certificate of the type carries, decoys included (rule C1).
    pub fn digest_count(&self) -> usize {
        self.digest_count
    }

    /// How many copies a person gets.
    pub fn copies(&self) -> CopyPlan {
        self.copies
    }

    /// The fields in the order of the screen.
    pub fn fields(&self) -> &[FieldDescription] {
        &self.fields
    }

    /// The field with that label.
    pub fn field(&self, label: i64) -> Option<&FieldDescription> {
        self.fields.iter().find(|field| field.label == label)
    }

    /// The field with that stable name.
    pub fn field_named(&self, name: &str) -> Option<&FieldDescription> {
        self.fields.iter().find(|field| field.name == name)
    }
}

#[derive(Deserialize)]
#[serde(deny_unknown_fields)]
struct File {
    name: String,
    vct: String,
    type_code: String,
    digest_count: usize,
    copies: CopyPlan,
    fields: Vec<FieldDescription>,
}

fn from_hex(text: &str) -> Option<Vec<u8>> {
    if !text.len().is_multiple_of(2) || !text.bytes().all(|byte| byte.is_ascii_hexdigit()) {
        return None;
    }
    let pairs = (0..text.len()).step_by(2);
    pairs
        .map(|at| u8::from_str_radix(&text[at..at + 2], 16).ok())
        .collect()
}
