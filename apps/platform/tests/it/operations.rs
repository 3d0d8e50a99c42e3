use std::sync::Arc;

use tongban_device::Clock;
use tongban_platform::ServerClock;
use tongban_platform::ops::{Operations, OpsError, Publish, demo_clerk};
use tongban_platform::{PlatformConfig, serve};

use crate::support::Town;

#[tokio::test]
async fn a_resident_is_found_by_key_id_or_name() {
    let town = Town::start().await;
    let residents = town.ops.list_residents("何志平").await.expect("listed");
    let keys: Vec<_> = residents
        .iter()
        .map(|resident| resident.key.as_str())
        .collect();
    assert_eq!(
        keys,
        ["ayguli-maimaiti", "ma-wenhui", "xu-lihua", "zhou-guifang"]
    );
    assert_eq!(residents[3].birth_year, 1959);
    for wanted in ["zhou-guifang", "周桂芳", residents[3].id.as_str()] {
        let printed = town
            .ops
            .print_voucher(wanted, "何志平", "站")
            .await
            .expect("printed");
        assert_eq!(printed.expires_at - printed.printed_at, 15 * 60);
    }
    let unknown = town
        .ops
        .print_voucher("nobody", "何志平", "站")
        .await
        .err()
        .expect("refused");
    assert_eq!(
        (unknown.code(), unknown.to_string().as_str()),
        ("resident_unknown", "resident is unknown")
    );
    let nameless = town
        .ops
        .print_voucher("周桂芳", " ", "站")
        .await
        .err()
        .expect("refused");
    assert_eq!(nameless.code(), "clerk_name");
    let revoked = town
        .ops
        .revoke("12345", Publish::Now)
        .await
        .expect_err("refused");
    assert!(matches!(revoked, OpsError::CertificateUnknown));
}

#[tokio::test]
async fn records_with_a_field_that_must_not_exist_are_refused() {
    let town = Town::start().await;
    let folder = tempfile::tempdir().expect("a folder");
    let file = folder.path().join("residents.json");
    let record = |more: &str, id_number: &str| {
        format!(
            "{{\"residents\":[{{\"key\":\"new\",\"name\":\"新\",\"sex\":\"女\",\"birth_date\":\"1994-12-25\",\
             \"address\":\"云泉市\",\"household_office\":\"派出所\",\"phone\":\"12000000000\",\
             \"id_number\":\"{id_number}\",\"portrait\":\"p.webp\"{more}}}]}}"
        )
    };
    let webp = std::fs::read(concat!(
        env!("CARGO_MANIFEST_DIR"),
        "/../../assets/demo/portraits/xu-lihua.webp"
    ));
    std::fs::write(folder.path().join("p.webp"), webp.expect("a portrait")).expect("written");
    let check =
        tongban_certificate::citizen_id_check("99010319941225034").expect("a check character");
    let valid = format!("99010319941225034{check}");
    for refused in [
        record(",\"ethnicity\":\"x\"", &valid),
        record(",\"score\":1", &valid),
        record("", "990103199412250346"),
        record("", "99010819591018002X"),
        "{".to_owned(),
    ] {
        std::fs::write(&file, &refused).expect("written");
        let error = town.ops.import_residents(&file).await.expect_err("refused");
        assert_eq!(error.code(), "residents_refused");
    }
    std::fs::write(&file, record("", &valid)).expect("written");
    assert_eq!(town.ops.import_residents(&file).await.expect("taken"), 1);
    assert_eq!(town.ops.import_residents(&file).await.expect("known"), 0);
}

#[tokio::test]
async fn an_operator_lives_in_the_time_of_the_demo() {
    let folder = tempfile::tempdir().expect("a folder");
    let then = 1_772_413_200;
    let clock: Arc<dyn Clock> = Arc::new(ServerClock::starting_at(then));
    let running = serve(PlatformConfig::demo(folder.path(), clock))
        .await
        .expect("starts");
    let ops = Operations::open_demo(folder.path()).await.expect("opens");
    let (clerk, station) = demo_clerk();
    let printed = ops
        .print_voucher("zhou-guifang", clerk, station)
        .await
        .expect("printed");
    assert!(
        printed.printed_at.abs_diff(then) < 60,
        "{}",
        printed.printed_at
    );
    running.shutdown().await;
}
