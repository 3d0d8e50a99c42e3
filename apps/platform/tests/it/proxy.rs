//! Behind a reverse proxy every client comes from one address: whose tries count then.

use std::net::{IpAddr, SocketAddr};

use tongban_protocol::{LookRequest, MEDIA_TYPE, Refusal, VoucherNumber, paths};

use crate::support::{App, Town, ask, scanned};

/// A look for a voucher that nobody printed, as the proxy hands it on.
async fn wrong_try(to: SocketAddr, forwarded_for: &str) -> Refusal {
    let look = LookRequest {
        number: VoucherNumber::parse("3107 0186").expect("a number"),
        extra: Default::default(),
    };
    let headers = [
        ("content-type", MEDIA_TYPE),
        ("x-forwarded-for", forwarded_for),
    ];
    ask(to, "POST", paths::VOUCHER_LOOK, &headers, &look.encode())
        .await
        .refusal()
}

fn is_limited(refusal: &Refusal) -> bool {
    matches!(refusal, Refusal::RateLimited { .. })
}

async fn behind(proxy: [u8; 4]) -> Town {
    Town::start_with(|config| config.trusted_proxy = Some(IpAddr::from(proxy))).await
}

#[tokio::test]
async fn rule_K2_clients_behind_the_named_proxy_have_their_own_tries() {
    let town = behind([127, 0, 0, 1]).await;
    let to = town.address();
    // The stranger writes another address each time; the proxy appends the true one.
    for turn in 0..20 {
        let claimed = format!("198.51.100.{turn}, 203.0.113.5");
        assert_eq!(wrong_try(to, &claimed).await, Refusal::VoucherUnknown);
    }
    assert!(is_limited(&wrong_try(to, "203.0.113.5").await));
    assert!(is_limited(
        &wrong_try(to, "198.51.100.99, 203.0.113.5").await
    ));

    assert_eq!(wrong_try(to, "203.0.113.6").await, Refusal::VoucherUnknown);
    let voucher = town.voucher("zhou-guifang").await;
    let headers = [
        ("content-type", MEDIA_TYPE),
        ("x-forwarded-for", "203.0.113.6"),
    ];
    let body = App::new(1).body(scanned(&voucher));
    let enrolled = ask(to, "POST", paths::ENROL, &headers, &body).await;
    assert_eq!(enrolled.status, 200, "another resident enrols all the same");
}

#[tokio::test]
async fn rule_K2_a_direct_peers_forwarded_header_is_ignored() {
    for town in [Town::start().await, behind([127, 0, 0, 9]).await] {
        for turn in 0..20 {
            let claimed = format!("198.51.100.{turn}");
            assert_eq!(
                wrong_try(town.address(), &claimed).await,
                Refusal::VoucherUnknown
            );
        }
        assert!(is_limited(&wrong_try(town.address(), "203.0.113.6").await));
    }
}
