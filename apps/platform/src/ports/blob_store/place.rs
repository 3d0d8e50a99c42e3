use std::fmt::{Debug, Formatter};
use std::path::Path;
use std::str::FromStr;

use super::{BlobError, ObjectBlobStore};

/// Where attachments are kept. Every process of one platform needs the same place.
#[derive(Debug, Clone, Default)]
pub enum Attachments {
    /// The folder `attachments` of the data folder.
    #[default]
    Folder,
    /// A bucket of an S3-compatible server.
    S3(S3Place),
}

impl Attachments {
    /// Opens the place; `folder` is where the data folder would have them.
    pub(crate) fn open(&self, folder: &Path) -> Result<ObjectBlobStore, BlobError> {
        match self {
            Self::Folder => ObjectBlobStore::in_folder(folder),
            Self::S3(place) => ObjectBlobStore::on_s3(place),
        }
    }
}

/// `s3://BUCKET/PREFIX`; the prefix may be left out. Server and keys come from the environment
/// (`AWS_ENDPOINT`, `AWS_REGION`, `AWS_ACCESS_KEY_ID`, `AWS_SECRET_ACCESS_KEY` and the others of
/// Amazon's own programs; `AWS_ALLOW_HTTP=true` for a server without TLS), or from
/// [`Self::server`].
#[derive(Debug, Clone, PartialEq, Eq)]
pub struct S3Place {
    /// Name of the bucket.
    pub bucket: String,
    /// What every name begins with; without slashes at its ends.
    pub prefix: String,
    /// A server that is not the environment's.
    pub server: Option<S3Server>,
}

/// An S3-compatible server and an account on it.
#[derive(Clone, PartialEq, Eq)]
pub struct S3Server {
    /// `http://` or `https://`, host and port.
    pub endpoint: String,
    /// Names the account.
    pub access_key: String,
    /// Proves it.
    pub secret_key: String,
}

impl Debug for S3Server {
    fn fmt(&self, out: &mut Formatter<'_>) -> std::fmt::Result {
        out.debug_struct("S3Server")
            .field("endpoint", &self.endpoint)
            .finish_non_exhaustive()
    }
}

/// A text that is no place.
#[derive(Debug, Clone, Copy, PartialEq, Eq, thiserror::Error)]
#[error("place of the attachments is not understood; write s3://BUCKET or s3://BUCKET/PREFIX")]
pub struct S3PlaceError;

impl FromStr for S3Place {
    type Err = S3PlaceError;

    fn from_str(text: &str) -> Result<Self, Self::Err> {
        let rest = text.strip_prefix("s3://").ok_or(S3PlaceError)?;
        let (bucket, prefix) = rest.split_once('/').unwrap_or((rest, ""));
        let plain = |byte: u8| byte.is_ascii_alphanumeric() || matches!(byte, b'-' | b'.' | b'_');
        let prefix = prefix.trim_end_matches('/');
        let parts_are_plain = prefix.is_empty()
            || prefix
                .split('/')
                .all(|part| !part.is_empty() && part.bytes().all(plain) && part != "..");
        if bucket.is_empty() || !bucket.bytes().all(plain) || !parts_are_plain {
            return Err(S3PlaceError);
        }
        Ok(Self {
            bucket: bucket.to_owned(),
            prefix: prefix.to_owned(),
            server: None,
        })
    }
}

#[cfg(test)]
mod tests {
    use super::*;

    #[test]
    fn a_place_is_a_bucket_with_or_without_a_prefix() {
        let read = |text: &str| text.parse::<S3Place>().map(|one| (one.bucket, one.prefix));
        let of = |bucket: &str, prefix: &str| Ok((bucket.to_owned(), prefix.to_owned()));
        assert_eq!(read("s3://files"), of("files", ""));
        assert_eq!(read("s3://files/"), of("files", ""));
        assert_eq!(read("s3://files/town/a/"), of("files", "town/a"));
        for wrong in [
            "",
            "files",
            "s3://",
            "s3:///a",
            "s3://a//b",
            "s3://a/../b",
            "s3://a b",
        ] {
            assert_eq!(read(wrong), Err(S3PlaceError), "{wrong}");
        }
    }
}
