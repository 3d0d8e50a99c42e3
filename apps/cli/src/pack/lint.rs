//! `tongban pack lint`: everything that keeps a layer from being published.

use serde_json::json;

use super::{PackFailure, faults, publishable};
use crate::args::PackLintArgs;
use crate::language::Language;
use crate::report::{Exit, Report};

pub(super) fn run(args: &PackLintArgs, language: &Language) -> Result<Report, PackFailure> {
    let pack = match publishable(&args.layer)? {
        Ok(pack) => pack,
        Err(problems) => return Ok(faults::report("cli.pack.faults", &problems, language)),
    };
    let services = pack.services.len();
    let text = language.counted(
        "cli.pack.clean",
        services,
        &[("id", &pack.id), ("services", &services.to_string())],
    );
    let line = json!({ "id": pack.id, "services": services, "problems": [] });
    Ok(Report::new(Exit::Yes, line, text))
}
