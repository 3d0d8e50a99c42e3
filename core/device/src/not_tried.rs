use std::env;

/// A test says that this machine lacks what it needs, and goes on as passed.
///
/// Where everything must be tried (`CI=true`, or `TONGBAN_MUST_TRY=1`, which the project's test
/// command sets after it installed what tests need) it fails instead: a test that was skipped in
/// silence shows nothing.
///
/// # Panics
/// Where everything must be tried.
#[allow(
    clippy::print_stderr,
    reason = "the reason stands in the test's output"
)]
pub fn not_tried(what: &str, why: &str) {
    let said = format!("not tried: {what}: {why}");
    assert!(!must_try(|name| env::var(name).ok()), "{said}");
    eprintln!("{said}");
}

fn must_try(setting: impl Fn(&str) -> Option<String>) -> bool {
    setting("CI").as_deref() == Some("true") || setting("TONGBAN_MUST_TRY").as_deref() == Some("1")
}

#[cfg(test)]
mod tests {
    use super::*;

    #[test]
    fn a_test_that_cannot_try_fails_where_everything_must_be_tried() {
        let set = |name: &'static str, value: &'static str| {
            move |asked: &str| (asked == name).then(|| value.to_owned())
        };
        assert!(must_try(set("CI", "true")));
        assert!(must_try(set("TONGBAN_MUST_TRY", "1")));
        assert!(!must_try(set("CI", "false")));
        assert!(!must_try(|_| None));
    }
}
