#![allow(non_snake_case)]

use std::io::{Read, Write};
use std::net::TcpListener;
use std::process::Command;
use std::sync::Arc;
use std::time::Duration;

use axum::Router;
use axum::body::Bytes;
use axum::http::{StatusCode, header};
use axum::routing::{get, post};
use rustls::pki_types::{CertificateDer, PrivatePkcs8KeyDer};
use tongban_device::transport::transport_contract;
use tongban_device::{Transport, TransportError, TransportRequest};
use tongban_device_desktop::{BaseAddressError, HttpTransport};

/// The server that the contract test asks for; returns its address.
async fn contract_server() -> String {
    let router = Router::new()
        .route("/ok", get(|| async { ([("x-contract", "kept")], "ok") }))
        .route("/echo", post(|body: Bytes| async { body }))
        .route("/teapot", get(|| async { StatusCode::IM_A_TEAPOT }))
        .route(
            "/redirect",
            get(|| async { (StatusCode::FOUND, [(header::LOCATION, "/ok")]) }),
        )
        .route("/large", get(|| async { vec![0_u8; 2_000_000] }))
        .route("/slow", get(std::future::pending::<()>));
    let listener = tokio::net::TcpListener::bind("127.0.0.1:0")
        .await
        .expect("a port");
    let address = listener.local_addr().expect("its address");
    tokio::spawn(async move { axum::serve(listener, router).await });
    format!("http://{address}")
}

/// Answers every connection with `bytes`, whatever it asked, and closes it.
fn raw_server(bytes: &'static [u8]) -> String {
    let listener = TcpListener::bind("127.0.0.1:0").expect("a port");
    let address = listener.local_addr().expect("its address");
    std::thread::spawn(move || {
        for stream in listener.incoming() {
            let mut stream = stream.expect("a connection");
            let _request = stream.read(&mut [0; 4096]);
            let _answer = stream.write_all(bytes);
        }
    });
    format!("http://{address}")
}

async fn get_ok(base: &str) -> Result<u16, TransportError> {
    let transport = HttpTransport::new(base).expect("a usable address");
    let request = TransportRequest {
        deadline: Duration::from_secs(5),
        ..TransportRequest::get("/ok")
    };
    transport
        .request(request)
        .await
        .map(|response| response.status)
}

#[tokio::test]
async fn http_keeps_the_contract() {
    let base = contract_server().await;
    transport_contract(&HttpTransport::new(&base).expect("a usable address")).await;
    transport_contract(&HttpTransport::new(&format!("{base}/")).expect("a usable address")).await;
}

#[tokio::test]
async fn a_proxy_of_the_environment_does_not_see_what_stays_on_this_machine() {
    const CHILD: &str = "TONGBAN_TEST_PROXY";
    if std::env::var_os(CHILD).is_some() {
        let base = contract_server().await;
        assert_eq!(get_ok(&base).await, Ok(200));
        return;
    }
    let mut command = Command::new(std::env::current_exe().expect("this binary"));
    command.args([
        "--exact",
        "transport::a_proxy_of_the_environment_does_not_see_what_stays_on_this_machine",
    ]);
    for name in ["http_proxy", "HTTP_PROXY", "all_proxy", "ALL_PROXY"] {
        command.env(name, "http://127.0.0.1:9");
    }
    let output = command
        .env(CHILD, "1")
        .env_remove("no_proxy")
        .env_remove("NO_PROXY")
        .output()
        .expect("a child");
    assert!(
        output.status.success(),
        "{}",
        String::from_utf8_lossy(&output.stdout)
    );
}

#[tokio::test]
async fn nobody_listening_is_offline_and_a_broken_answer_is_broken() {
    let listener = TcpListener::bind("127.0.0.1:0").expect("a port");
    let nobody = format!("http://{}", listener.local_addr().expect("its address"));
    drop(listener);
    assert_eq!(get_ok(&nobody).await, Err(TransportError::Offline));
    assert_eq!(
        get_ok("https://name.invalid").await,
        Err(TransportError::Offline)
    );
    assert_eq!(
        get_ok(&raw_server(b"not http at all\r\n\r\n")).await,
        Err(TransportError::Broken)
    );
    assert_eq!(get_ok(&raw_server(b"")).await, Err(TransportError::Broken));
    let cut = raw_server(b"HTTP/1.1 200 OK\r\ncontent-length: 100\r\n\r\nonly a part");
    assert_eq!(get_ok(&cut).await, Err(TransportError::Broken));
}

#[tokio::test]
async fn a_small_answer_that_inflates_beyond_the_limit_is_too_large() {
    // gzip of 4,000,000 zero bytes, made with `head -c 4000000 /dev/zero | gzip -9`.
    const BOMB: &[u8] = include_bytes!("../fixtures/zeros.gz");
    let router = Router::new().route(
        "/bomb",
        get(|| async { ([(header::CONTENT_ENCODING, "gzip")], BOMB) }),
    );
    let listener = tokio::net::TcpListener::bind("127.0.0.1:0")
        .await
        .expect("a port");
    let base = format!("http://{}", listener.local_addr().expect("its address"));
    tokio::spawn(async move { axum::serve(listener, router).await });
    let transport = HttpTransport::new(&base).expect("a usable address");
    let request = TransportRequest {
        response_limit: 100_000,
        ..TransportRequest::get("/bomb")
    };
    assert_eq!(
        transport.request(request).await.err(),
        Some(TransportError::TooLarge { limit: 100_000 })
    );
    let all = transport
        .request(TransportRequest::get("/bomb"))
        .await
        .expect("below the limit");
    assert_eq!(all.body.len(), 4_000_000);
}

