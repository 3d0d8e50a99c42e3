use std::sync::LazyLock;

use p256::ecdsa::SigningKey;
use p256::pkcs8::DecodePrivateKey;
use tongban_cose::{PublicKey, Suite};

use crate::authority::{Authority, AuthorityError, IssuerDescription};
use crate::ports::sealer::FileSealer;

/// The demo's root document: the trust anchor of every demo build.
pub const ROOT: &[u8] = include_bytes!("../../../../assets/demo/root-1.cbor");

/// Version 1 of the demo's trust list, dated 2026-02-01T00:00:00+08:00.
pub const TRUST_LIST: &[u8] = include_bytes!("../../../../assets/demo/trust-list.cbor");

/// The invented city's pack.
pub const PACK: &[u8] = include_bytes!("../../../../assets/demo/yunquan.pack");

/// The demo's office with its keys.
pub(crate) fn authority() -> Result<Authority, AuthorityError> {
    let sealer = FileSealer::from_pem(
        include_str!("../../../../assets/demo/INSECURE-demo-keys/issuer.pem"),
        include_str!("../../../../assets/demo/INSECURE-demo-keys/list.pem"),
        include_str!("../../../../assets/demo/INSECURE-demo-keys/status.pem"),
        include_str!("../../../../assets/demo/INSECURE-demo-keys/receipt.pem"),
    )?
    .with_sealing(include_str!(
        "../../../../assets/demo/INSECURE-demo-keys/sealing.pem"
    ))?;
    let mut authority = Authority::from_parts(ISSUER, ROOT, sealer)?;
    authority.demo = true;
    authority.pack_key = Some(pack_key()?);
    Ok(authority)
}

/// Everyone has the private half: what it signs proves nothing outside the demo.
fn pack_key() -> Result<PublicKey, AuthorityError> {
    let pem = include_str!("../../../../assets/demo/INSECURE-demo-keys/pack.pem");
    let key = SigningKey::from_pkcs8_pem(pem).map_err(|_| AuthorityError::PackKey)?;
    let point = key.verifying_key().to_sec1_point(true);
    PublicKey::from_sec1(Suite::P256, point.as_bytes()).map_err(|_| AuthorityError::PackKey)
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
