use hyper::server::conn::http1;
use hyper_util::rt::TokioIo;
use s3s::auth::SimpleAuth;
use s3s::service::S3ServiceBuilder;
use s3s_fs::FileSystem;
use tempfile::TempDir;
use tokio::net::TcpListener;
use tokio::task::{JoinHandle, JoinSet};
use tongban_platform::ports::blob_store::{S3Place, S3Server};

/// An S3 server with one bucket, made by others; it checks every signature. It ends with this.
pub struct S3 {
    pub folder: TempDir,
    endpoint: String,
    serving: JoinHandle<()>,
}

impl S3 {
    pub async fn start() -> Self {
        let folder = tempfile::tempdir().expect("a folder");
        std::fs::create_dir(folder.path().join("files")).expect("a bucket");
        let files = FileSystem::new(folder.path()).expect("a folder");
        let mut service = S3ServiceBuilder::new(files);
        service.set_auth(SimpleAuth::from_single(KEY, SECRET));
        let service = service.build();
        let listener = TcpListener::bind("127.0.0.1:0").await.expect("a port");
        let address = listener.local_addr().expect("an address");
        let serving = tokio::spawn(async move {
            // End with it.
            let mut connections = JoinSet::new();
            loop {
                let Ok((stream, _)) = listener.accept().await else {
                    continue;
                };
                let service = service.clone();
                let stream = TokioIo::new(stream);
                connections.spawn(http1::Builder::new().serve_connection(stream, service));
            }
        });
        Self {
            folder,
            endpoint: format!("http://{address}"),
            serving,
        }
    }

    /// A place in the bucket.
    pub fn place(&self, prefix: &str) -> S3Place {
        self.place_for(prefix, SECRET)
    }

    /// The same with another secret.
    pub fn place_for(&self, prefix: &str, secret: &str) -> S3Place {
        S3Place {
            server: Some(S3Server {
                endpoint: self.endpoint.clone(),
                access_key: KEY.to_owned(),
                secret_key: secret.to_owned(),
            }),
            ..format!("s3://files/{prefix}").parse().expect("a place")
        }
    }

    /// The server goes away.
    pub async fn stop(&mut self) {
        self.serving.abort();
        let _ = (&mut self.serving).await;
    }
}

impl Drop for S3 {
    fn drop(&mut self) {
        self.serving.abort();
    }
}

const KEY: &str = "tests";
const SECRET: &str = "secret-of-the-tests";
