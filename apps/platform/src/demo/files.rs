use std::sync::LazyLock;

use crate::authority::{Authority, AuthorityError, IssuerDescription};
use crate::ports::sealer::FileSealer;

/// The demo's root document: the trust anchor of every demo build.
pub const ROOT: &[u8] = include_bytes!("../../../../assets/demo/root-1.cbor");

/// Version 1 of the demo's trust list, dated 2026-02-01T00:00:00+08:00.
pub const TRUST_LIST: &[u8] = include_bytes!("../../../../assets/demo/trust-list.cbor");

/// The demo's office with its keys.
pub(crate) fn authority() -> Result<Authority, AuthorityError> {
    let sealer = FileSealer::from_pem(
        include_str!("../../../../assets/demo/INSECURE-demo-keys/issuer.pem"),
        include_str!("../../../../assets/demo/INSECURE-demo-keys/list.pem"),
        include_str!("../../../../assets/demo/INSECURE-demo-keys/status.pem"),
    )?;
    let mut authority = Authority::from_parts(ISSUER, ROOT, sealer)?;
    authority.demo = true;
    Ok(authority)
}

/// Clerk and station of the demo.
pub(crate) fn station() -> (&'static str, &'static str) {
    static DESCRIPTION: LazyLock<IssuerDescription> = LazyLock::new(|| {
        serde_json::from_slice(ISSUER).expect("every test of the demo reads this committed file")
    });
    (&DESCRIPTION.station.clerk, &DESCRIPTION.station.name)
}

/// The residents' records.
pub(super) const RESIDENTS: &str = include_str!("../../../../assets/demo/residents.json");

/// A resident's portrait by the name that the records give it.
pub(super) fn portrait(name: &str) -> Option<&'static [u8]> {
    PORTRAITS
        .iter()
        .find(|(known, _)| *known == name)
        .map(|(_, bytes)| *bytes)
}

pub(super) const ISSUER: &[u8] = include_bytes!("../../../../assets/demo/issuer.json");

const PORTRAITS: &[(&str, &[u8])] = &[
    (
        "portraits/zhou-guifang.webp",
        include_bytes!("../../../../assets/demo/portraits/zhou-guifang.webp"),
    ),
    (
        "portraits/ma-wenhui.webp",
        include_bytes!("../../../../assets/demo/portraits/ma-wenhui.webp"),
    ),
    (
        "portraits/xu-lihua.webp",
        include_bytes!("../../../../assets/demo/portraits/xu-lihua.webp"),
    ),
    (
        "portraits/ayguli-maimaiti.webp",
        include_bytes!("../../../../assets/demo/portraits/ayguli-maimaiti.webp"),
    ),
];
