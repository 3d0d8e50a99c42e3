//! Hints over HTTP, against a server of the test's own.

use std::convert::Infallible;
use std::sync::Arc;
use std::sync::atomic::{AtomicUsize, Ordering};

use axum::Router;
use axum::body::{Body, Bytes};
use axum::http::{HeaderMap, StatusCode};
use axum::response::{IntoResponse, Response};
use axum::routing::get;
use tokio::sync::broadcast;
use tongban_device::push_hint::push_hint_contract;
use tongban_device::{Header, PushHint, TransportError};
use tongban_device_desktop::{HttpTransport, NoPlatform};

/// What the server says to every open stream; none: it breaks them.
type Said = Option<&'static str>;

#[derive(Clone)]
struct Server {
    said: broadcast::Sender<Said>,
    open: Arc<AtomicUsize>,
}

struct Counted(Arc<AtomicUsize>);

impl Drop for Counted {
    fn drop(&mut self) {
        self.0.fetch_sub(1, Ordering::SeqCst);
    }
}

impl Server {
    async fn start() -> (Self, String) {
        let server = Self {
            said: broadcast::channel(64).0,
            open: Arc::default(),
        };
        let of_stream = server.clone();
        let router = Router::new()
            .route(
                "/hints",
                get(move |head: HeaderMap| async move { of_stream.stream(&head) }),
            )
            .route("/page", get(|| async { "event: pull\n\n" }))
            .route(
                "/refused",
                get(|| async { StatusCode::SERVICE_UNAVAILABLE }),
            );
        let listener = tokio::net::TcpListener::bind("127.0.0.1:0")
            .await
            .expect("a port");
        let base = format!("http://{}", listener.local_addr().expect("its address"));
        tokio::spawn(async move { axum::serve(listener, router).await });
        (server, base)
    }

    fn stream(&self, head: &HeaderMap) -> Response {
        assert_eq!(head["authorization"], "Bearer hints");
        assert_eq!(head["accept"], "text/event-stream");
        self.open.fetch_add(1, Ordering::SeqCst);
        let counted = Counted(self.open.clone());
        let heard = self.said.subscribe();
        let said = futures_util::stream::unfold((heard, counted), |(mut heard, counted)| async {
            let said = heard.recv().await.ok()??;
            let bytes = Ok::<_, Infallible>(Bytes::from_static(said.as_bytes()));
            Some((bytes, (heard, counted)))
        });
        let kind = [("content-type", "text/event-stream; charset=utf-8")];
        (kind, Body::from_stream(said)).into_response()
    }

    fn say(&self, said: Said) {
        // Nobody listens before a stream is open.
        let _ = self.said.send(said);
    }
}

fn bearer() -> Vec<Header> {
    vec![Header {
        name: "authorization".into(),
        value: "Bearer hints".into(),
    }]
}

#[tokio::test(flavor = "multi_thread")]
async fn hints_over_http_keep_the_contract() {
    let (server, base) = Server::start().await;
    let hints = HttpTransport::new(&base).expect("usable");
    push_hint_contract(
        &hints,
        &|| server.say(Some("event: pull\ndata:\n\n")),
        &|| server.say(None),
        &|| server.open.load(Ordering::SeqCst),
    )
    .await;
}

#[tokio::test(flavor = "multi_thread")]
async fn a_comment_is_no_hint_an_event_in_pieces_is_one_and_a_flood_is_no_stream() {
    let (server, base) = Server::start().await;
    let hints = HttpTransport::new(&base).expect("usable");
    let open = || async { hints.open("/hints", bearer()).await.expect("it opens") };
    let mut stream = open().await;
    for said in [":\n\n", "\n\n", "event: pu"] {
        server.say(Some(said));
    }
    let patience = std::time::Duration::from_millis(300);
    assert!(tokio::time::timeout(patience, stream.next()).await.is_err());
    server.say(Some("ll\r\ndata:\r\n"));
    assert!(tokio::time::timeout(patience, stream.next()).await.is_err());
    server.say(Some("\r\n"));
    assert_eq!(stream.next().await, Ok(()));

    const LONG: &str = include_str!("hints.rs");
    assert!(LONG.len() > 2_000);
    let mut stream = open().await;
    let flood: &'static str = Box::leak(LONG.replace('\n', " ").into_boxed_str());
    server.say(Some(flood));
    assert_eq!(stream.next().await, Err(TransportError::Broken));
}

#[tokio::test(flavor = "multi_thread")]
async fn what_is_no_stream_is_not_opened() {
    let (_server, base) = Server::start().await;
    let hints = HttpTransport::new(&base).expect("usable");
    for path in ["/page", "/refused", "/nothing"] {
        let opened = hints.open(path, bearer()).await;
        assert_eq!(opened.err(), Some(TransportError::Broken), "{path}");
    }
    let nobody = HttpTransport::new("http://127.0.0.1:9").expect("usable");
    let opened = nobody.open("/hints", bearer()).await;
    assert_eq!(opened.err(), Some(TransportError::Offline));
    let none = NoPlatform.open("/hints", bearer()).await;
    assert_eq!(none.err(), Some(TransportError::Offline));
}
