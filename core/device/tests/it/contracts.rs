use tongban_device::blob_files::{MemoryBlobs, blob_files_contract};
use tongban_device::clock::{FakeClock, clock_contract};
use tongban_device::device_key::{FakeDeviceKey, device_key_contract};
use tongban_device::entropy::{NoEntropy, SeededEntropy, entropy_contract};
use tongban_device::notifier::{RecordingNotifier, notifier_contract};
use tongban_device::push_hint::{PanicHints, ScriptedHints, push_hint_contract};
use tongban_device::secret_store::{MemorySecrets, secret_store_contract};
use tongban_device::transport::{PanicTransport, ScriptedTransport};
use tongban_device::user_presence::{ScriptedPresence, user_presence_contract};
use tongban_device::{
    BlobError, BlobFiles, BlobName, Clock, DeviceKey, DeviceKeyError, Entropy, EntropyError,
    KeyPurpose, Notification, Notifier, NotifierError, OsEntropy, PresenceError, PushHint,
    SecretStore, SecretStoreError, Transport, TransportError, TransportRequest, TransportResponse,
};

#[test]
fn fakes_keep_the_contracts() {
    clock_contract(&FakeClock::at(1_772_413_200));
    entropy_contract(&SeededEntropy::new(1));
    device_key_contract(&FakeDeviceKey::new(1));
    secret_store_contract(&MemorySecrets::new());
    blob_files_contract(&MemoryBlobs::new());
}

#[test]
fn os_entropy_keeps_the_contract() {
    entropy_contract(&OsEntropy);
}

#[test]
fn a_fake_reboot_changes_the_boot_and_a_set_clock_moves_only_the_wall() {
    let clock = FakeClock::at(1_000);
    let (boot, monotonic) = (clock.boot_id(), clock.monotonic_millis());
    clock.set_wall(999_999);
    assert_eq!(
        (clock.boot_id(), clock.monotonic_millis()),
        (boot.clone(), monotonic)
    );
    clock.advance_seconds(2);
    assert_eq!(
        (clock.wall_seconds(), clock.monotonic_millis()),
        (1_000_001, monotonic + 2_000)
    );
    clock.reboot();
    assert_ne!(clock.boot_id(), boot);
}

#[test]
fn failures_of_the_machine_are_typed() {
    let entropy: &dyn Entropy = &NoEntropy;
    assert_eq!(entropy.array::<16>(), Err(EntropyError));

    let secrets = MemorySecrets::new();
    secrets.set_locked(true);
    assert_eq!(secrets.set("name", b"value"), Err(SecretStoreError::Locked));

    let keys = FakeDeviceKey::new(1);
    keys.generate("key", KeyPurpose::Holder).expect("a key");
    keys.set_failure(Some(DeviceKeyError::Invalidated));
    assert_eq!(
        keys.sign("key", b"message"),
        Err(DeviceKeyError::Invalidated)
    );

    let blobs = MemoryBlobs::new();
    let name = BlobName::new("kept").expect("a plain name");
    blobs.write(&name, b"before").expect("room");
    blobs.set_capacity(8);
    assert_eq!(
        blobs.write(&name, b"longer than the room"),
        Err(BlobError::DiskFull)
    );
    assert_eq!(blobs.read(&name), Ok(Some(b"before".to_vec())));
}

#[tokio::test]
async fn presence_is_asked_and_a_machine_that_cannot_ask_says_so() {
    let presence = ScriptedPresence::new([Ok(()), Err(PresenceError::Declined)]);
    user_presence_contract(&presence, Ok(())).await;
    user_presence_contract(&presence, Err(PresenceError::Declined)).await;
    user_presence_contract(&presence, Err(PresenceError::Unavailable)).await;
}

#[tokio::test]
async fn a_scripted_transport_answers_in_order_and_then_is_offline() {
    let answer = TransportResponse {
        status: 200,
        headers: Vec::new(),
        body: b"body".to_vec(),
    };
    let transport = ScriptedTransport::new([Ok(answer), Err(TransportError::TimedOut)]);
    let first = transport
        .request(TransportRequest::get("/one"))
        .await
        .expect("an answer");
    assert_eq!(first.body, b"body");
    let second = transport.request(TransportRequest::get("/two")).await;
    assert_eq!(second.err(), Some(TransportError::TimedOut));
    let third = transport.request(TransportRequest::get("/three")).await;
    assert_eq!(third.err(), Some(TransportError::Offline));
    assert_eq!(transport.paths(), ["/one", "/two", "/three"]);
}

#[tokio::test]
#[should_panic(expected = "the network was used")]
async fn the_panicking_transport_panics() {
    let _ = PanicTransport.request(TransportRequest::get("/")).await;
}

#[test]
fn the_recording_notifier_keeps_the_contract_and_fails_where_it_is_told_to() {
    let notifier = RecordingNotifier::new();
    let shown = || {
        let mut ever = notifier.ever();
        ever.retain(|one| notifier.shown().contains(one));
        ever.into_iter().map(|one| (one.title, one.body)).collect()
    };
    let click = |title: &str| {
        let shown = notifier.shown();
        let found = shown.iter().find(|one| one.title == title);
        assert!(notifier.click(&found.expect("it is shown").id));
    };
    notifier_contract(&notifier, &shown, &click);

    notifier.set_failure(Some(NotifierError::Unavailable));
    let notification = Notification {
        id: "c".into(),
        title: "three".into(),
        body: String::new(),
        link: "/".into(),
    };
    assert_eq!(
        notifier.show(&notification),
        Err(NotifierError::Unavailable)
    );
    assert!(!notifier.click("c"));
}

#[tokio::test]
async fn scripted_hints_keep_the_contract_and_a_failure_is_typed() {
    let hints = ScriptedHints::new();
    push_hint_contract(&hints, &|| hints.hint(), &|| hints.cut(), &|| {
        hints.open_now()
    })
    .await;
    hints.set_failure(Some(TransportError::Offline));
    let failed = hints.open("/hints", Vec::new()).await;
    assert_eq!(failed.err(), Some(TransportError::Offline));
}

#[tokio::test]
#[should_panic(expected = "the network was used")]
async fn panicking_hints_panic() {
    let _ = PanicHints.open("/hints", Vec::new()).await;
}
