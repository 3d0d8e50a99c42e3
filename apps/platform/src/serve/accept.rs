use std::net::{IpAddr, SocketAddr};
use std::pin::pin;
use std::sync::Arc;
use std::time::Duration;

use axum::{Extension, Router};
use hyper::server::conn::http1;
use hyper_util::rt::{TokioIo, TokioTimer};
use hyper_util::service::TowerToHyperService;
use tokio::net::{TcpListener, TcpStream};
use tokio::sync::{OwnedSemaphorePermit, Semaphore, watch};
use tokio::time::{sleep, timeout};

use super::Limits;
use super::patience::Patient;
use crate::http::Peer;

/// Takes connections until told to stop, then waits for the open ones. Unlike axum's own loop
/// it bounds what a connection may cost: a request's head has a deadline, an answer must be
/// taken, a connection grows only so old, and there are only so many. Clients who send nothing,
/// read nothing or never leave cannot hold every place.
pub(super) async fn accept(
    listener: TcpListener,
    router: Router,
    limits: Limits,
    trusted_proxy: Option<IpAddr>,
    mut stop: watch::Receiver<bool>,
) {
    let places = Arc::new(Semaphore::new(limits.connections));
    loop {
        let connection = tokio::select! {
            connection = next(&listener, &places) => connection,
            _ = stop.wait_for(|stop| *stop) => break,
        };
        let Some((stream, peer, place)) = connection else {
            continue;
        };
        let peer = Peer::new(peer, trusted_proxy);
        let router = router.clone().layer(Extension(peer));
        let stop = stop.clone();
        tokio::spawn(async move {
            converse(stream, router, limits, stop).await;
            drop(place);
        });
    }
    drop(listener);
    let all = u32::try_from(limits.connections).unwrap_or(u32::MAX);
    let _ = timeout(ending(&limits), places.acquire_many(all)).await;
}

/// Answers on one connection until it ends, is too old, or the platform stops; then the answer
/// that is under way is the last.
async fn converse(
    stream: TcpStream,
    router: Router,
    limits: Limits,
    mut stop: watch::Receiver<bool>,
) {
    let stream = Patient::new(stream, Duration::from_secs(limits.write_seconds));
    let mut served = pin!(
        http1::Builder::new()
            .timer(TokioTimer::new())
            .header_read_timeout(Duration::from_secs(limits.head_seconds))
            .serve_connection(TokioIo::new(stream), TowerToHyperService::new(router))
    );
    tokio::select! {
        // What breaks here is the other end's connection; there is nobody left to tell.
        _ = served.as_mut() => return,
        () = sleep(Duration::from_secs(limits.connection_seconds)) => {}
        _ = stop.wait_for(|stop| *stop) => {}
    }
    served.as_mut().graceful_shutdown();
    let _ = timeout(ending(&limits), served).await;
}

/// How long a connection that shall end may still take.
fn ending(limits: &Limits) -> Duration {
    Duration::from_secs(limits.request_seconds)
}

/// A connection and its place, or nothing when the system refused one (for instance because
/// all file handles are taken): then a short rest instead of a busy loop.
async fn next(
    listener: &TcpListener,
    places: &Arc<Semaphore>,
) -> Option<(TcpStream, SocketAddr, OwnedSemaphorePermit)> {
    let place = Arc::clone(places).acquire_owned().await.ok()?;
    match listener.accept().await {
        Ok((stream, peer)) => Some((stream, peer, place)),
        Err(error) => {
            tracing::warn!(kind = ?error.kind(), "connection refused by the system");
            sleep(Duration::from_millis(50)).await;
            None
        }
    }
}
