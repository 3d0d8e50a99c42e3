//! New keys for a wallet and for the shared database.

use super::{did, reopened, sweep, wallet_of_child};
use crate::support::{Device, add, id, photo, secret};
use crate::sweep::work::wallet;

#[test]
fn a_kill_at_any_call_of_renewing_the_keys_leaves_a_wallet_that_opens_with_everything() {
    const TEST: &str = "sweep::renew::a_kill_at_any_call_of_renewing_the_keys_leaves_a_wallet_that_opens_with_everything";
    if let Some((store, db)) = wallet_of_child(&Device::bare()) {
        store
            .renew_keys(&db, &secret(crate::support::PASSPHRASE))
            .expect("renewed");
        did(1);
        add(&db, 60).expect("and goes on");
        did(2);
        return;
    }
    let device = wallet();
    let store = device.open();
    store
        .set_settings(&[("locale", "zh-Hans")])
        .expect("stored");
    drop(store);
    sweep(TEST, &device, |device, said| {
        let (store, db) = reopened(device);
        assert_eq!(store.setting("locale"), Ok(Some("zh-Hans".into())));
        let certificates = db.certificates().expect("reads").len() as u64;
        assert!((said.max(1)..=2).contains(&certificates), "{said} said");
        assert_eq!(db.read_file(id(2), 0..70_000), Ok(photo(70_000)));
        assert!(db.draft(id(1)).expect("reads").is_some());
        let left = device.files();
        assert!(!left.iter().any(|name| name.contains(".next")), "{left:?}");
        add(&db, 61).expect("and goes on");
    });
}
