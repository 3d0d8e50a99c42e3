//! Reading tokens by the letter of our profile: every header and claim that it names, no other.

use std::collections::HashSet;

use tongban_cose::cbor::{Item, Limits, Value, read};
use tongban_cose::{
    PublicKey, Suite, Typ, UnverifiedSign1, VerifiedSign1, VerifyError, labels as cose,
};

use crate::sd_cwt::{Disclosure, DisclosureKind, read_disclosures};
use crate::{Claim, ClaimValue, Day, FormatError, StatusReference, TypeDescription, Uscc, labels};

/// A certificate whose issuer signature nobody has checked: only the slot can be asked.
pub(crate) struct UnverifiedCertificate<'a> {
    message: UnverifiedSign1<'a>,
    slot: u32,
}

impl<'a> UnverifiedCertificate<'a> {
    pub(crate) fn read(value: &Value<'a>, limits: &Limits) -> Result<Self, FormatError> {
        let message = UnverifiedSign1::from_value(value, limits)?;
        if message.protected().get(cose::TYP).and_then(Value::as_u64) != Some(SD_CWT) {
            return Err(FormatError::WrongType);
        }
        let headers = message.protected();
        only(headers, &[cose::ALG, cose::KID, cose::TYP, labels::SD_ALG])?;
        let exact = integer(headers, cose::ALG) == Some(Suite::P256.alg())
            && integer(headers, labels::SD_ALG) == Some(labels::SHA_256);
        let slot = headers
            .get(cose::KID)
            .and_then(Value::as_bytes)
            .and_then(slot_number);
        let unprotected = message.unprotected().as_map().unwrap_or_default();
        let known = unprotected
            .iter()
            .all(|(key, _)| key.as_i64() == Some(labels::SD_CLAIMS));
        match slot {
            Some(slot) if exact && known => Ok(Self { message, slot }),
            _ => Err(FormatError::Headers),
        }
    }

    pub(crate) fn slot(&self) -> u32 {
        self.slot
    }

    pub(crate) fn verify(&self, key: &PublicKey) -> Result<VerifiedSign1<'a>, VerifyError> {
        self.message.verify(key, Typ::SD_CWT)
    }

    /// The disclosures; what they disclose counts only once [`match_disclosures`] has tied them to
    /// a verified payload.
    pub(crate) fn disclosures(&self, limits: &Limits) -> Result<Vec<Disclosure<'a>>, FormatError> {
        read_disclosures(self.message.unprotected(), limits)
    }

    /// The payload as the holder reads their own certificate.
    pub(crate) fn payload_unverified(&self) -> &'a [u8] {
        self.message.payload_unverified()
    }

    /// The message with other disclosures: what a presentation carries.
    pub(crate) fn with_disclosures(&self, disclosures: &[&[u8]]) -> Vec<u8> {
        let parts = rebuild(&self.message, disclosures);
        Item::Tag(18, Box::new(Item::Array(parts))).encode()
    }
}

fn rebuild(message: &UnverifiedSign1<'_>, disclosures: &[&[u8]]) -> Vec<Item> {
    let list = disclosures
        .iter()
        .map(|encoded| Item::Encoded(encoded.to_vec()))
        .collect();
    let unprotected = match disclosures.is_empty() {
        true => Vec::new(),
        false => vec![(labels::SD_CLAIMS.into(), Item::Array(list))],
    };
    vec![
        message.protected_bytes().into(),
        Item::Map(unprotected),
        message.payload_unverified().into(),
        message.signature().into(),
    ]
}

/// The clear part of a certificate.
pub(crate) struct CertificatePayload {
    pub(crate) office: Uscc,
    pub(crate) valid_from: Day,
    pub(crate) valid_until: Day,
    pub(crate) holder_key: PublicKey,
    pub(crate) vct: Vec<u8>,
    pub(crate) status: StatusReference,
    pub(crate) digests: Vec<[u8; 32]>,
}

impl CertificatePayload {
    pub(crate) fn read(bytes: &[u8], limits: &Limits) -> Result<Self, FormatError> {
        let map = read(bytes, limits)?;
        only_claims(&map)?;
        let office = map.get(labels::ISSUER).and_then(Value::as_text);
        let valid_from = day(&map, labels::NOT_BEFORE).ok_or(FormatError::Claim("nbf"))?;
        let valid_until = day(&map, labels::EXPIRES).ok_or(FormatError::Claim("exp"))?;
        if valid_from >= valid_until {
            return Err(FormatError::Claim("exp"));
        }
        let vct = map.get(labels::TYPE).and_then(Value::as_bytes);
        Ok(Self {
            office: office
                .and_then(|office| Uscc::parse(office).ok())
                .ok_or(FormatError::Claim("iss"))?,
            valid_from,
            valid_until,
            holder_key: holder_key(&map).ok_or(FormatError::Claim("cnf"))?,
            vct: vct.ok_or(FormatError::Claim("vct"))?.to_vec(),
            status: status(&map).ok_or(FormatError::Claim("status"))?,
            digests: digests(&map).ok_or(FormatError::Claim("redacted_claim_keys"))?,
        })
    }
}

