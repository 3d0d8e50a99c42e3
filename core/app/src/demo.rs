//! The built-in demo authority. Its private keys are public: never in a package.

/// The demo's root document.
pub fn anchors() -> Vec<Vec<u8>> {
    vec![include_bytes!("../../../assets/demo/root-1.cbor").to_vec()]
}

/// The demo's first trust list, so that verifying works before the platform was ever reached.
pub fn trust_list() -> &'static [u8] {
    include_bytes!("../../../assets/demo/trust-list.cbor")
}

/// The public half of the demo's pack key.
pub fn pack_key() -> Vec<u8> {
    use p256::ecdsa::SigningKey;
    use p256::pkcs8::DecodePrivateKey as _;
    let pem = include_str!("../../../assets/demo/INSECURE-demo-keys/pack.pem");
    let key = SigningKey::from_pkcs8_pem(pem).expect("the file is compiled in and tested");
    key.verifying_key().to_sec1_point(true).as_bytes().to_vec()
}

/// The pack of the invented city.
pub fn pack() -> &'static [u8] {
    include_bytes!("../../../assets/demo/yunquan.pack")
}
