//! The link, the cookies, the headers, the one call.

use tongban_app::frame;

use crate::browser::{Request, started};

#[tokio::test]
async fn a_link_works_once() {
    let started = started().await;
    started.entered().await;
    assert_eq!(
        Request::get(started.running.link()).send().await.status,
        401
    );
}

#[tokio::test]
async fn the_second_link_works_once_too() {
    let started = started().await;
    let first = Request::get(started.running.link()).send().await;
    let enter = &first.headers["location"];
    assert_eq!(Request::get(enter).send().await.status, 303);
    assert_eq!(Request::get(enter).send().await.status, 401);
}

#[tokio::test]
async fn nothing_is_served_without_the_cookie() {
    let started = started().await;
    let cookies = started.entered().await;
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
    let confirm_only = cookies.split("; ").next().expect("two").to_owned();
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
            .header("cookie", &cookies)
            .send()
            .await
            .status,
        200
    );
}

#[tokio::test]
async fn a_foreign_host_name_is_refused_on_both_origins() {
    let started = started().await;
    let cookies = started.entered().await;
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
                .header("cookie", &cookies)
                .header("host", &host);
            assert_eq!(answer.send().await.status, 421, "{host}");
        }
    }
}

#[tokio::test]
async fn a_call_from_a_page_of_another_origin_is_refused() {
    let started = started().await;
    let cookies = started.entered().await;
    let hello = format!("{}/call/hello", started.running.app_origin());
    let call = || {
        Request::post(&hello, frame::encode(r#"{"api_version":1}"#, &[])).header("cookie", &cookies)
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
    let cookies = started.entered().await;
    let call = |name: &str, body: Vec<u8>| {
        let url = format!("{}/call/{name}", started.running.app_origin());
        Request::post(&url, body).header("cookie", &cookies).send()
    };
    let answer = call("hello", frame::encode(r#"{"api_version":1}"#, &[])).await;
    let (json, _) = frame::decode(&answer.body).expect("a frame");
    let hello: serde_json::Value = serde_json::from_str(json).expect("JSON");
    assert_eq!(hello["ok"]["host"], "browser");
    assert_eq!(hello["ok"]["custody"], "passphrase");
    assert_eq!(call("hello", vec![255; 8]).await.status, 400);
}

#[tokio::test]
async fn every_answer_carries_the_policy() {
    let started = started().await;
    let cookies = started.entered().await;
    let urls = [
        started.running.link().to_owned(),
        format!("{}/", started.running.app_origin()),
        format!("{}/no/such.js", started.running.app_origin()),
        format!("{}/confirm/00/", started.running.confirm_origin()),
    ];
    for url in urls {
        let answer = Request::get(&url).header("cookie", &cookies).send().await;
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
