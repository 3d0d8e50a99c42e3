/// How well the keys of a wallet are kept (rule K1). Stored with the wallet and shown in
/// the settings; never guessed again at each start.
#[derive(Debug, Clone, Copy, PartialEq, Eq, Hash)]
pub enum CustodyLevel {
    /// A non-exportable key of the machine wraps the database key; holder keys never
    /// leave the key store.
    Hardware,
    /// A secret of the login keyring is half of the database key; holder keys are
    /// software keys inside the encrypted database.
    OsKeyring,
    /// Only the passphrase protects the database key; holder keys are software keys
    /// inside the encrypted database.
    Passphrase,
}

impl CustodyLevel {
    /// The stable name used in files and at the boundary.
    pub const fn name(self) -> &'static str {
        match self {
            Self::Hardware => "hardware",
            Self::OsKeyring => "os_keyring",
            Self::Passphrase => "passphrase",
        }
    }
}
