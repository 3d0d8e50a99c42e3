//! The engine's way to the files: its own, with a disk of ours in between where a folder is
//! watched. The only unsafe code of the simulator.
#![allow(unsafe_code, reason = "the engine's file layer is a C interface")]

use std::collections::BTreeMap;
use std::ffi::{CStr, c_char, c_int, c_void};
use std::os::unix::ffi::OsStrExt as _;
use std::path::{Path, PathBuf};
use std::ptr::{self, NonNull};
use std::sync::{Arc, Mutex, MutexGuard, Once, OnceLock, PoisonError, Weak};

use rusqlite::ffi::{
    SQLITE_CANTOPEN, SQLITE_FULL, SQLITE_IOERR_DELETE, SQLITE_IOERR_FSYNC, SQLITE_IOERR_READ,
    SQLITE_IOERR_TRUNCATE, SQLITE_IOERR_WRITE, SQLITE_OK, sqlite3_file, sqlite3_int64,
    sqlite3_io_methods, sqlite3_vfs, sqlite3_vfs_find, sqlite3_vfs_register,
};

use super::{Disk, Fate, Refusal};

/// Lets files in the disk's folder go through it.
pub(super) fn watch(disk: &Arc<Disk>) {
    static REGISTERED: Once = Once::new();
    REGISTERED.call_once(register);
    disks().insert(disk.root.clone(), Arc::downgrade(disk));
}

/// The folder is like any other again.
pub(super) fn forget(root: &Path) {
    disks().remove(root);
}

fn disks() -> MutexGuard<'static, BTreeMap<PathBuf, Weak<Disk>>> {
    static DISKS: Mutex<BTreeMap<PathBuf, Weak<Disk>>> = Mutex::new(BTreeMap::new());
    DISKS.lock().unwrap_or_else(PoisonError::into_inner)
}

fn disk_of(path: &Path) -> Option<Arc<Disk>> {
    let disks = disks();
    path.ancestors()
        .find_map(|folder| disks.get(folder)?.upgrade())
}

/// The engine's own file layer, which lives as long as the process.
struct Layer(NonNull<sqlite3_vfs>);

// SAFETY: the engine's file layer may be called from every thread; this is only its address.
unsafe impl Send for Layer {}
// SAFETY: as above.
unsafe impl Sync for Layer {}

static BELOW: OnceLock<Layer> = OnceLock::new();

fn below() -> *mut sqlite3_vfs {
    BELOW
        .get()
        .map_or(ptr::null_mut(), |layer| layer.0.as_ptr())
}

/// Puts our layer over the engine's and makes it the one that every connection gets.
fn register() {
    // SAFETY: asks for the default layer, which is static.
    let found = NonNull::new(unsafe { sqlite3_vfs_find(ptr::null()) });
    let engine = found.expect("the engine has a file layer");
    BELOW.get_or_init(|| Layer(engine));
    // SAFETY: the engine's description is a plain struct that is never changed.
    let mut ours = unsafe { engine.as_ptr().read() };
    ours.zName = c"tongban-sim".as_ptr();
    ours.pNext = ptr::null_mut();
    ours.szOsFile += c_int::try_from(size_of::<Held>()).expect("small");
    ours.xOpen = Some(open);
    ours.xDelete = Some(delete);
    let ours = Box::leak(Box::new(ours));
    // SAFETY: the description lives for ever.
    let registered = unsafe { sqlite3_vfs_register(ours, 1) };
    assert_eq!(registered, SQLITE_OK, "the file layer is registered");
}

/// What stands before the engine's own file in the memory that the engine gives for a file.
#[repr(C)]
struct Held {
    base: sqlite3_file,
    watched: *mut Watched,
}

/// A file on a watched disk.
struct Watched {
    disk: Arc<Disk>,
    path: PathBuf,
}

/// The engine's own file behind ours.
unsafe fn real(file: *mut sqlite3_file) -> *mut sqlite3_file {
    // SAFETY: `szOsFile` makes room for both, one after the other; `Held` is pointer-aligned and
    // so is the file behind it.
    unsafe { file.cast::<Held>().add(1).cast() }
}

unsafe fn methods(file: *mut sqlite3_file) -> &'static sqlite3_io_methods {
    // SAFETY: an open file has methods, which are static in the engine.
    unsafe { &*(*real(file)).pMethods }
}

unsafe fn watched<'a>(file: *mut sqlite3_file) -> Option<&'a Watched> {
    // SAFETY: set by `open`, freed by `close`, after which the engine does not use the file.
    unsafe { (*file.cast::<Held>()).watched.as_ref() }
}

