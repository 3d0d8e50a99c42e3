//! Somebody between a device and the platform, who hands on what they say, or answers pulls himself.

use std::net::SocketAddr;
use std::sync::atomic::{AtomicU64, Ordering};
use std::sync::{Arc, Mutex};
use std::time::Duration;

use tokio::io::{AsyncReadExt, AsyncWriteExt};
use tokio::net::{TcpListener, TcpStream};
use tongban_device::{Header, Transport, TransportRequest};
use tongban_device_desktop::HttpTransport;
use tongban_protocol::{MEDIA_TYPE, paths};

/// How he answers a pull.
#[derive(Debug, Clone, Copy, PartialEq, Eq)]
pub enum Act {
    /// As the platform does.
    Honest,
    /// Says that a gigabyte comes, and sends as much of it as is taken.
    Gigabyte,
    /// Sends pieces without end.
    Endless,
    /// Sends a little that unpacks to 64 MiB.
    Bomb,
    /// Sends a byte a second.
    Drip,
}

pub struct Middleman {
    address: SocketAddr,
    inner: Arc<Inner>,
}

struct Inner {
    platform: HttpTransport,
    act: Mutex<Act>,
    /// Bytes of dishonest answers that were taken.
    taken: AtomicU64,
    /// Dishonest answers.
    told: AtomicU64,
}

impl Middleman {
    pub async fn before(platform: &str) -> Self {
        let listener = TcpListener::bind("127.0.0.1:0").await.expect("a port");
        let address = listener.local_addr().expect("its address");
        let inner = Arc::new(Inner {
            platform: HttpTransport::new(platform).expect("an address"),
            act: Mutex::new(Act::Honest),
            taken: AtomicU64::new(0),
            told: AtomicU64::new(0),
        });
        let listens = Arc::clone(&inner);
        tokio::spawn(async move {
            while let Ok((stream, _)) = listener.accept().await {
                let inner = Arc::clone(&listens);
                tokio::spawn(async move { inner.serve(stream).await });
            }
        });
        Self { address, inner }
    }

    pub fn base_url(&self) -> String {
        format!("http://{}", self.address)
    }

    pub fn act(&self, act: Act) {
        *self.inner.act.lock().unwrap() = act;
    }

    /// How many dishonest answers were given since the last time, and how many bytes of them were
    /// taken.
    pub fn read(&self) -> (u64, u64) {
        let take = |count: &AtomicU64| count.swap(0, Ordering::SeqCst);
        (take(&self.inner.told), take(&self.inner.taken))
    }
}

impl Inner {
    /// One request a connection; whoever hangs up has what he wanted.
    async fn serve(&self, mut stream: TcpStream) -> Option<()> {
        let request = read_request(&mut stream).await?;
        let act = *self.act.lock().unwrap();
        if request.path == paths::PULL && act != Act::Honest {
            self.told.fetch_add(1, Ordering::SeqCst);
            return self.deceive(&mut stream, act).await;
        }
        let answer = self.platform.request(request).await.ok()?;
        let mut head = format!("HTTP/1.1 {} -\r\nconnection: close\r\n", answer.status);
        for name in ["content-type", "retry-after", "etag"] {
            if let Some(value) = answer.header(name) {
                head.push_str(&format!("{name}: {value}\r\n"));
            }
        }
        if answer.status != 204 {
            head.push_str(&format!("content-length: {}\r\n", answer.body.len()));
        }
        head.push_str("\r\n");
        stream.write_all(head.as_bytes()).await.ok()?;
        stream.write_all(&answer.body).await.ok()?;
        stream.shutdown().await.ok()
    }

    async fn deceive(&self, stream: &mut TcpStream, act: Act) -> Option<()> {
        let more = match act {
            Act::Gigabyte => "content-length: 1073741824\r\n",
            Act::Bomb => "content-encoding: gzip\r\n",
            Act::Endless | Act::Drip | Act::Honest => "",
        };
        let head = format!(
            "HTTP/1.1 200 OK\r\nconnection: close\r\ncontent-type: {MEDIA_TYPE}\r\n{more}\r\n"
        );
        stream.write_all(head.as_bytes()).await.ok()?;
        if act == Act::Bomb {
            stream.write_all(&bomb()).await.ok()?;
            return stream.shutdown().await.ok();
        }
        // The beginning of a byte string that would be very long.
        let mut piece = vec![0x5b; 64 << 10];
        piece.truncate(if act == Act::Drip { 1 } else { piece.len() });
        for _ in 0_u64..(1 << 30) / piece.len() as u64 {
            stream.write_all(&piece).await.ok()?;
            self.taken.fetch_add(piece.len() as u64, Ordering::SeqCst);
            if act == Act::Drip {
                tokio::time::sleep(Duration::from_secs(1)).await;
            }
        }
        None
    }
}

fn bomb() -> Vec<u8> {
    use std::io::Write;
    let mut gzip = flate2::write::GzEncoder::new(Vec::new(), flate2::Compression::best());
    for _ in 0..64 {
        gzip.write_all(&vec![0; 1 << 20]).expect("memory");
    }
    gzip.finish().expect("memory")
}

async fn read_request(stream: &mut TcpStream) -> Option<TransportRequest> {
    let mut bytes = Vec::new();
    let mut piece = vec![0; 16 << 10];
    let end = loop {
        match stream.read(&mut piece).await.ok()? {
            0 => return None,
            read => bytes.extend_from_slice(&piece[..read]),
        }
        if let Some(end) = bytes.windows(4).position(|four| four == b"\r\n\r\n") {
            break end;
        }
    };
    let mut body = bytes.split_off(end + 4);
    let head = String::from_utf8(bytes).ok()?;
    let mut lines = head.split("\r\n");
    let mut first = lines.next()?.split(' ');
    let (method, path) = (first.next()?, first.next()?);
    let headers: Vec<Header> = lines
        .filter_map(|line| line.split_once(':'))
        .map(|(name, value)| Header {
            name: name.to_ascii_lowercase(),
            value: value.trim().to_owned(),
        })
        .collect();
    let named = |name: &str| headers.iter().find(|header| header.name == name);
    let length = named("content-length").map_or(Some(0), |header| header.value.parse().ok())?;
    while body.len() < length {
        match stream.read(&mut piece).await.ok()? {
            0 => return None,
            read => body.extend_from_slice(&piece[..read]),
        }
    }
    let mut request = match method {
        "GET" => TransportRequest::get(path),
        _ => TransportRequest::post(path, body),
    };
    let handed_on = [
        "content-type",
        "content-encoding",
        "authorization",
        "accept",
        "if-none-match",
    ];
    request.headers = headers
        .into_iter()
        .filter(|header| handed_on.contains(&header.name.as_str()))
        .collect();
    Some(request)
}