/// Answers with this head and then `piece` again and again, with a pause between, until nobody
/// listens; where it is, and how many bytes of body it got rid of at the last.
fn endless_server(
    head: &'static str,
    piece: &'static [u8],
    pause: Duration,
) -> (String, std::sync::mpsc::Receiver<usize>) {
    let listener = TcpListener::bind("127.0.0.1:0").expect("a port");
    let address = listener.local_addr().expect("its address");
    let (say, said) = std::sync::mpsc::channel();
    std::thread::spawn(move || {
        let (mut stream, _) = listener.accept().expect("a connection");
        let _request = stream.read(&mut [0; 4096]);
        stream.write_all(head.as_bytes()).expect("taken");
        let mut sent = 0;
        while sent < 1 << 30 && stream.write_all(piece).is_ok() {
            sent += piece.len();
            std::thread::sleep(pause);
        }
        say.send(sent)
    });
    (format!("http://{address}"), said)
}

#[tokio::test]
async fn rule_C11_an_answer_without_end_is_too_large_and_is_read_no_further() {
    for head in [
        "HTTP/1.1 200 OK\r\ncontent-length: 1073741824\r\n\r\n",
        "HTTP/1.1 200 OK\r\nconnection: close\r\n\r\n",
    ] {
        let (base, said) = endless_server(head, &[0; 64 << 10], Duration::ZERO);
        let transport = HttpTransport::new(&base).expect("a usable address");
        let request = TransportRequest {
            response_limit: 100_000,
            ..TransportRequest::get("/")
        };
        let error = transport.request(request).await.err();
        assert_eq!(error, Some(TransportError::TooLarge { limit: 100_000 }));
        let end = move || said.recv_timeout(Duration::from_secs(20));
        let sent = tokio::task::spawn_blocking(end).await.expect("waited");
        let sent = sent.expect("nobody listens any more");
        // The kernel's buffers of both ends take the rest.
        assert!(sent < 16 << 20, "{sent} bytes were taken");
    }
}

#[tokio::test]
async fn rule_S11_an_answer_that_drips_is_given_up_at_the_deadline() {
    let head = "HTTP/1.1 200 OK\r\ncontent-length: 4096\r\n\r\n";
    let (base, _said) = endless_server(head, b"x", Duration::from_millis(50));
    let transport = HttpTransport::new(&base).expect("a usable address");
    let started = std::time::Instant::now();
    let request = TransportRequest {
        deadline: Duration::from_secs(1),
        ..TransportRequest::get("/")
    };
    let error = transport.request(request).await.err();
    assert_eq!(error, Some(TransportError::TimedOut), "bytes always come");
    let took = started.elapsed();
    assert!((1.0..10.0).contains(&took.as_secs_f64()), "{took:?}");
}

#[tokio::test]
async fn a_server_that_only_vouches_for_itself_is_untrusted() {
    let certificate =
        CertificateDer::from(include_bytes!("../fixtures/self-signed.der").as_slice());
    let key =
        PrivatePkcs8KeyDer::from(include_bytes!("../fixtures/self-signed.key.der").as_slice());
    let provider = Arc::new(rustls::crypto::ring::default_provider());
    let config = rustls::ServerConfig::builder_with_provider(provider)
        .with_safe_default_protocol_versions()
        .expect("versions")
        .with_no_client_auth()
        .with_single_cert(vec![certificate], key.into())
        .expect("a certificate with its key");
    let config = Arc::new(config);
    let listener = TcpListener::bind("127.0.0.1:0").expect("a port");
    let port = listener.local_addr().expect("its address").port();
    std::thread::spawn(move || {
        for stream in listener.incoming() {
            let connection = rustls::ServerConnection::new(config.clone()).expect("a connection");
            let mut stream = rustls::StreamOwned::new(connection, stream.expect("a connection"));
            let _refused = stream.read(&mut [0; 4096]);
        }
    });
    match HttpTransport::new(&format!("https://127.0.0.1:{port}")) {
        Ok(_) => assert_eq!(
            get_ok(&format!("https://127.0.0.1:{port}")).await,
            Err(TransportError::Untrusted)
        ),
        Err(error) => {
            assert_eq!(error, BaseAddressError::NoTrustedRoots);
            eprintln!("tls: this machine has no trusted roots");
        }
    }
}

#[test]
fn clear_http_is_for_this_machine_only_and_an_address_is_an_address() {
    for base in [
        "http://127.0.0.1:8760",
        "http://127.1.2.3",
        "http://[::1]:1/prefix",
        "http://localhost:8760/",
    ] {
        assert!(HttpTransport::new(base).is_ok(), "{base}");
    }
    for base in [
        "http://192.168.1.2",
        "http://platform.invalid",
        "http://localhost.invalid",
        "http://[::2]",
    ] {
        assert_eq!(
            HttpTransport::new(base).err(),
            Some(BaseAddressError::ClearText),
            "{base}"
        );
    }
    for base in [
        "",
        "127.0.0.1:1",
        "ftp://127.0.0.1",
        "http://a@127.0.0.1",
        "http://127.0.0.1/?q",
        "http://127.0.0.1/#f",
    ] {
        assert_eq!(
            HttpTransport::new(base).err(),
            Some(BaseAddressError::Malformed),
            "{base}"
        );
    }
}

#[tokio::test]
async fn a_header_that_would_break_the_request_is_refused() {
    let transport = HttpTransport::new("http://127.0.0.1:9").expect("a usable address");
    for (name, value) in [("a b", "c"), ("", "c"), ("a", "b\r\nc: d")] {
        let answer = transport
            .request(TransportRequest::get("/ok").header(name, value))
            .await;
        assert_eq!(
            answer.err(),
            Some(TransportError::BadRequest),
            "{name:?}: {value:?}"
        );
    }
}
