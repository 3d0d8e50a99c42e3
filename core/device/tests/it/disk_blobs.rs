#![allow(non_snake_case)]

use std::fs;

use tongban_device::blob_files::blob_files_contract;
use tongban_device::{BlobError, BlobFiles, BlobName, DiskBlobs, not_tried};

#[test]
fn rule_S12_disk_blobs_keep_the_contract() {
    let dir = tempfile::tempdir().expect("a folder");
    blob_files_contract(&DiskBlobs::open(dir.path()).expect("open"));
}

#[test]
fn rule_S12_an_unfinished_write_is_never_seen_and_goes_at_the_next_opening() {
    let dir = tempfile::tempdir().expect("a folder");
    let name = BlobName::new("kept").expect("a plain name");
    DiskBlobs::open(dir.path())
        .expect("open")
        .write(&name, b"whole")
        .expect("write");
    let unfinished = dir.path().join(".unfinished-1-0");
    fs::write(&unfinished, b"ha").expect("what a crash leaves");

    let blobs = DiskBlobs::open(dir.path()).expect("open again");
    assert_eq!(blobs.list(), Ok(vec![name.clone()]));
    assert_eq!(blobs.read(&name), Ok(Some(b"whole".to_vec())));
    assert!(!unfinished.exists());
}

#[test]
fn a_failed_write_leaves_the_previous_bytes_and_nothing_else() {
    let dir = tempfile::tempdir().expect("a folder");
    let blobs = DiskBlobs::open(dir.path()).expect("open");
    let name = BlobName::new("folder-in-the-way").expect("a plain name");
    fs::create_dir(dir.path().join(name.as_str())).expect("a folder of that name");
    assert!(matches!(
        blobs.write(&name, b"bytes"),
        Err(BlobError::Disk(_))
    ));
    assert_eq!(
        fs::read_dir(dir.path()).expect("list").count(),
        1,
        "the temporary file stayed"
    );
}

#[cfg(unix)]
#[test]
fn files_and_folder_are_for_this_account_only() {
    use std::os::unix::fs::PermissionsExt;
    let dir = tempfile::tempdir().expect("a folder");
    let inner = dir.path().join("new/folder");
    let blobs = DiskBlobs::open(&inner).expect("open");
    let name = BlobName::new("file").expect("a plain name");
    blobs.write(&name, b"bytes").expect("write");
    let mode =
        |path: &std::path::Path| fs::metadata(path).expect("metadata").permissions().mode() & 0o777;
    assert_eq!(mode(&inner), 0o700);
    assert_eq!(mode(&inner.join("file")), 0o600);
}

/// `/dev/full` style failure on a real file system: a tmpfs of 64 kB in a mount namespace.
#[cfg(target_os = "linux")]
#[test]
fn a_full_disk_is_typed_and_keeps_the_previous_bytes() {
    const CHILD: &str = "TONGBAN_TEST_SMALL_DISK";
    if let Some(dir) = std::env::var_os(CHILD) {
        let blobs = DiskBlobs::open(std::path::Path::new(&dir)).expect("open");
        let name = BlobName::new("kept").expect("a plain name");
        blobs.write(&name, b"before").expect("room for a little");
        assert_eq!(
            blobs.write(&name, &vec![1; 200_000]),
            Err(BlobError::DiskFull)
        );
        assert_eq!(blobs.read(&name), Ok(Some(b"before".to_vec())));
        assert_eq!(blobs.list(), Ok(vec![name]));
        return;
    }
    let dir = tempfile::tempdir().expect("a folder");
    let test = "disk_blobs::a_full_disk_is_typed_and_keeps_the_previous_bytes";
    let script = "mount -t tmpfs -o size=64k tmpfs \"$1\" || exit 77; exec \"$2\" --exact \"$3\" --nocapture";
    let output = std::process::Command::new("unshare")
        .args(["-rm", "sh", "-c", script, "sh"])
        .arg(dir.path())
        .arg(std::env::current_exe().expect("this binary"))
        .arg(test)
        .env(CHILD, dir.path())
        .output();
    match output {
        Ok(output) if output.status.success() => {}
        Ok(output) if output.status.code() == Some(77) => {
            not_tried("full disk", "no mount namespace on this machine");
        }
        Ok(output) if String::from_utf8_lossy(&output.stderr).starts_with("unshare:") => {
            not_tried("full disk", "no user namespace on this machine");
        }
        Ok(output) => panic!(
            "{}",
            String::from_utf8_lossy(&[output.stdout, output.stderr].concat())
        ),
        Err(error) => not_tried("full disk", &format!("unshare does not start: {error}")),
    }
}
