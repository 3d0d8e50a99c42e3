//! What merges, and what is refused instead (rule S6).

use tongban_protocol::RejectionCode;
use tongban_sync::{FieldValues, ItemState, merge_fields};

use crate::support::bench::Bench;
use crate::support::ops::{SCOPE, case, id, operation};

#[test]
fn rule_S6_a_command_on_an_old_version_is_refused_and_not_merged() {
    let mut bench = Bench::new();
    bench.enqueue(&operation(1));
    bench.sync();
    let mut stale = operation(2);
    stale.case = case(1);
    bench.enqueue(&stale);
    bench.sync();
    let reason = match bench.state(&id(2)) {
        Some(ItemState::ReturnedForCorrection { reason, .. }) => reason.code.clone(),
        other => panic!("{other:?}"),
    };
    assert_eq!(reason, RejectionCode::StaleVersion);
    assert_eq!(
        bench.platform.state.cases[&(SCOPE, case(1))].makers,
        [id(1)]
    );
}

#[test]
fn rule_S6_drafts_merge_by_field_and_a_conflict_keeps_both_values() {
    let draft = |fields: &[(&str, &str)]| -> FieldValues {
        fields
            .iter()
            .map(|(name, value)| ((*name).to_owned(), value.as_bytes().to_vec()))
            .collect()
    };
    let base = draft(&[
        ("name", "Ma"),
        ("phone", "1"),
        ("street", "A"),
        ("note", "x"),
    ]);
    let mine = draft(&[("name", "Ma Li"), ("phone", "2"), ("street", "A")]);
    let theirs = draft(&[
        ("name", "Ma"),
        ("phone", "3"),
        ("street", "B"),
        ("note", "x"),
        ("town", "Z"),
    ]);
    let merged = merge_fields(&base, &mine, &theirs);
    assert_eq!(
        merged.fields,
        draft(&[("name", "Ma Li"), ("street", "B"), ("town", "Z")])
    );
    let [conflict] = &merged.conflicts[..] else {
        panic!("one conflict");
    };
    assert_eq!(conflict.field, "phone");
    assert_eq!(
        (conflict.mine.as_deref(), conflict.theirs.as_deref()),
        (Some(&b"2"[..]), Some(&b"3"[..]))
    );
    // Who merges first does not matter, but for whose value is called mine.
    let other = merge_fields(&base, &theirs, &mine);
    assert_eq!(other.fields, merged.fields);
    assert_eq!(
        (&other.conflicts[0].mine, &other.conflicts[0].theirs),
        (&conflict.theirs, &conflict.mine)
    );
}

proptest::proptest! {
    #[test]
    fn rule_S6_merging_drops_no_value_that_anybody_changed(
        base in fields(), mine in fields(), theirs in fields(),
    ) {
        let merged = merge_fields(&base, &mine, &theirs);
        for (side, other) in [(&mine, &theirs), (&theirs, &mine)] {
            for name in base.keys().chain(side.keys()) {
                if side.get(name) == base.get(name) {
                    continue;
                }
                let kept = merged.fields.get(name) == side.get(name);
                let asked = merged.conflicts.iter().any(|conflict| {
                    conflict.field == *name && [&conflict.mine, &conflict.theirs].contains(&&side.get(name).cloned())
                });
                proptest::prop_assert!(kept || asked, "{name}");
                proptest::prop_assert!(!asked || other.get(name) != base.get(name));
            }
        }
    }
}

fn fields() -> impl proptest::strategy::Strategy<Value = FieldValues> {
    proptest::collection::btree_map("[a-d]", proptest::collection::vec(0_u8..3, 1..2), 0..4)
}
