//! Many seeds, one after the other; the first that fails is made small and told.

use std::collections::BTreeSet;
use std::ops::Range;
use std::time::Instant;

use serde::Serialize;

use crate::check::{Found, Wrong};
use crate::faults::Fault;
use crate::world::{Broken, Scenario, Story, play};

/// What is to be played.
#[derive(Debug, Clone)]
pub struct Runs {
    /// The seeds.
    pub seeds: Range<u64>,
    /// Residents' devices in each world.
    pub devices: usize,
    /// What may break.
    pub faults: BTreeSet<Fault>,
    /// How many worlds that go wrong are made small: each means playing many.
    pub shrunk: usize,
}

/// The last line of a machine-readable run.
#[derive(Debug, Clone, Default, PartialEq, Serialize)]
pub struct Summary {
    /// How many were played.
    pub seeds: u64,
    /// Acknowledged things that are gone.
    pub lost: u64,
    /// Things that took effect twice.
    pub duplicated: u64,
    /// Things that wait a minute after everything works.
    pub stuck: u64,
    /// Devices that tell something else than the platform.
    pub diverged: u64,
    /// What residents did.
    pub actions: u64,
    /// Real time.
    pub seconds: f64,
}

impl Summary {
    /// Whether nothing is wrong.
    pub fn is_clean(&self) -> bool {
        self.lost + self.duplicated + self.stuck + self.diverged == 0
    }

    /// Counts a world.
    pub fn add(&mut self, story: &Story) {
        self.seeds += 1;
        self.actions += story.actions;
        story.found.iter().for_each(|found| self.count(found));
    }

    fn count(&mut self, found: &Found) {
        *match found.wrong {
            Wrong::Lost => &mut self.lost,
            Wrong::Duplicated => &mut self.duplicated,
            Wrong::Stuck => &mut self.stuck,
            Wrong::Diverged => &mut self.diverged,
        } += 1;
    }
}

/// A world that went wrong, as small as it could be made.
#[derive(Debug, Clone)]
pub struct Failure {
    /// As the seed drew it.
    pub drawn: Scenario,
    /// As small as it still fails.
    pub smallest: Scenario,
    /// How that one ends, with its trace.
    pub story: Story,
}

/// Plays every seed. `after_each` is told what was played, what it found, and what is wrong in all
/// so far.
pub fn run(
    runs: &Runs,
    mut after_each: impl FnMut(&Scenario, &[Found], &Summary),
) -> Result<(Summary, Vec<Failure>), Broken> {
    let began = Instant::now();
    let mut summary = Summary::default();
    let mut failures = Vec::new();
    for seed in runs.seeds.clone() {
        let drawn = Scenario::of(seed, runs.devices, &runs.faults);
        let story = play(&drawn, false)?;
        summary.add(&story);
        summary.seconds = began.elapsed().as_secs_f64();
        after_each(&drawn, &story.found, &summary);
        if !story.found.is_empty() && failures.len() < runs.shrunk {
            failures.push(shrink(drawn)?);
        }
    }
    Ok((summary, failures))
}

/// Takes away what is not needed for the world to go wrong: faults, devices, actions.
pub fn shrink(drawn: Scenario) -> Result<Failure, Broken> {
    let fails = |scenario: &Scenario| Ok(!play(scenario, false)?.found.is_empty());
    let mut smallest = drawn.clone();
    loop {
        let mut smaller = Vec::new();
        for fault in &smallest.faults {
            let mut without = smallest.clone();
            without.faults.remove(fault);
            smaller.push(without);
        }
        if smallest.devices > 1 {
            smaller.push(Scenario {
                devices: smallest.devices - 1,
                ..smallest.clone()
            });
        }
        for actions in [smallest.actions / 2, smallest.actions.saturating_sub(1)] {
            if actions > 0 && actions < smallest.actions {
                smaller.push(Scenario {
                    actions,
                    ..smallest.clone()
                });
            }
        }
        let mut found = None;
        for scenario in smaller {
            if fails(&scenario)? {
                found = Some(scenario);
                break;
            }
        }
        match found {
            Some(scenario) => smallest = scenario,
            None => break,
        }
    }
    let story = play(&smallest, true)?;
    Ok(Failure {
        drawn,
        smallest,
        story,
    })
}
