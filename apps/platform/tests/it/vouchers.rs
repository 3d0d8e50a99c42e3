use std::collections::HashSet;

use tongban_protocol::{FullVoucher, LookRequest, PresentedVoucher, Refusal, VoucherDigits, paths};

use crate::support::{App, NOW, Town, guessed, post, scanned, typed, unknown};

#[tokio::test]
async fn rule_K2_a_guessed_voucher_is_blocked_after_five_tries() {
    let town = Town::start().await;
    let voucher = town.voucher("zhou-guifang").await;
    let app = App::new(1);
    for left in [4, 3, 2, 1] {
        let refusal = app.refused(town.address(), guessed(&voucher)).await;
        assert_eq!(refusal, Refusal::VoucherTriesLeft { left });
    }
    assert_eq!(
        app.refused(town.address(), guessed(&voucher)).await,
        Refusal::VoucherBlocked
    );
    // Neither the right digits nor the whole code revive it.
    assert_eq!(
        app.refused(town.address(), typed(&voucher)).await,
        Refusal::VoucherBlocked
    );
    assert_eq!(
        app.refused(town.address(), scanned(&voucher)).await,
        Refusal::VoucherBlocked
    );
    let look = LookRequest {
        number: voucher.number,
        extra: Default::default(),
    };
    let answer = post(town.address(), paths::VOUCHER_LOOK, &look.encode()).await;
    assert_eq!(answer.refusal(), Refusal::VoucherBlocked);
}

#[tokio::test]
async fn rule_K2_tries_survive_a_restart() {
    let mut town = Town::start().await;
    let voucher = town.voucher("zhou-guifang").await;
    let app = App::new(1);
    assert_eq!(
        app.refused(town.address(), guessed(&voucher)).await,
        Refusal::VoucherTriesLeft { left: 4 }
    );
    town.restart().await;
    assert_eq!(
        app.refused(town.address(), guessed(&voucher)).await,
        Refusal::VoucherTriesLeft { left: 3 }
    );
}

#[tokio::test]
async fn rule_K2_guesses_in_parallel_get_no_more_than_five_tries() {
    let town = Town::start().await;
    let voucher = town.voucher("zhou-guifang").await;
    let to = town.address();
    let asked: Vec<_> = (0..15)
        .map(|_| {
            let body = App::new(1).body(guessed(&voucher));
            tokio::spawn(async move { post(to, paths::ENROL, &body).await.refusal() })
        })
        .collect();
    let mut judged = 0;
    for asked in asked {
        match asked.await.expect("answered") {
            Refusal::VoucherTriesLeft { .. } => judged += 1,
            Refusal::VoucherBlocked => {}
            other => panic!("{other:?}"),
        }
    }
    assert_eq!(judged, 4, "the fifth wrong try blocks");
}

#[tokio::test]
async fn rule_K2_a_voucher_holds_fifteen_minutes() {
    let town = Town::start().await;
    let voucher = town.voucher("zhou-guifang").await;
    town.clock.advance_seconds(15 * 60 - 1);
    let look = LookRequest {
        number: voucher.number,
        extra: Default::default(),
    }
    .encode();
    assert_eq!(
        post(town.address(), paths::VOUCHER_LOOK, &look)
            .await
            .status,
        200
    );
    town.clock.advance_seconds(1);
    let app = App::new(1);
    assert_eq!(
        app.refused(town.address(), scanned(&voucher)).await,
        Refusal::VoucherExpired
    );
    assert_eq!(
        app.refused(town.address(), typed(&voucher)).await,
        Refusal::VoucherExpired
    );
    assert_eq!(
        post(town.address(), paths::VOUCHER_LOOK, &look)
            .await
            .refusal(),
        Refusal::VoucherExpired
    );
}

#[tokio::test]
async fn rule_K2_a_voucher_is_used_once() {
    let town = Town::start().await;
    let voucher = town.voucher("zhou-guifang").await;
    App::new(1).enrol(town.address(), &voucher, NOW).await;
    assert_eq!(
        App::new(1).refused(town.address(), scanned(&voucher)).await,
        Refusal::VoucherUsed
    );
    assert_eq!(
        App::new(1).refused(town.address(), typed(&voucher)).await,
        Refusal::VoucherUsed
    );
    assert_eq!(
        town.ops
            .list_certificates("zhou-guifang")
            .await
            .expect("listed")
            .len(),
        1
    );
}

#[tokio::test]
async fn rule_K2_two_devices_with_one_voucher_get_one_certificate() {
    let town = Town::start().await;
    let voucher = town.voucher("zhou-guifang").await;
    let to = town.address();
    let asked: Vec<_> = (0..4)
        .map(|_| {
            let body = App::new(1).body(scanned(&voucher));
            tokio::spawn(async move { post(to, paths::ENROL, &body).await.status })
        })
        .collect();
    let mut statuses = Vec::new();
    for asked in asked {
        statuses.push(asked.await.expect("answered"));
    }
    statuses.sort_unstable();
    assert_eq!(statuses, [200, 410, 410, 410]);
}

