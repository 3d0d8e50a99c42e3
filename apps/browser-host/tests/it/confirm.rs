//! Rule U1: what the core asks is answered on the confirm origin's own page, once.

use std::sync::Arc;
use std::time::Duration;

use tokio::task::JoinHandle;
use tongban_device::{ConfirmDesk, ConfirmError, ConfirmLine, ConfirmText, OsEntropy};

use crate::browser::{Answer, Entered, Request, Started, started};

struct Asked {
    started: Started,
    entered: Entered,
    page: String,
    outcome: JoinHandle<Result<(), ConfirmError>>,
}

/// A question that stands, as one of a use case would.
async fn asked() -> Asked {
    let started = started().await;
    let entered = started.entered().await;
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
        entered,
        page,
        outcome,
    }
}

impl Asked {
    fn request(&self) -> Request {
        Request::get(&format!("{}/request", self.page))
            .header("cookie", &self.entered.cookies)
            .header("x-tongban-key", &self.entered.confirm_key)
    }

    async fn nonce(&self) -> String {
        let view = self.request().send().await.json();
        assert_eq!(view["title"], "Delete certificate");
        view["nonce"].as_str().expect("a nonce").to_owned()
    }

    /// The nonce of a person who has read the question.
    async fn read(&self) -> String {
        let nonce = self.nonce().await;
        self.started.clock.advance_seconds(1);
        nonce
    }

    fn answer(&self, nonce: &str, answer: &str) -> Request {
        let body = serde_json::json!({ "nonce": nonce, "answer": answer }).to_string();
        Request::post(&format!("{}/answer", self.page), body)
            .header("cookie", &self.entered.cookies)
            .header("content-type", "application/json")
            .header("x-tongban-key", &self.entered.confirm_key)
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
    let nonce = asked.read().await;
    assert_eq!(status(asked.answer(&nonce, "yes")).await, 204);
    assert_eq!(status(asked.answer(&nonce, "yes")).await, 410);
    assert_eq!(status(asked.request()).await, 410);
    asked.outcome.await.expect("no panic").expect("confirmed");
}

#[tokio::test]
async fn rule_U1_the_persons_no_is_a_no() {
    let asked = asked().await;
    let nonce = asked.read().await;
    assert_eq!(status(asked.answer(&nonce, "no")).await, 204);
    assert_eq!(
        asked.outcome.await.expect("no panic"),
        Err(ConfirmError::Declined)
    );
}

#[tokio::test]
async fn rule_U1_a_yes_at_once_is_refused_and_the_question_stands() {
    let asked = asked().await;
    let nonce = asked.nonce().await;
    assert_eq!(status(asked.answer(&nonce, "yes")).await, 425);
    assert!(asked.is_open());
    asked.started.clock.advance_seconds(1);
    assert_eq!(status(asked.answer(&nonce, "yes")).await, 204);
}

#[tokio::test]
async fn rule_U1_a_guessed_nonce_leaves_the_question_open() {
    let asked = asked().await;
    let nonce = asked.read().await;
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
    let nonce = asked.read().await;
    // Cookies do not tell ports apart, so both cookies come along; the origin and the key do not.
    assert_eq!(status(asked.request().header("origin", &ui)).await, 403);
    assert_eq!(status(asked.request().without("x-tongban-key")).await, 401);
    assert_eq!(
        status(asked.answer(&nonce, "yes").header("origin", &ui)).await,
        403
    );
    assert_eq!(
        status(asked.answer(&nonce, "yes").without("origin")).await,
        403
    );
    assert_eq!(
        status(asked.answer(&nonce, "yes").without("x-tongban-key")).await,
        401
    );
    assert!(asked.is_open());
    // What the browser would ask first for such a header, and the answer that allows nothing.
    let preflight = Request::options(&format!("{}/request", asked.page))
        .header("origin", &ui)
        .header("access-control-request-method", "GET")
        .header("access-control-request-headers", "x-tongban-key")
        .send()
        .await;
    assert_eq!(preflight.status, 403);
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
    let nonce = asked.read().await;
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
        .header("cookie", &asked.entered.cookies)
        .header("content-type", "application/json");
    assert_eq!(status(answer).await, 405);
    assert!(asked.is_open());
}

#[tokio::test]
async fn rule_U1_a_question_is_shown_only_as_a_page_of_its_own() {
    let asked = asked().await;
    let page =
        || Request::get(&format!("{}/", asked.page)).header("cookie", &asked.entered.cookies);
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
