//! Making the keys and the request of a new enrolment; nothing is stored or sent here.

use sha2::{Digest as _, Sha256};
use tongban_device::{ConfirmText, EntropyError, KeyPurpose};
use tongban_protocol::{
    EnrolId, EnrolRequest, PossessionPurpose, PreparedEnrol, PresentedVoucher, ProvenKey,
    PublicPoint, possession_to_be_signed, prepare_enrol,
};
use tongban_store::{PersonId, StoredKey};
use zeroize::Zeroizing;

use super::error::EnrolError;
use crate::confirm::Words;
use crate::context::{Core, lock};
use crate::error::param;
use crate::storage::StorageError;
use crate::{hello, keys};

/// A request whose bytes are fixed and which waits for the person's yes.
pub(super) struct Prepared {
    pub(super) person: PersonId,
    pub(super) text: ConfirmText,
    request: PreparedEnrol,
    id: [u8; 16],
    voucher_sha256: [u8; 32],
    keys: Vec<StoredKey>,
}

/// A request that can be kept and sent.
pub(super) struct SignedEnrol {
    pub(super) person: PersonId,
    pub(super) id: [u8; 16],
    pub(super) voucher_sha256: [u8; 32],
    pub(super) keys: Vec<StoredKey>,
    pub(super) body: Zeroizing<Vec<u8>>,
}

/// Makes fresh keys, one for each purpose (rule C8), each with its proof of possession.
pub(super) fn prepare(core: &Core, voucher: PresentedVoucher) -> Result<Prepared, EnrolError> {
    let person =
        PersonId::draw(&*core.caps.clock, &*core.caps.entropy).map_err(StorageError::from)?;
    let prepared = make(core, person, voucher);
    if prepared.is_err() {
        keys::erase_all(core, person);
    }
    prepared
}

fn make(core: &Core, person: PersonId, voucher: PresentedVoucher) -> Result<Prepared, EnrolError> {
    let entropy = &*core.caps.entropy;
    let id: [u8; 16] = entropy
        .array()
        .map_err(|error: EntropyError| StorageError::from(error))?;
    let enrol_id = EnrolId::from_bytes(id);
    let submission = keys::make(core, person, KeyPurpose::Submission, 0)?;
    let submission_point = point(&submission)?;
    let prove = |key: &StoredKey, purpose| -> Result<ProvenKey, EnrolError> {
        let public = point(key)?;
        let message =
            possession_to_be_signed(purpose, enrol_id.as_bytes(), &submission_point, &public);
        Ok(ProvenKey {
            proof: keys::sign(core, key, &message)?,
            key: public,
        })
    };
    let device = keys::make(core, person, KeyPurpose::Device, 0)?;
    let proven_device = prove(&device, PossessionPurpose::Device)?;
    let mut made = vec![submission, device];
    let mut holder_keys = Vec::with_capacity(COPIES);
    for n in 0..COPIES {
        let holder = keys::make(core, person, KeyPurpose::Holder, n)?;
        holder_keys.push(prove(&holder, PossessionPurpose::HolderCopy)?);
        made.push(holder);
    }
    let (voucher_sha256, text) = (digest(&voucher), confirm_text(core, &voucher)?);
    let request = EnrolRequest {
        enrol_id,
        voucher,
        submission_key: submission_point,
        device: proven_device,
        certificate_type: FIRST_TYPE.to_owned(),
        holder_keys,
        extra: Default::default(),
    };
    Ok(Prepared {
        person,
        text,
        request: prepare_enrol(&request),
        id,
        voucher_sha256,
        keys: made,
    })
}

impl Prepared {
    /// What the person's yes is bound to.
    pub(super) fn to_be_signed(&self) -> &[u8] {
        self.request.to_be_signed()
    }

    /// Signs with the submission key.
    pub(super) fn sign(self, core: &Core) -> Result<SignedEnrol, EnrolError> {
        let submission = self
            .keys
            .iter()
            .find(|key| key.purpose == KeyPurpose::Submission);
        let submission = submission.ok_or(StorageError::KeyStore)?;
        let signature = keys::sign(core, submission, self.request.to_be_signed())?;
        Ok(SignedEnrol {
            person: self.person,
            id: self.id,
            voucher_sha256: self.voucher_sha256,
            body: self.request.finish(&signature),
            keys: self.keys,
        })
    }
}

/// Names a voucher without keeping it.
pub(super) fn digest(voucher: &PresentedVoucher) -> [u8; 32] {
    let mut hash = Sha256::new();
    match voucher {
        PresentedVoucher::Full(full) => hash.update(full.expose()),
        PresentedVoucher::Typed { number, digits } => {
            hash.update(number.get().to_be_bytes());
            hash.update(digits.expose());
        }
    }
    hash.finalize().into()
}

fn point(key: &StoredKey) -> Result<PublicPoint, EnrolError> {
    PublicPoint::from_sec1(&key.public).map_err(|_| StorageError::KeyStore.into())
}

fn confirm_text(core: &Core, voucher: &PresentedVoucher) -> Result<ConfirmText, EnrolError> {
    let messages = core.messages();
    let custody = hello::custody(core)?.name();
    let mut words = Words::new(&messages, "enrol")
        .line("what", messages.text(&format!("type.{FIRST_TYPE}.title")));
    let (number, named) = match voucher {
        PresentedVoucher::Full(full) => {
            let mark = param("mark", full.mark());
            (None, words.say("voucher_scanned", &mark))
        }
        PresentedVoucher::Typed { number, .. } => (Some(*number), number.to_string()),
    };
    words = words.line("voucher", named);
    if let Some(looked) = lock(&core.looked)
        .as_ref()
        .filter(|looked| Some(looked.number) == number)
    {
        let mut params = param("clerk", looked.clerk.as_str());
        params.extend(param("station", looked.station.as_str()));
        let clerk = words.say("clerk_value", &params);
        words = words.line("clerk", clerk);
    }
    Ok(words
        .line("keys", messages.text(&format!("app.custody.{custody}")))
        .line(
            "platform",
            core.config.platform_address.clone().unwrap_or_default(),
        )
        .note("note_keys")
        .note("note_once")
        .done())
}

/// What enrolment brings first.
const FIRST_TYPE: &str = "resident-identity";

/// One long-lived copy, which its card calls linkable (rule C2).
const COPIES: usize = 1;
