use std::ffi::OsString;
use std::path::{Path, PathBuf};

/// The person's folder for files that they asked for: `$XDG_DOWNLOAD_DIR`, else what
/// `user-dirs.dirs` of the XDG configuration names, else `$HOME/Downloads`; `None` without a home
/// folder. It is not made here.
pub fn downloads_folder() -> Option<PathBuf> {
    let variable = |name| std::env::var_os(name);
    let home = absolute(variable("HOME"));
    let config = absolute(variable("XDG_CONFIG_HOME"));
    let config = config.or_else(|| Some(home.as_ref()?.join(".config")));
    let listed = config.and_then(|config| std::fs::read_to_string(config.join(USER_DIRS)).ok());
    from_settings(variable("XDG_DOWNLOAD_DIR"), listed.as_deref(), home)
}

fn from_settings(
    variable: Option<OsString>,
    listed: Option<&str>,
    home: Option<PathBuf>,
) -> Option<PathBuf> {
    let named = |home: Option<&Path>| named_in(listed?, home);
    absolute(variable)
        .or_else(|| named(home.as_deref()))
        .or_else(|| Some(home?.join("Downloads")))
}

/// The last line of the form `XDG_DOWNLOAD_DIR="$HOME/yyy"` or `"/yyy"`: no others are valid.
fn named_in(listed: &str, home: Option<&Path>) -> Option<PathBuf> {
    let value = listed.lines().rev().find_map(|line| {
        let value = line.trim().strip_prefix("XDG_DOWNLOAD_DIR=\"")?;
        value.strip_suffix('"')
    })?;
    match value.strip_prefix("$HOME/") {
        Some(below) => Some(home?.join(below.trim_end_matches('/'))),
        None => absolute(Some(value.into())),
    }
}

fn absolute(path: Option<OsString>) -> Option<PathBuf> {
    path.map(PathBuf::from).filter(|path| path.is_absolute())
}

const USER_DIRS: &str = "user-dirs.dirs";

#[cfg(test)]
mod tests {
    use super::*;

    #[test]
    fn the_downloads_folder_follows_the_desktop_and_falls_back_to_home() {
        let home = || Some(PathBuf::from("/home/a"));
        let found =
            |variable: &str, listed, home| from_settings(Some(variable.into()), listed, home);
        assert_eq!(found("/d", None, home()), Some("/d".into()));
        let listed = "# comment\nXDG_DESKTOP_DIR=\"$HOME/桌面\"\nXDG_DOWNLOAD_DIR=\"$HOME/下载\"\n";
        assert_eq!(found("", Some(listed), home()), Some("/home/a/下载".into()));
        let elsewhere = "XDG_DOWNLOAD_DIR=\"/mnt/d\"";
        assert_eq!(found("", Some(elsewhere), None), Some("/mnt/d".into()));
        for bad in [
            "XDG_DOWNLOAD_DIR=relative",
            "XDG_DOWNLOAD_DIR=\"relative\"",
            "",
        ] {
            assert_eq!(
                found("d", Some(bad), home()),
                Some("/home/a/Downloads".into())
            );
        }
        assert_eq!(found("", None, None), None);
    }
}
