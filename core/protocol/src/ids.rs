use crate::DecodeError;

/// The app's idempotency key of one enrolment: 16 random bytes.
#[derive(Debug, Clone, Copy, PartialEq, Eq, Hash)]
pub struct EnrolId([u8; 16]);

impl EnrolId {
    /// Takes 16 random bytes.
    pub const fn from_bytes(bytes: [u8; 16]) -> Self {
        Self(bytes)
    }

    /// The bytes as they travel.
    pub fn as_bytes(&self) -> &[u8; 16] {
        &self.0
    }
}

/// A P-256 public key as a compressed SEC1 point. That it lies on the curve is checked where
/// a signature by it is checked.
#[derive(Debug, Clone, Copy, PartialEq, Eq, Hash)]
pub struct PublicPoint([u8; 33]);

impl PublicPoint {
    /// From the compressed (33 bytes) or uncompressed (65 bytes) form.
    pub fn from_sec1(bytes: &[u8]) -> Result<Self, DecodeError> {
        let (&tag, rest) = bytes.split_first().ok_or(NOT_A_POINT)?;
        let mut point = [0; 33];
        match (tag, rest.len()) {
            (2 | 3, 32) => point[0] = tag,
            (4, 64) => point[0] = 2 + (rest[63] & 1),
            _ => return Err(NOT_A_POINT),
        }
        point[1..].copy_from_slice(&rest[..32]);
        Ok(Self(point))
    }

    /// The compressed form.
    pub fn as_bytes(&self) -> &[u8; 33] {
        &self.0
    }
}

const NOT_A_POINT: DecodeError = DecodeError::FieldOutOfRange("public_key");

#[cfg(test)]
mod tests {
    use super::*;

    #[test]
    fn both_forms_of_a_point_give_the_same_key() {
        let mut long = [7; 65];
        long[0] = 4;
        let mut short = [7; 33];
        short[0] = 3;
        let key = PublicPoint::from_sec1(&short).expect("compressed");
        assert_eq!(PublicPoint::from_sec1(&long), Ok(key));
        assert_eq!(key.as_bytes(), &short);
        for wrong in [&long[..64], &short[..32], &[][..], &[5; 33][..]] {
            assert_eq!(PublicPoint::from_sec1(wrong), Err(NOT_A_POINT));
        }
    }
}
