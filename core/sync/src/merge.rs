//! Merging two versions of a draft or of settings, field by field (rule S6).
//!
//! Nothing else merges: a case is changed by commands that are accepted or refused. When a draft
//! is refused as stale, the device merges here, asks the person where both changed the same
//! field, and offers the result as an operation that supersedes the refused one.

use std::collections::BTreeMap;

/// A draft as its fields: name to encoded value.
pub type FieldValues = BTreeMap<String, Vec<u8>>;

/// What came of two versions with a common ancestor.
#[derive(Debug, Clone, PartialEq, Eq)]
pub struct Merged {
    /// Every field on which there is no conflict.
    pub fields: FieldValues,
    /// Fields that a person must choose, by name; both values are kept.
    pub conflicts: Vec<Conflict>,
}

/// One field that both sides changed to different values; `None` means cleared.
#[derive(Debug, Clone, PartialEq, Eq)]
pub struct Conflict {
    /// Name of the field.
    pub field: String,
    /// The value of this device.
    pub mine: Option<Vec<u8>>,
    /// The value of the other.
    pub theirs: Option<Vec<u8>>,
}

/// Takes each field from the side that changed it since `base`; where both did, and differently,
/// it is a conflict. Never looks at times, and never drops a value.
pub fn merge_fields(base: &FieldValues, mine: &FieldValues, theirs: &FieldValues) -> Merged {
    let mut merged = Merged {
        fields: FieldValues::new(),
        conflicts: Vec::new(),
    };
    let mut names: Vec<&String> = base
        .keys()
        .chain(mine.keys())
        .chain(theirs.keys())
        .collect();
    names.sort_unstable();
    names.dedup();
    for name in names {
        let (old, mine, theirs) = (base.get(name), mine.get(name), theirs.get(name));
        let value = if mine == theirs || theirs == old {
            mine
        } else if mine == old {
            theirs
        } else {
            merged.conflicts.push(Conflict {
                field: name.clone(),
                mine: mine.cloned(),
                theirs: theirs.cloned(),
            });
            continue;
        };
        if let Some(value) = value {
            merged.fields.insert(name.clone(), value.clone());
        }
    }
    merged
}
