//! The draft's generic rules, for tokens of any issuer whose public key is at hand.
//!
//! No profile, no trust list, no demands on audience or freshness: signatures, disclosures (nested
//! ones, array elements and decoys included), key binding, and validity at a given instant.

use serde_json::{Map, Value as Json};
use tongban_cose::cbor::{CborError, Kind, Limits, Value, read};
use tongban_cose::{PublicKey, Typ, UnverifiedSign1, labels as cose};

use crate::sd_cwt::{Revealed, read_disclosures, reveal};
use crate::{FormatError, Reason, VerdictWord, json, labels};

/// What a generic check found. `claims` and the rest are filled only as far as signatures reach:
/// a refused token shows nothing.
#[derive(Debug)]
pub struct GenericOutcome {
    /// The word.
    pub word: VerdictWord,
    /// The reason.
    pub reason: Reason,
    /// Whether a key-binding token by the holder was there and right.
    pub holder_proof: bool,
    /// Issuer (`iss`).
    pub issuer: Option<String>,
    /// Type (`vct`): text as it is, bytes as base64url.
    pub type_text: Option<String>,
    /// All claims, disclosed ones in place; integer labels by their registered or decimal name.
    pub claims: Map<String, Json>,
    /// First valid second (`nbf`).
    pub valid_from: Option<u64>,
    /// First second that is no longer valid (`exp`).
    pub valid_until: Option<u64>,
}

/// Checks an issued token or a key-binding token against the issuer's public key. With `at` the
/// validity is checked at that instant, without it not at all.
pub fn verify_generic(bytes: &[u8], key: &PublicKey, at: Option<u64>) -> GenericOutcome {
    match check(bytes, key, at) {
        Ok(outcome) => outcome,
        Err(reason) => GenericOutcome {
            word: reason.word(),
            reason,
            holder_proof: false,
            issuer: None,
            type_text: None,
            claims: Map::new(),
            valid_from: None,
            valid_until: None,
        },
    }
}

fn check(bytes: &[u8], key: &PublicKey, at: Option<u64>) -> Result<GenericOutcome, Reason> {
    let value = read(bytes, &Limits::TOKEN).map_err(|_| Reason::Unreadable)?;
    let message = parse(&value)?;
    if message.claims_typ(Typ::SD_CWT) {
        let issued = issued(&message, key)?;
        return Ok(issued.outcome(false, at, None));
    }
    if !message.claims_typ(Typ::KB_CWT) {
        return Err(Reason::FormatUnknown);
    }
    let certificate = message
        .protected()
        .get(labels::KCWT)
        .ok_or(Reason::FormatUnknown)?;
    let certificate = parse(certificate)?;
    // The proof covers the whole certificate: what was altered on the way is turned down before
    // the issuer's signature, which may cost ten times as much. That one decides whether the
    // holder's key counts at all.
    let claimed = read(certificate.payload_unverified(), &Limits::TOKEN)
        .ok()
        .and_then(|payload| holder_key(&payload).ok().flatten());
    let proof = claimed.map(|holder| message.verify(&holder, Typ::KB_CWT));
    if matches!(proof, Some(Err(_))) {
        return Err(Reason::HolderProofBroken);
    }
    let issued = issued(&certificate, key)?;
    let proof = proof.and_then(Result::ok).ok_or(Reason::FormatUnknown)?;
    let payload = read(proof.payload(), &Limits::TOKEN).map_err(|_| Reason::FormatUnknown)?;
    let audience = payload.get(labels::AUDIENCE).and_then(Value::as_text);
    let made_at = payload.get(labels::ISSUED_AT).map(seconds);
    let identified = payload.get(labels::TOKEN_ID).and_then(Value::as_bytes);
    if audience.is_none() || made_at == Some(None) || (made_at.is_none() && identified.is_none()) {
        return Err(Reason::FormatUnknown);
    }
    Ok(issued.outcome(true, at, made_at.flatten()))
}

fn parse<'a>(value: &Value<'a>) -> Result<UnverifiedSign1<'a>, Reason> {
    UnverifiedSign1::from_value(value, &Limits::TOKEN).map_err(|error| match error {
        tongban_cose::CoseError::Cbor(_) => Reason::Unreadable,
        _ => Reason::FormatUnknown,
    })
}

struct Issued {
    claims: Map<String, Json>,
    issuer: Option<String>,
    type_text: Option<String>,
    valid_from: Option<u64>,
    valid_until: Option<u64>,
}

impl Issued {
    fn outcome(self, holder_proof: bool, at: Option<u64>, made_at: Option<u64>) -> GenericOutcome {
        let reason = self.reason(at, made_at);
        GenericOutcome {
            word: reason.word(),
            reason,
            holder_proof,
            issuer: self.issuer,
            type_text: self.type_text,
            claims: self.claims,
            valid_from: self.valid_from,
            valid_until: self.valid_until,
        }
    }

