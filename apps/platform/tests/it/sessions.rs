//! Sessions, and what anyone may fetch: keys and pack.

use tongban_protocol::{
    API_VERSION, Extra, PullRequest, PullResponse, Refusal, SessionChallengeRequest, UncheckedPull,
    UnverifiedPlatformKeys, paths, prepare_session,
};

use crate::support::{Member, NOW, Town, ask, get, key, list_key, point, post, sign};

#[tokio::test]
async fn a_device_reads_its_own_scope_for_twelve_hours_and_nothing_else() {
    let town = Town::start().await;
    let zhou = Member::resident(&town, "zhou-guifang").await;
    let ma = Member::resident(&town, "ma-wenhui").await;
    let session = zhou.session().await;
    assert_eq!((session.seconds, session.now), (12 * 3600, NOW));
    assert_eq!(session.scopes, [zhou.scope]);
    zhou.pull(&session.token, None, 500).await;

    let foreign = PullRequest {
        max_rows: 1,
        ..PullRequest::after(ma.scope, None)
    };
    let answer = zhou
        .with_token(&session.token, paths::PULL, &foreign.encode())
        .await;
    assert_eq!(answer.refusal(), Refusal::NotAllowed);

    let own = PullRequest {
        scope: zhou.scope,
        ..foreign
    };
    town.clock.advance_seconds(12 * 3600 - 1);
    let answer = zhou
        .with_token(&session.token, paths::PULL, &own.encode())
        .await;
    assert_eq!(answer.status, 200);
    town.clock.advance_seconds(1);
    let answer = zhou
        .with_token(&session.token, paths::PULL, &own.encode())
        .await;
    assert_eq!(answer.refusal(), Refusal::SessionEnded);
    // No token, and what is no token.
    assert_eq!(
        post(zhou.to, paths::PULL, &own.encode()).await.refusal(),
        Refusal::SessionEnded
    );
    for wrong in ["Bearer AAAA", "Basic AAAA", "Bearer"] {
        let headers = [
            ("content-type", tongban_protocol::MEDIA_TYPE),
            ("authorization", wrong),
        ];
        let answer = ask(zhou.to, "POST", paths::PULL, &headers, &own.encode()).await;
        assert_eq!(answer.refusal(), Refusal::SessionEnded, "{wrong}");
    }
}

#[tokio::test]
async fn a_nonce_counts_once_for_one_key_and_for_two_minutes() {
    let town = Town::start().await;
    let zhou = Member::resident(&town, "zhou-guifang").await;
    let nonce = zhou.challenge().await.nonce;
    let body = zhou.session_body(&nonce);
    assert_eq!(post(zhou.to, paths::SESSION, &body).await.status, 200);
    let again = post(zhou.to, paths::SESSION, &body).await;
    assert_eq!(again.refusal(), Refusal::SessionEnded);
    let made_up = post(zhou.to, paths::SESSION, &zhou.session_body(&[7; 32])).await;
    assert_eq!(made_up.refusal(), Refusal::SessionEnded);

    let ma = Member::resident(&town, "ma-wenhui").await;
    let of_zhou = zhou.challenge().await.nonce;
    let stolen = post(zhou.to, paths::SESSION, &ma.session_body(&of_zhou)).await;
    assert_eq!(stolen.refusal(), Refusal::SessionEnded);

    let late = zhou.challenge().await;
    town.clock.advance_seconds(late.seconds);
    let body = zhou.session_body(&late.nonce);
    assert_eq!(
        post(zhou.to, paths::SESSION, &body).await.refusal(),
        Refusal::SessionEnded
    );
}

