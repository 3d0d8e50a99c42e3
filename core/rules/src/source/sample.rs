//! Samples: texts and pictures from files beside the service.

use serde::Deserialize;
use serde_saphyr::Spanned;

use super::place::Place;
use super::{Files, Problem, yaml};
use crate::Texts;
use crate::materials::{Picture, PictureType, Sample};

/// A sample.
#[derive(Deserialize)]
#[serde(deny_unknown_fields)]
pub(super) struct SampleFile {
    id: Spanned<String>,
    name: Texts,
    /// `samples/lease` stands for `samples/lease.<locale>.md`.
    text: Option<Spanned<String>>,
    picture: Option<PictureFile>,
}

#[derive(Deserialize)]
#[serde(deny_unknown_fields)]
struct PictureFile {
    file: Spanned<String>,
    alt: Texts,
}

/// The folder of a service, where its files lie.
#[derive(Clone, Copy)]
pub(super) struct Folder<'a> {
    pub(super) files: &'a Files,
    pub(super) path: &'a str,
    pub(super) locales: &'a [String],
}

impl Folder<'_> {
    /// The Markdown of `name` in every locale that has it.
    pub(super) fn texts(&self, name: &str) -> Result<Texts, Problem> {
        let mut found = Vec::new();
        for locale in self.locales {
            let path = format!("{}/{name}.{locale}.md", self.path);
            if let Some(text) = yaml::markdown(self.files, &path)? {
                found.push((locale.clone(), text));
            }
        }
        Ok(found.into_iter().collect())
    }

    /// The samples.
    pub(super) fn samples(
        &self,
        place: Place<'_>,
        samples: &[SampleFile],
    ) -> Result<Vec<Sample>, Problem> {
        samples
            .iter()
            .map(|file| self.sample(place, file))
            .collect()
    }

    fn sample(&self, place: Place<'_>, file: &SampleFile) -> Result<Sample, Problem> {
        let text = match &file.text {
            Some(name) => {
                let text = self.texts(&name.value)?;
                if text.is_empty() {
                    let sentence = format!("there is no file {}.<locale>.md", name.value);
                    return Err(place.problem(name.referenced, sentence));
                }
                text
            }
            None => Texts::default(),
        };
        let picture = file.picture.as_ref();
        let picture = picture.map(|picture| self.picture(place, picture));
        let sample = Sample {
            id: place.id(&file.id, '-')?,
            name: file.name.clone(),
            text,
            picture: picture.transpose()?,
        };
        match sample.text.is_empty() && sample.picture.is_none() {
            true => Err(place.problem(file.id.referenced, "a sample has a text or a picture")),
            false => Ok(sample),
        }
    }

    fn picture(&self, place: Place<'_>, file: &PictureFile) -> Result<Picture, Problem> {
        let problem = |sentence: &str| place.problem(file.file.referenced, sentence);
        let path = format!("{}/{}", self.path, file.file.value);
        let bytes = self.files.get(&path);
        let bytes = bytes.ok_or_else(|| problem("there is no such file"))?;
        if bytes.len() > MAX_PICTURE {
            return Err(problem("a picture of a pack has at most 64 KiB"));
        }
        let media_type = picture_type(bytes)
            .ok_or_else(|| problem("a picture is PNG, WebP, or SVG without script or reference"))?;
        Ok(Picture {
            media_type,
            alt: file.alt.clone(),
            bytes: bytes.to_vec(),
        })
    }
}

/// What the bytes are. An SVG that could load or run anything is none.
fn picture_type(bytes: &[u8]) -> Option<PictureType> {
    if bytes.starts_with(b"\x89PNG\r\n\x1a\n") {
        return Some(PictureType::Png);
    }
    if bytes.starts_with(b"RIFF") && bytes.get(8..12) == Some(b"WEBP") {
        return Some(PictureType::Webp);
    }
    let text = std::str::from_utf8(bytes).ok()?.to_ascii_lowercase();
    let active = [
        "<script", "href", "<!", "<?xml-", "url(", "@import", "<foreign", " on",
    ];
    let passive = !active.iter().any(|word| text.contains(word));
    (text.trim_start().starts_with("<svg") && passive).then_some(PictureType::Svg)
}

const MAX_PICTURE: usize = 64 << 10;
