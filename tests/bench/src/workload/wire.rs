//! A wire with a gauge: a proxy that counts what goes over it and can be slow or break.
//!
//! This kernel has no `netem`, so rate, delay and cuts are made in user space, the same for us and
//! for the peer.

use std::net::SocketAddr;
use std::sync::atomic::{AtomicU64, Ordering};
use std::sync::{Arc, Mutex, PoisonError};
use std::time::Duration;

use tokio::io::{AsyncReadExt, AsyncWriteExt};
use tokio::net::{TcpListener, TcpStream};
use tokio::sync::mpsc;
use tokio::time::Instant;

/// What a network is like.
#[derive(Debug, Clone, Copy, Default)]
pub struct Shape {
    /// Bytes a second, each way; without it as fast as the machine.
    pub bytes_per_second: Option<u64>,
    /// How long everything takes, each way.
    pub delay: Duration,
    /// Once in so many bytes nothing moves for a while.
    pub stall: Option<(u64, Duration)>,
}

/// The proxy; gone with this value's runtime.
pub struct Wire {
    address: SocketAddr,
    gauge: Arc<Gauge>,
}

/// What went over the wire, heads of HTTP included.
#[derive(Debug, Clone, Copy, Default, PartialEq, Eq)]
pub struct Reading {
    /// Bytes to the platform.
    pub up: u64,
    /// Bytes from it.
    pub down: u64,
    /// Answers that began.
    pub requests: u64,
    /// Connections that were cut.
    pub cuts: u64,
}

impl Reading {
    /// Both ways.
    pub fn bytes(&self) -> u64 {
        self.up + self.down
    }
}

#[derive(Default)]
struct Gauge {
    up: AtomicU64,
    down: AtomicU64,
    requests: AtomicU64,
    cuts: AtomicU64,
    /// Cuts that are to come: at so many bytes to the platform, rising.
    cut_at: Mutex<Vec<u64>>,
}

impl Wire {
    /// A wire to `target`.
    pub async fn to(target: SocketAddr, shape: Shape) -> Self {
        let listener = TcpListener::bind("127.0.0.1:0").await.expect("a port");
        let address = listener.local_addr().expect("an address");
        let gauge = Arc::new(Gauge::default());
        let counted = Arc::clone(&gauge);
        tokio::spawn(async move {
            while let Ok((near, _)) = listener.accept().await {
                let gauge = Arc::clone(&counted);
                tokio::spawn(async move {
                    if let Ok(far) = TcpStream::connect(target).await {
                        connect(near, far, &gauge, shape).await;
                    }
                });
            }
        });
        Self { address, gauge }
    }

    /// Where its near end is.
    pub fn base_url(&self) -> String {
        format!("http://{}", self.address)
    }

    /// Breaks the connection each time so many bytes have gone to the platform.
    pub fn cut_at(&self, mut bytes: Vec<u64>) {
        bytes.sort_unstable();
        bytes.reverse();
        *lock(&self.gauge.cut_at) = bytes;
    }

    /// What went over it since the last reading.
    pub fn read(&self) -> Reading {
        let take = |count: &AtomicU64| count.swap(0, Ordering::SeqCst);
        Reading {
            up: take(&self.gauge.up),
            down: take(&self.gauge.down),
            requests: take(&self.gauge.requests),
            cuts: take(&self.gauge.cuts),
        }
    }
}

/// One connection, until one end closes it or it is cut.
async fn connect(near: TcpStream, far: TcpStream, gauge: &Gauge, shape: Shape) {
    let _ = (near.set_nodelay(true), far.set_nodelay(true));
    let (near_in, near_out) = near.into_split();
    let (far_in, far_out) = far.into_split();
    let up = carry(near_in, far_out, shape, |bytes| {
        let before = gauge.up.fetch_add(bytes.len() as u64, Ordering::SeqCst);
        let mut cuts = lock(&gauge.cut_at);
        match cuts.last().filter(|at| **at < before + bytes.len() as u64) {
            Some(at) => {
                let passed = usize::try_from(at.saturating_sub(before)).unwrap_or(0);
                let lost = (bytes.len() - passed) as u64;
                gauge.up.fetch_sub(lost, Ordering::SeqCst);
                gauge.cuts.fetch_add(1, Ordering::SeqCst);
                cuts.pop();
                Pass::UpTo(passed)
            }
            None => Pass::All,
        }
    });
    let down = carry(far_in, near_out, shape, |bytes| {
        gauge.down.fetch_add(bytes.len() as u64, Ordering::SeqCst);
        let answers = bytes.windows(9).filter(|nine| *nine == b"HTTP/1.1 ");
        gauge
            .requests
            .fetch_add(answers.count() as u64, Ordering::SeqCst);
        Pass::All
    });
    // The first to end takes the other with it.
    tokio::select! {
        () = up => {}
        () = down => {}
    }
}

enum Pass {
    All,
    /// So many, and then the connection breaks.
    UpTo(usize),
}

async fn carry(
    mut from: tokio::net::tcp::OwnedReadHalf,
    mut to: tokio::net::tcp::OwnedWriteHalf,
    shape: Shape,
    gauge: impl Fn(&[u8]) -> Pass,
) {
    let (queue, mut queued) = mpsc::channel::<(Instant, Vec<u8>)>(64);
    let read = async move {
        let mut buffer = vec![0; 16 << 10];
        let (mut free_at, mut until_stall) = (Instant::now(), shape.stall.map(|(each, _)| each));
        while let Ok(count) = from.read(&mut buffer).await {
            let Some(bytes) = buffer.get(..count).filter(|bytes| !bytes.is_empty()) else {
                break;
            };
            let (bytes, broken) = match gauge(bytes) {
                Pass::All => (bytes, false),
                Pass::UpTo(passed) => (&bytes[..passed], true),
            };
            free_at = free_at.max(Instant::now());
            if let Some(rate) = shape.bytes_per_second {
                free_at += Duration::from_micros(bytes.len() as u64 * 1_000_000 / rate);
            }
            if let (Some(left), Some((each, pause))) = (&mut until_stall, shape.stall) {
                match left.checked_sub(bytes.len() as u64) {
                    Some(less) => *left = less,
                    None => {
                        *left = each;
                        free_at += pause;
                    }
                }
            }
            if queue
                .send((free_at + shape.delay, bytes.to_vec()))
                .await
                .is_err()
                || broken
            {
                break;
            }
        }
    };
    let write = async move {
        while let Some((at, bytes)) = queued.recv().await {
            tokio::time::sleep_until(at).await;
            if to.write_all(&bytes).await.is_err() {
                break;
            }
        }
    };
    tokio::join!(read, write);
}

fn lock<T>(mutex: &Mutex<T>) -> std::sync::MutexGuard<'_, T> {
    mutex.lock().unwrap_or_else(PoisonError::into_inner)
}
