//! The demo's issuer and residents, compiled in. The private key is public: what it signs proves
//! nothing outside the demo.

use p256::ecdsa::SigningKey;
use p256::ecdsa::signature::Signer as _;
use p256::pkcs8::DecodePrivateKey as _;
use serde::Deserialize;

/// The issuing office of the demo.
#[derive(Deserialize)]
pub struct Issuer {
    pub slot: u32,
    pub office_code: String,
    pub certificate_types: Vec<String>,
    pub validity_days: i32,
    pub status_shards: u32,
    pub status_list_length: u32,
}

/// A person who does not exist.
#[derive(Deserialize)]
pub struct Resident {
    pub key: String,
    pub name: String,
    pub sex: String,
    pub birth_date: String,
    pub address: String,
    pub household_office: String,
    pub phone: String,
    pub id_number: String,
}

#[derive(Deserialize)]
struct Residents {
    residents: Vec<Resident>,
}

impl Issuer {
    pub fn built_in() -> Issuer {
        serde_json::from_str(include_str!("../../../../assets/demo/issuer.json"))
            .expect("the file is compiled in and tested")
    }

    /// Raw ECDSA signature by the demo issuer's key.
    pub fn sign(message: &[u8]) -> [u8; 64] {
        let pem = include_str!("../../../../assets/demo/INSECURE-demo-keys/issuer.pem");
        let key = SigningKey::from_pkcs8_pem(pem).expect("the file is compiled in and tested");
        let signature: p256::ecdsa::Signature = key.sign(message);
        signature.to_bytes().into()
    }
}

/// The resident with this key, or the first.
pub fn resident(key: Option<&str>) -> Option<Resident> {
    residents()
        .into_iter()
        .find(|resident| key.is_none_or(|key| key == resident.key || key == resident.name))
}

/// The keys of everyone, separated by commas.
pub fn resident_keys() -> String {
    let keys: Vec<_> = residents()
        .into_iter()
        .map(|resident| resident.key)
        .collect();
    keys.join(", ")
}

fn residents() -> Vec<Resident> {
    let all: Residents =
        serde_json::from_str(include_str!("../../../../assets/demo/residents.json"))
            .expect("the file is compiled in and tested");
    all.residents
}

#[cfg(test)]
mod tests {
    use super::*;

    #[test]
    fn the_compiled_in_files_can_be_read() {
        assert!(!Issuer::built_in().certificate_types.is_empty());
        assert_ne!(Issuer::sign(b"a"), [0; 64]);
        assert_eq!(
            resident(Some("zhou-guifang"))
                .map(|resident| resident.name)
                .as_deref(),
            Some("周桂芳")
        );
        assert!(resident(Some("nobody")).is_none());
    }
}
