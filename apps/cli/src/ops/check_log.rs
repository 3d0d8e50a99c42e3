//! `tongban ops check-log`: whether the log of who read whose record is whole (rule K6), and
//! `tongban ops new-epoch`, to be run once after a backup was restored (rule S2).

use serde_json::json;
use tongban_platform::store::ReadLogHead;

use super::{Refusal, open};
use crate::args::{CheckLogArgs, NewEpochArgs};
use crate::language::Language;
use crate::report::{Exit, Report};

pub(super) async fn run(args: &CheckLogArgs, language: &Language) -> Result<Report, Refusal> {
    let checked = open(&args.platform).await?.check_log(args.line).await?;
    let (lines, hash) = (checked.lines.to_string(), hex(&checked.head.hash));
    let text = language.render("cli.check_log.whole", &[("lines", &lines), ("hash", &hash)]);
    let line = json!({ "lines": checked.lines, "hash": hash });
    Ok(Report::new(Exit::Yes, line, text))
}

pub(super) async fn new_epoch(args: &NewEpochArgs, language: &Language) -> Result<Report, Refusal> {
    open(&args.platform).await?.begin_epoch().await?;
    let text = language.text("cli.new_epoch.begun");
    Ok(Report::new(Exit::Yes, json!({ "begun": true }), text))
}

/// `SEQ:HASH` as a receipt names the newest line of its moment.
pub(crate) fn head(text: &str) -> Result<ReadLogHead, String> {
    let wrong = || "not SEQ:HASH".to_owned();
    let (seq, hash) = text.split_once(':').ok_or_else(wrong)?;
    let mut bytes = [0; 32];
    if hash.len() != 64 || !hash.is_ascii() {
        return Err(wrong());
    }
    for (byte, place) in bytes.iter_mut().zip((0..64).step_by(2)) {
        let pair = hash.get(place..place + 2).ok_or_else(wrong)?;
        *byte = u8::from_str_radix(pair, 16).map_err(|_| wrong())?;
    }
    Ok(ReadLogHead {
        seq: seq.parse().map_err(|_| wrong())?,
        hash: bytes,
    })
}

fn hex(bytes: &[u8]) -> String {
    bytes.iter().map(|byte| format!("{byte:02x}")).collect()
}
