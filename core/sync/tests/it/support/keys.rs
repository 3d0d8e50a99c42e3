use std::sync::Arc;

use p256::ecdsa::SigningKey;
use ring::rand::SystemRandom;
use ring::signature::{ECDSA_P256_SHA256_FIXED_SIGNING, EcdsaKeyPair};
use tongban_protocol::PublicPoint;

/// A private key of tests. Signs with `ring`, because the seeds sign some hundred thousand times.
#[derive(Clone)]
pub struct Key {
    pair: Arc<EcdsaKeyPair>,
    point: PublicPoint,
}

impl Key {
    pub fn new(seed: u8) -> Self {
        let private = [seed; 32];
        let key = SigningKey::from_slice(&private).expect("small scalars are keys");
        let public = key.verifying_key().to_sec1_point(false);
        let pair = EcdsaKeyPair::from_private_key_and_public_key(
            &ECDSA_P256_SHA256_FIXED_SIGNING,
            &private,
            public.as_bytes(),
            &SystemRandom::new(),
        );
        Self {
            pair: Arc::new(pair.expect("the halves belong together")),
            point: PublicPoint::from_sec1(public.as_bytes()).expect("a point"),
        }
    }

    pub fn point(&self) -> PublicPoint {
        self.point
    }

    pub fn sign(&self, message: &[u8]) -> [u8; 64] {
        let signature = self.pair.sign(&SystemRandom::new(), message);
        let signature = signature.expect("random bits");
        signature.as_ref().try_into().expect("raw form")
    }
}

pub const RECEIPT_KEY: u8 = 90;
