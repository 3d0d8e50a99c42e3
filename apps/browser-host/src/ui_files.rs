use std::collections::BTreeMap;
use std::io;
use std::path::{Path, PathBuf};

use axum::http::{StatusCode, header};
use axum::response::{IntoResponse, Response};

/// The built UI, read once at start; a path that is not in it never reaches the disk.
pub(crate) struct UiFiles(BTreeMap<String, (&'static str, Vec<u8>)>);

/// Why there is no UI to serve.
#[derive(Debug, thiserror::Error)]
pub enum UiError {
    /// The UI was not built, or elsewhere.
    #[error("no built user interface at {0}")]
    NotBuilt(PathBuf),
    /// A file of it.
    #[error("user interface cannot be read at {0}")]
    Unreadable(PathBuf, #[source] io::Error),
}

impl UiFiles {
    pub(crate) fn read(folder: &Path) -> Result<Self, UiError> {
        let mut files = BTreeMap::new();
        collect(folder, "", &mut files)?;
        if files.contains_key("index.html") {
            Ok(Self(files))
        } else {
            Err(UiError::NotBuilt(folder.to_path_buf()))
        }
    }

    /// The file at this path; for a page address of the UI, its one page.
    pub(crate) fn serve(&self, path: &str) -> Response {
        let path = path.trim_start_matches('/');
        let is_page = !path
            .rsplit('/')
            .next()
            .is_some_and(|name| name.contains('.'));
        let name = if is_page { "index.html" } else { path };
        match self.0.get(name) {
            Some((content_type, bytes)) => {
                ([(header::CONTENT_TYPE, *content_type)], bytes.clone()).into_response()
            }
            None => StatusCode::NOT_FOUND.into_response(),
        }
    }
}

fn collect(
    folder: &Path,
    prefix: &str,
    files: &mut BTreeMap<String, (&'static str, Vec<u8>)>,
) -> Result<(), UiError> {
    let unreadable = |error: io::Error| match error.kind() {
        io::ErrorKind::NotFound => UiError::NotBuilt(folder.to_path_buf()),
        _ => UiError::Unreadable(folder.to_path_buf(), error),
    };
    for entry in std::fs::read_dir(folder).map_err(unreadable)? {
        let entry = entry.map_err(unreadable)?;
        let name = format!("{prefix}{}", entry.file_name().to_string_lossy());
        if entry.file_type().map_err(unreadable)?.is_dir() {
            collect(&entry.path(), &format!("{name}/"), files)?;
        } else if let Some(content_type) = content_type(&name) {
            files.insert(
                name,
                (
                    content_type,
                    std::fs::read(entry.path()).map_err(unreadable)?,
                ),
            );
        }
    }
    Ok(())
}

fn content_type(name: &str) -> Option<&'static str> {
    Some(match name.rsplit_once('.')?.1 {
        "html" => "text/html; charset=utf-8",
        "js" => "text/javascript; charset=utf-8",
        "css" => "text/css; charset=utf-8",
        "json" => "application/json",
        "svg" => "image/svg+xml",
        "png" => "image/png",
        "webp" => "image/webp",
        "woff2" => "font/woff2",
        _ => return None,
    })
}

#[cfg(test)]
mod tests {
    use super::*;

    #[test]
    fn only_files_of_the_built_ui_are_served() {
        let folder = tempfile::tempdir().expect("a folder");
        assert!(matches!(
            UiFiles::read(folder.path()),
            Err(UiError::NotBuilt(_))
        ));
        std::fs::create_dir(folder.path().join("assets")).expect("made");
        std::fs::write(folder.path().join("index.html"), "page").expect("written");
        std::fs::write(folder.path().join("assets/a.js"), "code").expect("written");
        let files = UiFiles::read(folder.path()).expect("read");
        let status = |path: &str| files.serve(path).status();
        assert_eq!(status("/"), StatusCode::OK);
        assert_eq!(status("/certificates"), StatusCode::OK);
        assert_eq!(status("/assets/a.js"), StatusCode::OK);
        assert_eq!(status("/assets/b.js"), StatusCode::NOT_FOUND);
        assert_eq!(status("/../Cargo.toml"), StatusCode::NOT_FOUND);
    }
}
