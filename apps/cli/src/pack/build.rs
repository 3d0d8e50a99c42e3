//! `tongban pack build`: nothing is written unless nothing is wrong.

use p256::ecdsa::Signature;
use p256::ecdsa::signature::Signer as _;
use serde_json::json;
use tongban_rules::pack::prepare_pack;

use super::{PackFailure, faults, key, publishable};
use crate::args::PackBuildArgs;
use crate::file;
use crate::language::Language;
use crate::report::{Exit, Report};

pub(super) fn run(args: &PackBuildArgs, language: &Language) -> Result<Report, PackFailure> {
    let key = key::private(args.key.as_deref())?;
    let pack = match publishable(&args.layer)? {
        Ok(pack) => pack,
        Err(problems) => {
            return Ok(faults::report("cli.pack.not_built", &problems, language));
        }
    };
    let unwritable =
        |error: tongban_rules::pack::WriteError| PackFailure::Unwritable(error.to_string());
    let prepared = prepare_pack(&pack).map_err(unwritable)?;
    let hash = hex(prepared.content_sha256());
    let content = prepared.content_length();
    let signature: Signature = key.sign(prepared.to_be_signed());
    let bytes = prepared.finish(&signature.to_bytes().into());
    file::write(&args.out, &bytes, args.force)?;
    let line = json!({
        "id": pack.id,
        "version": pack.version,
        "services": pack.services.len(),
        "bytes": bytes.len(),
        "content_bytes": content,
        "content_sha256": hash,
    });
    let text = language.counted(
        "cli.pack.built",
        pack.services.len(),
        &[
            ("file", &args.out.display().to_string()),
            ("id", &pack.id),
            ("version", &pack.version.to_string()),
            ("services", &pack.services.len().to_string()),
            ("bytes", &bytes.len().to_string()),
            ("content", &content.to_string()),
        ],
    );
    Ok(Report::new(Exit::Yes, line, text))
}

/// Lower-case hexadecimal.
pub(super) fn hex(bytes: &[u8]) -> String {
    bytes.iter().map(|byte| format!("{byte:02x}")).collect()
}
