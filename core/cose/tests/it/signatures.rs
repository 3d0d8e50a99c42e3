//! What counts as a signature and as a key, on both curves, and that a second implementation
//! agrees: the curves' own library makes the signatures and judges them beside ours.

use proptest::prelude::*;
use tongban_cose::{KeyError, PublicKey, Suite};

/// What the tests need of a curve; once for each.
macro_rules! curve {
    ($name:ident, $curve:ident, $suite:expr, $width:literal, $order:literal, $prime:literal) => {
        mod $name {
            use proptest::prelude::*;
            use tongban_cose::{KeyError, PublicKey};
            use $curve::ecdsa::signature::{Signer, Verifier};
            use $curve::ecdsa::{Signature, SigningKey};

            const WIDTH: usize = $width;

            fn key(seed: u8) -> SigningKey {
                SigningKey::from_slice(&[seed; WIDTH]).unwrap()
            }

            fn public(key: &SigningKey) -> PublicKey {
                let point = key.verifying_key().to_sec1_point(true);
                PublicKey::from_sec1($suite, point.as_bytes()).unwrap()
            }

            fn sign(key: &SigningKey, message: &[u8]) -> Vec<u8> {
                let signature: Signature = key.sign(message);
                signature.to_bytes().to_vec()
            }

            fn negated(signature: &[u8]) -> Vec<u8> {
                let (r, s) = Signature::from_slice(signature).unwrap().split_scalars();
                Signature::from_scalars(r, -s).unwrap().to_bytes().to_vec()
            }

            /// What the curve's own library says.
            fn peer(key: &SigningKey, message: &[u8], signature: &[u8]) -> bool {
                Signature::from_slice(signature)
                    .is_ok_and(|signature| key.verifying_key().verify(message, &signature).is_ok())
            }

            #[test]
            fn both_forms_of_s_verify_and_no_other_message_does() {
                let key = key(7);
                let signature = sign(&key, b"message");
                let negated = negated(&signature);
                assert_ne!(signature, negated);
                for form in [signature, negated] {
                    assert!(public(&key).verifies(b"message", &form));
                    assert!(!public(&key).verifies(b"messages", &form));
                }
            }

            #[test]
            fn halves_of_a_signature_lie_between_one_and_the_order() {
                let key = key(7);
                let signature = sign(&key, b"message");
                let (r, s) = signature.split_at(WIDTH);
                let order = hex::decode($order).unwrap();
                let (zero, all) = ([0; WIDTH], [0xff; WIDTH]);
                for bad in [&zero[..], &order, &all] {
                    for halves in [[bad, s], [r, bad], [bad, bad]] {
                        assert!(!public(&key).verifies(b"message", &halves.concat()));
                    }
                }
                // The right r and s, written longer or shorter than the curve's width.
                let longer = [&[0], r, &[0], s].concat();
                for bad in [&b""[..], r, &signature[1..], &longer] {
                    assert!(!public(&key).verifies(b"message", bad));
                }
            }

            #[test]
            fn what_is_no_point_of_the_curve_is_no_key() {
                let point = key(7).verifying_key().to_sec1_point(false);
                let (x, y) = (&point.as_bytes()[1..=WIDTH], &point.as_bytes()[1 + WIDTH..]);
                let read = |bytes: &[u8]| PublicKey::from_sec1($suite, bytes).err();
                assert_eq!(read(point.as_bytes()), None);
                let mut beside = point.as_bytes().to_vec();
                *beside.last_mut().unwrap() ^= 1;
                assert_eq!(read(&beside), Some(KeyError::NotOnCurve));
                assert_eq!(
                    read(&[4, 0].repeat(WIDTH + 1)[..=2 * WIDTH]),
                    Some(KeyError::NotOnCurve)
                );
                // The point at infinity, in its own form and as zeros.
                assert_eq!(read(&[0]), Some(KeyError::Malformed));
                let zeros = [&[4][..], &[0; 2 * WIDTH]].concat();
                assert_eq!(read(&zeros), Some(KeyError::NotOnCurve));
                // Compact and hybrid forms would be second spellings of a key.
                let even = y[WIDTH - 1] & 1 == 0;
                let hybrid = [&[if even { 6 } else { 7 }], x, y].concat();
                for other in [[&[5], x].concat(), hybrid] {
                    assert_eq!(read(&other), Some(KeyError::Malformed));
                }
                for short in [&point.as_bytes()[..WIDTH], &point.as_bytes()[..2 * WIDTH]] {
                    assert!(read(short).is_some());
                }
                assert_eq!(read(b""), Some(KeyError::Malformed));
            }

            #[test]
            fn a_coordinate_has_one_spelling() {
                // A point with a small x has room for x + p in the same width.
                let small = |x: u8| [&[2][..], &[0; WIDTH - 1], &[x]].concat();
                let x = (1..=u8::MAX)
                    .find(|x| PublicKey::from_sec1($suite, &small(*x)).is_ok())
                    .expect("about every second x is on the curve");
                let mut wrapped = hex::decode($prime).unwrap();
                let mut carry = u16::from(x);
                for byte in wrapped.iter_mut().rev() {
                    carry += u16::from(*byte);
                    *byte = carry as u8;
                    carry >>= 8;
                }
                assert_eq!(carry, 0, "still within the width");
                let wrapped = [&[2][..], &wrapped].concat();
                assert_eq!(
                    PublicKey::from_sec1($suite, &wrapped),
                    Err(KeyError::NotOnCurve)
                );
            }

            proptest! {
                #![proptest_config(ProptestConfig::with_cases(96))]

                #[test]
                fn two_implementations_agree_on_every_signature(
                    seed in 1u8..250,
                    message in prop::collection::vec(any::<u8>(), 0..200),
                    change in super::change(WIDTH),
                ) {
                    let key = key(seed);
                    let mut signature = sign(&key, &message);
                    if change.negate {
                        signature = negated(&signature);
                    }
                    change.apply(&mut signature, &hex::decode($order).unwrap());
                    prop_assert_eq!(
                        public(&key).verifies(&message, &signature),
                        peer(&key, &message, &signature)
                    );
                }
            }
        }
    };
}

