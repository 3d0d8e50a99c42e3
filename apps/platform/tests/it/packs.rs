//! Published packs: every one is kept, versions rise, and what they issue is in the trust list.

use std::path::{Path, PathBuf};
use std::sync::Arc;

use p256::ecdsa::SigningKey;
use p256::ecdsa::signature::Signer;
use p256::pkcs8::DecodePrivateKey;
use tongban_certificate::TrustState;
use tongban_cose::{PublicKey, Suite};
use tongban_device::clock::FakeClock;
use tongban_platform::{OpenError, PackProblem, PackSource, PlatformConfig, ServeError, serve};
use tongban_protocol::paths;
use tongban_rules::pack::{Pack, SignedPack, prepare_pack};
use tongban_rules::source::{Files, compile};

use crate::support::{ELDERLY, Member, NOW, Town, ask, detail, get, submit};

fn assets() -> PathBuf {
    Path::new(env!("CARGO_MANIFEST_DIR")).join("../../assets")
}

fn pack_key() -> SigningKey {
    let pem = assets().join("demo/INSECURE-demo-keys/pack.pem");
    SigningKey::from_pkcs8_pem(&std::fs::read_to_string(pem).expect("a key")).expect("a key")
}

pub fn demo_pack() -> Pack {
    let key = pack_key();
    let point = key.verifying_key().to_sec1_point(true);
    let key = PublicKey::from_sec1(Suite::P256, point.as_bytes()).expect("a key");
    let signed = SignedPack::verify(tongban_platform::demo::PACK, &key);
    signed.expect("the committed pack").into_pack()
}

fn signed(pack: &Pack) -> Vec<u8> {
    let prepared = prepare_pack(pack).expect("a pack");
    let signature: p256::ecdsa::Signature = pack_key().sign(prepared.to_be_signed());
    prepared.finish(&signature.to_bytes().into())
}

pub fn write(folder: &Path, pack: &Pack) -> PathBuf {
    let file = folder.join(format!("{}-{}.pack", pack.id, pack.version));
    std::fs::write(&file, signed(pack)).expect("written");
    file
}

#[test]
fn the_committed_pack_is_what_the_folder_says() {
    let mut files = Files::default();
    read(&assets().join("packs"), "", &mut files);
    let compiled = compile(&files, "yunquan").unwrap_or_else(|problems| panic!("{problems:#?}"));
    assert!(
        signed(&compiled.pack) == tongban_platform::demo::PACK,
        "run: tongban pack build --out assets/demo/yunquan.pack assets/packs/yunquan"
    );
}

fn read(folder: &Path, prefix: &str, files: &mut Files) {
    for entry in std::fs::read_dir(folder).expect("the packs are committed") {
        let entry = entry.expect("a readable folder");
        let name = format!("{prefix}{}", entry.file_name().to_string_lossy());
        match entry.path().is_dir() {
            true => read(&entry.path(), &format!("{name}/"), files),
            false => files.insert(name, std::fs::read(entry.path()).expect("a file")),
        }
    }
}

#[tokio::test]
async fn the_pack_is_served_and_the_trust_list_allows_what_it_issues() {
    let town = Town::start().await;
    let answer = get(town.address(), paths::PACK).await;
    assert!(answer.status == 200 && answer.body == tongban_platform::demo::PACK);
    let tag = answer.header("etag").expect("a tag").to_owned();
    let headers = [("if-none-match", tag.as_str())];
    assert_eq!(
        ask(town.address(), "GET", paths::PACK, &headers, &[])
            .await
            .status,
        304
    );
    let trust = get(town.address(), paths::TRUST).await.body;
    let trust = TrustState::from_sequence(&trust, NOW, NOW).expect("trust holds");
    let list = trust.list().expect("a list");
    let types: Vec<_> = list.slots().flat_map(|slot| slot.types.clone()).collect();
    for vct in [[0, 1], [0, 2], [0, 3], [0, 4]] {
        assert!(types.iter().any(|known| *known == vct), "{vct:?}");
    }
    assert_eq!(list.version(), 2, "published once");
}

