//! The contracts of the ports, against the adapters that there are.

use std::sync::Arc;

use tongban_device::clock::clock_contract;
use tongban_device::entropy::entropy_contract;
use tongban_device::{Entropy, OsEntropy};
use tongban_platform::ports::blob_store::{BlobName, BlobStore, ObjectBlobStore};
use tongban_platform::ports::identity_proofing::{
    IdentityProofing, ProofRefusal, TRIES_PER_VOUCHER, VoucherProofing,
};
use tongban_platform::ports::sealer::{FileSealer, SealKey, Sealer, SealerKeyError};
use tongban_platform::store::{
    AddressTag, NewVoucher, Person, PlatformStore, ResidentId, SqliteStore,
};
use tongban_platform::{Pepper, ServerClock};
use tongban_protocol::{FullVoucher, PresentedVoucher, VoucherDigits, VoucherNumber};

use crate::store_conformance::resident;
use crate::support::{NOW, S3};

const KEYS: &str = concat!(
    env!("CARGO_MANIFEST_DIR"),
    "/../../assets/demo/INSECURE-demo-keys"
);

async fn sealer_contract(sealer: &dyn Sealer) {
    for key in SealKey::ALL {
        let public = sealer.public_key(key);
        assert_eq!(public, sealer.public_key(key), "a key stays the same");
        let signature = sealer.seal(key, b"one message").await.expect("signs");
        assert!(public.verifies(b"one message", &signature));
        assert!(!public.verifies(b"another message", &signature));
        let others = SealKey::ALL.into_iter().filter(|other| *other != key);
        for other in others {
            assert!(
                !sealer
                    .public_key(other)
                    .verifies(b"one message", &signature),
                "one key per purpose"
            );
        }
    }
}

#[tokio::test]
async fn rule_C8_the_file_sealer_keeps_the_contract() {
    sealer_contract(&FileSealer::from_folder(KEYS.as_ref()).expect("the demo's keys")).await;
    let pem = std::fs::read_to_string(format!("{KEYS}/issuer.pem")).expect("a key");
    let shared = FileSealer::from_pem(&pem, &pem, &pem, &pem).err();
    assert!(matches!(shared, Some(SealerKeyError::Shared)));
    let none = FileSealer::from_folder("/nowhere".as_ref()).err();
    assert!(matches!(none, Some(SealerKeyError::Unreadable { .. })));
    let broken = FileSealer::from_pem("no key", &pem, &pem, &pem).err();
    assert!(matches!(
        broken,
        Some(SealerKeyError::NotAKey(SealKey::Issuer))
    ));
}

#[test]
fn the_server_clock_and_the_entropy_keep_their_contracts() {
    clock_contract(&ServerClock::system());
    clock_contract(&ServerClock::starting_at(NOW));
    entropy_contract(&OsEntropy);
}

const FROM: AddressTag = AddressTag([1; 16]);

/// What any way of proofing keeps: the right proof names the person, wrong ones are counted and
/// end, and nothing is used up by proving.
async fn proofing_contract(proofing: &dyn IdentityProofing, resident: ResidentId) {
    let number = VoucherNumber::parse("3107 0186").expect("a number");
    let typed = |digits: &str| PresentedVoucher::Typed {
        number,
        digits: VoucherDigits::parse(digits).expect("digits"),
    };
    let full = PresentedVoucher::Full(FullVoucher::from_bytes([5; 16]));
    for presented in [&full, &typed("44027195"), &full] {
        let person = proofing.prove(presented, FROM, NOW).await.expect("proven");
        assert_eq!(
            (person.person, person.voucher),
            (Person::Resident(resident), number)
        );
    }
    assert_eq!(
        proofing
            .look(number, FROM, NOW)
            .await
            .expect("known")
            .tries_left,
        TRIES_PER_VOUCHER
    );
    let wrong = proofing.prove(&typed("44027196"), FROM, NOW).await.err();
    assert!(
        matches!(wrong, Some(ProofRefusal::TriesLeft { left }) if left == TRIES_PER_VOUCHER - 1)
    );
    assert_eq!(
        proofing
            .look(number, FROM, NOW)
            .await
            .expect("known")
            .tries_left,
        TRIES_PER_VOUCHER - 1
    );
    let late = proofing.prove(&full, FROM, NOW + 900).await.err();
    assert!(matches!(late, Some(ProofRefusal::Expired)));
    let stranger = PresentedVoucher::Full(FullVoucher::from_bytes([6; 16]));
    assert!(matches!(
        proofing.prove(&stranger, FROM, NOW).await.err(),
        Some(ProofRefusal::Unknown)
    ));
}

