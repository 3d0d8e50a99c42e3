use super::{BlobError, BlobFiles, BlobName};

/// Panics unless the empty folder `blobs` keeps the contract of [`BlobFiles`].
pub fn blob_files_contract(blobs: &dyn BlobFiles) {
    let name = BlobName::new("photo-1.bin").expect("a plain name");
    let other = BlobName::new("a.bin").expect("a plain name");
    assert_eq!(blobs.list().expect("list"), []);
    assert_eq!(blobs.read(&name).expect("read what is not there"), None);
    blobs.delete(&name).expect("remove what is not there");

    blobs.write(&name, b"first, and longer").expect("write");
    blobs.write(&name, b"second").expect("replace");
    blobs.write(&other, b"").expect("write nothing");
    assert_eq!(blobs.read(&name).expect("read"), Some(b"second".to_vec()));
    assert_eq!(blobs.read(&other).expect("read"), Some(Vec::new()));
    assert_eq!(blobs.list().expect("list"), [other.clone(), name.clone()]);

    let large: Vec<u8> = (0..1_000_000_u32).map(|n| n as u8).collect();
    blobs.write(&name, &large).expect("write a large one");
    assert_eq!(blobs.read(&name).expect("read").expect("is there"), large);

    blobs.delete(&name).expect("remove");
    blobs.delete(&other).expect("remove");
    assert_eq!(blobs.list().expect("list"), []);
    for bad in ["", ".", "..", "../x", "a/b", ".hidden", "A", "a\0b", "名字"] {
        assert_eq!(BlobName::new(bad), Err(BlobError::BadName), "name {bad:?}");
    }
}
