use std::ffi::OsString;
use std::path::PathBuf;

/// The folder for this app's data by the XDG base directory rules:
/// `$XDG_DATA_HOME/tongban`, else `$HOME/.local/share/tongban`. It is not made here.
pub fn data_folder() -> Result<PathBuf, DataFolderError> {
    from_environment(std::env::var_os("XDG_DATA_HOME"), std::env::var_os("HOME"))
}

/// There is no home folder to keep data in.
#[derive(Debug, Clone, Copy, PartialEq, Eq, thiserror::Error)]
#[error("neither XDG_DATA_HOME nor HOME names a folder")]
pub struct DataFolderError;

fn from_environment(
    data_home: Option<OsString>,
    home: Option<OsString>,
) -> Result<PathBuf, DataFolderError> {
    // The rules say that a relative path is invalid and must be ignored.
    let absolute = |path: OsString| Some(PathBuf::from(path)).filter(|path| path.is_absolute());
    let data_home = data_home.and_then(absolute);
    let fallback = || {
        home.and_then(absolute)
            .map(|home| home.join(".local/share"))
    };
    data_home
        .or_else(fallback)
        .map(|folder| folder.join("tongban"))
        .ok_or(DataFolderError)
}

#[cfg(test)]
mod tests {
    use super::*;

    #[test]
    fn the_data_folder_follows_xdg_and_ignores_relative_paths() {
        let some = |text: &str| Some(OsString::from(text));
        let home = || some("/home/a");
        assert_eq!(
            from_environment(some("/data"), home()),
            Ok("/data/tongban".into())
        );
        assert_eq!(
            from_environment(None, home()),
            Ok("/home/a/.local/share/tongban".into())
        );
        assert_eq!(
            from_environment(some(""), home()),
            Ok("/home/a/.local/share/tongban".into())
        );
        assert_eq!(
            from_environment(some("data"), home()),
            Ok("/home/a/.local/share/tongban".into())
        );
        assert_eq!(
            from_environment(None, some("relative")),
            Err(DataFolderError)
        );
        assert_eq!(from_environment(None, None), Err(DataFolderError));
    }
}
