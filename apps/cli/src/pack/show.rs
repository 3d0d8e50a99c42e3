//! `tongban pack show`: what a verified pack holds. Exit 1 where the signature is not the expected
//! one or the content is not usable.

use serde_json::{Value, json};
use tongban_rules::pack::{Pack, SignedPack};

use super::build::hex;
use super::{PackFailure, key};
use crate::args::PackShowArgs;
use crate::file;
use crate::language::Language;
use crate::report::{Exit, Report};

pub(super) fn run(args: &PackShowArgs, language: &Language) -> Result<Report, PackFailure> {
    let key = key::public(args.key.as_deref())?;
    let bytes = file::read(&args.file)?;
    let signed = match SignedPack::verify(&bytes, &key) {
        Ok(signed) => signed,
        Err(error) => {
            let (code, detail) = ("pack_not_verified", error.to_string());
            return Ok(Report::failure(Exit::No, code, &detail, language));
        }
    };
    let hash = hex(signed.content_sha256());
    let pack = signed.pack();
    let line = json!({
        "id": pack.id,
        "version": pack.version,
        "as_of": pack.as_of.to_string(),
        "calendar": pack.calendar,
        "layers": pack.layers.iter().map(|layer| &layer.id).collect::<Vec<_>>(),
        "locales": pack.locales,
        "sources": pack.sources.len(),
        "services": pack.services.iter().map(|service| json!({
            "id": service.id,
            "code": service.code,
            "name": service.names.get(language.locale()),
            "fields": service.form.fields.len(),
            "materials": service.materials.len(),
            "issues": service.issues.iter().map(|i| &i.certificate_type).collect::<Vec<_>>(),
        })).collect::<Vec<Value>>(),
        "bytes": bytes.len(),
        "content_bytes": signed.content_length(),
        "content_sha256": hash,
    });
    Ok(Report::new(Exit::Yes, line, text(pack, &hash, language)))
}

fn text(pack: &Pack, hash: &str, language: &Language) -> String {
    let locale = language.locale();
    let names: Vec<&str> = pack
        .layers
        .iter()
        .map(|layer| layer.name.get(locale))
        .collect();
    let mut lines = vec![language.render(
        "cli.pack.shown",
        &[
            ("id", &pack.id),
            ("version", &pack.version.to_string()),
            ("as_of", &pack.as_of.to_string()),
            ("layers", &names.join(" / ")),
            ("calendar", &pack.calendar),
        ],
    )];
    let service = |service: &tongban_rules::service::Service| {
        let name = service.names.get(locale);
        language.render("cli.pack.service", &[("id", &service.id), ("name", name)])
    };
    lines.extend(pack.services.iter().map(service));
    lines.push(language.render("cli.pack.content", &[("hash", hash)]));
    lines.join("\n")
}
