use std::sync::Arc;
use std::time::Duration;

use axum::{Extension, Router};
use hyper::server::conn::http1;
use hyper_util::rt::{TokioIo, TokioTimer};
use hyper_util::server::graceful::GracefulShutdown;
use hyper_util::service::TowerToHyperService;
use tokio::net::TcpListener;
use tokio::sync::{Semaphore, watch};

use super::Limits;
use crate::http::Peer;

/// Takes connections until told to stop, then waits for the open ones. Unlike axum's own loop
/// it gives a request's head a deadline and the number of connections a limit, so that clients
/// who send nothing cannot hold every place.
pub(super) async fn accept(
    listener: TcpListener,
    router: Router,
    limits: Limits,
    mut stop: watch::Receiver<bool>,
) {
    let open = GracefulShutdown::new();
    let places = Arc::new(Semaphore::new(limits.connections));
    loop {
        let connection = tokio::select! {
            connection = next(&listener, &places) => connection,
            _ = stop.wait_for(|stop| *stop) => break,
        };
        let Some((stream, peer, place)) = connection else {
            continue;
        };
        let service = TowerToHyperService::new(router.clone().layer(Extension(Peer(peer))));
        let served = http1::Builder::new()
            .timer(TokioTimer::new())
            .header_read_timeout(Duration::from_secs(limits.head_seconds))
            .serve_connection(TokioIo::new(stream), service);
        let served = open.watch(served);
        tokio::spawn(async move {
            // What breaks here is the other end's connection; there is nobody left to tell.
            let _ = served.await;
            drop(place);
        });
    }
    drop(listener);
    let _ =
        tokio::time::timeout(Duration::from_secs(limits.request_seconds), open.shutdown()).await;
}

/// A connection and its place, or nothing when the system refused one (for instance because
/// all file handles are taken): then a short rest instead of a busy loop.
async fn next(
    listener: &TcpListener,
    places: &Arc<Semaphore>,
) -> Option<(
    tokio::net::TcpStream,
    std::net::SocketAddr,
    tokio::sync::OwnedSemaphorePermit,
)> {
    let place = Arc::clone(places).acquire_owned().await.ok()?;
    match listener.accept().await {
        Ok((stream, peer)) => Some((stream, peer, place)),
        Err(error) => {
            tracing::warn!(kind = ?error.kind(), "connection refused by the system");
            tokio::time::sleep(Duration::from_millis(50)).await;
            None
        }
    }
}
