use std::time::{Duration, Instant};

use super::{Transport, TransportError, TransportRequest};

/// Panics unless `transport` keeps the contract of [`Transport`].
///
/// It must lead to a server that answers: `GET /ok` 200 with body `ok` and field
/// `x-contract: kept`; `POST /echo` with the body it got; `GET /teapot` 418;
/// `GET /redirect` 302 to `/ok`; `GET /large` 200 with 2,000,000 bytes; `GET /slow` never.
pub async fn transport_contract(transport: &dyn Transport) {
    let ok = transport
        .request(TransportRequest::get("/ok"))
        .await
        .expect("an answer");
    assert_eq!((ok.status, ok.body.as_slice()), (200, b"ok".as_slice()));
    assert_eq!(ok.header("x-contract"), Some("kept"));

    let bytes: Vec<u8> = (0..=255).collect();
    let echo = transport
        .request(TransportRequest::post("/echo", bytes.clone()))
        .await
        .expect("an answer");
    assert_eq!(echo.body, bytes);

    let teapot = transport
        .request(TransportRequest::get("/teapot"))
        .await
        .expect("a refusal is an answer");
    assert_eq!(teapot.status, 418);

    let redirect = transport
        .request(TransportRequest::get("/redirect"))
        .await
        .expect("a redirect is an answer");
    assert_eq!(redirect.status, 302, "a redirect was followed");

    let large = TransportRequest {
        response_limit: 1_000_000,
        ..TransportRequest::get("/large")
    };
    assert_eq!(
        transport.request(large).await.err(),
        Some(TransportError::TooLarge { limit: 1_000_000 })
    );

    let slow = TransportRequest {
        deadline: Duration::from_millis(300),
        ..TransportRequest::get("/slow")
    };
    let started = Instant::now();
    assert_eq!(
        transport.request(slow).await.err(),
        Some(TransportError::TimedOut)
    );
    assert!(
        started.elapsed() < Duration::from_secs(3),
        "the deadline was not kept"
    );

    for path in [
        "",
        "ok",
        "//other.invalid/ok",
        "http://other.invalid/ok",
        "/a b",
        "/a\r\nb",
    ] {
        let answer = transport.request(TransportRequest::get(path)).await;
        assert_eq!(
            answer.err(),
            Some(TransportError::BadRequest),
            "path {path:?}"
        );
    }
}
