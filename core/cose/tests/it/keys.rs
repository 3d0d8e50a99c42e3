use base64::Engine;
use base64::engine::general_purpose::URL_SAFE_NO_PAD;
use p256::ecdsa::SigningKey;
use p256::pkcs8::{EncodePublicKey, LineEnding};
use tongban_cose::cbor::Item;
use tongban_cose::{KeyError, PublicKey, Suite};

fn p256_key() -> p256::ecdsa::VerifyingKey {
    *SigningKey::from_slice(&[7; 32]).unwrap().verifying_key()
}

fn p384_key() -> p384::ecdsa::VerifyingKey {
    *p384::ecdsa::SigningKey::from_slice(&[7; 48])
        .unwrap()
        .verifying_key()
}

#[test]
fn one_key_is_the_same_key_in_every_form() {
    let key = p256_key();
    let point = key.to_sec1_point(false);
    let (x, y) = (&point.as_bytes()[1..33], &point.as_bytes()[33..]);
    let compressed = key.to_sec1_point(true);
    let expected = PublicKey::from_sec1(Suite::P256, point.as_bytes()).unwrap();
    let pem = key.to_public_key_pem(LineEnding::LF).unwrap();
    let der = key.to_public_key_der().unwrap();
    let jwk = serde_json::json!({
        "kty": "EC", "crv": "P-256",
        "x": URL_SAFE_NO_PAD.encode(x), "y": URL_SAFE_NO_PAD.encode(y),
    })
    .to_string();
    let whole = cose_key(1, x, Item::Bytes(y.to_vec()));
    let short = cose_key(1, x, Item::Bool(compressed.as_bytes()[0] == 3));
    let forms: [&[u8]; 7] = [
        pem.as_bytes(),
        der.as_bytes(),
        jwk.as_bytes(),
        &whole,
        &short,
        point.as_bytes(),
        compressed.as_bytes(),
    ];
    for form in forms {
        assert_eq!(PublicKey::from_any(form).unwrap(), expected);
    }
    assert_eq!(expected.to_cose_key().encode(), short);
    assert_eq!(expected.to_sec1_compressed(), compressed.as_bytes());
}

#[test]
fn p384_keys_are_read_too() {
    let key = p384_key();
    let point = key.to_sec1_point(true);
    let expected = PublicKey::from_sec1(Suite::P384, point.as_bytes()).unwrap();
    let pem = key.to_public_key_pem(LineEnding::LF).unwrap();
    let der = key.to_public_key_der().unwrap();
    let cose = expected.to_cose_key().encode();
    for form in [pem.as_bytes(), der.as_bytes(), &cose, point.as_bytes()] {
        let read = PublicKey::from_any(form).unwrap();
        assert_eq!(read, expected);
        assert_eq!(read.suite(), Suite::P384);
    }
}

#[test]
fn what_is_no_public_key_is_refused_with_its_cause() {
    let x = [1; 32];
    let off_curve = cose_key(1, &[0xff; 32], Item::Bool(true));
    let cases: [(&[u8], KeyError); 9] = [
        (b"", KeyError::Malformed),
        (b"hello", KeyError::Malformed),
        (
            b"-----BEGIN PRIVATE KEY-----\nMIG\n-----END PRIVATE KEY-----",
            KeyError::PrivateKey,
        ),
        (
            br#"{"kty":"EC","crv":"P-256","x":"AA","y":"AA"}"#,
            KeyError::Malformed,
        ),
        (
            br#"{"kty":"EC","crv":"secp256k1","x":"AA","y":"AA"}"#,
            KeyError::UnsupportedCurve,
        ),
        (
            br#"{"kty":"EC","crv":"P-256","x":"AA","y":"AA","d":"AA"}"#,
            KeyError::PrivateKey,
        ),
        (
            &cose_key(8, &x, Item::Bool(true)),
            KeyError::UnsupportedCurve,
        ),
        (&off_curve, KeyError::NotOnCurve),
        (&[4; 65], KeyError::NotOnCurve),
    ];
    for (form, expected) in cases {
        assert_eq!(PublicKey::from_any(form), Err(expected));
    }
}

#[test]
fn coordinates_of_wrong_widths_do_not_add_up_to_a_key() {
    let point = p256_key().to_sec1_point(false);
    let shifted = cose_key(
        1,
        &point.as_bytes()[1..34],
        Item::from(&point.as_bytes()[34..]),
    );
    assert_eq!(PublicKey::from_any(&shifted), Err(KeyError::Malformed));
}

fn cose_key(curve: i64, x: &[u8], y: Item) -> Vec<u8> {
    Item::Map(vec![
        (1.into(), 2.into()),
        ((-1).into(), curve.into()),
        ((-2).into(), x.into()),
        ((-3).into(), y),
    ])
    .encode()
}
