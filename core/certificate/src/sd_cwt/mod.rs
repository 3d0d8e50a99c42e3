//! The parts of SD-CWT (draft-ietf-spice-sd-cwt) that our profile and the draft's generic rules
//! share: disclosures and their digests.

mod disclosure;
mod reveal;

pub(crate) use disclosure::{
    Disclosure, DisclosureKind, encode_claim, encode_decoy, read_disclosures,
};
pub(crate) use reveal::{Revealed, reveal};
