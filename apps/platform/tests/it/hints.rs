//! The stream that says "pull now": what is on it, who gets one, and when it ends.

use std::time::Duration;

use base64::Engine as _;
use base64::engine::general_purpose::URL_SAFE_NO_PAD;
use tokio::io::{AsyncReadExt as _, AsyncWriteExt as _};
use tokio::net::TcpStream;
use tokio::time::timeout;
use tongban_protocol::{ReadToken, Refusal, paths};

use crate::support::{Member, Office, Town, ask, submit};

/// An open stream of a member.
struct Hints {
    stream: TcpStream,
    /// Everything that came after the head.
    said: Vec<u8>,
}

impl Hints {
    async fn open(member: &Member, token: &ReadToken) -> Self {
        let bearer = URL_SAFE_NO_PAD.encode(token.expose());
        let head = format!(
            "GET {} HTTP/1.1\r\nhost: {}\r\nauthorization: Bearer {bearer}\r\naccept-encoding: gzip\r\n\r\n",
            paths::HINTS,
            member.to
        );
        let mut stream = TcpStream::connect(member.to).await.expect("listens");
        stream.write_all(head.as_bytes()).await.expect("taken");
        let mut hints = Self {
            stream,
            said: Vec::new(),
        };
        let end = loop {
            let found = hints.said.windows(4).position(|four| four == b"\r\n\r\n");
            match found {
                Some(end) => break end,
                None => assert!(hints.more(PATIENCE).await, "an answer"),
            }
        };
        let head = String::from_utf8(hints.said.drain(..end + 4).collect()).expect("text");
        let head = head.to_ascii_lowercase();
        assert!(head.starts_with("http/1.1 200"), "{head}");
        assert!(head.contains("content-type: text/event-stream"), "{head}");
        assert!(!head.contains("content-encoding"), "it would be held back");
        hints
    }

    /// Waits for more bytes; false if none came in that time, or at the end.
    async fn more(&mut self, patience: Duration) -> bool {
        let mut bytes = [0; 4096];
        match timeout(patience, self.stream.read(&mut bytes)).await {
            Ok(Ok(count)) if count > 0 => {
                self.said.extend_from_slice(&bytes[..count]);
                true
            }
            _ => false,
        }
    }

    fn pulls(&self) -> usize {
        let text = String::from_utf8_lossy(&self.said);
        text.matches("event: pull").count()
    }

    async fn until_pulls(&mut self, count: usize) {
        while self.pulls() < count {
            assert!(self.more(PATIENCE).await, "no hint came");
        }
    }

    /// Whether it has ended, or ends in that time: with the last piece of the answer.
    async fn ends(&mut self, patience: Duration) -> bool {
        let to_the_end = async {
            while !self.said.ends_with(b"0\r\n\r\n") {
                assert!(self.more(PATIENCE).await, "it broke instead of ending");
            }
        };
        timeout(patience, to_the_end).await.is_ok()
    }
}

const PATIENCE: Duration = Duration::from_secs(10);

#[tokio::test(flavor = "multi_thread")]
async fn a_hint_comes_when_the_own_feed_moves_and_says_nothing_else() {
    let town = Town::start().await;
    let zhou = Member::resident(&town, "zhou-guifang").await;
    let ma = Member::resident(&town, "ma-wenhui").await;
    let token = zhou.session().await.token;
    let mut hints = Hints::open(&zhou, &token).await;
    // What somebody else hands in is no hint for this device.
    tokio::time::sleep(Duration::from_millis(300)).await;
    let (_, operation) = submit(&ma);
    ma.send(&operation).await;
    assert!(
        !hints.more(Duration::from_secs(3)).await,
        "a stranger's feed"
    );

    let before = std::time::Instant::now();
    let (_, operation) = submit(&zhou);
    zhou.send(&operation).await;
    hints.until_pulls(1).await;
    assert!(before.elapsed() < Duration::from_secs(2), "at once");
    let said = String::from_utf8(hints.said.clone()).expect("text");
    assert_eq!(said, "13\r\nevent: pull\ndata:\n\n\r\n", "no content");
}

