//! `tongban sim`: worlds in which everything breaks, and whether anything was lost in them.

use std::fmt::Write as _;
use std::io::{IsTerminal as _, Write as _};
use std::ops::Range;

use serde_json::json;
use tongban_sim::{Broken, Fault, Found, Runs, Scenario, Summary, play};

use crate::args::SimArgs;
use crate::language::Language;
use crate::report::{Exit, Report};

/// Exit 0 when nothing was lost, doubled, stuck or told differently, 1 when anything was, 2 when
/// the simulator could not go on.
pub fn run(args: &SimArgs, json: bool, language: &Language) -> Report {
    let faults = match args.faults.is_empty() {
        true => Fault::ALL.map(|(fault, _)| fault).into(),
        false => args.faults.iter().copied().collect(),
    };
    let runs = Runs {
        seeds: args.seeds.clone(),
        devices: args.devices.into(),
        faults,
        shrunk: MOST_SHRUNK,
    };
    let played = match args.trace {
        true => told(&runs),
        false => counted(&runs, json, language),
    };
    match played {
        Ok((summary, text)) => report(&summary, &text, language),
        Err(broken) => Report::failure(
            Exit::Unreadable,
            "simulator_broken",
            &broken.to_string(),
            language,
        ),
    }
}

/// Every world with what happened in it.
fn told(runs: &Runs) -> Result<(Summary, String), Broken> {
    let began = std::time::Instant::now();
    let (mut summary, mut text) = (Summary::default(), String::new());
    for seed in runs.seeds.clone() {
        let scenario = Scenario::of(seed, runs.devices, &runs.faults);
        let story = play(&scenario, true)?;
        tell(&mut text, &scenario, &story.trace, &story.found);
        summary.add(&story);
    }
    summary.seconds = began.elapsed().as_secs_f64();
    Ok((summary, text))
}

/// Many worlds; only those that go wrong are told, as small as they can be made.
fn counted(runs: &Runs, json: bool, language: &Language) -> Result<(Summary, String), Broken> {
    let all = runs.seeds.end.saturating_sub(runs.seeds.start);
    let mut err = std::io::stderr();
    let shows_progress = !json && err.is_terminal();
    let (summary, failures) = tongban_sim::run(runs, |scenario, found, summary| {
        if !found.is_empty() && !json {
            // Shrinking takes a while: what is wrong is said before.
            let mut text = String::new();
            tell(&mut text, scenario, &[], found);
            // Nobody may read it any more; the report still counts.
            write!(err, "{text}").ok();
        }
        if shows_progress {
            let (done, of) = (summary.seeds.to_string(), all.to_string());
            let line = language.render("cli.sim.progress", &[("done", &done), ("all", &of)]);
            write!(err, "\r{line}").and_then(|()| err.flush()).ok();
        }
    })?;
    if shows_progress {
        writeln!(std::io::stderr()).ok();
    }
    let mut text = String::new();
    for failure in &failures {
        let story = &failure.story;
        tell(&mut text, &failure.smallest, &story.trace, &story.found);
    }
    Ok((summary, text))
}

fn tell(text: &mut String, scenario: &Scenario, trace: &[String], found: &[Found]) {
    // Writing into a string does not fail.
    writeln!(text, "{scenario}").ok();
    for line in trace {
        writeln!(text, "{line}").ok();
    }
    for found in found {
        writeln!(text, "  {}: {}", found.wrong, found.what).ok();
    }
}

fn report(summary: &Summary, told: &str, language: &Language) -> Report {
    let exit = match summary.is_clean() {
        true => Exit::Yes,
        false => Exit::No,
    };
    let numbers = [
        ("seeds", summary.seeds.to_string()),
        ("actions", summary.actions.to_string()),
        ("lost", summary.lost.to_string()),
        ("duplicated", summary.duplicated.to_string()),
        ("stuck", summary.stuck.to_string()),
        ("diverged", summary.diverged.to_string()),
        ("seconds", format!("{:.1}", summary.seconds)),
    ];
    let numbers = numbers
        .each_ref()
        .map(|(name, value)| (*name, value.as_str()));
    let word = language.render("cli.sim.summary", &numbers);
    Report::new(exit, json!(summary), format!("{told}{word}"))
}

/// `A..B`, without B.
pub fn seeds(text: &str) -> Result<Range<u64>, String> {
    let (from, to) = text.split_once("..").ok_or("A..B")?;
    let number = |text: &str| text.trim().parse().map_err(|_| "A..B".to_owned());
    let range = number(from)?..number(to)?;
    match range.is_empty() {
        true => Err("A < B".to_owned()),
        false => Ok(range),
    }
}

/// A fault by its name.
pub fn fault(text: &str) -> Result<Fault, String> {
    text.parse()
        .map_err(|error: tongban_sim::UnknownFault| error.to_string())
}

/// Shrinking plays many worlds; after a few the reason is known.
const MOST_SHRUNK: usize = 3;

#[cfg(test)]
mod tests {
    use super::*;

    #[test]
    fn seeds_are_a_half_open_range() {
        assert_eq!(seeds("3..5"), Ok(3..5));
        for wrong in ["", "3", "5..3", "3..3", "a..b", "-1..2"] {
            assert!(seeds(wrong).is_err(), "{wrong}");
        }
    }
}