unsafe fn path_of(name: *const c_char) -> Option<PathBuf> {
    if name.is_null() {
        return None;
    }
    // SAFETY: names of the engine end in 0.
    let bytes = unsafe { CStr::from_ptr(name) }.to_bytes();
    Some(PathBuf::from(std::ffi::OsStr::from_bytes(bytes)))
}

unsafe extern "C" fn open(
    _: *mut sqlite3_vfs,
    name: *const c_char,
    file: *mut sqlite3_file,
    flags: c_int,
    out_flags: *mut c_int,
) -> c_int {
    // SAFETY: called by the engine with memory of the size that we asked for.
    unsafe {
        (*file).pMethods = ptr::null();
        let path = path_of(name);
        let disk = path.as_deref().and_then(disk_of);
        if disk.as_ref().is_some_and(|disk| disk.is_dead()) {
            return SQLITE_CANTOPEN;
        }
        let Some(open) = (*below()).xOpen else {
            return SQLITE_CANTOPEN;
        };
        let opened = open(below(), name, real(file), flags, out_flags);
        // Also a file that did not open is closed by the engine when it has methods.
        if !(*real(file)).pMethods.is_null() {
            let watched = disk.zip(path).map(|(disk, path)| Watched { disk, path });
            let watched =
                watched.map_or(ptr::null_mut(), |watched| Box::into_raw(Box::new(watched)));
            let held = file.cast::<Held>();
            (*held).watched = watched;
            (*file).pMethods = &METHODS;
        }
        opened
    }
}

unsafe extern "C" fn delete(_: *mut sqlite3_vfs, name: *const c_char, sync_dir: c_int) -> c_int {
    // SAFETY: called by the engine with a name that ends in 0.
    unsafe {
        if let Some(path) = path_of(name)
            && let Some(disk) = disk_of(&path)
            && disk.delete(&path).is_err()
        {
            return SQLITE_IOERR_DELETE;
        }
        match (*below()).xDelete {
            Some(delete) => delete(below(), name, sync_dir),
            None => SQLITE_IOERR_DELETE,
        }
    }
}

unsafe extern "C" fn close(file: *mut sqlite3_file) -> c_int {
    // SAFETY: the engine closes a file once.
    unsafe {
        let held = file.cast::<Held>();
        let watched = std::mem::replace(&mut (*held).watched, ptr::null_mut());
        if !watched.is_null() {
            drop(Box::from_raw(watched));
        }
        let closed = methods(file)
            .xClose
            .map_or(SQLITE_OK, |close| close(real(file)));
        (*file).pMethods = ptr::null();
        closed
    }
}

unsafe extern "C" fn read(
    file: *mut sqlite3_file,
    into: *mut c_void,
    length: c_int,
    offset: sqlite3_int64,
) -> c_int {
    // SAFETY: hands the engine's own arguments on.
    unsafe {
        if watched(file).is_some_and(|watched| watched.disk.is_dead()) {
            return SQLITE_IOERR_READ;
        }
        methods(file).xRead.map_or(SQLITE_IOERR_READ, |read| {
            read(real(file), into, length, offset)
        })
    }
}

unsafe extern "C" fn write(
    file: *mut sqlite3_file,
    from: *const c_void,
    length: c_int,
    offset: sqlite3_int64,
) -> c_int {
    // SAFETY: `from` has `length` bytes; the rest hands the engine's own arguments on.
    unsafe {
        let Some(write) = methods(file).xWrite else {
            return SQLITE_IOERR_WRITE;
        };
        let Some(watched) = watched(file) else {
            return write(real(file), from, length, offset);
        };
        let (Ok(count), Ok(at)) = (usize::try_from(length), u64::try_from(offset)) else {
            return SQLITE_IOERR_WRITE;
        };
        let bytes = std::slice::from_raw_parts(from.cast::<u8>(), count);
        let size = length_of(file);
        let before = before(file, at, count, size);
        match watched.disk.write(&watched.path, at, bytes, before, size) {
            Fate::Done => write(real(file), from, length, offset),
            Fate::Refused(Refusal::Full) => SQLITE_FULL,
            Fate::Refused(Refusal::Dead) => SQLITE_IOERR_WRITE,
            Fate::Torn(kept) => {
                if kept > 0 {
                    let kept = c_int::try_from(kept).unwrap_or(length);
                    write(real(file), from, kept, offset);
                }
                SQLITE_IOERR_WRITE
            }
        }
    }
}

