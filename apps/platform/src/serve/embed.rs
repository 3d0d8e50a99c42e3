use std::net::{Ipv4Addr, SocketAddr};

use axum::body::{Body, to_bytes};
use axum::http::{Request, Response};
use axum::{Extension, Router};
use hyper::service::Service as _;
use hyper_util::service::TowerToHyperService;
use tokio::sync::watch;
use tokio::task::JoinHandle;

use super::start::{Started, start};
use super::{PlatformConfig, ServeError};
use crate::http::Peer;

/// A platform without a socket, for programs that carry its requests themselves. Dropping it is
/// the end of its process: what is being answered is given up.
pub struct EmbeddedPlatform {
    router: Router,
    stop: watch::Sender<bool>,
    tasks: Vec<JoinHandle<()>>,
}

/// Starts a platform over the data folder of `config`; its address is not listened to.
pub async fn embed(config: PlatformConfig) -> Result<EmbeddedPlatform, ServeError> {
    let Started {
        router,
        stop,
        tasks,
    } = start(config).await?;
    let peer = Peer::new(SocketAddr::from((Ipv4Addr::LOCALHOST, 1)), None);
    Ok(EmbeddedPlatform {
        router: router.layer(Extension(peer)),
        stop,
        tasks,
    })
}

impl EmbeddedPlatform {
    /// Answers one request, as a client on this machine would be answered.
    pub async fn answer(&self, request: Request<Vec<u8>>) -> Response<Vec<u8>> {
        let service = TowerToHyperService::new(self.router.clone());
        let answered = service.call(request.map(Body::from)).await;
        let (head, body) = match answered {
            Ok(response) => response.into_parts(),
            Err(never) => match never {},
        };
        // A body of our own that breaks off is an answer that breaks off.
        let body = to_bytes(body, usize::MAX).await.unwrap_or_default();
        Response::from_parts(head, body.into())
    }
}

impl Drop for EmbeddedPlatform {
    fn drop(&mut self) {
        // Nobody may listen any more.
        let _ = self.stop.send(true);
        self.tasks.iter().for_each(JoinHandle::abort);
    }
}
