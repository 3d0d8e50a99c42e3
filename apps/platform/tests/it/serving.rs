use std::io::Write;
use std::sync::Arc;
use std::time::{Duration, Instant};

use tokio::io::{AsyncReadExt, AsyncWriteExt};
use tokio::net::TcpStream;
use tongban_device::clock::FakeClock;
use tongban_platform::{PlatformConfig, ServeError, serve};
use tongban_protocol::{LookRequest, MEDIA_TYPE, Refusal, VoucherNumber, paths};

use crate::support::{NOW, Town, ask, get, post};

fn look() -> Vec<u8> {
    let number = VoucherNumber::parse("3107 0186").expect("a number");
    LookRequest {
        number,
        extra: Default::default(),
    }
    .encode()
}

#[tokio::test]
async fn a_taken_port_is_said_and_how_to_choose_another() {
    let town = Town::start().await;
    let other = tempfile::tempdir().expect("a folder");
    let mut config = PlatformConfig::demo(other.path(), Arc::new(FakeClock::at(NOW)));
    config.listen = town.address();
    let error = serve(config).await.err().expect("refused");
    let port = town.address().port();
    assert!(matches!(error, ServeError::PortTaken { port: named } if named == port));
    let text = error.to_string();
    assert!(
        text.contains(&format!("port {port} is taken")) && text.contains("--listen"),
        "{text}"
    );
    assert!(
        !other.path().join("platform.db").exists(),
        "no data was made for nothing"
    );
}

#[tokio::test]
async fn clear_http_never_leaves_the_machine() {
    let folder = tempfile::tempdir().expect("a folder");
    let mut config = PlatformConfig::demo(folder.path(), Arc::new(FakeClock::at(NOW)));
    config.listen = "0.0.0.0:0".parse().expect("an address");
    let error = serve(config).await.err().expect("refused");
    assert!(matches!(error, ServeError::NotLoopback { .. }));
}

#[tokio::test]
async fn health_says_how_old_the_lists_are() {
    let town = Town::start().await;
    let answer = get(town.address(), paths::HEALTH).await;
    assert_eq!(
        (answer.status, answer.header("content-type")),
        (200, Some("application/json"))
    );
    let health: serde_json::Value = serde_json::from_slice(&answer.body).expect("JSON");
    assert_eq!(health["status"], "ok");
    assert_eq!(health["demo"], true);
    assert_eq!(health["now"], "2026-03-02T01:00:00Z");
    assert_eq!(health["trust"]["version"], 2);
    assert_eq!(health["status_lists"]["as_of"], "2026-03-02T01:00:00Z");
    assert_eq!(health["next_publication"], "2026-03-02T04:00:00Z");
    assert_eq!(health["api"]["max"], 1);
}

#[tokio::test]
async fn the_description_of_the_public_json_names_what_is_served() {
    let town = Town::start().await;
    let answer = get(town.address(), "/openapi.json").await;
    let description: serde_json::Value = serde_json::from_slice(&answer.body).expect("JSON");
    assert!(description["paths"]["/health"]["get"]["responses"]["200"].is_object());
    let described = description["components"]["schemas"]["HealthView"]["properties"]
        .as_object()
        .expect("fields");
    let health: serde_json::Value =
        serde_json::from_slice(&get(town.address(), paths::HEALTH).await.body).expect("JSON");
    let mut served: Vec<_> = health.as_object().expect("fields").keys().collect();
    let mut described: Vec<_> = described.keys().collect();
    served.sort();
    described.sort();
    assert_eq!(served, described);
}

#[tokio::test]
async fn the_status_page_is_for_people_and_runs_nothing() {
    let town = Town::start().await;
    let page = get(town.address(), "/").await;
    assert!(
        page.text().contains("通办平台") && page.text().contains("运行正常"),
        "{}",
        page.text()
    );
    assert!(page.text().contains("2026-03-02 09:00"));
    assert!(!page.text().to_lowercase().contains("<script"));
    let policy = page.header("content-security-policy").expect("a policy");
    assert!(policy.starts_with("default-src 'none'") && policy.contains("frame-ancestors 'none'"));
    let english = ask(
        town.address(),
        "GET",
        "/",
        &[("accept-language", "en")],
        &[],
    )
    .await;
    assert!(english.text().contains("Working"));
    assert_eq!(
        get(town.address(), "/status.css")
            .await
            .header("content-type"),
        Some("text/css; charset=utf-8")
    );
}

#[tokio::test]
async fn what_is_not_ours_is_refused_in_our_words() {
    let town = Town::start().await;
    let to = town.address();
    let bad = |what: &str| Refusal::BadRequest {
        what: what.to_owned(),
    };
    assert_eq!(get(to, "/v1/nothing").await.refusal(), Refusal::NotFound);
    assert_eq!(get(to, paths::ENROL).await.refusal(), bad("method"));
    assert_eq!(
        ask(to, "POST", paths::ENROL, &[], &look()).await.refusal(),
        bad("media_type")
    );
    let json = [("content-type", "application/json")];
    assert_eq!(
        ask(to, "POST", paths::ENROL, &json, b"{}").await.refusal(),
        bad("media_type")
    );
    let newer = [("content-type", "application/tongban+cbor;v=2")];
    assert_eq!(
        ask(to, "POST", paths::VOUCHER_LOOK, &newer, &look())
            .await
            .refusal(),
        Refusal::UpdateNeeded
    );
    let spaced = [("content-type", "application/tongban+cbor; v=1")];
    assert_eq!(
        ask(to, "POST", paths::VOUCHER_LOOK, &spaced, &look())
            .await
            .refusal(),
        Refusal::VoucherUnknown
    );
}

