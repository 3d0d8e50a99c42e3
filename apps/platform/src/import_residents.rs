//! Taking residents' records from a file of the population register.

use std::path::Path;

use serde::Deserialize;
use tongban_certificate::{Day, is_valid_citizen_id};
use tongban_device::EntropyError;
use zeroize::Zeroize;

use crate::platform::Platform;
use crate::random::uuid;
use crate::store::{Resident, ResidentId, StoreError};

/// Records that were not taken. None of the file was.
#[derive(Debug, thiserror::Error)]
pub enum ImportError {
    /// The file cannot be read.
    #[error("residents file cannot be read")]
    File(#[from] std::io::Error),
    /// It is not the JSON it should be; unknown fields are refused.
    #[error("residents file is not understood at line {line}")]
    Json {
        /// Where.
        line: usize,
    },
    /// A record has an impossible value; names the record by position, never by content.
    #[error("resident {position} of the file has an invalid {field}")]
    Value {
        /// From 1.
        position: usize,
        /// Which field.
        field: &'static str,
    },
    /// No random bits for ids.
    #[error("residents cannot be given ids")]
    Entropy(#[from] EntropyError),
    /// The store failed.
    #[error("residents cannot be stored")]
    Store(#[from] StoreError),
}

/// Takes the records of a JSON file whose portraits lie beside it; known keys are left as they
/// are. Returns how many are new.
pub(crate) async fn import_file(platform: &Platform, file: &Path) -> Result<usize, ImportError> {
    let folder = file.parent().unwrap_or(Path::new("")).to_owned();
    let text = std::fs::read_to_string(file)?;
    import(platform, &text, |name| std::fs::read(folder.join(name))).await
}

/// Takes the records of a JSON text; `portrait` finds the pictures that they name.
pub(crate) async fn import(
    platform: &Platform,
    json: &str,
    portrait: impl Fn(&str) -> std::io::Result<Vec<u8>>,
) -> Result<usize, ImportError> {
    let file: File =
        serde_json::from_str(json).map_err(|error| ImportError::Json { line: error.line() })?;
    let now = platform.now();
    let mut residents = Vec::with_capacity(file.residents.len());
    for (record, position) in file.residents.into_iter().zip(1..) {
        let portrait = portrait(&record.portrait)?;
        check(&record, &portrait).map_err(|field| ImportError::Value { position, field })?;
        residents.push(Resident {
            id: ResidentId(uuid(platform.entropy.as_ref(), now)?),
            pseudonym: platform.entropy.array()?,
            portrait,
            key: record.key.clone(),
            name: record.name.clone(),
            sex: record.sex.clone(),
            birth_date: record.birth_date.clone(),
            address: record.address.clone(),
            household_office: record.household_office.clone(),
            phone: record.phone.clone(),
            id_number: record.id_number.clone(),
        });
    }
    Ok(platform.store.add_residents(residents, now).await?)
}

#[derive(Deserialize)]
#[serde(deny_unknown_fields)]
struct File {
    residents: Vec<Record>,
}

/// The only fields there are: an ethnicity, a religion or a score is refused as unknown.
#[derive(Deserialize)]
#[serde(deny_unknown_fields)]
struct Record {
    key: String,
    name: String,
    sex: String,
    birth_date: String,
    address: String,
    household_office: String,
    phone: String,
    id_number: String,
    portrait: String,
}

impl Drop for Record {
    fn drop(&mut self) {
        for text in [
            &mut self.name,
            &mut self.birth_date,
            &mut self.address,
            &mut self.phone,
            &mut self.id_number,
        ] {
            text.zeroize();
        }
    }
}

fn check(record: &Record, portrait: &[u8]) -> Result<(), &'static str> {
    let short = |text: &str, max: usize| !text.trim().is_empty() && text.len() <= max;
    let birth = Day::parse(&record.birth_date).ok_or("birth_date")?;
    if !short(&record.key, 64)
        || !record
            .key
            .bytes()
            .all(|byte| byte.is_ascii_lowercase() || byte == b'-')
    {
        return Err("key");
    }
    if !is_valid_citizen_id(&record.id_number)
        || record.id_number.get(6..14) != Some(birth.to_string().replace('-', "").as_str())
    {
        return Err("id_number");
    }
    for (text, max, field) in [
        (&record.name, 120, "name"),
        (&record.sex, 16, "sex"),
        (&record.address, 240, "address"),
        (&record.household_office, 120, "household_office"),
        (&record.phone, 32, "phone"),
    ] {
        if !short(text, max) {
            return Err(field);
        }
    }
    let webp = portrait.len() <= MAX_PORTRAIT
        && portrait.starts_with(b"RIFF")
        && portrait.get(8..12) == Some(b"WEBP");
    if webp { Ok(()) } else { Err("portrait") }
}

/// Rule C7.
const MAX_PORTRAIT: usize = 900;
