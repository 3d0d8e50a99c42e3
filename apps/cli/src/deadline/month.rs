//! Months on which a count is drawn, a week a line.

use std::collections::BTreeMap;

use tongban_rules::{Certainty, Day, Due, Step, Why};

use crate::language::Language;

/// The months from the event to the end, each with its title and weekdays.
pub fn all(due: &Due, language: &Language) -> Vec<String> {
    let mut months: BTreeMap<(i32, u8), BTreeMap<u8, String>> = BTreeMap::new();
    for step in &due.steps {
        let month = months
            .entry((step.day.year(), step.day.month()))
            .or_default();
        month.insert(step.day.day_of_month(), cell(step, due));
    }
    let names: Vec<String> = (1..=7)
        .map(|weekday| language.text(&format!("cli.deadline.weekday_short.{weekday}")))
        .collect();
    months
        .into_iter()
        .flat_map(|((year, month), cells)| one(year, month, &cells, &names))
        .collect()
}

/// Cells are five columns wide: a mark, two digits, a mark, a gap. The short names of weekdays
/// are two columns wide in every language.
fn one(year: i32, month: u8, cells: &BTreeMap<u8, String>, names: &[String]) -> Vec<String> {
    let header: String = names.iter().map(|name| format!(" {name}  ")).collect();
    let mut lines = vec![
        format!(" {year:04}-{month:02}"),
        header.trim_end().to_owned(),
    ];
    let days = (1..=31).filter_map(|day| Day::from_ymd(year, month.into(), day));
    let mut line = String::new();
    for day in days {
        let number = day.day_of_month();
        if number == 1 {
            line = " ".repeat(5 * usize::from(day.weekday() - 1));
        }
        let plain = || format!(" {number:>2} ");
        line += &cells.get(&number).cloned().unwrap_or_else(plain);
        line.push(' ');
        if day.weekday() == 7 {
            lines.push(std::mem::take(&mut line).trim_end().to_owned());
        }
    }
    lines.push(line.trim_end().to_owned());
    lines.push(String::new());
    lines.retain(|line| !line.is_empty());
    lines.push(String::new());
    lines
}

fn cell(step: &Step, due: &Due) -> String {
    let number = step.day.day_of_month();
    let certain = step.certainty == Certainty::Announced;
    match (&step.why, step.counted) {
        _ if step.day == due.due => format!("[{number:>2}]"),
        (Why::EventDay, _) => format!("({number:>2})"),
        (_, true) if certain => format!(" {number:>2}+"),
        (_, false) if certain => format!(" {number:>2}-"),
        (_, true) => format!("?{number:>2}+"),
        (_, false) => format!("?{number:>2}-"),
    }
}
