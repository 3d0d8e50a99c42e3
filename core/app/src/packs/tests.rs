//! A newer pack takes over, an older one never, and a draft keeps the one it was begun with.

#![allow(non_snake_case)]

use p256::ecdsa::signature::Signer as _;
use p256::ecdsa::{Signature, SigningKey};
use p256::pkcs8::DecodePrivateKey as _;
use serde_json::json;
use tongban_rules::pack::{Pack, prepare_pack};

use super::PackError;
use crate::fixture::{Device, SERVICE};

pub(crate) fn signed(pack: &Pack) -> Vec<u8> {
    let pem = include_str!("../../../../assets/demo/INSECURE-demo-keys/pack.pem");
    let key = SigningKey::from_pkcs8_pem(pem).unwrap();
    let prepared = prepare_pack(pack).unwrap();
    let signature: Signature = key.sign(prepared.to_be_signed());
    prepared.finish(&signature.to_bytes().into())
}

pub(crate) fn version(device: &Device, version: u32) -> Pack {
    let mut pack = device.core.pack().unwrap().pack().clone();
    pack.version = version;
    pack
}

#[tokio::test]
async fn rule_S9_a_newer_pack_takes_over_and_a_draft_keeps_the_one_it_was_begun_with() {
    let device = Device::resident();
    let begun = device
        .call("drafts.start", json!({ "service": SERVICE }))
        .await
        .unwrap();
    assert_eq!(begun["pack_changed"], json!(false));
    let third = signed(&version(&device, 3));
    assert_eq!(device.core.take_over_pack(&third, Some("\"3\"")), Ok(true));
    assert_eq!(device.core.pack_etag(), Ok(Some("\"3\"".into())));
    assert_eq!(
        device.core.take_over_pack(&third, None),
        Ok(false),
        "it is here already"
    );
    let request = json!({ "draft": begun["id"] });
    let view = device.call("drafts.get", request.clone()).await.unwrap();
    assert_eq!(view["pack_changed"], json!(true));

    let device = device.killed_and_started();
    let services = device.call("services.list", json!({})).await.unwrap();
    assert_eq!(services["pack_version"], json!(3), "it outlives a restart");
    device
        .call("drafts.get", request)
        .await
        .expect("the old pack is kept");
    let second = signed(&version(&device, 2));
    assert_eq!(
        device.core.take_over_pack(&second, None),
        Err(PackError::RolledBack)
    );
    let mut other = version(&device, 9);
    other.id = "elsewhere".into();
    let refused = device.core.take_over_pack(&signed(&other), None);
    assert_eq!(refused, Err(PackError::OtherRegion));
    let mut broken = third;
    let middle = broken.len() / 2;
    broken[middle] ^= 1;
    assert_eq!(
        device.core.take_over_pack(&broken, None),
        Err(PackError::Unreadable)
    );
    assert_eq!(device.core.pack().unwrap().pack().version, 3);
}

#[tokio::test]
async fn a_pack_brings_certificate_types_that_wallet_and_verifier_know_at_once() {
    let device = Device::resident();
    let known = |name: &str| device.core.types().by_name(name).is_some();
    assert!(known("resident-identity") && known("elderly-card"));
    let mut pack = version(&device, 2);
    let invented = pack.certificate_types.iter_mut();
    let invented = invented
        .into_iter()
        .find(|t| t.name == "elderly-card")
        .unwrap();
    invented.name = "hearing-pass".into();
    let json = invented.description.take().unwrap();
    let json = json
        .replace("elderly-card", "hearing-pass")
        .replace("\"0002\"", "\"00f2\"");
    let json = json.replace("W902", "W9F2");
    invented.description = Some(json);
    for service in &mut pack.services {
        for issue in &mut service.issues {
            if issue.certificate_type == "elderly-card" {
                issue.certificate_type = "hearing-pass".into();
            }
        }
    }
    assert_eq!(device.core.take_over_pack(&signed(&pack), None), Ok(true));
    assert!(known("hearing-pass"), "without a new build");
    assert!(
        known("elderly-card"),
        "and the older pack's type stays readable"
    );
    let title = device.core.messages().text("type.hearing-pass.title");
    assert!(!title.contains("type."), "{title}");
}
