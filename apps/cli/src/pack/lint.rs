//! `tongban pack lint`: everything that keeps a layer from being published.

use serde_json::json;
use tongban_rules::source::compile;

use super::{PackFailure, faults, folder};
use crate::args::PackLintArgs;
use crate::language::Language;
use crate::report::{Exit, Report};

pub(super) fn run(args: &PackLintArgs, language: &Language) -> Result<Report, PackFailure> {
    let (files, layer) = folder::read(&args.layer)?;
    let compiled = match compile(&files, &layer) {
        Ok(compiled) if compiled.findings.is_empty() => compiled,
        Ok(compiled) => return Ok(faults::report(&compiled.findings, language)),
        Err(problems) => return Ok(faults::report(&problems, language)),
    };
    let pack = compiled.pack;
    let services = pack.services.len();
    let text = language.render(
        "cli.pack.clean",
        &[("id", &pack.id), ("services", &services.to_string())],
    );
    let line = json!({ "id": pack.id, "services": services, "problems": [] });
    Ok(Report::new(Exit::Yes, line, text))
}
