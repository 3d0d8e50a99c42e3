//! What a device believes, and what it will not go back behind.

use tongban_cose::cbor::{CborError, Item, Limits, Value, read, read_sequence};
use tongban_cose::{CoseError, PublicKey, Typ, UnverifiedSign1, VerifyError, labels as cose};

use super::gone_slots::GoneSlots;
use super::root::Root;
use super::{FAST_FORWARD_SECONDS, LIST_TYP, TrustError, TrustList};

/// Roots, the newest list, and the ratchets of the newest root.
///
/// Nothing gets in here without its signatures; an update takes effect whole or not at all.
#[derive(Clone, Debug)]
pub struct TrustState {
    roots: Vec<Root>,
    list: Option<Held>,
    ratchet: Ratchet,
    gone: GoneSlots,
}

#[derive(Clone, Debug)]
struct Held {
    list: TrustList,
    document: Vec<u8>,
}

/// The highest values seen under one root. A new root starts anew, so that a stolen list key
/// cannot freeze devices with version 2⁶³ (rule C9).
#[derive(Clone, Copy, Debug, Default, PartialEq, Eq)]
struct Ratchet {
    version: u64,
    issued_at: u64,
}

/// What a call of [`TrustState::accept`] did.
#[derive(Clone, Copy, Debug, PartialEq, Eq)]
pub struct TrustUpdate {
    /// Whether anything is newer now.
    pub changed: bool,
    /// Whether a new root took over.
    pub new_root: bool,
    /// Version of the list.
    pub list_version: u64,
    /// Whether the list is dated more than a day after what the device holds for now: it is used,
    /// but raises neither floor nor ratchet (rule C10).
    pub fast_forwarded: bool,
}

impl TrustState {
    /// A device that trusts one root document and has no list yet.
    pub fn from_anchor(root_document: &[u8]) -> Result<Self, TrustError> {
        let root = Root::anchor(root_document)?;
        Ok(Self {
            roots: vec![root],
            list: None,
            ratchet: Ratchet::default(),
            gone: GoneSlots::default(),
        })
    }

    /// Trust that was handed over as a CBOR sequence of roots and one list; the first root is the
    /// anchor. An expired list is taken, so that the verdict can say so.
    pub fn from_sequence(bytes: &[u8], now: u64, floor: u64) -> Result<Self, TrustError> {
        let documents = read_sequence(bytes, &SEQUENCE).map_err(|error| match error {
            CborError::TooLong { .. } => TrustError::TooLarge,
            _ => TrustError::Malformed,
        })?;
        let [anchor, later @ .., list] = documents.as_slice() else {
            return Err(TrustError::Empty);
        };
        let mut state = Self::from_anchor(anchor)?;
        let later: Vec<Vec<u8>> = later.iter().map(|root| root.to_vec()).collect();
        state.take(&later, list, now, floor, true)?;
        Ok(state)
    }

    /// Takes newer roots and a list. Roots may begin anywhere at or before the newest known one
    /// and must have no gap; the list must belong to the newest root. `floor` is the trusted
    /// floor so far.
    pub fn accept(
        &mut self,
        roots: &[Vec<u8>],
        list: &[u8],
        now: u64,
        floor: u64,
    ) -> Result<TrustUpdate, TrustError> {
        let mut next = self.clone();
        let update = next.take(roots, list, now, floor, false)?;
        *self = next;
        Ok(update)
    }

    fn take(
        &mut self,
        roots: &[Vec<u8>],
        document: &[u8],
        now: u64,
        floor: u64,
        expired_too: bool,
    ) -> Result<TrustUpdate, TrustError> {
        let before = self.root_number();
        for root in roots {
            self.take_root(root)?;
        }
        let new_root = self.root_number() != before;
        if new_root {
            self.ratchet = Ratchet::default();
            self.gone = GoneSlots::default();
        }
        let list = self.read_list(document)?;
        self.compare_with_held(&list, document)?;
        let present = now.max(floor);
        if !expired_too && list.valid_until().is_some_and(|until| present >= until) {
            return Err(TrustError::Expired);
        }
        let fast_forwarded = list.issued_at() > present.saturating_add(FAST_FORWARD_SECONDS);
        if !fast_forwarded {
            self.ratchet.issued_at = self.ratchet.issued_at.max(list.issued_at());
        }
        self.ratchet.version = self.ratchet.version.max(list.version());
        let changed = self
            .list
            .as_ref()
            .is_none_or(|held| held.document != document);
        let list_version = list.version();
        if let Some(held) = self.list.as_ref().filter(|_| !new_root) {
            self.gone.remember(&held.list, &list);
        }
        self.list = Some(Held {
            list,
            document: document.to_vec(),
        });
        Ok(TrustUpdate {
            changed: changed || new_root,
            new_root,
            list_version,
            fast_forwarded,
        })
    }

    fn take_root(&mut self, document: &[u8]) -> Result<(), TrustError> {
        if self.roots.iter().any(|root| root.document == document) {
            return Ok(());
        }
        let number = Root::claimed_number(document)?;
        if self.roots.iter().any(|root| root.content.number == number) {
            return Err(TrustError::RootConflict);
        }
        if number < self.roots[0].content.number {
            // From before the anchor: it proves nothing that is needed here.
            return Ok(());
        }
        let next = self.newest_root().next(document)?;
        self.roots.push(next);
        Ok(())
    }

