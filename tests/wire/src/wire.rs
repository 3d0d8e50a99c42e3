//! The proxy itself.

use std::net::SocketAddr;
use std::sync::atomic::{AtomicBool, Ordering};
use std::sync::{Arc, Mutex, PoisonError};
use std::time::Duration;

use tokio::io;
use tokio::net::{TcpListener, TcpStream};

use crate::carry::connect;
use crate::flaps::{Fate, Flaps};
use crate::gauge::{Gauge, Reading};
use crate::link::{Link, Shape};

/// The proxy; gone with the runtime that it was made on.
pub struct Wire {
    address: SocketAddr,
    inner: Arc<Inner>,
}

struct Inner {
    doors: Mutex<Vec<SocketAddr>>,
    gauge: Gauge,
    up: Link,
    down: Link,
    flaps: Option<Flaps>,
    calm: AtomicBool,
}

impl Wire {
    /// A wire to `target`.
    ///
    /// # Errors
    /// There is no free port.
    pub async fn to(target: SocketAddr, shape: Shape) -> io::Result<Self> {
        Self::between(vec![target], shape, None).await
    }

    /// A wire that leads to these in turn, one after the other with each connection, and flaps.
    ///
    /// # Errors
    /// There is no free port.
    pub async fn flapping(
        targets: Vec<SocketAddr>,
        shape: Shape,
        flaps: Flaps,
    ) -> io::Result<Self> {
        Self::between(targets, shape, Some(flaps)).await
    }

    async fn between(
        targets: Vec<SocketAddr>,
        shape: Shape,
        flaps: Option<Flaps>,
    ) -> io::Result<Self> {
        let listener = TcpListener::bind("127.0.0.1:0").await?;
        let address = listener.local_addr()?;
        let inner = Arc::new(Inner {
            doors: Mutex::new(targets),
            gauge: Gauge::default(),
            up: Link::new(shape),
            down: Link::new(shape),
            flaps,
            calm: AtomicBool::new(false),
        });
        tokio::spawn(listen(listener, address, Arc::clone(&inner)));
        Ok(Self { address, inner })
    }

    /// Where its near end is.
    pub fn base_url(&self) -> String {
        format!("http://{}", self.address)
    }

    /// The process behind that door is another one now.
    pub fn lead_to(&self, door: usize, target: SocketAddr) {
        let mut doors = self.inner.doors();
        if let Some(door) = doors.get_mut(door) {
            *door = target;
        }
    }

    /// New connections end well from now on.
    pub fn calm(&self) {
        self.inner.calm.store(true, Ordering::SeqCst);
    }

    /// Breaks the connection each time so many bytes have gone to the platform.
    pub fn cut_at(&self, bytes: Vec<u64>) {
        self.inner.gauge.cut_at(bytes);
    }

    /// What went over it since the last reading.
    pub fn read(&self) -> Reading {
        self.inner.gauge.read()
    }
}

impl Inner {
    fn doors(&self) -> std::sync::MutexGuard<'_, Vec<SocketAddr>> {
        self.doors.lock().unwrap_or_else(PoisonError::into_inner)
    }

    fn door(&self, connection: u64) -> Option<SocketAddr> {
        let doors = self.doors();
        let place = connection.checked_rem(doors.len() as u64)?;
        doors.get(usize::try_from(place).ok()?).copied()
    }

    fn fate(&self, connection: u64) -> Fate {
        let flaps = self.flaps.filter(|_| !self.calm.load(Ordering::SeqCst));
        flaps.map_or(Fate::Whole, |flaps| flaps.fate(connection))
    }
}

async fn listen(mut listener: TcpListener, address: SocketAddr, inner: Arc<Inner>) {
    for connection in 0.. {
        let Ok((near, _)) = listener.accept().await else {
            return;
        };
        let breaks = match inner.fate(connection) {
            Fate::Whole => None,
            Fate::Breaks(breaks) => Some(breaks),
            Fate::Refused(pause) => {
                inner.gauge.refused();
                drop((near, listener));
                tokio::time::sleep(pause).await;
                listener = again(address).await;
                continue;
            }
        };
        let inner = Arc::clone(&inner);
        tokio::spawn(async move {
            let Some(target) = inner.door(connection) else {
                return;
            };
            if let Ok(far) = TcpStream::connect(target).await {
                let links = (&inner.up, &inner.down);
                connect(near, far, &inner.gauge, links, breaks).await;
            }
        });
    }
}

/// The same port; whoever took it meanwhile does not keep it for long.
async fn again(address: SocketAddr) -> TcpListener {
    loop {
        match TcpListener::bind(address).await {
            Ok(listener) => return listener,
            Err(_) => tokio::time::sleep(Duration::from_millis(20)).await,
        }
    }
}
