//! The built-in demo authority. Its private keys are public: never in a package.

/// The demo's root document.
pub fn anchors() -> Vec<Vec<u8>> {
    vec![include_bytes!("../../../assets/demo/root-1.cbor").to_vec()]
}

/// The demo's first trust list, so that verifying works before the platform was ever reached.
pub fn trust_list() -> &'static [u8] {
    include_bytes!("../../../assets/demo/trust-list.cbor")
}
