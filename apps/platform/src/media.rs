//! What bytes are, by how they begin: a file must be what the case says that it is.

/// Media types that an attachment may have.
pub(crate) const KNOWN: [&str; 4] = ["image/jpeg", "image/png", "image/webp", "application/pdf"];

/// Whether bytes begin like that type; never for a type that is not known.
pub(crate) fn is(bytes: &[u8], media_type: &str) -> bool {
    match media_type {
        "image/jpeg" => bytes.starts_with(&[0xff, 0xd8, 0xff]),
        "image/png" => bytes.starts_with(b"\x89PNG\r\n\x1a\n"),
        "image/webp" => bytes.starts_with(b"RIFF") && bytes.get(8..12) == Some(b"WEBP"),
        "application/pdf" => bytes.starts_with(b"%PDF-"),
        _ => false,
    }
}

#[cfg(test)]
mod tests {
    use super::*;

    #[test]
    fn a_file_is_what_it_begins_like() {
        let png = b"\x89PNG\r\n\x1a\n....";
        assert!(is(png, "image/png"));
        for other in ["image/jpeg", "image/webp", "application/pdf", "text/html"] {
            assert!(!is(png, other), "{other}");
        }
        assert!(is(b"RIFF\x00\x00\x00\x00WEBPVP8 ", "image/webp"));
        assert!(!is(b"RIFF\x00\x00\x00\x00WAVE", "image/webp"));
        assert!(!is(b"", "image/png"));
        assert!(KNOWN.iter().all(|known| !is(b"<html>", known)));
    }
}
