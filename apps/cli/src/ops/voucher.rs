//! `tongban ops voucher`: the paper that a clerk hands to a resident whose ID card was seen
//! (rule K2). What is printed is secret until it is used, and is not kept here: the paper's file is
//! new and its owner's alone.

use std::ffi::OsStr;
use std::path::Path;

use serde_json::json;
use tongban_code::{Ec, draw_modules};
use tongban_platform::ops::{Operations, PrintedVoucher, ResidentSummary};

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
    let resident = resident(&platform, args.resident.as_deref(), &clerk).await?;
    let voucher = platform
        .print_voucher(&resident.id, &clerk, &station)
        .await?;
    let full = voucher.full.to_text();
    if let Some(path) = &args.out {
        file::write_private(path, &page(path, &voucher, &resident.name, language)?)?;
    }
    let (number, digits) = (voucher.number.to_string(), voucher.digits.grouped());
    let until = for_people(voucher.expires_at);
    let words = paper::Words::of(language);
    let mut text = language.render(
        "cli.voucher.printed",
        &[
            ("name", &resident.name),
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
        "resident": resident.name,
        "resident_id": resident.id,
        "number": number,
        "digits": *digits,
        "text": *full,
        "clerk": clerk,
        "station": station,
        "printed_at": rfc3339(voucher.printed_at),
        "expires_at": rfc3339(voucher.expires_at),
        "file": args.out.as_ref().map(|path| path.display().to_string()),
    });
    Ok(Report::new(Exit::Yes, line, text))
}

/// Without `--resident` the demo's person, else the first of the list.
async fn resident(
    platform: &Operations,
    wanted: Option<&str>,
    clerk: &str,
) -> Result<ResidentSummary, Refusal> {
    let mut residents = platform.list_residents(clerk).await?;
    let Some(wanted) = wanted else {
        residents.sort_by_key(|resident| resident.key != DEMO_RESIDENT);
        return residents.into_iter().next().ok_or(Refusal::NoResident);
    };
    let mut matching = residents.into_iter().filter(|resident| {
        [&resident.key, &resident.id, &resident.name]
            .into_iter()
            .any(|known| known == wanted)
    });
    let found = matching.next().ok_or(Refusal::NoResident)?;
    match matching.next() {
        None => Ok(found),
        Some(_) => Err(Refusal::SeveralResidents),
    }
}

fn page(
    path: &Path,
    voucher: &PrintedVoucher,
    name: &str,
    language: &Language,
) -> Result<Vec<u8>, Refusal> {
    // Paper gets folded and stained, and the text is short: the strongest correction is free.
    let code = draw_modules(&voucher.full.to_text(), Ec::H).map_err(|_| Refusal::NotDrawn)?;
    let html = path
        .extension()
        .and_then(OsStr::to_str)
        .is_some_and(|ext| ext.eq_ignore_ascii_case("html"));
    if html {
        Ok(paper::html(voucher, name, &code, language).into_bytes())
    } else {
        code.to_png(PIXELS_A_MODULE, QUIET)
            .map_err(|_| Refusal::NotDrawn)
    }
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

const DEMO_RESIDENT: &str = "zhou-guifang";
const PIXELS_A_MODULE: u32 = 10;
const QUIET: u32 = 4;