    fn reason(&self, at: Option<u64>, made_at: Option<u64>) -> Reason {
        let ended = |instant: u64| self.valid_until.is_some_and(|until| instant >= until);
        let early = |instant: u64| self.valid_from.is_some_and(|from| instant < from);
        if at.is_some_and(ended) {
            return Reason::Expired;
        }
        if at.is_some_and(early) {
            return Reason::NotYetValid;
        }
        match made_at.is_some_and(|made| early(made) || ended(made)) {
            true => Reason::ClocksDiffer,
            false => Reason::Valid,
        }
    }
}

fn issued(message: &UnverifiedSign1<'_>, key: &PublicKey) -> Result<Issued, Reason> {
    if !message.claims_typ(Typ::SD_CWT) {
        return Err(Reason::FormatUnknown);
    }
    // Only headers that are known to decide nothing may stand outside the signature: a disclosure
    // under a damaged label would otherwise vanish in silence.
    let harmless = |label: &Value<'_>| label.as_i64().is_some_and(|l| UNPROTECTED.contains(&l));
    let unprotected = message.unprotected().as_map().unwrap_or_default();
    if !unprotected.iter().all(|(label, _)| harmless(label)) {
        return Err(Reason::FormatUnknown);
    }
    // Hashing is cheap and a signature is not: what cannot fit is turned down before the key is
    // used. Nothing read here leaves this function unless the signature holds.
    let payload = read(message.payload_unverified(), &Limits::TOKEN).map_err(unreadable)?;
    let disclosures = read_disclosures(message.unprotected(), &Limits::TOKEN).map_err(broken)?;
    let Revealed::Map(claims) = reveal(&payload, &disclosures).map_err(broken)? else {
        return Err(Reason::FormatUnknown);
    };
    let signed = message
        .verify(key, Typ::SD_CWT)
        .map_err(|_| Reason::SignatureBroken)?;
    let hash = signed.protected().get(labels::SD_ALG);
    if hash.is_some_and(|hash| hash.as_i64() != Some(labels::SHA_256)) {
        return Err(Reason::FormatUnknown);
    }
    let text = |label| {
        payload
            .get(label)
            .and_then(Value::as_text)
            .map(str::to_owned)
    };
    // From the claims as revealed: a validity that the issuer redacted binds once it is disclosed.
    let time = |label: i64| {
        claims
            .iter()
            .find(|(key, _)| key.as_i64() == Some(label))
            .map(|(_, value)| match value {
                Revealed::Leaf(value) => seconds(value).ok_or(Reason::FormatUnknown),
                _ => Err(Reason::FormatUnknown),
            })
    };
    holder_key(&payload)?;
    Ok(Issued {
        issuer: text(labels::ISSUER),
        type_text: text(labels::TYPE).or_else(|| {
            payload
                .get(labels::TYPE)
                .and_then(Value::as_bytes)
                .map(json::bytes_text)
        }),
        valid_from: time(labels::NOT_BEFORE).transpose()?,
        valid_until: time(labels::EXPIRES).transpose()?,
        claims: top_level(&claims),
    })
}

/// The key that a token is bound to, if it is bound to one.
fn holder_key(payload: &Value<'_>) -> Result<Option<PublicKey>, Reason> {
    let key = payload.get(labels::CONFIRMATION).and_then(|cnf| cnf.get(1));
    key.map(PublicKey::from_cose_key)
        .transpose()
        .map_err(|_| Reason::FormatUnknown)
}

fn top_level(claims: &[(Value<'_>, Revealed<'_>)]) -> Map<String, Json> {
    let mut object = Map::new();
    for (key, value) in claims {
        let name = key
            .as_i64()
            .and_then(labels::registered_name)
            .map(str::to_owned);
        let name = name.unwrap_or_else(|| json::key_text(key));
        json::insert(&mut object, key, name, to_json(value));
    }
    object
}

fn to_json(value: &Revealed<'_>) -> Json {
    match value {
        Revealed::Leaf(value) => json::from_value(value),
        Revealed::Array(elements) => elements.iter().map(to_json).collect(),
        Revealed::Map(entries) => {
            json::object(entries.iter().map(|(key, value)| (key, to_json(value))))
        }
        Revealed::Tag(content) => to_json(content),
    }
}

/// An instant as whole seconds; the draft allows floats.
fn seconds(value: &Value<'_>) -> Option<u64> {
    match value.kind() {
        Kind::Unsigned(number) => Some(*number),
        Kind::Float(number) if (0.0..=MAX_FLOAT).contains(number) => Some(*number as u64),
        _ => None,
    }
}

fn unreadable(_: CborError) -> Reason {
    Reason::FormatUnknown
}

fn broken(error: FormatError) -> Reason {
    match error {
        FormatError::DisclosureMismatch | FormatError::Disclosure => Reason::SignatureBroken,
        _ => Reason::FormatUnknown,
    }
}

/// kid, sd_claims, x5bag, x5chain, x5t, x5u, encrypted disclosures.
const UNPROTECTED: &[i64] = &[cose::KID, labels::SD_CLAIMS, 32, 33, 34, 35, 171];
const MAX_FLOAT: f64 = 9_007_199_254_740_992.0;
