//! `tongban ops voucher`: the paper that a clerk hands to a resident whose ID card was seen
//! (rule K2). What is printed is secret until it is used, and is not kept here: the paper's file is
//! new and its owner's alone.

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
    let (clerk, station) = desk(args.clerk.as_ref(), args.station.as_ref())?;
    must_be_new(args.out.as_deref())?;
    let platform = open(&args.platform).await?;
    let voucher = platform
        .print_voucher(resident(args)?, &clerk, &station)
        .await?;
    report(&voucher, args.out.as_deref(), language)
}

/// Before anything is printed: what is printed once cannot be had again.
pub(super) fn must_be_new(out: Option<&Path>) -> Result<(), Refusal> {
    if let Some(path) = out {
        file::ending(path, ENDINGS)?;
        file::must_be_new(path)?;
    }
    Ok(())
}

/// Writes the paper, if one is wanted, and says what it says.
pub(super) fn report(
    voucher: &PrintedVoucher,
    out: Option<&Path>,
    language: &Language,
) -> Result<Report, Refusal> {
    let full = voucher.full.to_text();
    if let Some(path) = out {
        file::write_private(path, &page(path, voucher, language)?)?;
    }
    let (number, digits) = (voucher.number.to_string(), voucher.digits.grouped());
    let until = for_people(voucher.expires_at, language);
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
            ("station", &voucher.station),
            ("clerk", &voucher.clerk),
            ("until", &until),
        ],
    );
    if let Some(path) = out {
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
        "clerk": voucher.clerk,
        "station": voucher.station,
        "printed_at": rfc3339(voucher.printed_at),
        "expires_at": rfc3339(voucher.expires_at),
        "file": out.map(|path| path.display().to_string()),
    });
    Ok(Report::new(Exit::Yes, line, text))
}

fn page(path: &Path, voucher: &PrintedVoucher, language: &Language) -> Result<Vec<u8>, Refusal> {
    // Paper gets folded and stained, and the text is short: the strongest correction is free.
    let code = draw_modules(&voucher.full.to_text(), Ec::H).map_err(|_| Refusal::NotDrawn)?;
    if file::ending(path, ENDINGS)? == "html" {
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

/// Who prints, and where; a demo has a clerk and a station of its own.
#[cfg(feature = "demo")]
pub(super) fn desk(
    clerk: Option<&String>,
    station: Option<&String>,
) -> Result<(String, String), Refusal> {
    let (of_demo, place) = tongban_platform::ops::demo_clerk();
    Ok((
        clerk.map_or(of_demo, String::as_str).to_owned(),
        station.map_or(place, String::as_str).to_owned(),
    ))
}

#[cfg(not(feature = "demo"))]
pub(super) fn desk(
    clerk: Option<&String>,
    station: Option<&String>,
) -> Result<(String, String), Refusal> {
    Ok((
        clerk.cloned().ok_or(Refusal::Needed("--clerk"))?,
        station.cloned().ok_or(Refusal::Needed("--station"))?,
    ))
}

const ENDINGS: &[&str] = &["png", "html"];
const PIXELS_A_MODULE: u32 = 10;
const QUIET: u32 = 4;
