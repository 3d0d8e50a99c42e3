use std::collections::BTreeSet;

use tongban_sim::{Fault, Runs, Scenario, play, run};

#[test]
fn a_world_without_faults_is_in_order_and_tells_the_same_story_twice() {
    let scenario = Scenario::of(1, 2, &BTreeSet::new());
    let story = play(&scenario, true).expect("plays");
    assert_eq!(story.found, [], "{}", story.trace.join("\n"));
    assert!(story.handed_in > 0, "{}", story.trace.join("\n"));
    let again = play(&scenario, true).expect("plays");
    assert_eq!(story, again);
}
