//! `TEXT|@FILE|IMAGE`: the three ways in which a code reaches the command line.

use std::ffi::OsStr;
use std::path::Path;

use tongban_code::{ReadError as ImageError, ReadLimits, read_image};

use crate::file::{self, FileError};
use crate::language::Language;
use crate::report::{Exit, Report};

/// What was handed over.
#[derive(Debug, PartialEq, Eq)]
pub enum Input {
    /// The text of a code, typed or in a file.
    Text(String),
    /// The text of a code, read in a picture.
    Scanned(String),
    /// Raw CBOR: a bare issued token or a proof.
    Bytes(Vec<u8>),
}

/// Why nothing was handed over.
#[derive(Debug, Clone, PartialEq, Eq, thiserror::Error)]
pub enum InputError {
    #[error(transparent)]
    File(#[from] FileError),
    #[error(transparent)]
    Image(#[from] ImageError),
    #[error("file is named without @ and is no picture: {0}")]
    NeedsAt(String),
}

impl Input {
    /// `@FILE` holds code text, raw CBOR or a picture; the name of an existing file, or of one
    /// that would be a picture, is a picture; everything else is text. `@-` is standard input.
    pub fn of(argument: &OsStr) -> Result<Input, InputError> {
        if let Some(path) = argument.to_str().and_then(|text| text.strip_prefix('@')) {
            return Ok(from_bytes(file::read(Path::new(path))?)?);
        }
        let path = Path::new(argument);
        match argument.to_str() {
            Some(text) if !is_picture_name(path) && !path.is_file() => {
                Ok(Input::Text(text.to_owned()))
            }
            _ => match read_image(&file::read(path)?, ReadLimits::default()) {
                Ok(texts) => Ok(Input::Scanned(one_of(texts))),
                Err(ImageError::NotAnImage) if !is_picture_name(path) => {
                    Err(InputError::NeedsAt(path.display().to_string()))
                }
                Err(error) => Err(error.into()),
            },
        }
    }
}

impl InputError {
    // Stable code for scripts.
    fn code(&self) -> &'static str {
        match self {
            InputError::File(error) => error.code(),
            InputError::Image(error) => error.code(),
            InputError::NeedsAt(_) => ImageError::NotAnImage.code(),
        }
    }

    // The file in question, where there is one to name.
    fn detail(&self) -> &str {
        match self {
            InputError::File(error) => error.path(),
            InputError::NeedsAt(path) => path,
            InputError::Image(_) => "",
        }
    }

    /// What is said of it.
    pub fn report(&self, language: &Language) -> Report {
        let text = match self {
            InputError::NeedsAt(_) => "file_needs_at",
            _ => self.code(),
        };
        Report::failure_said_as(Exit::Unreadable, self.code(), text, self.detail(), language)
    }
}

fn from_bytes(bytes: Vec<u8>) -> Result<Input, ImageError> {
    match read_image(&bytes, ReadLimits::default()) {
        Ok(texts) => return Ok(Input::Scanned(one_of(texts))),
        Err(ImageError::NotAnImage) => {}
        Err(error) => return Err(error),
    }
    // CBOR of a token never is printable ASCII from end to end: it holds hashes and signatures.
    match std::str::from_utf8(&bytes).map(str::trim) {
        Ok(text) if !text.is_empty() && text.bytes().all(|byte| (b' '..=b'~').contains(&byte)) => {
            Ok(Input::Text(text.to_owned()))
        }
        _ => Ok(Input::Bytes(bytes)),
    }
}

/// Ours if one of several codes is ours, else the first.
fn one_of(texts: Vec<String>) -> String {
    let ours = texts
        .iter()
        .position(|text| text.starts_with(tongban_certificate::PREFIX));
    texts.into_iter().nth(ours.unwrap_or(0)).unwrap_or_default()
}

fn is_picture_name(path: &Path) -> bool {
    path.extension()
        .and_then(OsStr::to_str)
        .is_some_and(|extension| {
            ["png", "jpg", "jpeg", "webp"]
                .iter()
                .any(|known| extension.eq_ignore_ascii_case(known))
        })
}

#[cfg(test)]
mod tests {
    use super::*;

    #[test]
    fn a_file_is_text_or_cbor_by_what_it_holds() {
        assert_eq!(
            from_bytes(b"TB1:ABC\n".to_vec()),
            Ok(Input::Text("TB1:ABC".to_owned()))
        );
        assert_eq!(
            from_bytes(vec![0xd2, 0x84, 0x43]),
            Ok(Input::Bytes(vec![0xd2, 0x84, 0x43]))
        );
        assert_eq!(from_bytes(Vec::new()), Ok(Input::Bytes(Vec::new())));
    }

    #[test]
    fn a_missing_picture_is_a_missing_file_and_not_a_text() {
        let error = Input::of(OsStr::new("no-such-picture.png")).unwrap_err();
        assert_eq!(error.code(), "file_not_found");
        assert_eq!(
            Input::of(OsStr::new("TB1:A/B.C")),
            Ok(Input::Text("TB1:A/B.C".to_owned()))
        );
    }
}
