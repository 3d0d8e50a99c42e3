//! When the engine asks, and when it leaves the platform alone (rule S11).

use tongban_protocol::{Refusal, paths};
use tongban_sync::{Event, Failure, Pause, pump};

use crate::support::bench::{Bench, Fate};
use crate::support::ops::{SCOPE, case, id, operation, photo};
use crate::support::platform::refused;
use tongban_protocol::AttachmentId;

const MINUTE: u64 = 60_000;

#[test]
#[allow(non_snake_case)]
fn rule_S11_without_a_network_tries_become_rare_and_a_hint_ends_the_wait() {
    let mut bench = Bench::writing_only();
    bench.enqueue(&operation(1));
    bench.sync_for(24 * 60 * MINUTE, |_| Fate::Lost(Failure::Offline));
    let instants: Vec<u64> = bench.sent.iter().map(|(at, _)| *at).collect();
    let gaps: Vec<u64> = instants.windows(2).map(|pair| pair[1] - pair[0]).collect();
    assert!(
        gaps.iter().all(|gap| (1_000..=15 * MINUTE).contains(gap)),
        "{gaps:?}"
    );
    assert!(
        instants.len() >= 24 * 4 && instants.len() < 600,
        "{} tries a day",
        instants.len()
    );

    let before = bench.store.now;
    bench.feed(Event::Online);
    bench.sync();
    assert_eq!(bench.sent.last().expect("a try").0, before, "at once");
    assert!(bench.store.receipt(&id(1)).is_some());
}

#[test]
#[allow(non_snake_case)]
fn rule_S11_a_platform_that_asks_for_peace_gets_it() {
    for (seconds, least, most) in [(90, 90, 120), (7_200, 3_600, 4_501)] {
        let mut bench = Bench::writing_only();
        bench.enqueue(&operation(1));
        let busy = refused(&Refusal::Busy {
            retry_after: seconds,
        });
        bench.run(|_| Fate::Instead(busy.clone()));
        bench.feed(Event::Online);
        bench.feed(Event::PullNow);
        bench.sync_for(2 * 60 * MINUTE, |_| Fate::Answered);
        let [(first, _), (second, _), ..] = &bench.sent[..] else {
            panic!("two tries");
        };
        let waited = (second - first) / 1_000;
        assert!((least..=most).contains(&waited), "{waited} s for {seconds}");
    }
}

#[test]
#[allow(non_snake_case)]
fn rule_S11_a_request_has_time_for_its_size() {
    let mut bench = Bench::writing_only();
    let mut large = operation(1);
    large.attachments = vec![photo(AttachmentId::from_bytes([1; 16]), 200_000)];
    bench.enqueue(&large);
    bench.sync();
    for (_, request) in &bench.sent {
        assert_eq!(
            request.deadline_millis,
            15_000 + request.body.len() as u64 * 1_000 / 2_048
        );
    }
}

#[test]
fn a_host_that_forgets_to_answer_does_not_stop_everything() {
    let mut bench = Bench::writing_only();
    bench.enqueue(&operation(1));
    let Pause::Send(forgotten, request) = pump(&mut bench.engine, &mut bench.store, Event::Tick)
    else {
        panic!("a request");
    };
    let late = bench.platform.answer(&request);
    let Pause::Wait(until) = pump(&mut bench.engine, &mut bench.store, Event::Tick) else {
        panic!("it waits for the answer");
    };
    bench.store.now = until;
    bench.sync_for(MINUTE, |_| Fate::Answered);
    assert!(bench.store.receipt(&id(1)).is_some());
    let saves = bench.store.saves;
    bench.feed(Event::Answered(forgotten, Ok(late)));
    bench.sync();
    assert_eq!(
        bench.store.saves, saves,
        "an answer to a request that is over"
    );
}

