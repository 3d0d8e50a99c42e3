//! A time limit over a step: what hangs is ended, and said to hang.

use std::sync::Arc;
use std::sync::atomic::{AtomicBool, Ordering};
use std::sync::mpsc::{self, RecvTimeoutError, Sender};
use std::thread;
use std::time::Duration;

use crate::failure::Failure;
use crate::interrupt;

/// Does a step's work; when the time is over, ends every program that runs and fails with a sentence.
pub fn within<T>(limit: Duration, work: impl FnOnce() -> Result<T, Failure>) -> Result<T, Failure> {
    let over = Arc::new(AtomicBool::new(false));
    let finished = watch(limit, over.clone());
    let result = work();
    drop(finished);
    match result {
        Err(_) if over.load(Ordering::SeqCst) => Err(Failure::new(
            format!("not finished after {}, so it was ended", in_minutes(limit)),
            "the last lines above show where it stood; run the step alone and see whether it hangs again",
        )),
        result => result,
    }
}

fn watch(limit: Duration, over: Arc<AtomicBool>) -> Sender<()> {
    let (finished, waiting) = mpsc::channel::<()>();
    thread::spawn(move || {
        if waiting.recv_timeout(limit) == Err(RecvTimeoutError::Timeout) {
            over.store(true, Ordering::SeqCst);
            // A step that begins another program in that moment is ended there too.
            while waiting.recv_timeout(Duration::from_millis(500)) == Err(RecvTimeoutError::Timeout)
            {
                interrupt::end_all();
            }
        }
    });
    finished
}

fn in_minutes(limit: Duration) -> String {
    match limit.as_secs() {
        seconds @ 120.. => format!("{} minutes", seconds / 60),
        seconds => format!("{seconds} s"),
    }
}

#[cfg(test)]
mod tests {
    use super::*;
    use crate::command;
    use std::process::Command;
    use std::time::Instant;

    #[test]
    fn a_step_that_hangs_is_ended_with_a_sentence() {
        let _turn = interrupt::one_at_a_time();
        let started = Instant::now();
        let mut hanging = Command::new("sh");
        hanging.args(["-c", "echo begun; sleep 60 & sleep 60"]);
        let ended = within(Duration::from_secs(1), || {
            command::run_watched(&mut hanging, "x", |_| {})
        });
        let said = ended.expect_err("it hangs").to_string();
        assert!(said.contains("not finished after 1 s,"), "{said}");
        assert!(started.elapsed() < Duration::from_secs(20));
    }

    #[test]
    fn a_step_in_time_is_left_alone_and_its_own_failure_stays() {
        assert!(within(Duration::from_secs(60), || Ok(1)).is_ok_and(|one| one == 1));
        let own = within(Duration::from_secs(60), || {
            Err::<(), _>(Failure::new("a", "b"))
        });
        assert!(own.is_err_and(|failure| failure.to_string().starts_with('a')));
        assert_eq!(in_minutes(Duration::from_secs(1500)), "25 minutes");
    }
}
