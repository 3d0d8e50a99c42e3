use tongban_device::{Entropy, EntropyError};

/// A number below `bound`, each equally likely.
pub(crate) fn below(entropy: &dyn Entropy, bound: u32) -> Result<u32, EntropyError> {
    let whole = (u32::MAX / bound) * bound;
    loop {
        let drawn = u32::from_be_bytes(entropy.array()?);
        if drawn < whole {
            return Ok(drawn % bound);
        }
    }
}

/// `N` ASCII digits, each equally likely.
pub(crate) fn digits<const N: usize>(entropy: &dyn Entropy) -> Result<[u8; N], EntropyError> {
    let mut digits = [b'0'; N];
    for digit in &mut digits {
        *digit += below(entropy, 10)? as u8;
    }
    Ok(digits)
}

/// The numbers below `bound` in random order.
pub(crate) fn shuffled(entropy: &dyn Entropy, bound: u32) -> Result<Vec<u32>, EntropyError> {
    let mut numbers: Vec<u32> = (0..bound).collect();
    for place in (1..numbers.len()).rev() {
        numbers.swap(place, below(entropy, place as u32 + 1)? as usize);
    }
    Ok(numbers)
}

/// A UUID of version 7 for `now` (seconds since 1970).
pub(crate) fn uuid(entropy: &dyn Entropy, now: u64) -> Result<[u8; 16], EntropyError> {
    let id = uuid::Builder::from_unix_timestamp_millis(now.saturating_mul(1000), &entropy.array()?);
    Ok(id.into_uuid().into_bytes())
}

#[cfg(test)]
mod tests {
    use tongban_device::entropy::SeededEntropy;

    use super::*;

    #[test]
    fn every_number_comes_up_about_as_often() {
        let entropy = SeededEntropy::new(1);
        let mut counts = [0_u32; 10];
        for _ in 0..10_000 {
            counts[below(&entropy, 10).expect("seeded") as usize] += 1;
        }
        assert!(
            counts.iter().all(|count| (850..1150).contains(count)),
            "{counts:?}"
        );
    }

    #[test]
    fn a_shuffle_holds_every_number_once() {
        let entropy = SeededEntropy::new(2);
        let mut numbers = shuffled(&entropy, 16).expect("seeded");
        assert_ne!(numbers, (0..16).collect::<Vec<_>>());
        numbers.sort_unstable();
        assert_eq!(numbers, (0..16).collect::<Vec<_>>());
    }
}