#[test]
fn a_session_is_made_once_in_twelve_hours_and_at_once_when_it_ends() {
    let mut bench = Bench::new();
    bench.sync_for(11 * 60 * MINUTE, |_| Fate::Answered);
    let sessions = |bench: &Bench| {
        bench
            .paths()
            .iter()
            .filter(|path| **path == paths::SESSION)
            .count()
    };
    assert_eq!(sessions(&bench), 1);
    let pulls = bench
        .paths()
        .iter()
        .filter(|path| **path == paths::PULL)
        .count();
    assert!((44..=60).contains(&pulls), "{pulls} pulls in eleven hours");
    bench.platform.forget_sessions();
    let now = bench.store.now;
    bench.feed(Event::PullNow);
    bench.sync();
    assert_eq!(sessions(&bench), 2);
    assert_eq!(
        bench.sent.last().map(|(at, request)| (*at, request.path)),
        Some((now, paths::PULL))
    );
}

#[test]
fn a_device_without_permission_to_read_still_sends() {
    let mut bench = Bench::new();
    bench.platform.devices.clear();
    bench.enqueue(&operation(1));
    bench.sync();
    assert!(bench.store.receipt(&id(1)).is_some());
    assert!(
        bench
            .store
            .reports
            .contains(&tongban_sync::Report::SessionRefused)
    );
    assert!(!bench.paths().contains(&paths::PULL));
}

#[test]
fn a_newer_platform_is_reported_and_left_alone() {
    let mut bench = Bench::new();
    bench.enqueue(&operation(1));
    let newer = refused(&Refusal::UpdateNeeded);
    bench.sync_for(60 * MINUTE, |_| Fate::Instead(newer.clone()));
    assert!(
        bench
            .store
            .reports
            .contains(&tongban_sync::Report::UpdateNeeded)
    );
    assert!(
        bench.sent.len() <= 5,
        "{} requests in an hour",
        bench.sent.len()
    );
    assert!(bench.store.outbox.contains_key(&id(1)));
}

#[test]
fn two_devices_do_not_come_back_together() {
    let tries = |seed| {
        let mut bench = Bench::writing_only();
        bench.store.dice = crate::support::dice::Dice::new(seed);
        bench.enqueue(&operation(1));
        bench.sync_for(60 * MINUTE, |_| Fate::Lost(Failure::TimedOut));
        bench.sent.iter().map(|(at, _)| *at).collect::<Vec<_>>()
    };
    assert_ne!(tries(1)[1..], tries(2)[1..]);
}

#[test]
#[allow(non_snake_case)]
fn rule_S11_an_answer_has_time_for_the_rows_that_were_asked_for_and_they_adapt_to_the_line() {
    let mut bench = Bench::new();
    (bench.platform.page_rows, bench.platform.snapshot_rows) = (500, 1_000);
    let body = vec![7; 900];
    for number in 0..=255 {
        for version in 1..=3 {
            bench
                .platform
                .add_row(SCOPE, "event", case(number), version, &body);
        }
    }
    let mut pulls = 0;
    bench.sync_for(20 * 60_000, |request| {
        pulls += u32::from(request.path == paths::PULL);
        match pulls {
            3..=6 if request.path == paths::PULL => Fate::Lost(Failure::TimedOut),
            _ => Fate::Answered,
        }
    });
    let pulls = bench
        .sent
        .iter()
        .filter(|(_, request)| request.path == paths::PULL);
    let asked: Vec<(u32, u64)> = pulls
        .map(|(_, request)| {
            let pull = tongban_protocol::PullRequest::decode(&request.body).expect("ours");
            let bytes = pull.max_bytes.expect("always said");
            let body = request.body.len() as u64 * 1_000 / 2_048;
            (bytes >> 10, request.deadline_millis - body)
        })
        .collect();
    let sizes: Vec<u32> = asked.iter().map(|(kib, _)| *kib).collect();
    assert_eq!(
        sizes[..7],
        [32, 64, 128, 64, 32, 16, 8],
        "after a full page more, after a break less"
    );
    for (kib, millis) in asked {
        assert_eq!(millis, 15_000 + u64::from(kib) * 1_000 / 8);
    }
}
