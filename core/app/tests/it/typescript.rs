use std::path::Path;

#[test]
fn the_committed_typescript_is_what_the_types_give() {
    let folder = Path::new(env!("CARGO_MANIFEST_DIR")).join("../../apps/ui/src/api/generated");
    let committed =
        std::fs::read_to_string(folder.join(tongban_app::TYPESCRIPT_FILE)).unwrap_or_default();
    assert!(
        committed == tongban_app::typescript(),
        "generated types differ: run `cargo xtask bindings`"
    );
}

#[test]
fn the_screen_says_hello_with_the_version_that_it_was_generated_from() {
    let line = format!("export const API_VERSION = {};", tongban_app::API_VERSION);
    assert!(tongban_app::typescript().contains(&line), "{line}");
}

#[test]
fn no_number_of_typescript_can_lose_digits() {
    assert!(!tongban_app::typescript().contains("bigint"));
}

#[test]
fn every_call_of_the_agreement_is_in_the_table() {
    let text = tongban_app::typescript();
    for name in [
        "hello",
        "session.status",
        "enrol.look",
        "enrol.voucher_code",
        "enrol.start",
        "enrol.resume",
        "unlock",
        "lock",
        "certificates.list",
        "certificates.get",
        "certificates.delete",
        "show.start",
        "presence.give",
        "show.next",
        "show.stop",
        "scan.image",
        "scan.text",
        "snapshots.status",
        "snapshots.refresh",
        "settings.get",
        "settings.set",
        "store.open_anew",
        "secret.change",
        "wallet.erase",
    ] {
        assert!(
            text.contains(&format!("  \"{name}\": {{ request: ")),
            "{name}"
        );
    }
}
