use std::time::Duration;

use tongban_device::blob_files::blob_files_contract;
use tongban_device::clock::clock_contract;
use tongban_device::entropy::entropy_contract;
use tongban_device::user_presence::user_presence_contract;
use tongban_device::{Clock, PresenceError, TransportError, TransportRequest};
use tongban_device_desktop::{
    BaseAddressError, Desktop, DesktopError, DesktopOptions, DiskBlobs, NoSystemPresence,
    OsEntropy, SystemClock,
};

#[test]
fn the_system_keeps_the_contracts() {
    let dir = tempfile::tempdir().expect("a folder");
    clock_contract(&SystemClock::new());
    entropy_contract(&OsEntropy);
    blob_files_contract(&DiskBlobs::open(dir.path()).expect("a folder"));
}

#[tokio::test]
async fn a_desktop_cannot_check_presence_and_says_so() {
    user_presence_contract(&NoSystemPresence, Err(PresenceError::Unavailable)).await;
}

#[test]
fn two_clocks_of_one_boot_agree_and_run() {
    let (first, second) = (SystemClock::new(), SystemClock::new());
    assert_eq!(first.boot_id(), second.boot_id());
    let before = first.monotonic_millis();
    std::thread::sleep(Duration::from_millis(30));
    let passed = second.monotonic_millis() - before;
    assert!((30..5_000).contains(&passed), "{passed} ms passed");
    let kernel = std::fs::read_to_string("/proc/sys/kernel/random/boot_id").expect("linux");
    assert_eq!(first.boot_id().as_str(), kernel.trim());
    assert!(
        first.wall_seconds() > 1_769_875_200,
        "the wall clock stands before the build"
    );
}

#[tokio::test]
async fn a_desktop_without_platform_is_offline_and_a_bad_address_is_told() {
    let desktop = Desktop::open(DesktopOptions {
        platform: None,
        keyring: false,
        notifications: false,
    })
    .expect("opens");
    assert!(desktop.secrets.is_none() && desktop.keyring_error.is_none());
    let answer = desktop
        .transport
        .request(TransportRequest::get("/health"))
        .await;
    assert_eq!(answer.err(), Some(TransportError::Offline));

    let options = DesktopOptions {
        platform: Some("http://platform.invalid".into()),
        keyring: false,
        notifications: false,
    };
    assert_eq!(
        Desktop::open(options).err(),
        Some(DesktopError::Address(BaseAddressError::ClearText))
    );
}
