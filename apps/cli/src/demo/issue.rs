//! `tongban issue --demo`: a certificate of a demo resident, with a new holder key beside it.
//! The platform does not know of it, so it can neither be renewed nor revoked.

use serde_json::json;
use tongban_certificate::{
    CertificateNumber, ClaimValue, Day, IssueRequest, StatusReference, TypeDescription,
    TypeRegistry, Uscc, prepare_certificate,
};
use tongban_device::{Entropy, OsEntropy};

use super::authority::{self, Issuer, Resident};
use super::key_file;
use crate::args::IssueArgs;
use crate::file;
use crate::language::Language;
use crate::report::{Exit, Report};
use crate::trust::system_now;

/// Exit 0 when both files were written.
pub fn run(args: &IssueArgs, language: &Language) -> Report {
    match issue(args) {
        Ok(issued) => {
            let (out, key) = (
                args.out.display().to_string(),
                key_file::path_of(&args.out).display().to_string(),
            );
            let text = language.render(
                "cli.issue.done",
                &[("file", &out), ("key", &key), ("name", &issued.name)],
            );
            let line = json!({
                "file": out,
                "key_file": key,
                "resident": issued.name,
                "bytes": issued.bytes,
                "valid_from": issued.valid_from.to_string(),
                "valid_until": issued.valid_until.plus_days(-1).to_string(),
                "demo": true,
            });
            Report::new(Exit::Yes, line, text)
        }
        Err(error) => {
            let (text, detail) = match &error {
                IssueFailure::ResidentUnknown => {
                    ("resident_unknown_in_demo", authority::resident_keys())
                }
                error => (error.code(), error.detail().to_owned()),
            };
            Report::failure_said_as(Exit::No, error.code(), text, &detail, language)
        }
    }
}

struct Issued {
    name: String,
    bytes: usize,
    valid_from: Day,
    valid_until: Day,
}

#[derive(Debug, thiserror::Error)]
enum IssueFailure {
    #[error("demo has no such resident")]
    ResidentUnknown,
    #[error("demo data does not fit the certificate type")]
    DemoData,
    #[error("random source does not answer")]
    NoEntropy,
    #[error(transparent)]
    File(#[from] file::FileError),
}

impl IssueFailure {
    fn code(&self) -> &'static str {
        match self {
            IssueFailure::ResidentUnknown => "resident_unknown",
            IssueFailure::DemoData => "demo_data",
            IssueFailure::NoEntropy => "no_entropy",
            IssueFailure::File(error) => error.code(),
        }
    }

    fn detail(&self) -> &str {
        match self {
            IssueFailure::File(error) => error.path(),
            _ => "",
        }
    }
}

fn issue(args: &IssueArgs) -> Result<Issued, IssueFailure> {
    let resident =
        authority::resident(args.resident.as_deref()).ok_or(IssueFailure::ResidentUnknown)?;
    let issuer = Issuer::built_in();
    let types = TypeRegistry::built_in();
    let kind = issuer
        .certificate_types
        .first()
        .and_then(|name| types.by_name(name))
        .ok_or(IssueFailure::DemoData)?;
    let key = key_file::generate(&OsEntropy).ok_or(IssueFailure::NoEntropy)?;
    let valid_from = Day::of(args.at.unwrap_or_else(system_now));
    let valid_until = valid_from.plus_days(issuer.validity_days);
    let request = IssueRequest {
        description: kind,
        slot: issuer.slot,
        office: &Uscc::parse(&issuer.office_code).map_err(|_| IssueFailure::DemoData)?,
        valid_from,
        valid_until,
        status: StatusReference {
            shard: random_below(issuer.status_shards)?,
            index: random_below(issuer.status_list_length)?,
        },
        holder_key: &key_file::public(&key),
        fields: fields(kind, &resident)?,
    };
    let salts = salts_for(kind)?;
    let mut salts = salts.into_iter();
    let prepared = prepare_certificate(&request, &mut || salts.next().unwrap_or_default())
        .map_err(|_| IssueFailure::DemoData)?;
    let signature = Issuer::sign(prepared.to_be_signed());
    let bytes = prepared.finish(&signature).into_bytes();
    if !args.force {
        // One without the other is of no use.
        file::must_be_new(&args.out)?;
        file::must_be_new(&key_file::path_of(&args.out))?;
    }
    file::write(&args.out, &bytes, args.force)?;
    key_file::write(&args.out, &key, args.force)?;
    Ok(Issued {
        name: resident.name,
        bytes: bytes.len(),
        valid_from,
        valid_until,
    })
}

fn fields(
    kind: &TypeDescription,
    resident: &Resident,
) -> Result<Vec<(i64, ClaimValue)>, IssueFailure> {
    let serial = format!("D{}", random_below(1_000_000_000)?);
    let number = CertificateNumber::new(&serial, 1).ok_or(IssueFailure::DemoData)?;
    let text = |text: &str| ClaimValue::Text(text.to_owned());
    let values = [
        ("certificate_number", ClaimValue::Number(number)),
        ("name", text(&resident.name)),
        ("sex", text(&resident.sex)),
        (
            "birth_date",
            ClaimValue::Date(Day::parse(&resident.birth_date).ok_or(IssueFailure::DemoData)?),
        ),
        ("address", text(&resident.address)),
        ("household_office", text(&resident.household_office)),
        ("phone", text(&resident.phone)),
        ("id_number", text(&resident.id_number)),
    ];
    let labelled = |(name, value)| kind.field_named(name).map(|field| (field.label, value));
    values
        .into_iter()
        .map(labelled)
        .collect::<Option<_>>()
        .ok_or(IssueFailure::DemoData)
}

/// More salts than a certificate has digests, drawn before anything is built: running out of
/// randomness halfway must not give a certificate with guessable salts.
fn salts_for(kind: &TypeDescription) -> Result<Vec<[u8; 16]>, IssueFailure> {
    let entropy: &dyn Entropy = &OsEntropy;
    (0..kind.digest_count().max(kind.fields().len()) * 2)
        .map(|_| entropy.array().map_err(|_| IssueFailure::NoEntropy))
        .collect()
}

fn random_below(bound: u32) -> Result<u32, IssueFailure> {
    let entropy: &dyn Entropy = &OsEntropy;
    let bytes = entropy.array().map_err(|_| IssueFailure::NoEntropy)?;
    Ok(u32::from_be_bytes(bytes) % bound.max(1))
}
