//! The link, the cookies, the keys, the headers, the one call.

use tongban_app::frame;

use crate::browser::{Request, cookie, started};

#[tokio::test]
async fn a_link_works_once() {
    let started = started().await;
    let guess = format!("{}/start?token=deadbeef", started.running.confirm_origin());
    let said = |answer: &crate::browser::Answer| String::from_utf8_lossy(&answer.body).into_owned();
    let guessed = Request::get(&guess).send().await;
    assert_eq!(guessed.status, 401);
    assert!(said(&guessed).contains("no link of this program"));
    started.entered().await;
    let again = Request::get(started.running.link()).send().await;
    assert_eq!(again.status, 401);
    assert!(said(&again).contains("used before"));
    assert!(!said(&Request::get(&guess).send().await).contains("used before"));
}

#[tokio::test]
async fn the_second_link_is_given_once_and_works_once_too() {
    let started = started().await;
    let first = Request::get(started.running.link()).send().await;
    let location = &first.headers["location"];
    let key = location.split_once("#key=").expect("a key").1;
    let enter = started.enter(key, &cookie(&first)).await;
    let again = started.next_step(key, &cookie(&first)).send().await;
    assert_eq!(again.status, 410);
    assert_eq!(Request::get(&enter).send().await.status, 303);
    assert_eq!(Request::get(&enter).send().await.status, 401);
}

#[tokio::test]
async fn the_first_page_needs_no_cookie_and_tells_nothing_without_the_key() {
    let started = started().await;
    let confirm = started.running.confirm_origin();
    for file in ["/opened", "/opened.js"] {
        let answer = Request::get(&format!("{confirm}{file}")).send().await;
        assert_eq!(answer.status, 200, "{file}");
    }
    let first = Request::get(started.running.link()).send().await;
    let cookie = cookie(&first);
    for wrong in ["", "00", &"0".repeat(64)] {
        let next = started.next_step(wrong, &cookie).send().await;
        assert_eq!(next.status, 401);
        assert!(!String::from_utf8_lossy(&next.body).contains("token"));
    }
}

