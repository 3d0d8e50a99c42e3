//! `tongban deadline`: when a limit ends, and why each day counted or did not.

mod month;
mod text;

use serde_json::{Value, json};
use tongban_rules::{Amount, Calendars, Due, Duty, Limit, Reading, Step, Unit, count};

use crate::args::{DeadlineArgs, DutyArg, UnitArg};
use crate::language::Language;
use crate::report::{Exit, Report};

/// Exit 0 with the end of the limit, 2 when there is no such calendar or no such end.
pub fn run(args: &DeadlineArgs, language: &Language) -> Report {
    let calendars = Calendars::built_in();
    let Some(calendar) = calendars.get(&args.calendar) else {
        let known: Vec<&str> = calendars.ids().collect();
        return failure("calendar_unknown", &known.join(", "), language);
    };
    let amount = Amount::One(args.days);
    let limit = match Limit::new(amount, args.unit.into(), args.duty.into()) {
        Ok(limit) => limit,
        Err(error) => return failure("limit_unusable", &error.to_string(), language),
    };
    match count(calendar, args.from, &limit) {
        Ok(due) => {
            let text = text::of(&due, args, calendar, language);
            Report::new(Exit::Yes, answer(&due), text)
        }
        Err(error) => failure("limit_unusable", &error.to_string(), language),
    }
}

fn failure(code: &str, detail: &str, language: &Language) -> Report {
    Report::failure(Exit::Unreadable, code, detail, language)
}

/// The line for scripts. Keys are only ever added.
fn answer(due: &Due) -> Value {
    let reading = match due.reading {
        Reading::Exact => "exact",
        Reading::Range { .. } => "range",
        Reading::RemindBy { .. } => "remind_by",
    };
    json!({
        "due": due.due.to_string(),
        "calendar_version": due.calendar_version,
        "provisional": due.provisional,
        "reading": reading,
        "earliest": due.reading.earliest().map(|day| day.to_string()),
        "steps": due.steps.iter().map(step).collect::<Vec<_>>(),
    })
}

fn step(step: &Step) -> Value {
    json!({
        "date": step.day.to_string(),
        "counted": step.counted,
        "why": step.why.slug(),
        "holiday": step.why.holiday(),
        "certainty": step.certainty.slug(),
    })
}

impl From<UnitArg> for Unit {
    fn from(unit: UnitArg) -> Self {
        match unit {
            UnitArg::Working => Self::Working,
            UnitArg::Calendar => Self::Calendar,
            UnitArg::Unstated => Self::Unstated,
        }
    }
}

impl From<DutyArg> for Duty {
    fn from(duty: DutyArg) -> Self {
        match duty {
            DutyArg::Office => Self::Office,
            DutyArg::Applicant => Self::Applicant,
        }
    }
}