curve!(
    on_p256,
    p256,
    tongban_cose::Suite::P256,
    32,
    "ffffffff00000000ffffffffffffffffbce6faada7179e84f3b9cac2fc632551",
    "ffffffff00000001000000000000000000000000ffffffffffffffffffffffff"
);
curve!(
    on_p384,
    p384,
    tongban_cose::Suite::P384,
    48,
    "ffffffffffffffffffffffffffffffffffffffffffffffffc7634d81f4372ddf581a0db248b0a77aecec196accc52973",
    "fffffffffffffffffffffffffffffffffffffffffffffffffffffffffffffffeffffffff0000000000000000ffffffff"
);

/// What is done to a right signature: half of the time nothing but the choice of *s*.
#[derive(Clone, Debug)]
struct Change {
    negate: bool,
    damage: Damage,
}

#[derive(Clone, Debug)]
enum Damage {
    None,
    Byte { at: usize, to: u8 },
    Zero { second: bool },
    Order { second: bool },
    Swap,
    Length { keep: usize },
}

impl Change {
    fn apply(&self, signature: &mut Vec<u8>, order: &[u8]) {
        let width = order.len();
        let half = |second: bool| if second { width..2 * width } else { 0..width };
        match self.damage {
            Damage::None => {}
            Damage::Byte { at, to } => signature[at] = to,
            Damage::Zero { second } => signature[half(second)].fill(0),
            Damage::Order { second } => signature[half(second)].copy_from_slice(order),
            Damage::Swap => signature.rotate_left(width),
            Damage::Length { keep } => signature.truncate(keep),
        }
    }
}

fn change(width: usize) -> impl Strategy<Value = Change> {
    let damage = prop_oneof![
        5 => Just(Damage::None),
        3 => (0..2 * width, any::<u8>()).prop_map(|(at, to)| Damage::Byte { at, to }),
        1 => any::<bool>().prop_map(|second| Damage::Zero { second }),
        1 => any::<bool>().prop_map(|second| Damage::Order { second }),
        1 => Just(Damage::Swap),
        1 => (0..2 * width).prop_map(|keep| Damage::Length { keep }),
    ];
    (any::<bool>(), damage).prop_map(|(negate, damage)| Change { negate, damage })
}

#[test]
fn a_key_of_one_curve_is_none_of_the_other() {
    let p256 = p256::SecretKey::from_slice(&[7; 32]).unwrap().public_key();
    let p384 = p384::SecretKey::from_slice(&[7; 48]).unwrap().public_key();
    let wrong = [
        (Suite::P384, p256.to_sec1_bytes()),
        (Suite::P256, p384.to_sec1_bytes()),
    ];
    for (suite, point) in wrong {
        assert_eq!(
            PublicKey::from_sec1(suite, &point),
            Err(KeyError::NotOnCurve)
        );
    }
}
