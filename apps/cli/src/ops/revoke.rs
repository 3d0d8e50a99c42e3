//! `tongban ops revoke`: withdraws a certificate with all its copies. It takes effect with the
//! next published status list (rule C3): at the next fixed hour, or at once with `--publish-now`.

use serde_json::json;
use tongban_platform::ops::Publish;

use super::{Refusal, open};
use crate::args::RevokeArgs;
use crate::language::Language;
use crate::report::{Exit, Report};
use crate::time::{for_people, rfc3339};

pub(super) async fn run(args: &RevokeArgs, language: &Language) -> Result<Report, Refusal> {
    let platform = open(&args.platform).await?;
    let publish = if args.publish_now {
        Publish::Now
    } else {
        Publish::AtNextHour
    };
    let done = platform.revoke(&args.certificate, publish).await?;
    let key = match (done.already, done.listed) {
        (false, _) => "cli.revoke.done",
        (true, true) => "cli.revoke.listed",
        (true, false) => "cli.revoke.waiting",
    };
    let at = |seconds| for_people(seconds, language);
    let text = language.counted(
        key,
        done.copies as usize,
        &[
            ("identifier", &done.identifier),
            ("copies", &done.copies.to_string()),
            ("at", &at(done.revoked_at)),
            ("from", &at(done.takes_effect_at)),
        ],
    );
    let line = json!({
        "serial": done.serial,
        "identifier": done.identifier,
        "copies": done.copies,
        "already": done.already,
        "listed": done.listed,
        "revoked_at": rfc3339(done.revoked_at),
        "takes_effect_at": rfc3339(done.takes_effect_at),
    });
    Ok(Report::new(Exit::Yes, line, text))
}
