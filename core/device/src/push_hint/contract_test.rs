use std::time::Duration;

use tokio::time::timeout;

use super::PushHint;
use crate::{Header, TransportError};

/// Panics unless `hints` keeps the contract of [`PushHint`]. `hint` makes the other side say one
/// hint on every open stream, `cut` makes it break them all, `open_now` counts them there.
pub async fn push_hint_contract(
    hints: &dyn PushHint,
    hint: &(dyn Fn() + Sync),
    cut: &(dyn Fn() + Sync),
    open_now: &(dyn Fn() -> usize + Sync),
) {
    let headers = || {
        vec![Header {
            name: "authorization".to_owned(),
            value: "Bearer hints".to_owned(),
        }]
    };
    let mut stream = hints.open("/hints", headers()).await.expect("it opens");
    let silent = timeout(Duration::from_millis(200), stream.next()).await;
    assert!(silent.is_err(), "a hint came that nobody gave");
    hint();
    let heard = timeout(PATIENCE, stream.next()).await.expect("in time");
    assert_eq!(heard, Ok(()));

    let mut second = hints.open("/hints", headers()).await.expect("a second");
    hint();
    for stream in [&mut stream, &mut second] {
        let heard = timeout(PATIENCE, stream.next()).await.expect("in time");
        assert_eq!(heard, Ok(()));
    }
    drop(second);
    for _ in 0..200 {
        if open_now() == 1 {
            break;
        }
        // A side that only writes hears that the other is gone when it writes.
        hint();
        tokio::time::sleep(Duration::from_millis(10)).await;
    }
    assert_eq!(open_now(), 1, "a dropped stream stays open");

    cut();
    let ended = async { while stream.next().await.is_ok() {} };
    timeout(PATIENCE, ended).await.expect("a break is heard");
    assert_eq!(
        hints.open("no path", headers()).await.err(),
        Some(TransportError::BadRequest),
        "a path that is none"
    );
}

const PATIENCE: Duration = Duration::from_secs(10);