#[tokio::test]
async fn a_body_is_small_also_after_it_was_unpacked() {
    let town = Town::start().await;
    let large = vec![0; 65 << 10];
    assert_eq!(
        post(town.address(), paths::ENROL, &large).await.refusal(),
        Refusal::TooLarge
    );

    let packed = |bytes: &[u8]| {
        let mut gzip = flate2::write::GzEncoder::new(Vec::new(), flate2::Compression::best());
        gzip.write_all(bytes).expect("memory");
        gzip.finish().expect("memory")
    };
    let headers = [("content-type", MEDIA_TYPE), ("content-encoding", "gzip")];
    let bomb = packed(&vec![0; 16 << 20]);
    assert!(bomb.len() < 60 << 10);
    let answer = ask(town.address(), "POST", paths::ENROL, &headers, &bomb).await;
    assert_eq!(answer.refusal(), Refusal::TooLarge);
    let honest = ask(
        town.address(),
        "POST",
        paths::VOUCHER_LOOK,
        &headers,
        &packed(&look()),
    )
    .await;
    assert_eq!(honest.refusal(), Refusal::VoucherUnknown);
}

#[tokio::test]
async fn a_client_that_sends_nothing_loses_its_place() {
    let town = Town::start_with(|config| {
        config.limits.head_seconds = 1;
        config.limits.connections = 1;
    })
    .await;
    let started = Instant::now();
    let mut silent = TcpStream::connect(town.address()).await.expect("connects");
    silent.write_all(b"GET / HT").await.expect("half a head");
    // The only place is taken; the next client waits for it and gets it.
    assert_eq!(get(town.address(), paths::HEALTH).await.status, 200);
    assert!(
        started.elapsed() >= Duration::from_millis(900),
        "the silent client was not waited for"
    );
    assert!(
        started.elapsed() < Duration::from_secs(20),
        "the silent client kept its place"
    );
    let mut rest = Vec::new();
    let _ = silent.read_to_end(&mut rest).await;
    assert!(!String::from_utf8_lossy(&rest).contains("200 OK"));
}

#[tokio::test]
async fn a_client_that_reads_nothing_loses_its_place() {
    let town = Town::start_with(|config| {
        config.limits.write_seconds = 1;
        config.limits.connections = 1;
    })
    .await;
    let mut deaf = TcpStream::connect(town.address()).await.expect("connects");
    // Asks for more than the system takes off the platform's hands, until nothing moves.
    let asked = b"GET /openapi.json HTTP/1.1\r\nhost: x\r\n\r\n".repeat(50);
    let stuck = async { while deaf.write_all(&asked).await.is_ok() {} };
    let waited = tokio::time::timeout(Duration::from_secs(20), stuck).await;
    let next = tokio::time::timeout(Duration::from_secs(20), get(town.address(), paths::HEALTH));
    let next = next.await.expect("the deaf client kept its place");
    assert_eq!((next.status, waited), (200, Ok(())));
}

#[tokio::test]
async fn a_client_that_never_leaves_loses_its_place() {
    let town = Town::start_with(|config| {
        config.limits.connection_seconds = 1;
        config.limits.connections = 1;
    })
    .await;
    let started = Instant::now();
    let mut loyal = TcpStream::connect(town.address()).await.expect("connects");
    let mut answers = 0;
    let mut piece = vec![0; 64 << 10];
    loop {
        let asked = loyal
            .write_all(b"GET /status.css HTTP/1.1\r\nhost: x\r\n\r\n")
            .await;
        match loyal.read(&mut piece).await {
            Ok(read) if asked.is_ok() && read > 0 => answers += 1,
            _ => break,
        }
        assert!(started.elapsed() < Duration::from_secs(20), "it stayed");
        tokio::time::sleep(Duration::from_millis(50)).await;
    }
    assert!(answers > 2, "it was answered while its time lasted");
    assert!(started.elapsed() >= Duration::from_millis(900));
    assert_eq!(get(town.address(), paths::HEALTH).await.status, 200);
}

#[tokio::test]
async fn a_slow_upload_ends_in_time() {
    let town = Town::start_with(|config| config.limits.request_seconds = 1).await;
    let mut slow = TcpStream::connect(town.address()).await.expect("connects");
    let head = format!(
        "POST {} HTTP/1.1\r\nhost: x\r\ncontent-type: {MEDIA_TYPE}\r\ncontent-length: 500\r\n\r\nabc",
        paths::ENROL
    );
    slow.write_all(head.as_bytes())
        .await
        .expect("part of a request");
    let mut answer = vec![0; 4096];
    let read = tokio::time::timeout(Duration::from_secs(5), slow.read(&mut answer)).await;
    let read = read.expect("an answer in time").expect("bytes");
    let text = String::from_utf8_lossy(&answer[..read]).into_owned();
    assert!(
        text.starts_with("HTTP/1.1 503") && text.contains("retry-after: 5"),
        "{text}"
    );
}

#[tokio::test]
async fn a_stopped_platform_answers_what_was_asked_and_frees_the_port() {
    let folder = tempfile::tempdir().expect("a folder");
    let clock = Arc::new(FakeClock::at(NOW));
    let running = serve(PlatformConfig::demo(folder.path(), clock.clone()))
        .await
        .expect("starts");
    let address = running.address();
    assert_eq!(running.base_url(), format!("http://{address}"));
    assert_eq!(get(address, paths::HEALTH).await.status, 200);
    running.shutdown().await;
    assert!(TcpStream::connect(address).await.is_err());
    let mut config = PlatformConfig::demo(folder.path(), clock);
    config.listen = address;
    serve(config)
        .await
        .expect("the port is free")
        .shutdown()
        .await;
}
