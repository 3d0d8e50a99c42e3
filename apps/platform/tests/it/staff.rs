//! The people of the office: papers, enrolment, leaving.

use tongban_cases::Request;
use tongban_protocol::{RECEIPT_KIND, Refusal, paths};

use crate::support::{Member, Town, post, submit};

#[tokio::test]
async fn a_member_of_staff_enrols_with_the_same_paper_and_gets_an_office_and_no_certificate() {
    let town = Town::start().await;
    let clerk = Member::staff(&town, "何志平", &["decider", "intake"]).await;
    assert!(clerk.response.certificates.is_empty());
    let grant = clerk.response.staff.as_ref().expect("a grant");
    assert_eq!(
        (grant.name.as_str(), grant.office.as_str()),
        ("何志平", "云泉市公安局")
    );
    assert_eq!(grant.roles, ["decider", "intake"]);
    let resident = Member::resident(&town, "zhou-guifang").await;
    assert!(resident.response.staff.is_none());
    let other = Member::staff(&town, "李敏", &["intake"]).await;
    assert_eq!(other.scope, clerk.scope, "one feed of the office");
    assert_ne!(other.response.person, clerk.response.person);
    assert_eq!(clerk.session().await.scopes, [clerk.scope]);

    // Receipts of staff are in the office's feed, what they did is in the resident's.
    let (case, operation) = submit(&resident);
    resident.send(&operation).await;
    clerk.acts(case, 1, &Request::Take).await;
    let kinds: Vec<_> = clerk
        .feed()
        .await
        .iter()
        .map(|row| row.kind().to_owned())
        .collect();
    assert_eq!(kinds, [RECEIPT_KIND]);
    assert_eq!(resident.version(case).await, 2);
    let list = town.ops.list_staff().await.expect("listed");
    let names: Vec<_> = list.iter().map(|one| one.name.as_str()).collect();
    assert_eq!(names, ["何志平", "李敏"]);
}

#[tokio::test]
async fn who_has_left_reads_and_signs_nothing() {
    let town = Town::start().await;
    let resident = Member::resident(&town, "zhou-guifang").await;
    let clerk = Member::staff(&town, "何志平", &["intake"]).await;
    let (case, operation) = submit(&resident);
    resident.send(&operation).await;
    let token = clerk.session().await.token;
    town.ops.remove_staff("何志平").await.expect("removed");
    let answer = clerk.with_token(&token, paths::DESK_QUEUE, b"\xa0").await;
    assert_eq!(answer.refusal(), Refusal::NotAllowed);
    let take = clerk.signed(&clerk.operation(case, 1, &Request::Take));
    let refused = clerk.pushed(&[take]).await.refusal();
    assert_eq!(
        refused,
        Refusal::BadRequest {
            what: "not_signed".to_owned()
        }
    );
    let nonce = clerk.challenge().await.nonce;
    let answer = post(clerk.to, paths::SESSION, &clerk.session_body(&nonce)).await;
    assert_eq!(answer.refusal(), Refusal::NotAllowed);
    let error = town.ops.remove_staff("何志平").await.expect_err("gone");
    assert_eq!(error.code(), "staff_unknown");
    assert!(town.ops.list_staff().await.expect("listed").is_empty());
    // The name is free again, for another person.
    Member::staff(&town, "何志平", &["intake"]).await;
}

#[tokio::test]
async fn staff_are_added_with_a_name_and_roles_that_there_are() {
    let town = Town::start().await;
    let add = async |name: &str, roles: &[&str]| {
        let roles: Vec<String> = roles.iter().map(|role| (*role).to_owned()).collect();
        let added = town.ops.add_staff(name, &roles, "何志平", "站").await;
        added.err().map(|error| error.code())
    };
    assert_eq!(add("何志平", &["intake"]).await, None);
    assert_eq!(add("何志平", &["decider"]).await, Some("staff_exists"));
    assert_eq!(add(" ", &["intake"]).await, Some("staff_name"));
    for role in ["applicant", "machine", "boss"] {
        assert_eq!(add("李敏", &[role]).await, Some("role_unknown"));
    }
    assert_eq!(add("李敏", &[]).await, Some("role_unknown"));
    let again = town.ops.print_staff_voucher("何志平", "李敏", "站").await;
    assert_eq!(again.expect("another paper").resident_name, "何志平");
}
