use std::io::Read;

use tongban_certificate::{CertificateStateKind, StatusError, StatusState, TrustState};
use tongban_platform::PublishSchedule;
use tongban_platform::ops::Publish;
use tongban_protocol::{MEDIA_TYPE, StatusSnapshot, TrustSnapshot, paths};

use crate::support::{App, NOW, Town, ask, get};

fn trust_of(body: &[u8], now: u64) -> TrustState {
    TrustState::from_sequence(body, now, now).expect("trust holds")
}

fn status_of(body: &[u8], trust: &TrustState, now: u64) -> StatusState {
    let mut status = StatusState::new();
    let tokens = StatusSnapshot::from_sequence(body)
        .expect("a sequence")
        .tokens;
    status
        .accept(trust, &tokens, now, now)
        .expect("status lists hold");
    status
}

fn version(trust: &TrustState) -> u64 {
    trust.list().expect("a list").version()
}

#[tokio::test]
async fn a_revoked_certificate_is_in_the_next_status_lists() {
    let town = Town::start().await;
    let voucher = town.voucher("zhou-guifang").await;
    let enrolled = App::new(3).enrol(town.address(), &voucher, NOW).await;
    let before = get(town.address(), paths::STATUS).await;
    let identifier = enrolled.held[0].identifier().expect("an identifier");

    town.clock.advance_seconds(60);
    let revoked = town
        .ops
        .revoke(&identifier, Publish::Now)
        .await
        .expect("revoked");
    assert_eq!(
        (revoked.copies, revoked.already, revoked.takes_effect_at),
        (3, false, NOW + 60)
    );
    let after = get(town.address(), paths::STATUS).await;
    assert_ne!(
        before.body, after.body,
        "the running platform serves what another process published"
    );
    let status = status_of(&after.body, &enrolled.trust, NOW + 60);
    for held in &enrolled.held {
        let kind = |status| held.state(Some(status), NOW + 60, NOW).kind;
        assert!(matches!(
            kind(&enrolled.status),
            CertificateStateKind::Valid
        ));
        assert!(matches!(kind(&status), CertificateStateKind::Revoked));
    }
    assert!(
        town.ops
            .revoke(&revoked.serial, Publish::Now)
            .await
            .expect("again")
            .already
    );
}

#[tokio::test]
async fn rule_C3_a_revocation_waits_for_the_fixed_hour() {
    let town = Town::start().await;
    let voucher = town.voucher("zhou-guifang").await;
    let enrolled = App::new(1).enrol(town.address(), &voucher, NOW).await;
    let before = get(town.address(), paths::STATUS).await;
    let serial = town
        .ops
        .list_certificates("zhou-guifang")
        .await
        .expect("listed")[0]
        .serial
        .clone();
    let revoked = town
        .ops
        .revoke(&serial, Publish::AtNextHour)
        .await
        .expect("revoked");
    let noon = NOW + 3 * 3600;
    assert_eq!(revoked.takes_effect_at, noon);

    town.clock.advance_seconds(3 * 3600 - 1);
    tokio::time::sleep(std::time::Duration::from_millis(700)).await;
    assert_eq!(
        get(town.address(), paths::STATUS).await.body,
        before.body,
        "published before the hour"
    );
    town.clock.advance_seconds(1);
    let after = town.changed(paths::STATUS, &before).await;
    let status = status_of(&after.body, &enrolled.trust, noon);
    assert_eq!(status.oldest(), Some(noon));
    let state = enrolled.held[0].state(Some(&status), noon, noon);
    assert!(matches!(state.kind, CertificateStateKind::Revoked));
}

#[tokio::test]
async fn rule_C3_all_lists_of_the_region_come_together() {
    let town = Town::start().await;
    let body = get(town.address(), paths::STATUS).await.body;
    assert_eq!(
        StatusSnapshot::from_sequence(&body)
            .expect("a sequence")
            .tokens
            .len(),
        16
    );
    assert_eq!(get(town.address(), "/v1/status/3").await.status, 404);
    let query = get(town.address(), "/v1/status?shard=3").await;
    assert_eq!(query.body, body, "one list alone cannot be asked for");
}

