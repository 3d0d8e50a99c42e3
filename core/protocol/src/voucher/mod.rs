//! What a clerk prints and a resident brings: a voucher, scanned or typed (rule K2).
//!
//! Scanned, it is 128 random bits as `TBV1:` and base45, all of it QR alphanumeric.
//! Typed, it is a voucher number, which is no secret, and eight digits, which are.
//! Secrets here have no `Debug`, `Display` or `Clone` and are wiped when dropped.

mod digits;
mod full;
mod number;

pub use digits::VoucherDigits;
pub use full::FullVoucher;
pub use number::VoucherNumber;

/// A voucher as the resident presents it.
pub enum PresentedVoucher {
    /// The scanned code, which names the voucher and proves it at once.
    Full(FullVoucher),
    /// What was typed from the paper.
    Typed {
        /// Names the voucher.
        number: VoucherNumber,
        /// Proves it.
        digits: VoucherDigits,
    },
}

/// A text that is not (part of) a voucher.
#[derive(Debug, Clone, Copy, PartialEq, Eq, thiserror::Error)]
pub enum VoucherTextError {
    /// Another kind of code, or a version this build does not know.
    #[error("code is not a voucher")]
    NotAVoucher,
    /// Too few or too many digits or bytes.
    #[error("voucher text has the wrong length")]
    WrongLength,
    /// Something else than a digit where only digits belong.
    #[error("voucher text holds something else than digits")]
    NotDigits,
}

/// Reads exactly eight digits as people type them: with spaces or hyphens between, and
/// full-width where the keyboard gives those.
fn eight_digits(text: &str) -> Result<[u8; 8], VoucherTextError> {
    let mut digits = [0; 8];
    let mut count = 0;
    for letter in text.chars() {
        let digit = match letter {
            '0'..='9' => letter as u8,
            '０'..='９' => b'0' + (letter as u32 - '０' as u32) as u8,
            '-' => continue,
            _ if letter.is_whitespace() => continue,
            _ => return Err(VoucherTextError::NotDigits),
        };
        *digits.get_mut(count).ok_or(VoucherTextError::WrongLength)? = digit;
        count += 1;
    }
    if count == digits.len() {
        Ok(digits)
    } else {
        Err(VoucherTextError::WrongLength)
    }
}