#[tokio::test]
async fn rule_S9_every_pack_is_kept_and_a_case_is_judged_by_the_one_it_names() {
    let folder = tempfile::tempdir().expect("a folder");
    let town = Town::start().await;
    let member = Member::resident(&town, "zhou-guifang").await;
    let (case, operation) = submit(&member);
    member.send(&operation).await.version();
    let mut newer = demo_pack();
    newer.version = 2;
    // A service of the new pack only, with a certificate type of its own.
    let mut service = newer.service(ELDERLY).expect("a service").clone();
    service.id = "bus-pass".to_owned();
    service.issues[0].certificate_type = "bus-pass".to_owned();
    let mut kind = newer
        .certificate_type("elderly-card")
        .expect("a type")
        .clone();
    kind.name = "bus-pass".to_owned();
    let json = kind.description.as_deref().expect("a description");
    let json = json
        .replace("elderly-card", "bus-pass")
        .replace("\"0002\"", "\"00b5\"");
    kind.description = Some(json);
    newer.certificate_types.push(kind);
    newer.services.retain(|one| one.id != ELDERLY);
    newer.services.push(service);
    let mut config = PlatformConfig::demo(town.folder.path(), Arc::clone(&town.clock) as _);
    config.pack = PackSource::File(write(folder.path(), &newer));
    let second = serve(config).await.expect("a newer pack");
    let served = get(second.address(), paths::PACK).await.body;
    assert_eq!(served, signed(&newer));
    let trust = get(second.address(), paths::TRUST).await.body;
    let trust = TrustState::from_sequence(&trust, NOW, NOW + 10).expect("trust holds");
    let list = trust.list().expect("a list");
    assert_eq!(
        list.version(),
        3,
        "a list that names the new type came at once"
    );
    assert!(
        list.slots()
            .any(|slot| slot.types.contains(&vec![0x00, 0xb5]))
    );
    // The old case goes on by the old pack, at both processes.
    let clerk = Member::staff(&town, "何志平", &["intake"]).await;
    let mut there = clerk;
    there.to = second.address();
    assert_eq!(there.acts(case, 1, &tongban_cases::Request::Take).await, 2);
    second.shutdown().await;

    // Who starts with the older one again is told; so is who changed it under its version.
    let error = start_error(town.folder.path(), PackSource::Demo).await;
    assert!(
        matches!(
            error,
            PackProblem::Older {
                found: 1,
                newest: 2,
                ..
            }
        ),
        "{error:?}"
    );
    newer.as_of = newer.as_of.plus_days(1);
    let changed = PackSource::File(write(folder.path(), &newer));
    let error = start_error(town.folder.path(), changed).await;
    assert!(
        matches!(error, PackProblem::Changed { version: 2, .. }),
        "{error:?}"
    );
    std::fs::write(folder.path().join("torn"), b"no pack").expect("written");
    let torn = PackSource::File(folder.path().join("torn"));
    let error = start_error(town.folder.path(), torn).await;
    assert!(matches!(error, PackProblem::Refused(_)), "{error:?}");
    let none = PackSource::File(folder.path().join("nowhere"));
    let error = start_error(town.folder.path(), none).await;
    assert!(matches!(error, PackProblem::File { .. }), "{error:?}");
}

async fn start_error(folder: &Path, pack: PackSource) -> PackProblem {
    let mut config = PlatformConfig::demo(folder, Arc::new(FakeClock::at(NOW)));
    config.pack = pack;
    match serve(config).await {
        Err(ServeError::Open(OpenError::Pack(problem))) => problem,
        Err(other) => panic!("{other:?}"),
        Ok(_) => panic!("the platform started"),
    }
}

#[tokio::test]
async fn a_submission_by_a_pack_that_nobody_published_is_rejected() {
    let town = Town::start().await;
    let member = Member::resident(&town, "zhou-guifang").await;
    for (pack, version, service, slug) in [
        ("yunquan", 9, ELDERLY, "pack"),
        ("elsewhere", 1, ELDERLY, "pack"),
        ("yunquan", 1, "flying-licence", "service"),
    ] {
        let (_, mut operation) = submit(&member);
        let Ok(tongban_cases::Request::Submit {
            answers,
            known,
            supplied,
            ..
        }) = tongban_cases::Request::decode(&operation.kind, &operation.body)
        else {
            panic!("a submission")
        };
        operation.body = tongban_cases::Request::Submit {
            service: service.to_owned(),
            pack: tongban_cases::PackRef {
                id: pack.to_owned(),
                version,
            },
            answers,
            known,
            supplied,
            route: None,
        }
        .encode_body();
        let rejection = member.send(&operation).await.rejection();
        assert_eq!(detail(&rejection), slug);
    }
}
