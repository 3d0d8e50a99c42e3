//! The server's secret for keyed hashes.
//!
//! Eight digits are found by trying them all, so a hash of them protects nothing by itself.
//! The pepper lies in a file of its own beside the database; who has only the database (a
//! backup, a stolen disk image of the store) can test no guess.

use std::fs::{self, File, OpenOptions};
use std::io::{ErrorKind, Write};
use std::net::IpAddr;
use std::path::Path;

use hmac::{Hmac, KeyInit, Mac};
use sha2::Sha256;
use tongban_device::{Entropy, EntropyError};
use tongban_protocol::{FullVoucher, VoucherDigits, VoucherNumber};
use zeroize::{Zeroize, ZeroizeOnDrop, Zeroizing};

use crate::store::AddressTag;

/// 32 secret bytes; each use has a label of its own.
#[derive(Zeroize, ZeroizeOnDrop)]
pub struct Pepper([u8; 32]);

/// The pepper cannot be read or made.
#[derive(Debug, thiserror::Error)]
pub enum PepperError {
    /// The file system refuses.
    #[error("secret of the platform cannot be read or written")]
    File(#[from] std::io::Error),
    /// The file does not hold 32 bytes.
    #[error("secret of the platform is damaged")]
    Damaged,
    /// No random bytes.
    #[error("secret of the platform cannot be made")]
    Entropy(#[from] EntropyError),
}

impl Pepper {
    /// Reads the pepper of this data folder, or makes it once. Two processes that start
    /// together end up with the same one.
    pub fn open(folder: &Path, entropy: &dyn Entropy) -> Result<Self, PepperError> {
        let file = folder.join(FILE);
        if !file.exists() {
            make(folder, &file, entropy)?;
        }
        let bytes = Zeroizing::new(fs::read(&file)?);
        bytes
            .as_slice()
            .try_into()
            .map(Self)
            .map_err(|_| PepperError::Damaged)
    }

    /// Keyed hash of a voucher's 128 bits.
    pub fn full_voucher(&self, full: &FullVoucher) -> [u8; 32] {
        self.mac("full voucher", &[full.expose()])
            .finalize()
            .into_bytes()
            .into()
    }

    /// Keyed hash of number and digits.
    pub fn digits(&self, number: VoucherNumber, digits: &VoucherDigits) -> [u8; 32] {
        self.digits_mac(number, digits)
            .finalize()
            .into_bytes()
            .into()
    }

    /// Whether these digits belong to that hash, in constant time.
    pub fn digits_match(
        &self,
        number: VoucherNumber,
        digits: &VoucherDigits,
        stored: &[u8; 32],
    ) -> bool {
        self.digits_mac(number, digits).verify_slice(stored).is_ok()
    }

    /// Keyed hash of a network address. An IPv6 client owns a whole /64, so that is what counts.
    pub fn address(&self, address: IpAddr) -> AddressTag {
        let mac = match address.to_canonical() {
            IpAddr::V4(v4) => self.mac("address 4", &[&v4.octets()]),
            IpAddr::V6(v6) => self.mac("address 6", &[&v6.octets()[..8]]),
        };
        let mut tag = [0; 16];
        tag.copy_from_slice(&mac.finalize().into_bytes()[..16]);
        AddressTag(tag)
    }

    /// Recognises the pepper that a database was made with.
    pub fn check_value(&self) -> [u8; 32] {
        self.mac("check", &[]).finalize().into_bytes().into()
    }

    fn digits_mac(&self, number: VoucherNumber, digits: &VoucherDigits) -> Hmac<Sha256> {
        self.mac(
            "voucher digits",
            &[&number.get().to_be_bytes(), digits.expose()],
        )
    }

    fn mac(&self, label: &str, parts: &[&[u8]]) -> Hmac<Sha256> {
        let mut mac =
            Hmac::<Sha256>::new_from_slice(&self.0).expect("HMAC takes keys of any length");
        mac.update(label.as_bytes());
        mac.update(&[0]);
        parts.iter().for_each(|part| mac.update(part));
        mac
    }
}

/// A link never replaces a file, so the first of two makers wins and both read the same bytes.
fn make(folder: &Path, file: &Path, entropy: &dyn Entropy) -> Result<(), PepperError> {
    let bytes = Zeroizing::new(entropy.array::<32>()?);
    let mark = u64::from_be_bytes(entropy.array()?);
    let draft = folder.join(format!("{FILE}.{mark:016x}"));
    write_private(&draft, &bytes[..])?;
    let linked = fs::hard_link(&draft, file);
    fs::remove_file(&draft)?;
    match linked {
        Err(error) if error.kind() != ErrorKind::AlreadyExists => return Err(error.into()),
        _ => {}
    }
    File::open(folder)?.sync_all()?;
    Ok(())
}

fn write_private(file: &Path, bytes: &[u8]) -> std::io::Result<()> {
    let mut options = OpenOptions::new();
    options.write(true).create_new(true);
    #[cfg(unix)]
    std::os::unix::fs::OpenOptionsExt::mode(&mut options, 0o600);
    let mut file = options.open(file)?;
    file.write_all(bytes)?;
    file.sync_all()
}

const FILE: &str = "platform-secret.key";

/// Setting that keeps [`Pepper::check_value`]. A restored database forgets it: backups hold no
/// pepper, and what it protects, vouchers and counted addresses, lives for an hour at most.
pub(crate) const CHECK: &str = "pepper-check";
