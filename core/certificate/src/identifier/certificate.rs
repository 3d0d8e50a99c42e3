//! Certificate identifiers (GB/T 36904):
//! `1.2.156.3005.2.<type 21>.<office 18>.<serial>.<version 3>.<check>`.

use tongban_values::is_valid_uscc;

use crate::CertificateNumber;

/// Why an identifier is refused.
#[derive(Clone, Copy, Debug, PartialEq, Eq, thiserror::Error)]
pub enum IdentifierError {
    /// A unified social credit code has a wrong form or check character.
    #[error("unified social credit code is not valid")]
    Uscc,
    /// The type code is not 21 characters that begin with a valid code.
    #[error("certificate type code is not valid")]
    TypeCode,
    /// The serial or the version does not fit.
    #[error("certificate number is not valid")]
    Number,
}

/// The identifier of a certificate, with its check character.
pub fn certificate_identifier(
    type_code: &str,
    office: &str,
    number: &CertificateNumber,
) -> Result<String, IdentifierError> {
    if type_code.len() != 21 || !type_code.get(..18).is_some_and(is_valid_uscc) {
        return Err(IdentifierError::TypeCode);
    }
    if !is_valid_uscc(office) {
        return Err(IdentifierError::Uscc);
    }
    let version = format!("{:03}", number.version);
    let joined = format!("{type_code}{office}{}{version}", number.serial);
    let check = mod_37_36(&joined).ok_or(IdentifierError::Number)?;
    Ok(format!(
        "{PREFIX}{type_code}.{office}.{}.{version}.{check}",
        number.serial
    ))
}

/// Whether `text` has the form of an identifier and its check character fits.
pub fn is_valid_certificate_identifier(text: &str) -> bool {
    let Some(body) = text.strip_prefix(PREFIX) else {
        return false;
    };
    let parts: Vec<&str> = body.split('.').collect();
    let [type_code, office, serial, version, check] = parts[..] else {
        return false;
    };
    let sized = type_code.len() == 21 && office.len() == 18 && version.len() == 3;
    let joined = format!("{type_code}{office}{serial}{version}");
    sized && !serial.is_empty() && mod_37_36(&joined).is_some_and(|c| check == c.to_string())
}

/// ISO 7064 MOD 37,36 over digits and capital letters.
fn mod_37_36(text: &str) -> Option<char> {
    let mut product = 36;
    for character in text.chars() {
        let value = match character {
            '0'..='9' | 'A'..='Z' => character.to_digit(36)?,
            _ => return None,
        };
        let sum = (product + value) % 36;
        product = if sum == 0 { 36 } else { sum } * 2 % 37;
    }
    char::from_digit((37 - product) % 36, 36).map(|check| check.to_ascii_uppercase())
}

const PREFIX: &str = "1.2.156.3005.2.";
