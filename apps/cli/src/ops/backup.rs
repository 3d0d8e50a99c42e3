//! `tongban ops backup`, `restore` and `drill`: everything that was acknowledged survives the
//! machine (rule S2).

use serde_json::json;
use tongban_platform::ops;

use super::{Refusal, open, storage};
use crate::args::{BackupArgs, DrillArgs, RestoreArgs};
use crate::language::Language;
use crate::report::{Exit, Report};

pub(super) async fn back_up(args: &BackupArgs, language: &Language) -> Result<Report, Refusal> {
    let made = open(&args.platform).await?.back_up(&args.out).await?;
    let text = language.render(
        match made.missing {
            0 => "cli.backup.made",
            _ => "cli.backup.incomplete",
        },
        &[
            ("operations", &made.operations.to_string()),
            ("attachments", &made.attachments.to_string()),
            ("missing", &made.missing.to_string()),
            ("folder", &args.out.display().to_string()),
        ],
    );
    let line = json!({
        "folder": args.out.display().to_string(),
        "made_at": crate::time::rfc3339(made.made_at),
        "feeds": made.feeds,
        "operations": made.operations,
        "attachments": made.attachments,
        "missing": made.missing,
    });
    Ok(Report::new(exit(made.missing), line, text))
}

pub(super) async fn restore(args: &RestoreArgs, language: &Language) -> Result<Report, Refusal> {
    let entropy = tongban_device::OsEntropy;
    let platform = &args.platform;
    let restored = ops::restore(&platform.data, &storage(platform)?, &args.from, &entropy).await?;
    let text = language.render(
        match restored.missing {
            0 => "cli.restore.done",
            _ => "cli.restore.incomplete",
        },
        &[
            ("made_at", &restored.made_at),
            ("missing", &restored.missing.to_string()),
        ],
    );
    let line = json!({
        "made_at": restored.made_at,
        "blobs": restored.blobs,
        "missing": restored.missing,
    });
    Ok(Report::new(exit(restored.missing), line, text))
}

pub(super) async fn drill(args: &DrillArgs, language: &Language) -> Result<Report, Refusal> {
    let drilled = open(&args.platform).await?.drill().await?;
    let text = language.render(
        match drilled.lost {
            0 => "cli.drill.passed",
            _ => "cli.drill.failed",
        },
        &[
            ("rows", &drilled.rows.to_string()),
            ("operations", &drilled.operations.to_string()),
            ("attachments", &drilled.attachments.to_string()),
            ("lines", &drilled.read_log_lines.to_string()),
            ("lost", &drilled.lost.to_string()),
            ("seconds", &format!("{:.1}", drilled.seconds)),
        ],
    );
    let line = json!({
        "database": drilled.database,
        "feeds": drilled.feeds,
        "rows": drilled.rows,
        "operations": drilled.operations,
        "attachments": drilled.attachments,
        "read_log_lines": drilled.read_log_lines,
        "lost": drilled.lost,
        "seconds": drilled.seconds,
    });
    Ok(Report::new(exit(drilled.lost), line, text))
}

fn exit(lost: u64) -> Exit {
    match lost {
        0 => Exit::Yes,
        _ => Exit::No,
    }
}
