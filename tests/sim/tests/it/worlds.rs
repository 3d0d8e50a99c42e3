use std::collections::BTreeSet;

use tongban_sim::{Fault, Runs, Scenario, Story, play, run};

/// Lines of one millisecond stand in any order.
fn told(story: &Story) -> Vec<String> {
    let mut lines = story.trace.clone();
    lines.sort();
    lines
}

fn all() -> BTreeSet<Fault> {
    Fault::ALL.map(|(fault, _)| fault).into()
}

fn same_twice(scenario: &Scenario) -> Story {
    let [first, second] = [(); 2].map(|()| play(scenario, true).expect("plays"));
    let (one, two) = (told(&first), told(&second));
    let other = one.iter().zip(&two).find(|(one, two)| one != two);
    assert_eq!(other, None, "{scenario}");
    assert_eq!(one.len(), two.len(), "{scenario}");
    assert_eq!(first.found, second.found);
    first
}

#[test]
fn a_world_without_faults_is_in_order_and_tells_the_same_story_twice() {
    let story = same_twice(&Scenario::of(1, 2, &BTreeSet::new()));
    assert_eq!(story.found, [], "{}", story.trace.join("\n"));
    assert!(story.handed_in > 0, "{}", story.trace.join("\n"));
}

#[test]
fn a_world_with_every_fault_tells_the_same_story_twice() {
    for seed in 1..4 {
        let mut scenario = Scenario::of(seed, 2, &all());
        scenario.faults = all();
        same_twice(&scenario);
    }
}

// Two tests, so that two cores play.

#[test]
fn req_32_whatever_breaks_nothing_is_lost_doubled_stuck_or_told_differently() {
    nothing_is_wrong_in(0..worlds() / 2);
}

#[test]
fn req_32_whatever_breaks_nothing_is_lost_doubled_stuck_or_told_differently_in_more_worlds() {
    nothing_is_wrong_in(worlds() / 2..worlds());
}

fn nothing_is_wrong_in(seeds: std::ops::Range<u64>) {
    let runs = Runs {
        seeds,
        devices: 3,
        faults: all(),
        shrunk: 1,
    };
    let mut seen = String::new();
    let (summary, failures) = run(&runs, |scenario, found, _| {
        if !found.is_empty() {
            seen += &format!("{scenario}: {found:#?}\n");
        }
    })
    .expect("plays");
    for failure in &failures {
        let (smallest, story) = (&failure.smallest, &failure.story);
        seen += &format!(
            "{smallest}\n{}\n{:#?}\n",
            story.trace.join("\n"),
            story.found
        );
    }
    assert!(summary.is_clean(), "{summary:?}\n{seen}");
}

/// 200 in every run; 10,000 when the run is a deep one.
fn worlds() -> u64 {
    match std::env::var_os("TONGBAN_DEEP") {
        Some(_) => 10_000,
        None => 200,
    }
}
