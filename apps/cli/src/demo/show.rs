//! `tongban show`: a timed code of a certificate that `issue --demo` wrote, good for 60 seconds.

use p256::ecdsa::SigningKey;
use p256::ecdsa::signature::Signer as _;
use serde_json::json;
use tongban_certificate::{
    HeldCertificate, PresentError, Presentation, TimedProofRequest, TypeRegistry,
    prepare_timed_proof,
};
use tongban_code::{Ec, draw_modules};

use super::key_file;
use crate::args::ShowArgs;
use crate::file;
use crate::language::Language;
use crate::report::{Exit, Report};
use crate::time::rfc3339;
use crate::trust::system_now;

/// Exit 0 when there is a code; its text is printed, `-o` draws it as well.
pub fn run(args: &ShowArgs, language: &Language) -> Report {
    let now = args.at.unwrap_or_else(system_now);
    let shown = match show(args, now) {
        Ok(shown) => shown,
        Err(error) => {
            return Report::failure(error.exit(), error.code(), &error.detail(), language);
        }
    };
    let code = shown.code_text();
    let out = args.out.as_ref().map(|path| path.display().to_string());
    let line = json!({
        "text": code,
        "bytes": shown.bytes().len(),
        "version": shown.qr_version_l(),
        "dense": shown.is_dense(),
        "made_at": rfc3339(now),
        "file": out,
        "demo": true,
    });
    let mut text = code;
    if shown.is_dense() {
        text = format!("{text}\n{}", language.text("cli.show.dense"));
    }
    Report::new(Exit::Yes, line, text)
}

#[derive(Debug, thiserror::Error)]
enum ShowFailure {
    #[error(transparent)]
    File(#[from] file::FileError),
    #[error("file holds no certificate")]
    NoCertificate,
    #[error("key file holds no key of this certificate")]
    NoKey,
    #[error("certificate has no field named {0}")]
    NoField(String),
    #[error(transparent)]
    Present(#[from] PresentError),
    #[error("code cannot be drawn")]
    NotDrawn,
}

impl ShowFailure {
    fn code(&self) -> &'static str {
        match self {
            ShowFailure::File(error) => error.code(),
            ShowFailure::NoCertificate => "unreadable",
            ShowFailure::NoKey => "key_unusable",
            ShowFailure::NoField(_) => "field_unknown",
            ShowFailure::Present(PresentError::FieldNotOffered(_)) => "field_not_offered",
            ShowFailure::Present(PresentError::TooLarge { .. }) => "text_too_long",
            ShowFailure::Present(PresentError::ClockBelowFloor) => "clock_below_floor",
            ShowFailure::Present(_) => "field_unknown",
            ShowFailure::NotDrawn => "picture_too_large",
        }
    }

    fn detail(&self) -> String {
        match self {
            ShowFailure::File(error) => error.path().to_owned(),
            ShowFailure::NoField(name) => name.clone(),
            other => other.to_string(),
        }
    }

    fn exit(&self) -> Exit {
        match self {
            ShowFailure::File(file::FileError::Exists(_)) => Exit::No,
            ShowFailure::File(_) | ShowFailure::NoCertificate | ShowFailure::NoKey => {
                Exit::Unreadable
            }
            _ => Exit::No,
        }
    }
}

fn show(args: &ShowArgs, now: u64) -> Result<Presentation, ShowFailure> {
    let types = TypeRegistry::built_in();
    let certificate = HeldCertificate::parse(&file::read(&args.certificate)?, &types)
        .map_err(|_| ShowFailure::NoCertificate)?;
    let key = key_file::read(&args.certificate)?.ok_or(ShowFailure::NoKey)?;
    if key_file::public(&key) != *certificate.holder_key() {
        return Err(ShowFailure::NoKey);
    }
    let disclose = labels(&certificate, &args.fields)?;
    let proof = prepare_timed_proof(&TimedProofRequest {
        certificate: &certificate,
        disclose: &disclose,
        now,
        floor: args.at.unwrap_or_else(tongban_app::build_floor),
    })?;
    let signature: p256::ecdsa::Signature = SigningKey::from(&key).sign(proof.to_be_signed());
    let presentation = proof.finish(&signature.to_bytes().into());
    if let Some(out) = &args.out {
        file::ending(out, &["png"])?;
        let code =
            draw_modules(&presentation.code_text(), Ec::L).map_err(|_| ShowFailure::NotDrawn)?;
        file::write(
            out,
            &code
                .to_png(PIXELS_A_MODULE, QUIET)
                .map_err(|_| ShowFailure::NotDrawn)?,
            args.force,
        )?;
    }
    Ok(presentation)
}

/// The named fields; without a name, what the type shows by default.
fn labels(certificate: &HeldCertificate, names: &[String]) -> Result<Vec<i64>, ShowFailure> {
    let kind = certificate
        .description()
        .ok_or(ShowFailure::NoCertificate)?;
    if names.is_empty() {
        return Ok(kind
            .fields()
            .iter()
            .filter(|field| field.default_shown)
            .map(|field| field.label)
            .collect());
    }
    let label = |name: &String| {
        kind.field_named(name)
            .map(|field| field.label)
            .ok_or_else(|| ShowFailure::NoField(name.clone()))
    };
    names.iter().map(label).collect()
}

const PIXELS_A_MODULE: u32 = 8;
const QUIET: u32 = 4;
