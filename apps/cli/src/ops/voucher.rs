//! `tongban ops voucher`: the paper that a clerk hands to a resident whose ID card was seen
//! (rule K2). What is printed is secret until it is used, and is not kept here: the paper's file is
//! new and its owner's alone.

use std::ffi::OsStr;
use std::path::Path;

use serde_json::json;
use tongban_code::{Ec, draw_modules};
use tongban_platform::ops::PrintedVoucher;

use super::{Refusal, open, paper};
use crate::args::VoucherArgs;
use crate::file;
use crate::language::Language;
use crate::report::{Exit, Report};
use crate::time::{for_people, rfc3339};

pub(super) async fn run(args: &VoucherArgs, language: &Language) -> Result<Report, Refusal> {
    let (clerk, station) = desk(args)?;
    if let Some(path) = &args.out {
        file::must_be_new(path)?;
    }
    let platform = open(&args.platform).await?;
    let voucher = platform
        .print_voucher(resident(args)?, &clerk, &station)
        .await?;
    let full = voucher.full.to_text();
    if let Some(path) = &args.out {
        file::write_private(path, &page(path, &voucher, language)?)?;
    }
    let (number, digits) = (voucher.number.to_string(), voucher.digits.grouped());
    let until = for_people(voucher.expires_at);
    let words = paper::Words::of(language);
    let mut text = language.render(
        "cli.voucher.printed",
        &[
            ("name", &voucher.resident_name),
            ("number_label", &words.number),
            ("digits_label", &words.digits),
            ("number", &number),
            ("digits", &digits),
            ("text", &full),
            ("station", &station),
            ("clerk", &clerk),
            ("until", &until),
        ],
    );
    if let Some(path) = &args.out {
        text.push('\n');
        text.push_str(
            &language.render("cli.voucher.file", &[("file", &path.display().to_string())]),
        );
    }
    let line = json!({
        "resident": voucher.resident_name,
        "resident_id": voucher.resident_id,
        "number": number,
        "digits": *digits,
        "mark": voucher.full.mark(),
        "text": *full,
        "clerk": clerk,
        "station": station,
        "printed_at": rfc3339(voucher.printed_at),
        "expires_at": rfc3339(voucher.expires_at),
        "file": args.out.as_ref().map(|path| path.display().to_string()),
    });
    Ok(Report::new(Exit::Yes, line, text))
}

fn page(path: &Path, voucher: &PrintedVoucher, language: &Language) -> Result<Vec<u8>, Refusal> {
    // Paper gets folded and stained, and the text is short: the strongest correction is free.
    let code = draw_modules(&voucher.full.to_text(), Ec::H).map_err(|_| Refusal::NotDrawn)?;
    let html = path
        .extension()
        .and_then(OsStr::to_str)
        .is_some_and(|ext| ext.eq_ignore_ascii_case("html"));
    if html {
        Ok(paper::html(voucher, &code, language).into_bytes())
    } else {
        code.to_png(PIXELS_A_MODULE, QUIET)
            .map_err(|_| Refusal::NotDrawn)
    }
}

/// Who the voucher is for; a demo has a person of its own. Nobody's list is read for it.
#[cfg(feature = "demo")]
fn resident(args: &VoucherArgs) -> Result<&str, Refusal> {
    Ok(args.resident.as_deref().unwrap_or("zhou-guifang"))
}

#[cfg(not(feature = "demo"))]
fn resident(args: &VoucherArgs) -> Result<&str, Refusal> {
    args.resident
        .as_deref()
        .ok_or(Refusal::Needed("--resident"))
}

#[cfg(feature = "demo")]
fn desk(args: &VoucherArgs) -> Result<(String, String), Refusal> {
    let (clerk, station) = tongban_platform::ops::demo_clerk();
    Ok((
        args.clerk.clone().unwrap_or_else(|| clerk.to_owned()),
        args.station.clone().unwrap_or_else(|| station.to_owned()),
    ))
}

#[cfg(not(feature = "demo"))]
fn desk(args: &VoucherArgs) -> Result<(String, String), Refusal> {
    Ok((
        args.clerk.clone().ok_or(Refusal::Needed("--clerk"))?,
        args.station.clone().ok_or(Refusal::Needed("--station"))?,
    ))
}

const PIXELS_A_MODULE: u32 = 10;
const QUIET: u32 = 4;