/// Another program on this machine gets both cookies as soon as the person's browser opens a page
/// of its own, and can write any header but the one it does not know.
#[tokio::test]
async fn rule_U1_both_cookies_and_the_right_origin_do_not_suffice_without_the_key() {
    let started = started().await;
    let entered = started.entered().await;
    let (app, confirm) = (
        started.running.app_origin(),
        started.running.confirm_origin(),
    );
    let call = || {
        let frame = frame::encode(r#"{"api_version":1}"#, &[]);
        Request::post(&format!("{app}/call/hello"), frame)
    };
    let events = || Request::get(&format!("{app}/events"));
    let question = || Request::get(&format!("{confirm}/confirm/00/request"));
    let answer = || {
        let body = r#"{"nonce":"00","answer":"yes"}"#;
        Request::post(&format!("{confirm}/confirm/00/answer"), body)
            .header("content-type", "application/json")
    };
    let all: [(&str, &dyn Fn() -> Request, &str); 4] = [
        ("call", &call, &entered.app_key),
        ("events", &events, &entered.app_key),
        ("question", &question, &entered.confirm_key),
        ("answer", &answer, &entered.confirm_key),
    ];
    for (name, request, key) in all {
        let request = || request().header("cookie", &entered.cookies);
        assert_eq!(request().send().await.status, 401, "{name}");
        let other_key = if *key == entered.app_key {
            &entered.confirm_key
        } else {
            &entered.app_key
        };
        for wrong in ["", "0", other_key] {
            let with = request().header("x-tongban-key", wrong);
            assert_eq!(with.send().await.status, 401, "{name} {wrong}");
        }
        // The right key alone, without the cookies, does not suffice either.
        let bare = request().without("cookie").header("x-tongban-key", key);
        assert_eq!(bare.send().await.status, 401, "{name}");
        if name != "events" {
            let whole = request().header("x-tongban-key", key).send().await.status;
            assert_ne!(whole, 401, "{name}");
        }
    }
}

#[tokio::test]
async fn nothing_is_served_without_the_cookie() {
    let started = started().await;
    let entered = started.entered().await;
    let page = format!("{}/", started.running.app_origin());
    assert_eq!(Request::get(&page).send().await.status, 401);
    assert_eq!(
        Request::get(&page)
            .header("cookie", "tongban_app=00")
            .send()
            .await
            .status,
        401
    );
    let confirm_only = entered.cookies.split("; ").next().expect("two").to_owned();
    assert_eq!(
        Request::get(&page)
            .header("cookie", &confirm_only)
            .send()
            .await
            .status,
        401
    );
    assert_eq!(
        Request::get(&page)
            .header("cookie", &entered.cookies)
            .send()
            .await
            .status,
        200
    );
}

#[tokio::test]
async fn a_foreign_host_name_is_refused_on_both_origins() {
    let started = started().await;
    let entered = started.entered().await;
    for origin in [
        started.running.app_origin(),
        started.running.confirm_origin(),
    ] {
        let port = origin.rsplit(':').next().expect("a port").to_owned();
        for host in [
            format!("evil.example:{port}"),
            format!("localhost:{port}"),
            "127.0.0.1".to_owned(),
        ] {
            let answer = Request::get(&format!("{origin}/"))
                .header("cookie", &entered.cookies)
                .header("host", &host);
            assert_eq!(answer.send().await.status, 421, "{host}");
        }
    }
}

#[tokio::test]
async fn a_call_from_a_page_of_another_origin_is_refused() {
    let started = started().await;
    let entered = started.entered().await;
    let hello = format!("{}/call/hello", started.running.app_origin());
    let call = || {
        Request::post(&hello, frame::encode(r#"{"api_version":1}"#, &[]))
            .header("cookie", &entered.cookies)
            .header("x-tongban-key", &entered.app_key)
    };
    assert_eq!(call().send().await.status, 200);
    assert_eq!(call().without("origin").send().await.status, 403);
    for origin in [
        "http://evil.example",
        "null",
        started.running.confirm_origin().as_str(),
    ] {
        assert_eq!(
            call().header("origin", origin).send().await.status,
            403,
            "{origin}"
        );
    }
}

#[tokio::test]
async fn a_call_carries_json_and_bytes_both_ways() {
    let started = started().await;
    let entered = started.entered().await;
    let call = |name: &str, body: Vec<u8>| {
        let url = format!("{}/call/{name}", started.running.app_origin());
        Request::post(&url, body)
            .header("cookie", &entered.cookies)
            .header("x-tongban-key", &entered.app_key)
            .send()
    };
    let answer = call("hello", frame::encode(r#"{"api_version":1}"#, &[])).await;
    let (json, _) = frame::decode(&answer.body).expect("a frame");
    let hello: serde_json::Value = serde_json::from_str(json).expect("JSON");
    assert_eq!(hello["ok"]["host"], "browser");
    assert_eq!(hello["ok"]["custody"], "passphrase");
    assert_eq!(call("hello", vec![255; 8]).await.status, 400);
}

#[tokio::test]
async fn a_picture_that_is_too_large_gets_the_cores_answer() {
    let started = started().await;
    let entered = started.entered().await;
    let url = format!("{}/call/scan.image", started.running.app_origin());
    // Above the core's own limit, and above what the host takes into memory.
    for body in [frame::LARGEST_CALL, frame::LARGEST_CALL + 1] {
        let picture = vec![0; body - 4 - "{}".len()];
        let answer = Request::post(&url, frame::encode("{}", &picture))
            .header("cookie", &entered.cookies)
            .header("x-tongban-key", &entered.app_key)
            .send()
            .await;
        assert_eq!(answer.status, 200);
        let (json, _) = frame::decode(&answer.body).expect("a frame");
        let reply: serde_json::Value = serde_json::from_str(json).expect("JSON");
        assert_eq!(reply["error"]["code"], "call.too_large", "{body} bytes");
    }
}

#[tokio::test]
async fn every_answer_carries_the_policy() {
    let started = started().await;
    let entered = started.entered().await;
    let urls = [
        started.running.link().to_owned(),
        format!("{}/", started.running.app_origin()),
        format!("{}/no/such.js", started.running.app_origin()),
        format!("{}/confirm/00/", started.running.confirm_origin()),
    ];
    for url in urls {
        let answer = Request::get(&url)
            .header("cookie", &entered.cookies)
            .send()
            .await;
        let policy = &answer.headers["content-security-policy"];
        assert!(
            policy.starts_with("default-src 'none'; script-src 'self'; style-src 'self'"),
            "{url}"
        );
        assert!(
            policy.contains("frame-ancestors 'none'") && !policy.contains("unsafe"),
            "{url}"
        );
        assert_eq!(answer.headers["x-content-type-options"], "nosniff", "{url}");
        assert_eq!(answer.headers["x-frame-options"], "DENY", "{url}");
        assert_eq!(answer.headers["cache-control"], "no-store", "{url}");
        assert_eq!(
            answer.headers["cross-origin-opener-policy"], "same-origin",
            "{url}"
        );
    }
}
