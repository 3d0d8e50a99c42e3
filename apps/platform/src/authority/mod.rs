//! Who issues here: the office, its slot and keys, and the roots that vouch for its list.

mod description;
mod load;

pub(crate) use description::IssuerDescription;
pub(crate) use load::Authority;
pub use load::{AuthorityError, AuthoritySource};
