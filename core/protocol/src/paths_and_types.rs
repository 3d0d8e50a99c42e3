/// Media type of every body between app and platform.
pub const MEDIA_TYPE: &str = "application/tongban+cbor;v=1";

/// Version of these messages that this build speaks.
pub const API_VERSION: u16 = 1;

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
}
