//! One connection over the wire.

use std::future::pending;

use tokio::io::{AsyncReadExt, AsyncWriteExt};
use tokio::net::TcpStream;
use tokio::net::tcp::{OwnedReadHalf, OwnedWriteHalf};
use tokio::sync::mpsc;
use tokio::time::Instant;

use crate::flaps::{Break, How};
use crate::gauge::Gauge;
use crate::link::Link;

/// One connection, until one end closes it or it is cut.
pub(crate) async fn connect(
    near: TcpStream,
    far: TcpStream,
    gauge: &Gauge,
    links: (&Link, &Link),
    breaks: Option<Break>,
) {
    let _ = (near.set_nodelay(true), far.set_nodelay(true));
    let (near_in, near_out) = near.into_split();
    let (far_in, far_out) = far.into_split();
    let breaks_on = |up: bool| breaks.filter(|broken| broken.up == up);
    let up = carry(near_in, far_out, links.0, gauge, breaks_on(true), |bytes| {
        gauge.pass_up(bytes)
    });
    let down = carry(
        far_in,
        near_out,
        links.1,
        gauge,
        breaks_on(false),
        |bytes| {
            gauge.pass_down(bytes);
            None
        },
    );
    // The first to end takes the other with it.
    tokio::select! {
        () = up => {}
        () = down => {}
    }
}

/// Carries one way. `count` says where the wire is cut for everybody.
async fn carry(
    mut from: OwnedReadHalf,
    mut to: OwnedWriteHalf,
    link: &Link,
    gauge: &Gauge,
    mut breaks: Option<Break>,
    count: impl Fn(&[u8]) -> Option<usize>,
) {
    let (queue, mut queued) = mpsc::channel::<(Instant, Vec<u8>)>(64);
    let read = async move {
        let mut buffer = vec![0; 16 << 10];
        let mut not_before = Instant::now();
        let mut so_far = 0_u64;
        loop {
            let read = from.read(&mut buffer).await.unwrap_or(0);
            let bytes = buffer.get(..read).unwrap_or_default();
            if bytes.is_empty() {
                return End::Closed;
            }
            let here = breaks.take_if(|broken| broken.after < so_far + read as u64);
            if let Some(broken) = &here {
                gauge.broke(broken);
                if let How::Stall(stall) = broken.how {
                    not_before = Instant::now() + stall;
                }
            }
            let ends = here.filter(|broken| !matches!(broken.how, How::Stall(_)));
            let left = ends.map_or(read as u64, |broken| broken.after.saturating_sub(so_far));
            let bytes = &bytes[..usize::try_from(left).unwrap_or(read).min(read)];
            so_far += read as u64;
            let cut = count(bytes);
            let bytes = &bytes[..cut.unwrap_or(bytes.len())];
            let arrives = link.arrival(bytes.len()).max(not_before);
            if queue.send((arrives, bytes.to_vec())).await.is_err() {
                return End::Closed;
            }
            match ends {
                Some(broken) if broken.how == How::HalfClose => return End::Half,
                Some(_) => return End::Closed,
                None if cut.is_some() => return End::Closed,
                None => {}
            }
        }
    };
    let write = async {
        while let Some((at, bytes)) = queued.recv().await {
            tokio::time::sleep_until(at).await;
            if to.write_all(&bytes).await.is_err() {
                break;
            }
        }
        to.shutdown().await.ok();
    };
    if let (End::Half, ()) = tokio::join!(read, write) {
        // The other way goes on until its end.
        pending::<()>().await;
    }
}

enum End {
    Closed,
    Half,
}