    fn read_list(&self, document: &[u8]) -> Result<TrustList, TrustError> {
        let message =
            UnverifiedSign1::parse(document, &Limits::LIST).map_err(|error| match error {
                CoseError::Cbor(CborError::TooLong { .. }) => TrustError::TooLarge,
                _ => TrustError::Malformed,
            })?;
        let key = &self.newest_root().content.list_key;
        let signed = message
            .verify(key, Typ::text(LIST_TYP))
            .map_err(|error| match error {
                VerifyError::WrongType => TrustError::Malformed,
                VerifyError::BadSignature | VerifyError::WrongSuite => TrustError::SignatureBroken,
            })?;
        let bare = signed.unprotected().as_map().is_some_and(<[_]>::is_empty);
        let headers = signed.protected().as_map().unwrap_or_default();
        let known = headers
            .iter()
            .all(|(key, _)| matches!(key.as_i64(), Some(cose::ALG | cose::TYP)));
        if !bare || !known {
            return Err(TrustError::Malformed);
        }
        let list = TrustList::read(signed.payload())?;
        if list.root_number != self.root_number() {
            return Err(TrustError::OtherRoot);
        }
        list.keys_are_apart(&self.newest_root().content)?;
        Ok(list)
    }

    fn compare_with_held(&self, list: &TrustList, document: &[u8]) -> Result<(), TrustError> {
        if list.version() < self.ratchet.version || list.issued_at() < self.ratchet.issued_at {
            return Err(TrustError::RolledBack);
        }
        let Some(held) = &self.list else {
            return Ok(());
        };
        // What a stolen list key did under an old root must not bind the new one.
        if held.list.root_number != list.root_number {
            return Ok(());
        }
        if held.list.version() == list.version() && held.document != document {
            return Err(TrustError::Equivocation);
        }
        self.gone.allow(&held.list, list)
    }

    /// The state as bytes for the store.
    pub fn encode(&self) -> Vec<u8> {
        let roots = self
            .roots
            .iter()
            .map(|root| root.document.as_slice().into())
            .collect();
        let list = self
            .list
            .as_ref()
            .map_or(Item::Null, |held| held.document.as_slice().into());
        Item::Map(vec![
            (1.into(), Item::Array(roots)),
            (2.into(), list),
            (3.into(), self.ratchet.version.into()),
            (4.into(), self.ratchet.issued_at.into()),
            (5.into(), self.gone.encode()),
        ])
        .encode()
    }

    /// Reads what [`TrustState::encode`] wrote and verifies all of it anew, except that the first
    /// root is taken as the anchor: the store vouches for that one.
    pub fn decode(bytes: &[u8]) -> Result<Self, TrustError> {
        let stored = read(bytes, &SEQUENCE).map_err(|_| TrustError::Malformed)?;
        let roots = stored
            .get(1)
            .and_then(Value::as_array)
            .ok_or(TrustError::Malformed)?;
        let mut roots = roots
            .iter()
            .map(|root| root.as_bytes().ok_or(TrustError::Malformed));
        let mut state = Self::from_anchor(roots.next().ok_or(TrustError::Empty)??)?;
        for root in roots {
            state.take_root(root?)?;
        }
        if let Some(document) = stored.get(2).and_then(Value::as_bytes) {
            let list = state.read_list(document)?;
            state.list = Some(Held {
                list,
                document: document.to_vec(),
            });
        }
        let number = |label| {
            stored
                .get(label)
                .and_then(Value::as_u64)
                .ok_or(TrustError::Malformed)
        };
        state.ratchet = Ratchet {
            version: number(3)?,
            issued_at: number(4)?,
        };
        state.gone = GoneSlots::decode(stored.get(5))?;
        Ok(state)
    }

    /// Number of the newest root.
    pub fn root_number(&self) -> u32 {
        self.newest_root().content.number
    }

    /// The root documents from the anchor to the newest.
    pub fn roots(&self) -> impl ExactSizeIterator<Item = &[u8]> {
        self.roots.iter().map(|root| root.document.as_slice())
    }

    /// The key of the newest root that signs lists and the platform's keys (rule C9).
    pub fn list_key(&self) -> &PublicKey {
        &self.newest_root().content.list_key
    }

    /// The newest list.
    pub fn list(&self) -> Option<&TrustList> {
        self.list.as_ref().map(|held| &held.list)
    }

    /// The newest list as it was signed.
    pub fn list_document(&self) -> Option<&[u8]> {
        self.list.as_ref().map(|held| held.document.as_slice())
    }

    /// The trusted floor: the later of build time and newest believable list (rule C10). The
    /// status lists contribute theirs apart.
    pub fn floor(&self, build_floor: u64) -> u64 {
        build_floor.max(self.ratchet.issued_at)
    }

    fn newest_root(&self) -> &Root {
        self.roots
            .last()
            .expect("a state is made from an anchor and roots are never removed")
    }
}

const SEQUENCE: Limits = Limits {
    max_bytes: (4 << 20) + 65_536,
    max_depth: 16,
    max_items: 1 << 20,
};