#[tokio::test]
async fn an_unknown_voucher_is_unknown_whichever_way_it_comes() {
    let town = Town::start().await;
    let voucher = town.voucher("zhou-guifang").await;
    let app = App::new(1);
    let full = PresentedVoucher::Full(FullVoucher::from_bytes([7; 16]));
    assert_eq!(
        app.refused(town.address(), full).await,
        Refusal::VoucherUnknown
    );
    let number = unknown(&voucher);
    let digits = VoucherDigits::parse("12345678").expect("digits");
    let typed = PresentedVoucher::Typed { number, digits };
    assert_eq!(
        app.refused(town.address(), typed).await,
        Refusal::VoucherUnknown
    );
    let look = LookRequest {
        number,
        extra: Default::default(),
    };
    let answer = post(town.address(), paths::VOUCHER_LOOK, &look.encode()).await;
    assert_eq!(answer.refusal(), Refusal::VoucherUnknown);
}

#[tokio::test]
async fn rule_K2_an_address_has_twenty_wrong_tries_an_hour() {
    let town = Town::start().await;
    let voucher = town.voucher("zhou-guifang").await;
    let look = LookRequest {
        number: unknown(&voucher),
        extra: Default::default(),
    }
    .encode();
    for _ in 0..20 {
        assert_eq!(
            post(town.address(), paths::VOUCHER_LOOK, &look)
                .await
                .refusal(),
            Refusal::VoucherUnknown
        );
        town.clock.advance_seconds(1);
    }
    let answer = post(town.address(), paths::VOUCHER_LOOK, &look).await;
    assert_eq!(
        answer.refusal(),
        Refusal::RateLimited {
            retry_after: 3600 - 20
        }
    );
    assert_eq!(answer.header("retry-after"), Some("3580"));
    // The limit also covers a right voucher: otherwise the answers would tell a guess.
    let refusal = App::new(1).refused(town.address(), scanned(&voucher)).await;
    assert_eq!(refusal, Refusal::RateLimited { retry_after: 3580 });

    town.clock.advance_seconds(3580);
    assert_eq!(
        post(town.address(), paths::VOUCHER_LOOK, &look)
            .await
            .refusal(),
        Refusal::VoucherUnknown
    );
    let answer = post(town.address(), paths::VOUCHER_LOOK, &look).await;
    assert_eq!(answer.refusal(), Refusal::RateLimited { retry_after: 1 });
}

#[tokio::test]
async fn rule_K2_right_tries_count_too_a_look_and_the_same_request_again_do_not() {
    let town = Town::start().await;
    let mut last = None;
    for _ in 0..20 {
        let voucher = town.voucher("zhou-guifang").await;
        let look = LookRequest {
            number: voucher.number,
            extra: Default::default(),
        };
        let looked = post(town.address(), paths::VOUCHER_LOOK, &look.encode()).await;
        assert_eq!(looked.status, 200, "a look is no try");
        let app = App::new(1);
        let body = app.body(typed(&voucher));
        let answer = post(town.address(), paths::ENROL, &body).await;
        assert_eq!(answer.status, 200, "a right try");
        last = Some((body, answer.body));
    }
    let voucher = town.voucher("zhou-guifang").await;
    let refusal = App::new(1).refused(town.address(), typed(&voucher)).await;
    assert_eq!(refusal, Refusal::RateLimited { retry_after: 3600 });
    let (body, first) = last.expect("twenty answers");
    let again = post(town.address(), paths::ENROL, &body).await;
    assert!(again.body == first, "a lost answer is had again");

    town.clock.advance_seconds(3600);
    let voucher = town.voucher("zhou-guifang").await;
    App::new(1)
        .enrol(town.address(), &voucher, NOW + 3600)
        .await;
}

#[tokio::test]
async fn rule_K2_the_database_holds_no_voucher_in_clear() {
    let town = Town::start().await;
    let voucher = town.voucher("zhou-guifang").await;
    let app = App::new(1);
    app.refused(town.address(), guessed(&voucher)).await;
    app.enrol(town.address(), &voucher, NOW).await;
    let secret = std::fs::read(town.folder.path().join("platform-secret.key")).expect("the secret");
    for entry in std::fs::read_dir(town.folder.path()).expect("the folder") {
        let file = entry.expect("an entry").path();
        if file.ends_with("platform-secret.key") || file.is_dir() {
            continue;
        }
        let bytes = std::fs::read(&file).expect("a file");
        for needle in [
            &voucher.full.expose()[..],
            &voucher.digits.expose()[..],
            &secret,
        ] {
            assert!(
                !contains(&bytes, needle),
                "{} holds a secret",
                file.display()
            );
        }
        for hash in [
            tongban_cose::sha256(voucher.full.expose()),
            tongban_cose::sha256(voucher.digits.expose()),
        ] {
            assert!(
                !contains(&bytes, &hash),
                "{} holds a hash without a key",
                file.display()
            );
        }
    }
}

#[tokio::test]
async fn vouchers_differ_in_every_part() {
    let town = Town::start().await;
    let mut seen = HashSet::new();
    for _ in 0..20 {
        let voucher = town.voucher("zhou-guifang").await;
        assert!(seen.insert(voucher.number.to_string()));
        assert!(seen.insert(voucher.digits.grouped().to_string()));
        assert!(seen.insert(voucher.full.to_text().to_string()));
    }
}

fn contains(bytes: &[u8], needle: &[u8]) -> bool {
    bytes.windows(needle.len()).any(|window| window == needle)
}
