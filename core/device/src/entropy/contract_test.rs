use super::Entropy;

/// Panics unless `entropy` keeps the contract of [`Entropy`].
pub fn entropy_contract(entropy: &dyn Entropy) {
    entropy.fill(&mut []).expect("no bytes are always there");
    let first: [u8; 32] = entropy.array().expect("first draw");
    let second: [u8; 32] = entropy.array().expect("second draw");
    assert_ne!(first, second, "two draws are equal");

    let mut long = vec![0; 70_001];
    entropy.fill(&mut long).expect("long draw");
    assert!(
        long[70_001 - 64..].iter().any(|byte| *byte != 0),
        "the end was not filled"
    );
    let ones: u64 = long.iter().map(|byte| u64::from(byte.count_ones())).sum();
    let expected = long.len() as u64 * 4;
    assert!(
        ones.abs_diff(expected) < expected / 50,
        "{ones} bits set of {expected} expected"
    );
}
