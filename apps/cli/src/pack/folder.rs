//! The folders of a layer and of those under it.

use std::path::{Path, PathBuf};

use tongban_rules::source::{Files, base_of};

use crate::file::{self, FileError};

/// The files of the layer in `folder`, of every layer under it, and the layer's name.
///
/// Links are not followed and hidden files are left out. A fault in a `layer.yaml` stays for the
/// compiler, which names it with its place.
pub(super) fn read(folder: &Path) -> Result<(Files, String), FileError> {
    let not_found = || FileError::NotFound(folder.display().to_string());
    let folder = folder.canonicalize().map_err(|_| not_found())?;
    let name = folder.file_name().and_then(|name| name.to_str());
    let (Some(name), Some(parent)) = (name, folder.parent()) else {
        return Err(not_found());
    };
    let mut files = Files::default();
    let mut next = Some(name.to_owned());
    let mut layers = 0;
    while let Some(layer) = next.take() {
        layers += 1;
        if layers > MAX_LAYERS || !is_plain(&layer) {
            break;
        }
        let root = parent.join(&layer);
        let mut left = MAX_FILES;
        if root.is_dir() {
            collect(&root, &layer, &mut files, &mut left)?;
        }
        let head = root.join("layer.yaml");
        if let Ok(bytes) = file::read(&head) {
            let path = format!("{layer}/layer.yaml");
            next = base_of(&path, &bytes).unwrap_or(None);
        }
    }
    Ok((files, name.to_owned()))
}

fn collect(
    folder: &Path,
    prefix: &str,
    files: &mut Files,
    left: &mut usize,
) -> Result<(), FileError> {
    let unreadable = || FileError::NotReadable(folder.display().to_string());
    let entries = std::fs::read_dir(folder).map_err(|_| unreadable())?;
    for entry in entries {
        let entry = entry.map_err(|_| unreadable())?;
        let kind = entry.file_type().map_err(|_| unreadable())?;
        let name = entry.file_name();
        let Some(name) = name.to_str().filter(|name| !name.starts_with('.')) else {
            continue;
        };
        let path: PathBuf = entry.path();
        let inside = format!("{prefix}/{name}");
        if kind.is_dir() {
            collect(&path, &inside, files, left)?;
        } else if kind.is_file() {
            let fewer = left.checked_sub(1);
            *left = fewer.ok_or_else(|| FileError::TooLarge(folder.display().to_string()))?;
            files.insert(inside, file::read(&path)?);
        }
    }
    Ok(())
}

/// A folder's own name, not a way to somewhere else.
fn is_plain(name: &str) -> bool {
    !name.is_empty() && !name.contains(['/', '\\']) && name != "." && name != ".."
}

const MAX_LAYERS: usize = 8;
const MAX_FILES: usize = 20_000;
