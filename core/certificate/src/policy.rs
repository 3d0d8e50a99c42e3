//! What a verifier demands beyond a genuine certificate.

/// Demands of the one who checks. The default warns about snapshots older than a week and
/// refuses none.
#[derive(Clone, Debug, serde::Deserialize)]
#[serde(default, deny_unknown_fields)]
pub struct Policy {
    /// Snapshots older than this many days make the verdict *valid, but by an old list*.
    pub amber_days: Option<u32>,
    /// Snapshots older than this many days make it impossible to tell.
    pub refuse_days: Option<u32>,
    /// Names of the types that are accepted; `None` accepts all.
    pub types: Option<Vec<String>>,
    /// Stable names of fields that must be disclosed.
    pub required_fields: Vec<String>,
    /// Whether a printed code may count. This version knows no printed code (rule C4): one is
    /// `format_unknown` and a stripped live code is `holder_proof_missing`, whatever stands here.
    /// The key is accepted so that one policy file serves this version and the next.
    pub allow_printed: bool,
    /// Whether a certificate counts only if its status could be looked up.
    pub require_status: bool,
}

impl Default for Policy {
    fn default() -> Self {
        Self {
            amber_days: Some(7),
            refuse_days: None,
            types: None,
            required_fields: Vec::new(),
            allow_printed: false,
            require_status: false,
        }
    }
}