/// The claims of `disclosures`, if each belongs to a digest of its own and is a field that its
/// type knows. Without a type the values are kept as they are.
pub(crate) fn match_disclosures(
    disclosures: &[Disclosure<'_>],
    digests: &[[u8; 32]],
    description: Option<&TypeDescription>,
) -> Result<Vec<Claim>, FormatError> {
    let mut left: HashSet<&[u8; 32]> = digests.iter().collect();
    let mut claims: Vec<Claim> = Vec::new();
    for disclosure in disclosures {
        if !left.remove(&disclosure.digest) {
            return Err(FormatError::DisclosureMismatch);
        }
        let DisclosureKind::Claim { key, value } = &disclosure.kind else {
            return Err(FormatError::Disclosure);
        };
        let label = key.as_i64().ok_or(FormatError::Disclosure)?;
        if claims.iter().any(|claim| claim.label == label) {
            return Err(FormatError::DisclosureMismatch);
        }
        claims.push(claim(label, value, description)?);
    }
    Ok(claims)
}

fn claim(
    label: i64,
    value: &Value<'_>,
    description: Option<&TypeDescription>,
) -> Result<Claim, FormatError> {
    let Some(description) = description else {
        return Ok(Claim {
            label,
            name: None,
            value: ClaimValue::read_untyped(value),
        });
    };
    let field = description.field(label).ok_or(FormatError::Disclosure)?;
    let value = ClaimValue::read(value, field.kind).ok_or(FormatError::Disclosure)?;
    Ok(Claim {
        label,
        name: Some(field.name.clone()),
        value,
    })
}

/// The number of a slot from its `kid`: big-endian, without leading zeros, at least 1.
pub(crate) fn slot_number(kid: &[u8]) -> Option<u32> {
    match kid {
        [] | [0, ..] => None,
        _ if kid.len() > 4 => None,
        _ => Some(kid.iter().fold(0, |sum, byte| sum << 8 | u32::from(*byte))),
    }
}

/// The `kid` of a slot.
pub(crate) fn slot_bytes(slot: u32) -> Vec<u8> {
    let bytes = slot.to_be_bytes();
    bytes[(slot.leading_zeros() / 8) as usize..].to_vec()
}

/// Refuses a map that has another key than the labels given.
pub(crate) fn only(map: &Value<'_>, labels: &[i64]) -> Result<(), FormatError> {
    let entries = map.as_map().ok_or(FormatError::Headers)?;
    let known = |key: &Value<'_>| key.as_i64().is_some_and(|key| labels.contains(&key));
    match entries.iter().all(|(key, _)| known(key)) {
        true => Ok(()),
        false => Err(FormatError::Headers),
    }
}

pub(crate) fn integer(map: &Value<'_>, label: i64) -> Option<i64> {
    map.get(label).and_then(Value::as_i64)
}

fn only_claims(map: &Value<'_>) -> Result<(), FormatError> {
    let known = |key: &Value<'_>| {
        key.is_simple(labels::REDACTED_KEYS)
            || key
                .as_i64()
                .is_some_and(|label| CLEAR_CLAIMS.contains(&label))
    };
    let entries = map.as_map().ok_or(FormatError::Claim("payload"))?;
    match entries.iter().all(|(key, _)| known(key)) {
        true => Ok(()),
        false => Err(FormatError::Claim("payload")),
    }
}

fn day(map: &Value<'_>, label: i64) -> Option<Day> {
    map.get(label)
        .and_then(Value::as_u64)
        .and_then(Day::starting_at)
}

fn holder_key(map: &Value<'_>) -> Option<PublicKey> {
    let confirmation = map.get(labels::CONFIRMATION)?;
    only(confirmation, &[1]).ok()?;
    let key = confirmation.get(1)?;
    only(key, &[1, -1, -2, -3]).ok()?;
    // One key has one spelling, so that copies cannot be told apart by it.
    key.get(-3)?.as_bool()?;
    PublicKey::from_cose_key(key)
        .ok()
        .filter(|key| key.suite() == Suite::P256)
}

fn status(map: &Value<'_>) -> Option<StatusReference> {
    let [shard, index] = map.get(labels::STATUS)?.as_array()? else {
        return None;
    };
    let number = |value: &Value<'_>| value.as_u64().and_then(|n| u32::try_from(n).ok());
    Some(StatusReference {
        shard: number(shard)?,
        index: number(index)?,
    })
}

fn digests(map: &Value<'_>) -> Option<Vec<[u8; 32]>> {
    let (_, list) = map
        .as_map()?
        .iter()
        .find(|(key, _)| key.is_simple(labels::REDACTED_KEYS))?;
    let digests: Option<Vec<[u8; 32]>> = list
        .as_array()?
        .iter()
        .map(|digest| digest.as_bytes()?.try_into().ok())
        .collect();
    // Sorted and without repeats: their order tells nothing about the fields.
    digests.filter(|digests| digests.windows(2).all(|pair| pair[0] < pair[1]))
}

pub(crate) const SD_CWT: u64 = 293;
pub(crate) const KB_CWT: u64 = 294;
const CLEAR_CLAIMS: &[i64] = &[
    labels::ISSUER,
    labels::EXPIRES,
    labels::NOT_BEFORE,
    labels::CONFIRMATION,
    labels::TYPE,
    labels::STATUS,
];
