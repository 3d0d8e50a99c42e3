//! A count for people: the end, what is uncertain, the months, and the days out of the ordinary.

use std::collections::BTreeSet;

use tongban_rules::{Calendar, Certainty, Day, DayKind, Due, Reading, Step, Why};

use super::month;
use crate::args::{DeadlineArgs, UnitArg};
use crate::language::Language;

/// Several lines; the first is the answer.
pub fn of(due: &Due, args: &DeadlineArgs, calendar: &Calendar, language: &Language) -> String {
    let mut lines = vec![end(due, language), asked(due, args, calendar, language)];
    lines.extend(doubts(due, calendar, language));
    lines.push(String::new());
    lines.extend(month::all(due, language));
    lines.push(language.text("cli.deadline.legend"));
    lines.extend(remarkable(due, calendar, language));
    lines.join("\n")
}

fn end(due: &Due, language: &Language) -> String {
    let key = match (due.reading, due.provisional) {
        (Reading::Exact, false) => "exact",
        (Reading::Exact, true) => "provisional",
        (Reading::Range { .. }, _) => "range",
        (Reading::RemindBy { .. }, _) => "remind_by",
    };
    let earliest = due
        .reading
        .earliest()
        .map(|day| with_weekday(day, language));
    let values = [
        ("due", with_weekday(due.due, language)),
        ("earliest", earliest.unwrap_or_default()),
    ];
    render(&format!("cli.deadline.end.{key}"), &values, language)
}

fn asked(due: &Due, args: &DeadlineArgs, calendar: &Calendar, language: &Language) -> String {
    let values = [
        ("days", args.days.to_string()),
        ("from", with_weekday(args.from, language)),
        ("calendar", calendar.name(language.locale()).to_owned()),
        ("version", due.calendar_version.clone()),
    ];
    let unit = match args.unit {
        UnitArg::Working => "working",
        UnitArg::Calendar => "calendar",
        UnitArg::Unstated => "unstated",
    };
    let form = if args.days == 1 { "one" } else { "other" };
    render(
        &format!("cli.deadline.asked.{unit}.{form}"),
        &values,
        language,
    )
}

/// What the count leans on without knowing it: festivals and years.
fn doubts(due: &Due, calendar: &Calendar, language: &Language) -> Vec<String> {
    let after = due.steps.iter().skip(1);
    let doubts: BTreeSet<String> = after
        .filter_map(|step| doubt(step, calendar, language))
        .collect();
    doubts.into_iter().collect()
}

fn doubt(step: &Step, calendar: &Calendar, language: &Language) -> Option<String> {
    let certainty = language.render(
        &format!("clock.certainty.{}", step.certainty.slug()),
        &[("year", &step.day.year().to_string())],
    );
    match (step.certainty, calendar.on(step.day).kind) {
        (Certainty::Announced, _) => None,
        (Certainty::Computed, DayKind::Holiday(name)) => {
            let name = calendar.holiday_name(&name, language.locale()).to_owned();
            let values = [("holiday", name), ("certainty", certainty)];
            Some(render("cli.deadline.doubt", &values, language))
        }
        _ => Some(certainty),
    }
}

/// Holidays, make-up days and postponements, neighbours of one kind on one line.
fn remarkable(due: &Due, calendar: &Calendar, language: &Language) -> Vec<String> {
    let mut spans: Vec<(Day, Day, &Why)> = Vec::new();
    for step in due.steps.iter().skip(1) {
        let plain = matches!(
            step.why,
            Why::WorkingDay | Why::CalendarDay | Why::WeeklyDayOff
        );
        match spans.last_mut() {
            _ if plain => {}
            Some((_, last, why))
                if **why == step.why && last.checked_plus_days(1) == Some(step.day) =>
            {
                *last = step.day;
            }
            _ => spans.push((step.day, step.day, &step.why)),
        }
    }
    let line = |(first, last, why): (Day, Day, &Why)| {
        let days = match first == last {
            true => first.to_string(),
            false => format!("{first} – {last}"),
        };
        let name = why.holiday().unwrap_or_default();
        let holiday = calendar.holiday_name(name, language.locale());
        let why = language.render(
            &format!("clock.why.{}", why.slug()),
            &[("holiday", holiday)],
        );
        format!("  {days}  {why}")
    };
    spans.into_iter().map(line).collect()
}

fn with_weekday(day: Day, language: &Language) -> String {
    let weekday = language.text(&format!("cli.deadline.weekday.{}", day.weekday()));
    let values = [("date", day.to_string()), ("weekday", weekday)];
    render("cli.deadline.date", &values, language)
}

fn render(key: &str, values: &[(&str, String)], language: &Language) -> String {
    let values: Vec<(&str, &str)> = values
        .iter()
        .map(|(name, value)| (*name, value.as_str()))
        .collect();
    language.render(key, &values)
}
