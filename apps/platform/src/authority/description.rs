use std::collections::BTreeMap;

use serde::Deserialize;

/// The issuing office and the shape of what it publishes, as data (`issuer.json`).
#[derive(Debug, Clone, PartialEq, Eq, Deserialize)]
#[serde(deny_unknown_fields)]
pub struct IssuerDescription {
    /// Name of the region, for people.
    pub region: String,
    /// Slot in the trust list; the `kid` of every certificate.
    pub slot: u32,
    /// Unified social credit code of the office (GB 32100).
    pub office_code: String,
    /// Names of the office by locale.
    pub office_names: BTreeMap<String, String>,
    /// Stable names of the types it issues.
    pub certificate_types: Vec<String>,
    /// Whole days that a certificate holds.
    pub validity_days: u16,
    /// Address of the status lists, to which the shard's number is appended.
    pub status_address: String,
    /// Number of status lists; at least as many as copies in a batch, so that no two copies of
    /// one batch share a list (rule C3).
    pub status_shards: u32,
    /// Entries in each list.
    pub status_list_length: u32,
    /// The station whose clerk prints vouchers when none is named.
    pub station: Station,
}

/// Where vouchers are printed.
#[derive(Debug, Clone, PartialEq, Eq, Deserialize)]
#[serde(deny_unknown_fields)]
pub struct Station {
    /// The clerk's name.
    pub clerk: String,
    /// The station's name.
    pub name: String,
}
