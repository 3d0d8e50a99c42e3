use super::SecretStore;

/// Panics unless `secrets` keeps the contract of [`SecretStore`]; leaves nothing behind.
pub fn secret_store_contract(secrets: &dyn SecretStore) {
    let name = "contract-test-entry";
    let other = "contract-test-other";
    secrets.delete(name).expect("erase what is not there");
    assert!(secrets.get(name).expect("read what is not there").is_none());

    let bytes: Vec<u8> = (0..=255).collect();
    secrets.set(name, &bytes).expect("store");
    secrets.set(other, b"other").expect("store another");
    assert_eq!(
        secrets
            .get(name)
            .expect("read")
            .expect("is there")
            .as_slice(),
        bytes
    );
    assert_eq!(
        secrets
            .get(other)
            .expect("read")
            .expect("is there")
            .as_slice(),
        b"other"
    );

    secrets.set(name, b"second").expect("replace");
    assert_eq!(
        secrets
            .get(name)
            .expect("read")
            .expect("is there")
            .as_slice(),
        b"second"
    );

    secrets.delete(name).expect("erase");
    secrets.delete(name).expect("erase twice");
    assert!(secrets.get(name).expect("read after erasing").is_none());
    assert!(
        secrets.get(other).expect("read").is_some(),
        "erasing took another entry along"
    );
    secrets.delete(other).expect("erase another");
}
