use std::path::Path;
use std::sync::Arc;
use std::time::Duration;

use async_trait::async_trait;
use futures_util::TryStreamExt as _;
use object_store::aws::AmazonS3Builder;
use object_store::local::LocalFileSystem;
use object_store::path::Path as Place;
use object_store::prefix::PrefixStore;
use object_store::{
    BackoffConfig, ClientOptions, Error, ObjectStore, ObjectStoreExt, PutPayload, RetryConfig,
};

use super::place::S3Place;
use super::{BlobError, BlobName, BlobStore};

/// Blobs as objects: files in a folder, or objects in a bucket.
pub struct ObjectBlobStore(Arc<dyn ObjectStore>);

impl ObjectBlobStore {
    /// Files below one folder, each written beside its place, synced and moved there. Makes the
    /// folder if it is not there. What a kill left half written more than a day ago goes away,
    /// behind the caller's back.
    pub fn in_folder(folder: &Path) -> Result<Self, BlobError> {
        std::fs::create_dir_all(folder).map_err(|error| BlobError::Folder(error.into()))?;
        let to_sweep = folder.to_owned();
        std::thread::spawn(move || sweep(&to_sweep));
        let files = LocalFileSystem::new_with_prefix(folder)
            .map_err(|error| BlobError::Folder(error.into()))?;
        let files = files.with_fsync(true).with_automatic_cleanup(true);
        Ok(Self(Arc::new(files)))
    }

    /// Objects of a bucket that is there. Nothing is asked of the server yet.
    pub fn on_s3(place: &S3Place) -> Result<Self, BlobError> {
        // The HTTP client takes the process's cryptography; whoever set one first stays.
        let _ = rustls::crypto::ring::default_provider().install_default();
        let mut bucket = AmazonS3Builder::from_env()
            .with_bucket_name(&place.bucket)
            .with_client_options(ClientOptions::new().with_timeout(PATIENCE))
            .with_retry(RetryConfig {
                backoff: BackoffConfig::default(),
                max_retries: 3,
                retry_timeout: PATIENCE,
            });
        if let Some(server) = &place.server {
            bucket = bucket
                .with_endpoint(&server.endpoint)
                .with_access_key_id(&server.access_key)
                .with_secret_access_key(&server.secret_key)
                .with_allow_http(server.endpoint.starts_with("http://"));
        }
        let bucket = bucket
            .build()
            .map_err(|error| BlobError::Folder(error.into()))?;
        Ok(Self(match place.prefix.as_str() {
            "" => Arc::new(bucket),
            prefix => Arc::new(PrefixStore::new(bucket, prefix)),
        }))
    }

    /// The names of everything that is kept.
    pub async fn names(&self) -> Result<Vec<BlobName>, BlobError> {
        let found = self.0.list(None).try_filter_map(|found| {
            let name = BlobName::parse(found.location.as_ref());
            std::future::ready(Ok(name))
        });
        found.try_collect().await.map_err(unavailable)
    }
}

#[async_trait]
impl BlobStore for ObjectBlobStore {
    async fn put(&self, name: &BlobName, bytes: Vec<u8>) -> Result<(), BlobError> {
        self.0
            .put(&place(name), PutPayload::from(bytes))
            .await
            .map_err(unavailable)?;
        Ok(())
    }

    async fn get(&self, name: &BlobName) -> Result<Option<Vec<u8>>, BlobError> {
        match self.0.get(&place(name)).await {
            Ok(found) => Ok(Some(found.bytes().await.map_err(unavailable)?.to_vec())),
            Err(Error::NotFound { .. }) => Ok(None),
            Err(error) => Err(unavailable(error)),
        }
    }

    async fn piece(
        &self,
        name: &BlobName,
        offset: u64,
        most: usize,
    ) -> Result<Option<Vec<u8>>, BlobError> {
        let length = match self.0.head(&place(name)).await {
            Ok(found) => found.size,
            Err(Error::NotFound { .. }) => return Ok(None),
            Err(error) => return Err(unavailable(error)),
        };
        let end = length.min(offset.saturating_add(most as u64));
        if offset >= end {
            return Ok(Some(Vec::new()));
        }
        let bytes = self.0.get_range(&place(name), offset..end).await;
        Ok(Some(bytes.map_err(unavailable)?.to_vec()))
    }

    async fn delete(&self, name: &BlobName) -> Result<(), BlobError> {
        match self.0.delete(&place(name)).await {
            Ok(()) | Err(Error::NotFound { .. }) => Ok(()),
            Err(error) => Err(unavailable(error)),
        }
    }
}

/// Removes what nobody will finish: nothing else would ever take a piece of a person's photo
/// away. A file that is being written has a name with a `#` and is moved within a day.
fn sweep(folder: &Path) {
    for entry in std::fs::read_dir(folder).into_iter().flatten().flatten() {
        let Ok(metadata) = entry.metadata() else {
            continue;
        };
        if metadata.is_dir() {
            sweep(&entry.path());
        }
        let is_half = entry.file_name().to_string_lossy().contains('#');
        let age = metadata.modified().ok().and_then(|at| at.elapsed().ok());
        if metadata.is_file() && is_half && age.is_some_and(|age| age > HALF_WRITTEN) {
            // What cannot be removed now is tried at the next start.
            std::fs::remove_file(entry.path()).ok();
        }
    }
}

const HALF_WRITTEN: Duration = Duration::from_secs(24 * 3_600);

fn place(name: &BlobName) -> Place {
    Place::from(name.to_string())
}

fn unavailable(error: Error) -> BlobError {
    BlobError::Unavailable(error.into())
}

/// Half of what a request may take.
const PATIENCE: std::time::Duration = std::time::Duration::from_secs(15);