#[tokio::test]
async fn rule_C9_versions_and_dates_only_rise() {
    let mut town = Town::start().await;
    let first = trust_of(&get(town.address(), paths::TRUST).await.body, NOW);
    assert_eq!(version(&first), 2, "version 1 comes with the build");

    // Twice in one second, then with a clock set back by a day, then after a restart.
    for (expected, set_back) in [(3, 0), (4, 0), (5, 24 * 3600)] {
        town.clock.set_wall(NOW - set_back);
        let published = town.ops.publish_now().await.expect("published");
        assert_eq!(published.trust_version, expected);
        assert_eq!(published.status_as_of, NOW + expected - 2);
    }
    let after = get(town.address(), paths::TRUST).await;
    town.restart().await;
    assert_eq!(
        get(town.address(), paths::TRUST).await.body,
        after.body,
        "a restart publishes nothing early"
    );
    let status = get(town.address(), paths::STATUS).await;

    // A reader that has seen the newer lists refuses the older ones.
    let trust = trust_of(&after.body, NOW);
    let mut reader = status_of(&status.body, &trust, NOW);
    let old = StatusSnapshot::from_sequence(&status.body).expect("a sequence");
    let newer = town.ops.publish_now().await.expect("published");
    let newest = StatusSnapshot::from_sequence(&get(town.address(), paths::STATUS).await.body)
        .expect("a sequence");
    reader
        .accept(&trust, &newest.tokens, newer.status_as_of, NOW)
        .expect("newer");
    assert_eq!(
        reader.accept(&trust, &old.tokens, NOW, NOW),
        Err(StatusError::RolledBack)
    );
}

#[tokio::test]
async fn the_root_that_a_build_carries_vouches_for_the_list() {
    let town = Town::start().await;
    let body = get(town.address(), paths::TRUST).await.body;
    let snapshot = TrustSnapshot::from_sequence(&body).expect("a sequence");
    assert_eq!(snapshot.roots, [tongban_platform::demo::ROOT]);
    let mut anchored = TrustState::from_anchor(tongban_platform::demo::ROOT).expect("an anchor");
    let update = anchored
        .accept(&snapshot.roots, &snapshot.list, NOW, NOW)
        .expect("accepted");
    assert_eq!((update.changed, update.list_version), (true, 2));
}

#[tokio::test]
async fn an_unchanged_snapshot_is_not_sent_again() {
    let town = Town::start().await;
    for path in [paths::TRUST, paths::STATUS] {
        let first = get(town.address(), path).await;
        assert_eq!(first.header("content-type"), Some(MEDIA_TYPE));
        let tag = first.header("etag").expect("a tag").to_owned();
        let again = ask(town.address(), "GET", path, &[("if-none-match", &tag)], &[]).await;
        assert_eq!((again.status, again.body.len()), (304, 0));
        assert_eq!(again.header("etag"), Some(tag.as_str()));
        let list = format!("\"other\", {tag}");
        assert_eq!(
            ask(
                town.address(),
                "GET",
                path,
                &[("if-none-match", &list)],
                &[]
            )
            .await
            .status,
            304
        );
        let other = ask(
            town.address(),
            "GET",
            path,
            &[("if-none-match", "W/\"other\"")],
            &[],
        )
        .await;
        assert_eq!((other.status, other.body), (200, first.body));
        town.ops.publish_now().await.expect("published");
        assert_eq!(
            ask(town.address(), "GET", path, &[("if-none-match", &tag)], &[])
                .await
                .status,
            200
        );
    }
}

#[tokio::test]
async fn snapshots_travel_compressed_to_who_asks_for_it() {
    let town = Town::start().await;
    let plain = get(town.address(), paths::STATUS).await;
    let packed = ask(
        town.address(),
        "GET",
        paths::STATUS,
        &[("accept-encoding", "gzip")],
        &[],
    )
    .await;
    assert_eq!(packed.header("content-encoding"), Some("gzip"));
    let mut unpacked = Vec::new();
    flate2::read::GzDecoder::new(&packed.body[..])
        .read_to_end(&mut unpacked)
        .expect("gzip");
    assert_eq!(unpacked, plain.body);
}

#[tokio::test]
async fn a_demonstration_publishes_every_few_seconds() {
    let town =
        Town::start_with(|config| config.publish = PublishSchedule::Every { seconds: 10 }).await;
    let first = get(town.address(), paths::TRUST).await;
    town.clock.advance_seconds(10);
    let second = town.changed(paths::TRUST, &first).await;
    assert_eq!(
        version(&trust_of(&second.body, NOW + 10)),
        version(&trust_of(&first.body, NOW)) + 1
    );
}