#[tokio::test]
async fn without_a_token_there_is_no_stream() {
    let town = Town::start().await;
    for headers in [
        [].as_slice(),
        &[("authorization", "Bearer AAAA")],
        &[(
            "authorization",
            "Bearer AAAAAAAAAAAAAAAAAAAAAAAAAAAAAAAAAAAAAAAAAAA",
        )],
    ] {
        let answer = ask(town.address(), "GET", paths::HINTS, headers, &[]).await;
        assert_eq!(answer.refusal(), Refusal::SessionEnded);
    }
}

#[tokio::test(flavor = "multi_thread")]
async fn a_stream_gives_signs_of_life_and_ends_with_its_token() {
    let town = Town::start_with(|config| config.limits.sign_of_life_seconds = 1).await;
    let zhou = Member::resident(&town, "zhou-guifang").await;
    let token = zhou.session().await.token;
    let mut hints = Hints::open(&zhou, &token).await;
    while !hints.said.windows(3).any(|three| three == b":\n\n") {
        assert!(hints.more(PATIENCE).await, "no sign of life");
    }
    assert_eq!(hints.pulls(), 0);
    town.clock.advance_seconds(12 * 3600);
    assert!(
        hints.ends(Duration::from_secs(5)).await,
        "the token is over"
    );
}

#[tokio::test(flavor = "multi_thread")]
async fn of_one_token_the_newest_streams_stay_and_beyond_the_limit_the_platform_is_busy() {
    let town = Town::start_with(|config| config.limits.streams = 3).await;
    let zhou = Member::resident(&town, "zhou-guifang").await;
    let ma = Member::resident(&town, "ma-wenhui").await;
    let token = zhou.session().await.token;
    let mut first = Hints::open(&zhou, &token).await;
    let second = Hints::open(&zhou, &token).await;
    let third = Hints::open(&zhou, &token).await;
    assert!(
        first.ends(Duration::from_secs(5)).await,
        "its place is taken"
    );
    let other = ma.session().await.token;
    let fourth = Hints::open(&ma, &other).await;
    let bearer = format!("Bearer {}", URL_SAFE_NO_PAD.encode(other.expose()));
    let headers = [("authorization", bearer.as_str())];
    let answer = ask(ma.to, "GET", paths::HINTS, &headers, &[]).await;
    assert!(matches!(answer.refusal(), Refusal::Busy { .. }));
    drop((second, third, fourth));
    for _ in 0..100 {
        let answer = ask(ma.to, "GET", "/health", &[], &[]).await;
        assert_eq!(answer.status, 200, "everything else goes on");
        let freed = timeout(Duration::from_millis(100), Hints::open(&ma, &other)).await;
        if freed.is_ok() {
            return;
        }
    }
    panic!("places of closed streams do not come back");
}

#[tokio::test(flavor = "multi_thread")]
async fn a_hint_comes_from_another_process_on_the_same_database() {
    let (office, one) = Office::open(&[]).await;
    let other = office.start(&[]);
    let mut member = office.resident("zhou-guifang", one.address).await;
    let token = member.session().await.token;
    let mut hints = Hints::open(&member, &token).await;
    // The first look of the watch notes where the feed is.
    tokio::time::sleep(Duration::from_millis(2_500)).await;
    member.to = other.address;
    let (_, operation) = submit(&member);
    member.send(&operation).await;
    hints.until_pulls(1).await;
}

#[tokio::test(flavor = "multi_thread")]
async fn open_streams_do_not_keep_the_platform_from_stopping() {
    let mut town = Town::start().await;
    let zhou = Member::resident(&town, "zhou-guifang").await;
    let token = zhou.session().await.token;
    let mut hints = Hints::open(&zhou, &token).await;
    let restarted = timeout(Duration::from_secs(10), town.restart()).await;
    assert!(restarted.is_ok(), "it waits for a stream that never ends");
    assert!(hints.ends(Duration::from_secs(5)).await);
}
