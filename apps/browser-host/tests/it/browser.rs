//! A browser reduced to what matters here: sockets, headers, cookies, the keys of its pages.

use std::collections::BTreeMap;
use std::sync::Arc;

use tempfile::TempDir;
use tokio::io::{AsyncReadExt, AsyncWriteExt};
use tokio::net::TcpStream;
use tongban_browser_host::{RunningHost, ServeOptions, serve};
use tongban_device::clock::FakeClock;

pub struct Started {
    pub running: RunningHost,
    pub clock: Arc<FakeClock>,
    _folder: TempDir,
}

pub fn options(folder: &TempDir) -> ServeOptions {
    let ui = folder.path().join("ui");
    std::fs::create_dir_all(&ui).expect("made");
    std::fs::write(ui.join("index.html"), "<!doctype html><title>UI</title>").expect("written");
    ServeOptions {
        data_dir: folder.path().join("data"),
        platform: None,
        listen: ([127, 0, 0, 1], 0).into(),
        ui,
        keyring: false,
        clock: None,
    }
}

pub async fn started() -> Started {
    let folder = tempfile::tempdir().expect("a folder");
    // 2026-12-01T09:00+08:00.
    let clock = Arc::new(FakeClock::at(1_796_086_800));
    let mut options = options(&folder);
    options.clock = Some(clock.clone());
    let running = serve(options).await.expect("started");
    Started {
        running,
        clock,
        _folder: folder,
    }
}

/// What a browser holds after it followed the link.
pub struct Entered {
    /// Both cookies as one header; every port of the machine gets them.
    pub cookies: String,
    /// What the pages of the app origin keep.
    pub app_key: String,
    /// What the pages of the confirm origin keep.
    pub confirm_key: String,
}

impl Started {
    /// Follows the printed link as a browser and its pages do.
    pub async fn entered(&self) -> Entered {
        let first = Request::get(self.running.link()).send().await;
        assert_eq!(first.status, 303);
        let confirm_key = key(&first, "/opened#key=");
        let second = Request::get(&self.enter(&confirm_key, &cookie(&first)).await)
            .send()
            .await;
        assert_eq!(second.status, 303);
        Entered {
            cookies: format!("{}; {}", cookie(&first), cookie(&second)),
            app_key: key(&second, "/#key="),
            confirm_key,
        }
    }

    /// The link that the first page goes on to.
    pub async fn enter(&self, confirm_key: &str, cookie: &str) -> String {
        let next = self.next_step(confirm_key, cookie).send().await;
        assert_eq!(next.status, 200);
        next.json()["enter"].as_str().expect("a link").to_owned()
    }

    pub fn next_step(&self, confirm_key: &str, cookie: &str) -> Request {
        Request::post(&format!("{}/next", self.running.confirm_origin()), "")
            .header("cookie", cookie)
            .header("x-tongban-key", confirm_key)
    }
}

/// The key in the fragment of the address that an answer leads to.
fn key(answer: &Answer, before: &str) -> String {
    let key = answer.headers["location"].strip_prefix(before);
    let key = key.expect("the page and its key").to_owned();
    assert!(
        key.len() == 64 && key.bytes().all(|byte| byte.is_ascii_hexdigit()),
        "{key}"
    );
    key
}

pub fn cookie(answer: &Answer) -> String {
    let line = &answer.headers["set-cookie"];
    assert!(
        line.ends_with("; Path=/; HttpOnly; SameSite=Strict"),
        "{line}"
    );
    line.split(';').next().expect("a pair").to_owned()
}

pub struct Request {
    method: &'static str,
    address: String,
    path: String,
    headers: BTreeMap<String, String>,
    body: Vec<u8>,
}

pub struct Answer {
    pub status: u16,
    pub headers: BTreeMap<String, String>,
    pub body: Vec<u8>,
}

impl Request {
    pub fn get(url: &str) -> Self {
        Self::new("GET", url)
    }

    pub fn post(url: &str, body: impl Into<Vec<u8>>) -> Self {
        let request = Self::new("POST", url);
        let origin = format!("http://{}", request.address);
        Self {
            body: body.into(),
            ..request
        }
        .header("origin", &origin)
    }

    pub fn options(url: &str) -> Self {
        Self::new("OPTIONS", url)
    }

    pub fn header(mut self, name: &str, value: &str) -> Self {
        self.headers.insert(name.to_owned(), value.to_owned());
        self
    }

    pub fn without(mut self, name: &str) -> Self {
        self.headers.remove(name);
        self
    }

    pub async fn send(self) -> Answer {
        let mut socket = TcpStream::connect(&self.address).await.expect("listening");
        let mut head = format!(
            "{} {} HTTP/1.1\r\nconnection: close\r\n",
            self.method, self.path
        );
        for (name, value) in &self.headers {
            head.push_str(&format!("{name}: {value}\r\n"));
        }
        head.push_str(&format!("content-length: {}\r\n\r\n", self.body.len()));
        socket
            .write_all(&[head.as_bytes(), &self.body].concat())
            .await
            .expect("sent");
        let mut bytes = Vec::new();
        socket.read_to_end(&mut bytes).await.expect("answered");
        Answer::parse(&bytes)
    }

    fn new(method: &'static str, url: &str) -> Self {
        let rest = url.strip_prefix("http://").expect("an address");
        let (address, path) = rest.split_at(rest.find('/').unwrap_or(rest.len()));
        let headers = BTreeMap::from([("host".to_owned(), address.to_owned())]);
        Self {
            method,
            address: address.to_owned(),
            path: path.to_owned(),
            headers,
            body: Vec::new(),
        }
    }
}

impl Answer {
    fn parse(bytes: &[u8]) -> Self {
        let end = bytes
            .windows(4)
            .position(|four| four == b"\r\n\r\n")
            .expect("a head");
        let head = String::from_utf8_lossy(&bytes[..end]);
        let mut lines = head.split("\r\n");
        let status = lines
            .next()
            .and_then(|line| line.split(' ').nth(1))
            .and_then(|code| code.parse().ok());
        let headers = lines.filter_map(|line| line.split_once(": "));
        Self {
            status: status.expect("a status"),
            headers: headers
                .map(|(name, value)| (name.to_lowercase(), value.to_owned()))
                .collect(),
            body: bytes[end + 4..].to_vec(),
        }
    }

    pub fn json(&self) -> serde_json::Value {
        serde_json::from_slice(&self.body).expect("JSON")
    }
}
