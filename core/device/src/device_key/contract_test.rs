use p256::ecdsa::signature::Verifier;
use p256::ecdsa::{Signature, VerifyingKey};

use super::{DeviceKey, DeviceKeyError, KeyPurpose};

/// Panics unless `keys` keeps the contract of [`DeviceKey`]; leaves nothing behind.
pub fn device_key_contract(keys: &dyn DeviceKey) {
    signs(keys);
    wraps(keys);
}

fn signs(keys: &dyn DeviceKey) {
    let (first, second) = ("contract-test-first", "contract-test-second");
    let message = b"contract test";
    assert_eq!(
        keys.sign(first, message).err(),
        Some(DeviceKeyError::Missing)
    );

    let public = keys.generate(first, KeyPurpose::Holder).expect("a key");
    let other = keys
        .generate(second, KeyPurpose::Submission)
        .expect("another key");
    assert_ne!(public, other, "two keys are equal");
    assert_eq!(
        keys.generate(first, KeyPurpose::Holder).err(),
        Some(DeviceKeyError::Exists)
    );

    let signature = keys.sign(first, message).expect("a signature");
    let signature = Signature::from_slice(&signature).or_else(|_| Signature::from_der(&signature));
    let signature = signature.expect("raw r ‖ s or DER");
    let key = VerifyingKey::from_sec1_bytes(&public).expect("an uncompressed point");
    key.verify(message, &signature)
        .expect("the signature fits the key");
    let key = VerifyingKey::from_sec1_bytes(&other).expect("an uncompressed point");
    key.verify(message, &signature)
        .expect_err("the signature fits another key");

    for alias in [first, second, second] {
        keys.delete(alias).expect("erase");
    }
    assert_eq!(
        keys.sign(first, message).err(),
        Some(DeviceKeyError::Missing)
    );
}

fn wraps(keys: &dyn DeviceKey) {
    let alias = "contract-test-wrap";
    let secret = [0x5a; 32];
    assert!(
        keys.unwrap(alias, &[0; 60]).is_err(),
        "unwrapped without a key"
    );

    let wrapped = keys.wrap(alias, &secret).expect("wrap");
    assert!(
        !wrapped.windows(8).any(|part| part == &secret[..8]),
        "the secret stands in the wrapped bytes"
    );
    assert_eq!(
        keys.unwrap(alias, &wrapped).expect("unwrap").as_slice(),
        secret
    );
    let again = keys.wrap(alias, &secret).expect("wrap again");
    assert_eq!(
        keys.unwrap(alias, &again).expect("unwrap").as_slice(),
        secret
    );
    assert_eq!(
        keys.unwrap(alias, &wrapped)
            .expect("the first still unwraps")
            .as_slice(),
        secret
    );

    for at in 0..wrapped.len() {
        let mut changed = wrapped.clone();
        changed[at] ^= 1;
        assert!(
            keys.unwrap(alias, &changed).is_err(),
            "a changed byte at {at} was accepted"
        );
    }
    assert!(
        keys.unwrap(alias, &wrapped[..wrapped.len() - 1]).is_err(),
        "a cut end was accepted"
    );
    keys.delete(alias).expect("erase");
    assert!(
        keys.unwrap(alias, &wrapped).is_err(),
        "an erased key unwraps"
    );
}
