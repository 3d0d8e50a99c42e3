use include_dir::{Dir, include_dir};

/// One file of the Confirm page.
pub struct PageFile {
    /// Its content.
    pub bytes: &'static [u8],
    /// For the `Content-Type` header.
    pub content_type: &'static str,
}

/// The file of this name (`""` is the page itself), built in so that nothing on disk can
/// change what a person confirms.
pub fn confirm_page(name: &str) -> Option<PageFile> {
    let name = if name.is_empty() { "index.html" } else { name };
    let content_type = match name.rsplit_once('.')?.1 {
        "html" => "text/html; charset=utf-8",
        "css" => "text/css; charset=utf-8",
        "js" => "text/javascript; charset=utf-8",
        "svg" => "image/svg+xml",
        _ => return None,
    };
    Some(PageFile {
        bytes: PAGE.get_file(name)?.contents(),
        content_type,
    })
}

static PAGE: Dir<'static> = include_dir!("$CARGO_MANIFEST_DIR/../../assets/confirm");

#[cfg(test)]
mod tests {
    use super::*;

    #[test]
    fn the_page_is_there_and_nothing_beside_it() {
        assert_eq!(
            confirm_page("").expect("page").content_type,
            "text/html; charset=utf-8"
        );
        assert!(confirm_page("confirm.js").is_some());
        assert!(confirm_page("../../Cargo.toml").is_none());
    }
}
