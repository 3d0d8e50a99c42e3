//! `tongban ops staff`: who belongs to the office, and the paper with which their device enrols.

use serde_json::{Value, json};
use tongban_platform::ops::StaffSummary;

use super::{Refusal, open, voucher};
use crate::args::{StaffCommand, StaffName, StaffPaper};
use crate::language::Language;
use crate::report::{Exit, Report};

pub(super) async fn run(command: &StaffCommand, language: &Language) -> Result<Report, Refusal> {
    match command {
        StaffCommand::Add(args) => add(args, language).await,
        StaffCommand::Voucher(paper) => again(paper, language).await,
        StaffCommand::List(args) => {
            let staff = open(&args.platform).await?.list_staff().await?;
            Ok(listed(&staff, language))
        }
        StaffCommand::Remove(args) => remove(args, language).await,
    }
}

async fn add(args: &crate::args::StaffAdd, language: &Language) -> Result<Report, Refusal> {
    let paper = &args.paper;
    let (clerk, station) = voucher::desk(paper.clerk.as_ref(), paper.station.as_ref())?;
    voucher::must_be_new(paper.out.as_deref())?;
    let platform = open(&paper.platform).await?;
    let printed = platform
        .add_staff(&paper.name, &args.roles, &clerk, &station)
        .await?;
    voucher::report(&printed, paper.out.as_deref(), language)
}

async fn again(paper: &StaffPaper, language: &Language) -> Result<Report, Refusal> {
    let (clerk, station) = voucher::desk(paper.clerk.as_ref(), paper.station.as_ref())?;
    voucher::must_be_new(paper.out.as_deref())?;
    let platform = open(&paper.platform).await?;
    let printed = platform
        .print_staff_voucher(&paper.name, &clerk, &station)
        .await?;
    voucher::report(&printed, paper.out.as_deref(), language)
}

async fn remove(args: &StaffName, language: &Language) -> Result<Report, Refusal> {
    let removed = open(&args.platform).await?.remove_staff(&args.name).await?;
    let text = language.render("cli.staff.removed", &[("name", &removed.name)]);
    Ok(Report::new(Exit::Yes, line(&removed), text))
}

fn listed(staff: &[StaffSummary], language: &Language) -> Report {
    let lines: Vec<Value> = staff.iter().map(line).collect();
    let text = match staff {
        [] => language.text("cli.staff.nobody"),
        staff => {
            let one = |one: &StaffSummary| {
                let roles = one.roles.join(", ");
                language.render("cli.staff.line", &[("name", &one.name), ("roles", &roles)])
            };
            staff.iter().map(one).collect::<Vec<_>>().join("\n")
        }
    };
    Report::new(Exit::Yes, json!({ "staff": lines }), text)
}

fn line(staff: &StaffSummary) -> Value {
    json!({ "id": staff.id, "name": staff.name, "roles": staff.roles })
}
