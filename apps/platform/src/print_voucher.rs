use tongban_device::EntropyError;
use tongban_protocol::{FullVoucher, VoucherDigits, VoucherNumber};
use uuid::Uuid;

use crate::platform::Platform;
use crate::random::{below, digits};
use crate::store::{Access, NewVoucher, Person, ResidentId, Staff, StoreError};

/// A voucher as it goes on paper, once. The platform keeps only hashes, so it cannot be
/// printed again. Holds secrets: print and drop.
pub struct PrintedVoucher {
    /// Names it.
    pub number: VoucherNumber,
    /// Proves it, typed.
    pub digits: VoucherDigits,
    /// Names and proves it, scanned.
    pub full: FullVoucher,
    /// Hyphenated id of the resident's record, or of the member of staff.
    pub resident_id: String,
    /// Who may use it, as the record or the list of staff has it.
    pub resident_name: String,
    /// Who has seen the ID card.
    pub clerk: String,
    /// Where.
    pub station: String,
    /// Seconds since 1970.
    pub printed_at: u64,
    /// First second at which it no longer counts.
    pub expires_at: u64,
}

/// A voucher that was not printed.
#[derive(Debug, thiserror::Error)]
pub enum PrintVoucherError {
    /// No record.
    #[error("resident is unknown")]
    Resident,
    /// A name that is empty or too long for paper.
    #[error("{0} has no usable name")]
    Name(&'static str),
    /// No random bits.
    #[error("voucher cannot be drawn")]
    Entropy(#[from] EntropyError),
    /// Every drawn number is taken.
    #[error("no voucher number is free")]
    NoNumber,
    /// The store failed.
    #[error("voucher cannot be stored")]
    Store(#[from] StoreError),
}

/// Prints a voucher for a resident whose ID card this clerk has seen (rule K2).
pub(crate) async fn print_voucher(
    platform: &Platform,
    resident: ResidentId,
    clerk: &str,
    station: &str,
) -> Result<PrintedVoucher, PrintVoucherError> {
    check_names(clerk, station)?;
    let now = platform.now();
    let access = Access {
        actor: format!("clerk:{clerk}"),
        purpose: "print-voucher",
        at: now,
    };
    let record = platform
        .store
        .read_resident(resident, access)
        .await?
        .ok_or(PrintVoucherError::Resident)?;
    let whom = (Person::Resident(resident), record.name.as_str());
    print(platform, whom, clerk, station, now).await
}

/// Prints a voucher with which a device of a member of staff enrols; the same paper.
pub(crate) async fn print_staff_voucher(
    platform: &Platform,
    staff: &Staff,
    clerk: &str,
    station: &str,
) -> Result<PrintedVoucher, PrintVoucherError> {
    check_names(clerk, station)?;
    let whom = (Person::Staff(staff.id), staff.name.as_str());
    print(platform, whom, clerk, station, platform.now()).await
}

async fn print(
    platform: &Platform,
    whom: (Person, &str),
    clerk: &str,
    station: &str,
    now: u64,
) -> Result<PrintedVoucher, PrintVoucherError> {
    for _ in 0..DRAWS {
        let printed = draw(platform, whom, clerk, station, now)?;
        let stored = NewVoucher {
            number: printed.number,
            full_mac: platform.pepper.full_voucher(&printed.full),
            digits_mac: platform.pepper.digits(printed.number, &printed.digits),
            person: whom.0,
            clerk: printed.clerk.clone(),
            station: printed.station.clone(),
            printed_at: now,
            expires_at: printed.expires_at,
        };
        if platform.store.add_voucher(stored).await? {
            tracing::info!("voucher printed");
            return Ok(printed);
        }
    }
    Err(PrintVoucherError::NoNumber)
}

fn check_names(clerk: &str, station: &str) -> Result<(), PrintVoucherError> {
    for (what, name) in [("clerk", clerk), ("station", station)] {
        if name.trim().is_empty() || name.len() > MAX_NAME {
            return Err(PrintVoucherError::Name(what));
        }
    }
    Ok(())
}

fn draw(
    platform: &Platform,
    (person, name): (Person, &str),
    clerk: &str,
    station: &str,
    now: u64,
) -> Result<PrintedVoucher, EntropyError> {
    let entropy = platform.entropy.as_ref();
    let id = match person {
        Person::Resident(id) => id.0,
        Person::Staff(id) => id.0,
    };
    Ok(PrintedVoucher {
        number: VoucherNumber::new(below(entropy, 100_000_000)?)
            .expect("below the limit of eight digits"),
        digits: VoucherDigits::from_digits(digits(entropy)?).expect("eight digits were drawn"),
        full: FullVoucher::from_bytes(entropy.array()?),
        resident_id: Uuid::from_bytes(id).hyphenated().to_string(),
        resident_name: name.to_owned(),
        clerk: clerk.to_owned(),
        station: station.to_owned(),
        printed_at: now,
        expires_at: now + VALID_SECONDS,
    })
}

/// 15 minutes (rule K2).
const VALID_SECONDS: u64 = 15 * 60;

/// With a hundred million numbers a second draw is already rare.
const DRAWS: u32 = 16;

/// Fits the message that shows it to the resident.
const MAX_NAME: usize = 256;