#[tokio::test]
async fn a_stranger_learns_nothing_and_opens_nothing() {
    let town = Town::start().await;
    let stranger = key();
    let request = SessionChallengeRequest {
        device_key: point(&stranger),
        api_version: API_VERSION,
        extra: Extra::default(),
    };
    let answer = post(town.address(), paths::SESSION_CHALLENGE, &request.encode()).await;
    assert_eq!(answer.status, 200, "who asks cannot tell who is enrolled");
    let nonce = tongban_protocol::SessionChallenge::decode(&answer.body)
        .expect("a nonce")
        .nonce;
    let prepared = prepare_session(&nonce, &point(&stranger));
    let signature = sign(&stranger, prepared.to_be_signed());
    let answer = post(town.address(), paths::SESSION, &prepared.finish(&signature)).await;
    assert_eq!(answer.refusal(), Refusal::SessionEnded);

    let zhou = Member::resident(&town, "zhou-guifang").await;
    let nonce = zhou.challenge().await.nonce;
    let prepared = prepare_session(&nonce, &point(&zhou.app.device));
    let forged = prepared.finish(&sign(&stranger, b"something"));
    let answer = post(zhou.to, paths::SESSION, &forged).await;
    let not_signed = Refusal::BadRequest {
        what: "not_signed".to_owned(),
    };
    assert_eq!(answer.refusal(), not_signed);
    let answer = post(zhou.to, paths::SESSION_CHALLENGE, b"\xa0").await;
    assert_eq!(
        answer.refusal(),
        Refusal::BadRequest {
            what: "message".to_owned()
        }
    );
}

#[tokio::test]
async fn rule_C9_receipt_keys_are_signed_by_the_list_key_and_stay_over_a_restart() {
    let mut town = Town::start().await;
    let before = get(town.address(), paths::KEYS).await;
    let keys = UnverifiedPlatformKeys::parse(&before.body).expect("platform keys");
    let keys = keys.verify(&list_key()).expect("signed");
    assert_eq!(
        (keys.version, keys.issued_at, keys.receipt_keys.keys().len()),
        (1, NOW, 1)
    );
    town.clock.advance_seconds(3600);
    town.restart().await;
    assert_eq!(get(town.address(), paths::KEYS).await.body, before.body);
    let tag = before.header("etag").expect("a tag").to_owned();
    let headers = [("if-none-match", tag.as_str())];
    assert_eq!(
        ask(town.address(), "GET", paths::KEYS, &headers, &[])
            .await
            .status,
        304
    );
}

#[tokio::test]
async fn a_look_for_news_when_there_is_none_has_the_shortest_answer_that_http_has() {
    let town = Town::start().await;
    let zhou = Member::resident(&town, "zhou-guifang").await;
    let token = zhou.session().await.token;
    let begin = PullRequest::snapshot(zhou.scope, None, 50);
    let answer = zhou.with_token(&token, paths::PULL, &begin.encode()).await;
    let page = UncheckedPull::decode(&answer.body).expect("a page");
    let Ok(PullResponse::Snapshot(page)) = page.check(&begin) else {
        panic!("a snapshot")
    };
    assert!(!page.more);
    let asked = PullRequest {
        max_bytes: Some(32 << 10),
        stable_seq: Some(page.stable_seq),
        ..PullRequest::after(zhou.scope, Some(page.pin))
    };
    let answer = zhou.with_token(&token, paths::PULL, &asked.encode()).await;
    assert_eq!((answer.status, answer.body.len()), (204, 0));
    let head = answer.headers.iter();
    let names: Vec<&str> = head.map(|(name, _)| name.as_str()).collect();
    assert_eq!(
        names,
        ["connection", "date"],
        "nothing else, and no promise to vary"
    );
    // Who does not say what is known already gets the page.
    let unsaid = PullRequest {
        stable_seq: None,
        ..asked.clone()
    };
    let other = PullRequest {
        stable_seq: Some(7),
        ..asked
    };
    for asked in [unsaid, other] {
        let answer = zhou.with_token(&token, paths::PULL, &asked.encode()).await;
        assert_eq!(answer.status, 200);
        assert!(
            UncheckedPull::decode(&answer.body)
                .expect("a page")
                .check(&asked)
                .is_ok()
        );
    }
}
