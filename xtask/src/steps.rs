use std::time::{Duration, Instant};

use crate::failure::Failure;

/// Numbers steps, says when each begins and how long it took.
pub struct Steps {
    total: usize,
    done: usize,
    times: Vec<(String, Duration, bool)>,
}

impl Steps {
    /// For a known number of steps.
    pub fn of(total: usize) -> Self {
        Self {
            total,
            done: 0,
            times: Vec::new(),
        }
    }

    /// Runs one step between its two lines.
    pub fn step<T>(
        &mut self,
        name: &str,
        work: impl FnOnce() -> Result<T, Failure>,
    ) -> Result<T, Failure> {
        self.done += 1;
        println!("[{}/{}] {name} …", self.done, self.total);
        let started = Instant::now();
        let result = work();
        let took = started.elapsed();
        let word = if result.is_ok() { "done" } else { "FAILED" };
        println!(
            "[{}/{}] {name}: {word}, {}",
            self.done,
            self.total,
            in_words(took)
        );
        self.times.push((name.to_owned(), took, result.is_ok()));
        result
    }

    /// One line a step with its time, then the sum.
    pub fn print_times(&self) {
        for (name, took, passed) in &self.times {
            println!(
                "  {:>8}  {name}{}",
                in_words(*took),
                if *passed { "" } else { "  (failed)" }
            );
        }
        println!(
            "  {:>8}  all",
            in_words(self.times.iter().map(|(_, took, _)| *took).sum())
        );
    }
}

fn in_words(time: Duration) -> String {
    match time.as_secs() {
        0 => format!("{} ms", time.as_millis()),
        seconds @ 1..60 => format!("{seconds} s"),
        seconds => format!("{} min {:02} s", seconds / 60, seconds % 60),
    }
}

#[cfg(test)]
mod tests {
    use super::*;

    #[test]
    fn times_are_said_in_the_unit_a_person_expects() {
        assert_eq!(in_words(Duration::from_millis(412)), "412 ms");
        assert_eq!(in_words(Duration::from_secs(41)), "41 s");
        assert_eq!(in_words(Duration::from_secs(125)), "2 min 05 s");
    }

    #[test]
    fn a_failed_step_is_remembered_as_failed() {
        let mut steps = Steps::of(1);
        let failed: Result<(), _> = steps.step("x", || Err(Failure::new("a", "b")));
        assert!(failed.is_err());
        assert!(!steps.times[0].2);
    }
}
