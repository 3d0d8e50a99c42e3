//! A filled sample of a material.

use serde::{Deserialize, Serialize};

use crate::Texts;

/// A sample.
#[derive(Clone, Debug, PartialEq, Eq, Serialize, Deserialize)]
#[serde(deny_unknown_fields)]
pub struct Sample {
    /// Stable name within the variant.
    pub id: String,
    /// Its name.
    pub name: Texts,
    /// Its text as Markdown, with invented persons and numbers; empty where the picture says all.
    pub text: Texts,
    /// Its picture.
    pub picture: Option<Picture>,
}

/// A picture of the pack.
#[derive(Clone, PartialEq, Eq, Serialize, Deserialize)]
#[serde(deny_unknown_fields)]
pub struct Picture {
    /// What the bytes are.
    pub media_type: PictureType,
    /// What it shows, for who cannot see it.
    pub alt: Texts,
    /// The file.
    #[serde(with = "crate::pack::bytes")]
    pub bytes: Vec<u8>,
}

/// Closed list of picture types.
#[derive(Clone, Copy, Debug, PartialEq, Eq, Serialize, Deserialize)]
#[serde(rename_all = "snake_case")]
pub enum PictureType {
    /// `image/svg+xml`; holds neither script nor reference.
    Svg,
    /// `image/png`.
    Png,
    /// `image/webp`.
    Webp,
}

impl PictureType {
    /// The media type.
    pub fn media_type(self) -> &'static str {
        match self {
            Self::Svg => "image/svg+xml",
            Self::Png => "image/png",
            Self::Webp => "image/webp",
        }
    }
}

impl std::fmt::Debug for Picture {
    fn fmt(&self, f: &mut std::fmt::Formatter<'_>) -> std::fmt::Result {
        write!(
            f,
            "Picture({:?}, {} bytes)",
            self.media_type,
            self.bytes.len()
        )
    }
}
