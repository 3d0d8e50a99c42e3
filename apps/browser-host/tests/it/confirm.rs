//! Rule U1: what the core asks is answered on the confirm origin's own page, once.

use std::sync::Arc;
use std::time::Duration;

use tokio::task::JoinHandle;
use tongban_device::{ConfirmDesk, ConfirmError, ConfirmLine, ConfirmText, OsEntropy};

use crate::browser::{Answer, Request, Started, started};

struct Asked {
    started: Started,
    cookies: String,
    page: String,
    outcome: JoinHandle<Result<(), ConfirmError>>,
}

/// A question that stands, as one of a use case would.
async fn asked() -> Asked {
    let started = started().await;
    let cookies = started.entered().await;
    let board = started.running.host().board().clone();
    let mut questions = board.watch();
    let outcome = tokio::spawn(async move {
        let desk = Arc::new(ConfirmDesk::new());
        let text = ConfirmText {
            title: "Delete certificate".into(),
            lines: vec![ConfirmLine {
                label: "Certificate".into(),
                value: "Resident identity".into(),
            }],
            notes: Vec::new(),
            action_label: "Delete".into(),
            cancel_label: "Keep".into(),
        };
        let asked = desk
            .ask(&*board, &OsEntropy, text, [7; 32], Duration::from_secs(20))
            .await;
        asked.and_then(|confirmed| confirmed.spend_on(&[7; 32]))
    });
    let id = questions
        .wait_for(Option::is_some)
        .await
        .expect("a question")
        .clone()
        .expect("an id");
    let page = format!("{}/confirm/{id}", started.running.confirm_origin());
    Asked {
        started,
        cookies,
        page,
        outcome,
    }
}

impl Asked {
    fn request(&self) -> Request {
        Request::get(&format!("{}/request", self.page))
            .header("cookie", &self.cookies)
            .header("x-tongban", "confirm")
    }

    async fn nonce(&self) -> String {
        let view = self.request().send().await.json();
        assert_eq!(view["title"], "Delete certificate");
        view["nonce"].as_str().expect("a nonce").to_owned()
    }

    fn answer(&self, nonce: &str, answer: &str) -> Request {
        let body = serde_json::json!({ "nonce": nonce, "answer": answer }).to_string();
        Request::post(&format!("{}/answer", self.page), body)
            .header("cookie", &self.cookies)
            .header("content-type", "application/json")
            .header("x-tongban", "confirm")
    }

    fn is_open(&self) -> bool {
        self.started.running.host().standing().is_some()
    }
}

async fn status(request: Request) -> u16 {
    let Answer { status, .. } = request.send().await;
    status
}

#[tokio::test]
async fn rule_U1_the_persons_yes_counts_once() {
    let asked = asked().await;
    let nonce = asked.nonce().await;
    assert_eq!(status(asked.answer(&nonce, "yes")).await, 204);
    assert_eq!(status(asked.answer(&nonce, "yes")).await, 410);
    assert_eq!(status(asked.request()).await, 410);
    asked.outcome.await.expect("no panic").expect("confirmed");
}

#[tokio::test]
async fn rule_U1_the_persons_no_is_a_no() {
    let asked = asked().await;
    let nonce = asked.nonce().await;
    assert_eq!(status(asked.answer(&nonce, "no")).await, 204);
    assert_eq!(
        asked.outcome.await.expect("no panic"),
        Err(ConfirmError::Declined)
    );
}

#[tokio::test]
async fn rule_U1_a_guessed_nonce_leaves_the_question_open() {
    let asked = asked().await;
    let nonce = asked.nonce().await;
    assert_eq!(
        status(asked.answer("00000000000000000000000000000000", "yes")).await,
        403
    );
    assert!(asked.is_open());
    assert_eq!(status(asked.answer(&nonce, "yes")).await, 204);
}

#[tokio::test]
async fn rule_U1_a_page_of_the_ui_origin_can_neither_read_nor_answer_a_question() {
    let asked = asked().await;
    let ui = asked.started.running.app_origin();
    let nonce = asked.nonce().await;
    // Cookies do not tell ports apart, so both cookies come along; the origin and the header do not.
    assert_eq!(status(asked.request().header("origin", &ui)).await, 403);
    assert_eq!(status(asked.request().without("x-tongban")).await, 403);
    assert_eq!(
        status(asked.answer(&nonce, "yes").header("origin", &ui)).await,
        403
    );
    assert_eq!(
        status(asked.answer(&nonce, "yes").without("origin")).await,
        403
    );
    assert_eq!(
        status(asked.answer(&nonce, "yes").without("x-tongban")).await,
        403
    );
    assert!(asked.is_open());
    // What the browser would ask first for such a header, and the answer that allows nothing.
    let preflight = asked.request().header("origin", &ui).send().await;
    assert!(
        !preflight
            .headers
            .keys()
            .any(|name| name.starts_with("access-control-"))
    );
}

#[tokio::test]
async fn rule_U1_the_app_origin_has_no_way_to_answer() {
    let asked = asked().await;
    let nonce = asked.nonce().await;
    let path = asked
        .page
        .rsplit_once("/confirm/")
        .expect("a page")
        .1
        .to_owned();
    let body = serde_json::json!({ "nonce": nonce, "answer": "yes" }).to_string();
    let url = format!(
        "{}/confirm/{path}/answer",
        asked.started.running.app_origin()
    );
    let answer = Request::post(&url, body)
        .header("cookie", &asked.cookies)
        .header("content-type", "application/json");
    assert_eq!(status(answer).await, 405);
    assert!(asked.is_open());
}

#[tokio::test]
async fn rule_U1_a_question_is_shown_only_as_a_page_of_its_own() {
    let asked = asked().await;
    let page = || Request::get(&format!("{}/", asked.page)).header("cookie", &asked.cookies);
    assert_eq!(
        status(page().header("sec-fetch-dest", "document")).await,
        200
    );
    for purpose in ["iframe", "empty", "image"] {
        assert_eq!(
            status(page().header("sec-fetch-dest", purpose)).await,
            403,
            "{purpose}"
        );
    }
    assert_eq!(status(page().without("cookie")).await, 401);
}

#[tokio::test]
async fn the_ui_learns_the_address_of_a_question_and_not_its_nonce() {
    let started = started().await;
    let mut events = started.running.host().app().events();
    let board = started.running.host().board().clone();
    tokio::spawn(async move {
        let text = ConfirmText {
            title: "Erase".into(),
            lines: Vec::new(),
            notes: Vec::new(),
            action_label: "Erase".into(),
            cancel_label: "Keep".into(),
        };
        let desk = ConfirmDesk::new();
        let _ = desk
            .ask(&*board, &OsEntropy, text, [7; 32], Duration::from_secs(20))
            .await;
    });
    let event = events.recv().await.expect("an event");
    let json = serde_json::to_value(&event).expect("JSON");
    let id = started.running.host().standing().expect("a question");
    let nonce = started
        .running
        .host()
        .board()
        .view(&id)
        .expect("a question")
        .nonce;
    assert_eq!(json["name"], "confirm");
    assert_eq!(
        json["payload"]["url"],
        format!("{}/confirm/{id}/", started.running.confirm_origin())
    );
    assert!(!json.to_string().contains(&nonce));
}
