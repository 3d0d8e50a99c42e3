use std::time::Duration;

use super::{PresenceRequest, UserPresence};

/// Panics unless `presence` answers `expected` and answers in time.
pub async fn user_presence_contract(
    presence: &dyn UserPresence,
    expected: Result<(), super::PresenceError>,
) {
    let timeout = Duration::from_secs(2);
    let started = std::time::Instant::now();
    let answer = presence
        .ask(PresenceRequest {
            reason: "contract test".into(),
            timeout,
        })
        .await;
    assert_eq!(answer, expected);
    assert!(
        started.elapsed() < timeout * 2,
        "the answer came after its deadline"
    );
}
