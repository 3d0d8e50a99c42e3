//! Labels of the profile: integers on the wire, stable English names everywhere else.

/// Issuing office (`iss`).
pub const ISSUER: i64 = 1;
/// The person's ID number (`sub`), always redacted and never in a timed code.
pub const SUBJECT: i64 = 2;
/// Audience of a proof (`aud`).
pub const AUDIENCE: i64 = 3;
/// First second that is no longer valid (`exp`).
pub const EXPIRES: i64 = 4;
/// First valid second (`nbf`).
pub const NOT_BEFORE: i64 = 5;
/// Instant of a proof or a snapshot (`iat`).
pub const ISSUED_AT: i64 = 6;
/// Identifier of a token (`cti`).
pub const TOKEN_ID: i64 = 7;
/// Holder key (`cnf`).
pub const CONFIRMATION: i64 = 8;
/// Certificate type (`vct`).
pub const TYPE: i64 = 11;
/// Status reference `[shard, index]`.
pub const STATUS: i64 = 65_535;
/// Certificate number `[serial, version]`, the same label in every type.
pub const CERTIFICATE_NUMBER: i64 = -65_537;

/// Header: the SD-CWT inside a proof (`kcwt`).
pub const KCWT: i64 = 13;
/// Header: disclosures (`sd_claims`).
pub const SD_CLAIMS: i64 = 17;
/// Header: hash of the digests (`sd_alg`), always SHA-256 (-16).
pub const SD_ALG: i64 = 170;
/// SHA-256 as a COSE algorithm.
pub const SHA_256: i64 = -16;
/// Simple value: key of the digests of a map.
pub const REDACTED_KEYS: u8 = 59;
/// Tag of a redacted array element.
pub const REDACTED_ELEMENT: u64 = 60;

/// The audience of every timed proof.
pub const TIMED_AUDIENCE: &str = "t";

/// The name under which a registered CWT claim is shown for tokens outside our profile.
pub(crate) fn registered_name(label: i64) -> Option<&'static str> {
    Some(match label {
        ISSUER => "iss",
        SUBJECT => "sub",
        AUDIENCE => "aud",
        EXPIRES => "exp",
        NOT_BEFORE => "nbf",
        ISSUED_AT => "iat",
        TOKEN_ID => "cti",
        CONFIRMATION => "cnf",
        TYPE => "vct",
        39 => "cnonce",
        65_533 => "status_list",
        65_534 => "ttl",
        STATUS => "status",
        _ => return None,
    })
}
