/// Media type of every body between app and platform.
pub const MEDIA_TYPE: &str = "application/tongban+cbor;v=1";

/// Version of these messages that this build speaks.
pub const API_VERSION: u16 = 1;

/// Whether a platform that speaks version `ours` answers a device that speaks `theirs`: its own
/// version and the five before it, so that a device that was away for a year needs no update first.
pub const fn api_is_served(ours: u16, theirs: u16) -> bool {
    theirs >= 1 && theirs <= ours && ours - theirs <= 5
}

/// Paths below the platform's address.
pub mod paths {
    /// Health of the platform, JSON.
    pub const HEALTH: &str = "/health";
    /// `POST`: who printed this voucher and how long it holds.
    pub const VOUCHER_LOOK: &str = "/v1/voucher/look";
    /// `POST`: a voucher and keys in, certificates out.
    pub const ENROL: &str = "/v1/enrol";
    /// `GET`: roots and trust list.
    pub const TRUST: &str = "/v1/trust";
    /// `GET`: all status lists of the region, never one of them (rule C3).
    pub const STATUS: &str = "/v1/status";
    /// `GET`: the platform's receipt keys and its sealing key, signed by the list key.
    pub const KEYS: &str = "/v1/keys";
    /// `POST`: a nonce for a device.
    pub const SESSION_CHALLENGE: &str = "/v1/session/challenge";
    /// `POST`: a signed nonce in, a token that reads out.
    pub const SESSION: &str = "/v1/session";
    /// `POST`: rows of a scope after a cursor.
    pub const PULL: &str = "/v1/pull";
    /// `GET`: an event stream that says "pull now" and nothing else.
    pub const HINTS: &str = "/v1/hints";
    /// `POST`: marks of what was read in, for the person's other devices.
    pub const READ_MARKS: &str = "/v1/read-marks";
    /// `POST`: signed operations in, receipts out.
    pub const PUSH: &str = "/v1/push";
    /// `POST`: chunks of attachments in, confirmed offsets out.
    pub const UPLOAD: &str = "/v1/upload";
    /// `POST`: sealed operations in, receipts out (rule K4).
    pub const SEALED: &str = "/v1/sealed";
    /// `POST`: segments of encrypted files in, confirmed offsets out.
    pub const SEALED_UPLOAD: &str = "/v1/sealed/upload";
    /// `GET`: the newest region pack, signed.
    pub const PACK: &str = "/v1/pack";
    /// `POST`: the open cases of an office.
    pub const DESK_QUEUE: &str = "/v1/desk/queue";
    /// `POST`: one case with its events; the look is logged.
    pub const DESK_CASE: &str = "/v1/desk/case";
    /// `POST`: bytes of a file of a case; the look is logged.
    pub const DESK_FILE: &str = "/v1/desk/file";
}
