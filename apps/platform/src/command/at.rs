/// Reads an RFC 3339 moment after 1970.
pub fn instant(text: &str) -> Result<u64, String> {
    let at: jiff::Timestamp = text
        .parse()
        .map_err(|_| "not an RFC 3339 moment".to_owned())?;
    u64::try_from(at.as_second()).map_err(|_| "before 1970".to_owned())
}
