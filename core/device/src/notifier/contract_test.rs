use std::sync::{Arc, Mutex, PoisonError};

use super::{Notification, Notifier};

/// Panics unless `notifier` keeps the contract of [`Notifier`]. `shown` tells what the machine
/// shows now, title and body in the order in which they came; `click` lets the person click on the
/// one with that title and returns when the click was heard.
pub fn notifier_contract(
    notifier: &dyn Notifier,
    shown: &dyn Fn() -> Vec<(String, String)>,
    click: &dyn Fn(&str),
) {
    let notification = |id: &str, title: &str| Notification {
        id: id.to_owned(),
        title: title.to_owned(),
        body: format!("{title}: <b>body</b> & more"),
        link: format!("/cases/{id}"),
    };
    let titles = || -> Vec<String> { shown().into_iter().map(|(title, _)| title).collect() };
    let opened: Arc<Mutex<Vec<String>>> = Arc::default();
    let heard = Arc::clone(&opened);
    notifier.on_open(Arc::new(move |link| {
        heard
            .lock()
            .unwrap_or_else(PoisonError::into_inner)
            .push(link);
    }));

    assert_eq!(notifier.withdraw("never-shown"), Ok(()));
    for (id, title) in [("a", "one"), ("b", "two")] {
        assert_eq!(notifier.show(&notification(id, title)), Ok(()));
    }
    assert_eq!(titles(), ["one", "two"]);
    assert_eq!(notifier.show(&notification("a", "one again")), Ok(()));
    let mut now = titles();
    now.sort();
    assert_eq!(now, ["one again", "two"], "the same id stands there twice");
    let (_, body) = shown()
        .into_iter()
        .find(|(title, _)| title == "two")
        .expect("it is shown");
    assert_eq!(body, "two: <b>body</b> & more", "a text was read as markup");

    assert_eq!(notifier.withdraw("a"), Ok(()));
    assert_eq!(titles(), ["two"]);
    assert_eq!(notifier.withdraw("a"), Ok(()), "withdrawn twice");

    click("two");
    let opened = opened.lock().unwrap_or_else(PoisonError::into_inner);
    assert_eq!(*opened, ["/cases/b"], "a click leads to its link, once");
}
