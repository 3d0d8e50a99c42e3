//! Times of single runs, and the figures that survive a noisy machine.

use std::time::{Duration, Instant};

/// Sorted times of single runs.
pub struct Times(Vec<Duration>);

impl Times {
    /// Runs once unmeasured and then `runs` times; the run's number picks the input.
    pub fn of(runs: usize, mut run: impl FnMut(usize)) -> Times {
        run(0);
        let mut times: Vec<Duration> = (0..runs)
            .map(|number| {
                let start = Instant::now();
                run(number);
                start.elapsed()
            })
            .collect();
        times.sort_unstable();
        Times(times)
    }

    /// Of runs that were timed one by one.
    #[cfg_attr(not(feature = "app"), allow(dead_code))]
    pub fn from_single(mut times: Vec<Duration>) -> Times {
        times.sort_unstable();
        Times(times)
    }

    /// The time that this share of the runs did not exceed, in milliseconds.
    pub fn percentile(&self, percent: usize) -> f64 {
        let last = self.0.len().saturating_sub(1);
        let at = (self.0.len() * percent)
            .div_ceil(100)
            .saturating_sub(1)
            .min(last);
        self.0
            .get(at)
            .map_or(0.0, |time| time.as_secs_f64() * 1000.0)
    }
}

#[cfg(test)]
mod tests {
    use super::*;

    #[test]
    fn percentiles_are_those_of_the_sorted_runs() {
        let times = Times((1..=200).map(Duration::from_millis).collect());
        assert_eq!(
            [50, 95, 99, 100].map(|percent| times.percentile(percent)),
            [100.0, 190.0, 198.0, 200.0]
        );
        assert_eq!(Times(Vec::new()).percentile(50), 0.0);
    }
}