#[tokio::test]
async fn rule_K2_the_voucher_adapter_keeps_the_contract() {
    let folder = tempfile::tempdir().expect("a folder");
    let store: Arc<dyn PlatformStore> =
        Arc::new(SqliteStore::open(folder.path(), None).expect("made"));
    let pepper = Arc::new(Pepper::open(folder.path(), &OsEntropy).expect("made"));
    let person = resident(1);
    let id = person.id;
    store
        .add_residents(vec![person], NOW)
        .await
        .expect("stored");
    let number = VoucherNumber::parse("3107 0186").expect("a number");
    let digits = VoucherDigits::parse("4402 7195").expect("digits");
    let voucher = NewVoucher {
        number,
        full_mac: pepper.full_voucher(&FullVoucher::from_bytes([5; 16])),
        digits_mac: pepper.digits(number, &digits),
        person: Person::Resident(id),
        clerk: "何志平".to_owned(),
        station: "石桥沟村便民服务站".to_owned(),
        printed_at: NOW,
        expires_at: NOW + 900,
    };
    assert!(store.add_voucher(voucher).await.expect("stored"));
    proofing_contract(&VoucherProofing::new(store, pepper), id).await;
}

#[test]
fn the_pepper_is_made_once_and_separates_its_uses() {
    let folder = tempfile::tempdir().expect("a folder");
    let first = Pepper::open(folder.path(), &OsEntropy).expect("made");
    let second = Pepper::open(folder.path(), &OsEntropy).expect("read");
    assert_eq!(first.check_value(), second.check_value());
    assert_eq!(
        std::fs::read_dir(folder.path())
            .expect("the folder")
            .count(),
        1,
        "no draft stays behind"
    );

    let number = VoucherNumber::parse("3107 0186").expect("a number");
    let digits = VoucherDigits::parse("4402 7195").expect("digits");
    let mac = first.digits(number, &digits);
    assert!(first.digits_match(number, &digits, &mac));
    let other = VoucherNumber::parse("3107 0187").expect("a number");
    assert!(
        !first.digits_match(other, &digits, &mac),
        "the same digits under another number"
    );

    let tag = |text: &str| first.address(text.parse().expect("an address"));
    assert_eq!(
        tag("2001:db8::1"),
        tag("2001:db8::ffff"),
        "one client has a whole /64"
    );
    assert_ne!(tag("2001:db8::1"), tag("2001:db8:0:1::1"));
    assert_eq!(tag("127.0.0.1"), tag("::ffff:127.0.0.1"));
    let elsewhere = tempfile::tempdir().expect("a folder");
    let foreign = Pepper::open(elsewhere.path(), &OsEntropy).expect("made");
    assert_ne!(
        foreign.address("127.0.0.1".parse().expect("an address")),
        tag("127.0.0.1")
    );
    let _: [u8; 4] = (&OsEntropy as &dyn Entropy).array().expect("entropy");
}