/// Length of the file.
unsafe fn length_of(file: *mut sqlite3_file) -> u64 {
    // SAFETY: an open file.
    unsafe {
        let mut size: sqlite3_int64 = 0;
        if let Some(ask) = methods(file).xFileSize {
            ask(real(file), &mut size);
        }
        u64::try_from(size).unwrap_or(0)
    }
}

/// What stands where a write will go.
unsafe fn before(file: *mut sqlite3_file, offset: u64, count: usize, size: u64) -> Vec<u8> {
    let there = usize::try_from(size.saturating_sub(offset)).unwrap_or(usize::MAX);
    let mut bytes = vec![0; count.min(there)];
    let (Ok(length), Ok(at)) = (
        c_int::try_from(bytes.len()),
        sqlite3_int64::try_from(offset),
    ) else {
        return Vec::new();
    };
    // SAFETY: an open file and memory of `length` bytes.
    unsafe {
        if let Some(read) = methods(file).xRead
            && length > 0
        {
            read(real(file), bytes.as_mut_ptr().cast(), length, at);
        }
    }
    bytes
}

unsafe extern "C" fn truncate(file: *mut sqlite3_file, size: sqlite3_int64) -> c_int {
    // SAFETY: hands the engine's own arguments on.
    unsafe {
        if let Some(watched) = watched(file) {
            let length = u64::try_from(size).unwrap_or(0);
            if watched.disk.resize(&watched.path, length).is_err() {
                return SQLITE_IOERR_TRUNCATE;
            }
        }
        methods(file)
            .xTruncate
            .map_or(SQLITE_IOERR_TRUNCATE, |truncate| truncate(real(file), size))
    }
}

unsafe extern "C" fn sync(file: *mut sqlite3_file, flags: c_int) -> c_int {
    // SAFETY: hands the engine's own arguments on.
    unsafe {
        match watched(file) {
            // What is durable here is what the ledger says; the real disk need not be troubled.
            Some(watched) => match watched.disk.sync(&watched.path) {
                Ok(()) => SQLITE_OK,
                Err(_) => SQLITE_IOERR_FSYNC,
            },
            None => methods(file)
                .xSync
                .map_or(SQLITE_IOERR_FSYNC, |sync| sync(real(file), flags)),
        }
    }
}

/// Hands a call on to the engine's own file.
macro_rules! hand_on {
    ($($name:ident = $method:ident($($arg:ident: $of:ty),*) -> $out:ty, $missing:expr;)*) => {
        $(unsafe extern "C" fn $name(file: *mut sqlite3_file $(, $arg: $of)*) -> $out {
            // SAFETY: hands the engine's own arguments on.
            unsafe { methods(file).$method.map_or($missing, |call| call(real(file) $(, $arg)*)) }
        })*
    };
}

hand_on! {
    file_size = xFileSize(size: *mut sqlite3_int64) -> c_int, SQLITE_IOERR_READ;
    lock = xLock(level: c_int) -> c_int, SQLITE_OK;
    unlock = xUnlock(level: c_int) -> c_int, SQLITE_OK;
    is_reserved = xCheckReservedLock(answer: *mut c_int) -> c_int, SQLITE_OK;
    control = xFileControl(operation: c_int, argument: *mut c_void) -> c_int, SQLITE_OK;
    sector_size = xSectorSize() -> c_int, 4096;
    characteristics = xDeviceCharacteristics() -> c_int, 0;
    shm_map = xShmMap(page: c_int, size: c_int, extend: c_int, at: *mut *mut c_void) -> c_int, SQLITE_IOERR_READ;
    shm_lock = xShmLock(offset: c_int, count: c_int, flags: c_int) -> c_int, SQLITE_OK;
    shm_unmap = xShmUnmap(delete: c_int) -> c_int, SQLITE_OK;
    shm_barrier = xShmBarrier() -> (), ();
}

static METHODS: sqlite3_io_methods = sqlite3_io_methods {
    // Without memory maps of the file, which would go past the disk.
    iVersion: 2,
    xClose: Some(close),
    xRead: Some(read),
    xWrite: Some(write),
    xTruncate: Some(truncate),
    xSync: Some(sync),
    xFileSize: Some(file_size),
    xLock: Some(lock),
    xUnlock: Some(unlock),
    xCheckReservedLock: Some(is_reserved),
    xFileControl: Some(control),
    xSectorSize: Some(sector_size),
    xDeviceCharacteristics: Some(characteristics),
    xShmMap: Some(shm_map),
    xShmLock: Some(shm_lock),
    xShmBarrier: Some(shm_barrier),
    xShmUnmap: Some(shm_unmap),
    xFetch: None,
    xUnfetch: None,
};
