//! The committed demo data is what its README says.

use std::path::{Path, PathBuf};
use std::sync::Arc;

use tongban_certificate::{TrustState, is_valid_citizen_id, is_valid_uscc};
use tongban_device::clock::FakeClock;
use tongban_platform::demo::{DemoKeysError, ROOT, TRUST_LIST, make_demo_keys};
use tongban_platform::{
    AuthorityError, AuthoritySource, OpenError, PackSource, PlatformConfig, ServeError, serve,
};
use tongban_protocol::{Refusal, paths};

use crate::support::{NOW, get};

fn assets() -> PathBuf {
    Path::new(env!("CARGO_MANIFEST_DIR")).join("../../assets/demo")
}

fn json(name: &str) -> serde_json::Value {
    let text = std::fs::read_to_string(assets().join(name)).expect("a file");
    serde_json::from_str(&text).expect("JSON")
}

#[test]
fn the_residents_are_invented_and_well_formed() {
    let file = json("residents.json");
    let residents = file["residents"].as_array().expect("a list");
    assert!(residents.len() >= 3);
    for resident in residents {
        let text = |field: &str| resident[field].as_str().expect("text");
        assert!(is_valid_citizen_id(text("id_number")), "{}", text("key"));
        assert!(
            text("id_number").starts_with("99"),
            "no area has this code, so nobody has this number"
        );
        assert!(
            text("phone").starts_with("120"),
            "no mobile network has these numbers"
        );
        let even = text("id_number").as_bytes()[16] % 2 == 0;
        assert_eq!(even, text("sex") == "女", "the number says the sex too");
        let portrait = std::fs::read(assets().join(text("portrait"))).expect("a portrait");
        assert!(
            portrait.len() <= 900,
            "{}: {} bytes",
            text("portrait"),
            portrait.len()
        );
        assert_eq!(
            lossy_webp_size(&portrait),
            Some((96, 128)),
            "{}",
            text("portrait")
        );
    }
    let zhou = &residents[0];
    assert_eq!(
        (zhou["name"].as_str(), zhou["birth_date"].as_str()),
        (Some("周桂芳"), Some("1959-10-18"))
    );
}

/// Width and height of a lossy WebP without extensions (RFC 9649 section 2.5).
fn lossy_webp_size(bytes: &[u8]) -> Option<(u16, u16)> {
    let chunk = bytes
        .strip_prefix(b"RIFF")?
        .get(4..)?
        .strip_prefix(b"WEBPVP8 ")?;
    let start = chunk.get(7..)?.strip_prefix(&[0x9d, 0x01, 0x2a])?;
    let side =
        |at: usize| Some(u16::from_le_bytes(start.get(at..at + 2)?.try_into().ok()?) & 0x3fff);
    Some((side(0)?, side(2)?))
}

#[test]
fn the_office_has_a_valid_code() {
    let issuer = json("issuer.json");
    assert!(is_valid_uscc(
        issuer["office_code"].as_str().expect("a code")
    ));
    assert_eq!(issuer["office_names"]["zh-Hans"], "云泉市公安局");
}

#[test]
fn rule_C9_the_committed_root_vouches_for_the_committed_list() {
    let mut trust = TrustState::from_anchor(ROOT).expect("two of three have signed");
    let update = trust
        .accept(&[ROOT.to_vec()], TRUST_LIST, NOW, NOW)
        .expect("accepted");
    assert_eq!(update.list_version, 1);
    // 2026-02-01T00:00:00+08:00.
    assert_eq!(trust.list().expect("a list").issued_at(), 1_769_875_200);
}

#[tokio::test]
async fn keys_that_exist_are_not_replaced() {
    let error = make_demo_keys(&assets(), &tongban_device::OsEntropy)
        .await
        .expect_err("refused");
    assert!(matches!(error, DemoKeysError::Exist(_)));
}

#[tokio::test]
async fn a_receipt_key_that_is_missing_is_made_beside_the_others() {
    let made = tempfile::tempdir().expect("a folder");
    make_demo_keys(made.path(), &tongban_device::OsEntropy)
        .await
        .expect("made");
    let keys = made.path().join("INSECURE-demo-keys");
    let issuer = std::fs::read(keys.join("issuer.pem")).expect("a key");
    std::fs::remove_file(keys.join("receipt.pem")).expect("removed");
    make_demo_keys(made.path(), &tongban_device::OsEntropy)
        .await
        .expect("made again");
    assert!(keys.join("receipt.pem").exists());
    assert_eq!(
        std::fs::read(keys.join("issuer.pem")).expect("a key"),
        issuer
    );
}

#[tokio::test]
async fn an_authority_in_a_folder_works_like_the_built_in_one() {
    let made = tempfile::tempdir().expect("a folder");
    make_demo_keys(made.path(), &tongban_device::OsEntropy)
        .await
        .expect("made");
    let authority = tempfile::tempdir().expect("a folder");
    for key in ["issuer.pem", "list.pem", "status.pem", "receipt.pem"] {
        let from = made.path().join("INSECURE-demo-keys").join(key);
        std::fs::copy(from, authority.path().join(key)).expect("copied");
    }
    std::fs::copy(
        assets().join("issuer.json"),
        authority.path().join("issuer.json"),
    )
    .expect("copied");
    let roots = authority.path().join("roots.cbor");
    std::fs::copy(made.path().join("root-1.cbor"), &roots).expect("copied");

    let data = tempfile::tempdir().expect("a folder");
    let config = |data: &Path| {
        let mut config = PlatformConfig::demo(data, Arc::new(FakeClock::at(NOW)));
        config.authority = AuthoritySource::Folder(authority.path().to_owned());
        config.pack = PackSource::Stored;
        config
    };
    let running = serve(config(data.path())).await.expect("starts");
    let body = get(running.address(), paths::TRUST).await.body;
    TrustState::from_sequence(&body, NOW, NOW).expect("trust holds");
    let health = get(running.address(), paths::HEALTH).await;
    assert!(health.text().contains("\"demo\":false"));
    let none = get(running.address(), paths::PACK).await;
    assert_eq!(none.refusal(), Refusal::NotFound, "no pack was published");
    running.shutdown().await;

    // Keys that the root does not vouch for: found before anyone is served.
    std::fs::copy(assets().join("root-1.cbor"), &roots).expect("another root");
    let fresh = tempfile::tempdir().expect("a folder");
    let error = serve(config(fresh.path())).await.err().expect("refused");
    assert!(matches!(error, ServeError::Publish(_)), "{error:?}");

    std::fs::remove_file(&roots).expect("removed");
    let error = serve(config(fresh.path())).await.err().expect("refused");
    let missing = matches!(&error, ServeError::Open(OpenError::Authority(AuthorityError::File { file, .. })) if *file == roots);
    assert!(missing, "{error:?}");
}