/// What any store of attachments keeps: bytes come back as they were, also from another process.
async fn blob_contract(store: &dyn BlobStore, again: &dyn BlobStore) {
    let part = BlobName::part(&[1; 16], &[2; 16], 4096);
    let whole = BlobName::whole(&[1; 16], &[2; 16]);
    assert_ne!(part, whole);
    assert_ne!(part, BlobName::part(&[1; 16], &[2; 16], 8192));
    assert!(store.get(&part).await.expect("asked").is_none());
    assert!(store.piece(&whole, 0, 1).await.expect("asked").is_none());
    store.delete(&part).await.expect("nothing to forget");
    store.put(&part, vec![1, 2, 3]).await.expect("kept");
    store.put(&part, vec![4, 5]).await.expect("replaced");
    let kept = again.get(&part).await.expect("asked");
    assert_eq!(kept, Some(vec![4, 5]));
    store
        .put(&whole, (0..100).collect())
        .await
        .expect("beside it");
    for (offset, most, expected) in [
        (0, 2, vec![0, 1]),
        (98, 10, vec![98, 99]),
        (100, 1, vec![]),
        (u64::MAX, usize::MAX, vec![]),
        (5, 0, vec![]),
    ] {
        let piece = again.piece(&whole, offset, most).await.expect("asked");
        assert_eq!(piece, Some(expected), "{offset}");
    }
    store.delete(&part).await.expect("forgotten");
    assert!(again.get(&part).await.expect("asked").is_none());
}

#[tokio::test]
async fn the_local_blob_store_keeps_the_contract() {
    let folder = tempfile::tempdir().expect("a folder");
    let open = || ObjectBlobStore::in_folder(&folder.path().join("blobs")).expect("opens");
    blob_contract(&open(), &open()).await;
    let blocked = folder.path().join("file");
    std::fs::write(&blocked, b"no folder").expect("a file");
    assert!(ObjectBlobStore::in_folder(&blocked).is_err());
}

#[tokio::test]
async fn what_a_kill_left_half_written_goes_after_a_day_and_nothing_else() {
    let folder = tempfile::tempdir().expect("a folder");
    let open = || ObjectBlobStore::in_folder(folder.path()).expect("opens");
    let name = BlobName::whole(&[1; 16], &[2; 16]);
    open().put(&name, vec![7]).await.expect("kept");
    let whole = folder.path().join(name.to_string());
    let beside = |end: &str| std::path::PathBuf::from(format!("{}#{end}", whole.display()));
    let (old, new) = (beside("1"), beside("2"));
    for file in [&whole, &old, &new] {
        let written = std::fs::File::options()
            .create(true)
            .append(true)
            .open(file);
        let written = written.expect("a file");
        let two_days = std::time::Duration::from_secs(2 * 24 * 3_600);
        let at = std::time::SystemTime::now() - two_days;
        if file != &new {
            written.set_modified(at).expect("an older date");
        }
    }
    open();
    for _ in 0..500 {
        if !old.exists() {
            break;
        }
        tokio::time::sleep(std::time::Duration::from_millis(10)).await;
    }
    assert_eq!(
        (old.exists(), new.exists(), whole.exists()),
        (false, true, true)
    );
    assert_eq!(open().get(&name).await.expect("read"), Some(vec![7]));
}

#[tokio::test]
async fn the_blob_store_on_s3_keeps_the_contract() {
    let server = S3::start().await;
    let open = |prefix: &str| ObjectBlobStore::on_s3(&server.place(prefix)).expect("opens");
    blob_contract(&open(""), &open("")).await;
    // Two platforms in one bucket do not see each other.
    blob_contract(&open("town/a"), &open("town/a")).await;
    let whole = BlobName::whole(&[1; 16], &[2; 16]);
    let other = open("town/b").get(&whole).await.expect("asked");
    assert_eq!(other, None);
}

#[tokio::test]
async fn an_s3_server_that_refuses_or_is_gone_is_no_missing_blob() {
    let mut server = S3::start().await;
    let right = ObjectBlobStore::on_s3(&server.place("")).expect("opens");
    let name = BlobName::whole(&[1; 16], &[2; 16]);
    right.put(&name, vec![1]).await.expect("kept");
    let wrong = ObjectBlobStore::on_s3(&server.place_for("", "guessed")).expect("opens");
    for refused in [
        wrong.get(&name).await.err(),
        wrong.put(&name, vec![2]).await.err(),
        wrong.delete(&name).await.err(),
    ] {
        let refused = refused.expect("not this account");
        assert!(
            !format!("{refused} {refused:?}").contains("guessed"),
            "no secret in it"
        );
    }
    assert_eq!(right.get(&name).await.expect("asked"), Some(vec![1]));
    server.stop().await;
    assert!(
        right.get(&name).await.is_err(),
        "nobody knows, so nobody says none"
    );
}
