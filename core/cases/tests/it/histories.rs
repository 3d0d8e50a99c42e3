//! Thousands of random histories: nothing stuck, nobody told twice, nobody refused without a way on.
#![allow(non_snake_case)]
// The numbers are dice, not multiples.
#![allow(clippy::manual_is_multiple_of)]

use std::collections::{BTreeMap, BTreeSet};

use proptest::prelude::*;
use proptest::strategy::ValueTree;
use proptest::test_runner::{Config, TestRunner};
use tongban_cases::{
    Action, Answers, CaseView, ChosenRoute, Command, End, Gap, GapFault, Judgement, Phase, Review,
    Role, Source, Supplied, Supply, TellBy, Termination, What,
};
use tongban_rules::guide::RouteKind;
use tongban_rules::service::RemedyKind;
use tongban_rules::{Approver, StopReason};

use super::support::{answers_for, identity, photo, services, submission, text, written};
use super::world::World;

/// One step: what, two numbers that choose how, and the days that pass before it.
type Step = (usize, u16, u16, u8);

fn any_history() -> impl Strategy<Value = (usize, Vec<Step>)> {
    let step = (0..4 * COMMANDS, any::<u16>(), any::<u16>(), 0..40u8);
    (0..services().len(), proptest::collection::vec(step, 4..28))
}

#[test]
fn rule_L6_req_40_req_44_ten_thousand_histories() {
    let mut seen = BTreeSet::new();
    let mut later_notices = 0;
    let config = Config {
        cases: 10_000,
        failure_persistence: None,
        ..Config::default()
    };
    // The closure of a runner is `Fn`; what was reached is gathered beside it.
    let reached = std::cell::RefCell::new((&mut seen, &mut later_notices));
    TestRunner::new(config)
        .run(&any_history(), |(service, steps)| {
            let mut reached = reached.borrow_mut();
            let mut history = History::new(service);
            for step in steps {
                history.step(step);
                reached.0.insert(history.world.state.phase().slug());
            }
            *reached.1 += history.world.view().notices.len().saturating_sub(1);
            prop_assert_eq!(history.world.view(), history.world.device_view());
            if history.world.state.phase().is_open() {
                history.world.finish();
                let end = history.world.state.phase();
                prop_assert_eq!(end, Phase::Ended(End::Granted));
            }
            Ok(())
        })
        .unwrap();
    let unseen: Vec<_> = ALL.iter().filter(|slug| !seen.contains(*slug)).collect();
    assert_eq!(unseen, Vec::<&&str>::new(), "the histories are too tame");
    assert!(
        later_notices > 20,
        "second notices were hardly tried: {later_notices}"
    );
}

/// A case with what an onlooker remembers of it, from events alone.
struct History<'a> {
    world: World<'a>,
    /// The materials and wanting answers of the newest listing.
    listed: BTreeMap<String, Source>,
    wanting: BTreeSet<String>,
    /// The same at the last notice.
    at_notice: Option<(BTreeMap<String, Source>, BTreeSet<String>)>,
    handed_in_since: BTreeSet<String>,
    told: BTreeSet<Gap>,
    judgements: BTreeMap<String, Judgement>,
}

impl History<'_> {
    fn new(service: usize) -> Self {
        Self {
            world: World::new(&services()[service]),
            listed: BTreeMap::new(),
            wanting: BTreeSet::new(),
            at_notice: None,
            handed_in_since: BTreeSet::new(),
            told: BTreeSet::new(),
            judgements: BTreeMap::new(),
        }
    }

    fn step(&mut self, (kind, a, b, days): Step) {
        // Most steps follow on the same day.
        self.world.at += if days > 30 {
            u64::from(days) * 86_400
        } else {
            u64::from(days)
        };
        let command = self.command(kind, a, b);
        let action = command.action();
        let may: Vec<Role> = Role::ALL
            .iter()
            .copied()
            .filter(|r| r.may(action))
            .collect();
        let role = match b % 9 {
            0 => Role::ALL[usize::from(a) % Role::ALL.len()],
            _ => may[usize::from(a) % may.len()],
        };
        let before = self.world.view();
        if let Ok(events) = self.world.attempt(role, &command) {
            let deemed = events.len() > 1;
            assert!(
                deemed || before.allows(role, action),
                "{action:?} was not allowed"
            );
            assert!(role.may(action));
            for event in &events {
                self.look_at(role, &event.what);
            }
        }
        assert_eq!(self.world.view(), CaseView::from(&self.world.device_state));
    }

    /// What must be true of an event, told from events alone.
    fn look_at(&mut self, role: Role, what: &What) {
        let listing = match what {
            What::Submitted { listing, .. } => Some(listing),
            What::Supplied {
                listing,
                answers,
                supplied,
                ..
            } => {
                self.handed_in_since
                    .extend(answers.iter().map(|(field, _)| field.to_owned()));
                self.handed_in_since
                    .extend(supplied.iter().map(|s| s.material.clone()));
                Some(listing)
            }
            What::CorrectedOnTheSpot { listing, field, .. } => {
                self.handed_in_since.insert(field.clone());
                Some(listing)
            }
            _ => None,
        };
        if let Some(listing) = listing {
            for listed in listing.materials.iter().filter(|listed| listed.fresh) {
                self.judgements.remove(&listed.material);
            }
            let materials = listing.materials.iter();
            self.listed = materials
                .map(|m| (m.material.clone(), m.source.clone()))
                .collect();
            self.wanting = listing.wanting.iter().map(|w| w.field.clone()).collect();
        }
        match what {
            What::Judged {
                material,
                judgement,
            } => {
                assert!(role != Role::Machine || *judgement == Judgement::Fit);
                self.judgements.insert(material.clone(), judgement.clone());
            }
            What::SupplementAsked { gaps, .. } => self.look_at_notice(gaps),
            What::Accepted { .. } => self.all_judged(),
            What::NotAccepted { ruling, .. }
            | What::WrongAuthority { ruling, .. }
            | What::SupplyLapsed { ruling, .. }
            | What::Refused { ruling, .. }
            | What::Terminated { ruling, .. }
            | What::Annulled { ruling, .. } => {
                assert_ne!(role, Role::Machine, "a machine said no");
                assert!(!ruling.reasons().is_empty());
                for reason in ruling.reasons() {
                    assert!(!reason.clause.source.is_empty() && !reason.clause.clause.is_empty());
                }
                let kinds: Vec<_> = ruling.remedies().iter().map(|r| r.kind).collect();
                assert!(kinds.contains(&RemedyKind::Reconsideration));
                assert!(kinds.contains(&RemedyKind::Lawsuit));
            }
            _ => {}
        }
    }

    fn look_at_notice(&mut self, gaps: &[Gap]) {
        self.all_judged();
        for gap in gaps {
            assert!(!self.told.contains(gap), "{gap:?} was named before");
            let Some((listed, wanting)) = &self.at_notice else {
                continue;
            };
            let detectable = match gap {
                Gap::Material { material, .. } => {
                    let unchanged = listed.get(material) == self.listed.get(material);
                    unchanged && !self.handed_in_since.contains(material)
                }
                Gap::Answer { field } => {
                    wanting.contains(field) && !self.handed_in_since.contains(field)
                }
            };
            assert!(!detectable, "{gap:?} could have been named before");
        }
        if self.at_notice.is_none() {
            assert_eq!(
                BTreeSet::from_iter(gaps.iter().cloned()),
                self.everything_missing()
            );
        }
        self.told.extend(gaps.iter().cloned());
        self.at_notice = Some((self.listed.clone(), self.wanting.clone()));
        self.handed_in_since.clear();
    }

    fn all_judged(&self) {
        let judged = |id: &String| self.judgements.contains_key(id);
        assert!(self.listed.keys().all(judged), "something was not judged");
    }

    fn everything_missing(&self) -> BTreeSet<Gap> {
        let mut all = BTreeSet::new();
        for (material, judgement) in &self.judgements {
            let described = self.world.service.material(material).unwrap();
            if described.deferral.is_some() || !self.listed.contains_key(material) {
                continue;
            }
            let gap = |fault| Gap::Material {
                material: material.clone(),
                fault,
            };
            match judgement {
                Judgement::Missing => _ = all.insert(gap(GapFault::Missing)),
                Judgement::Unfit(errors) => {
                    all.extend(
                        errors
                            .iter()
                            .map(|error| gap(GapFault::Error(error.clone()))),
                    );
                }
                Judgement::Fit | Judgement::NotConfirmed => {}
            }
        }
        all.extend(self.wanting.iter().map(|field| Gap::Answer {
            field: field.clone(),
        }));
        all
    }

    /// Numbers from [`COMMANDS`] on choose among what the state admits, so that histories get
    /// somewhere; the others are tried whatever the state is.
    fn command(&mut self, kind: usize, a: u16, b: u16) -> Command {
        let kind = match kind.checked_sub(COMMANDS) {
            Some(kind) => self.admitted(kind),
            None => kind,
        };
        let service = self.world.service;
        let document = match b % 23 {
            0 => " ".to_owned(),
            1 => "文 1".to_owned(),
            _ => self.world.document(),
        };
        let reasons = match b % 5 {
            0 => vec!["because".to_owned()],
            1 | 2 => Vec::new(),
            _ => vec![
                service.refusals[usize::from(a) % service.refusals.len()]
                    .id
                    .clone(),
            ],
        };
        match kind {
            0 | 1 => Command::Submit(self.submission(a, b)),
            2 => Command::MarkComplete,
            3 => Command::Take,
            4..=11 => self.judge(a, b),
            12..=14 => Command::AskSupplement { document },
            15..=18 => Command::Supply {
                answers: self.some_answers(a),
                known: Vec::new(),
                supplied: self.some_materials(b),
                all: a % 3 == 0,
            },
            19..=20 => Command::Accept { document },
            21 => Command::NotAccept { document, reasons },
            22 => Command::WrongAuthority {
                document,
                go_to: if a % 2 == 0 {
                    String::new()
                } else {
                    "隔壁的区".into()
                },
            },
            23 => Command::Lapse { document },
            24 => Command::Stop {
                reason: StopReason::ALL[usize::from(a / 3) % StopReason::ALL.len()],
                document,
            },
            25 => Command::Resume,
            26 => Command::Extend {
                days: a % 5,
                approver: if b % 4 == 0 {
                    Approver::GovernmentHead
                } else {
                    Approver::OfficeHead
                },
                reason: if a % 7 == 0 {
                    String::new()
                } else {
                    "案情复杂".into()
                },
                document,
            },
            27 => Command::Grant { document },
            28 => Command::Refuse { document, reasons },
            29 => match a % 4 {
                0 => Command::Withdraw,
                _ => Command::Tick,
            },
            30 => Command::Terminate {
                document,
                why: match a % 6 {
                    0 => Termination::ApplicantGone,
                    _ => Termination::DeferralLapsed,
                },
            },
            31 => Command::Annul { document, reasons },
            32 => Command::Reopen {
                document,
                review: Review::ALL[usize::from(a) % Review::ALL.len()],
            },
            33 => Command::ChooseRoute {
                route: some_route(a, b),
            },
            34 => Command::Serve {
                document: self.some_document(a),
                route: RouteKind::ALL[usize::from(b) % RouteKind::ALL.len()],
                receipt: written("签收"),
            },
            35 => Command::Tell {
                document: self.some_document(a),
                by: TellBy::ALL[usize::from(b) % TellBy::ALL.len()],
                receipt: written("接听"),
            },
            _ => {
                let fields = &service.form.fields;
                let field = fields[usize::from(a) % fields.len()].id.clone();
                let right = answers_for(service).get(&field).cloned();
                let value = right
                    .filter(|_| b % 3 != 0)
                    .unwrap_or_else(|| text("不是选项"));
                Command::Correct { field, value }
            }
        }
    }

    fn admitted(&self, kind: usize) -> usize {
        let view = self.world.view();
        let allowed: BTreeSet<Action> = view.allowed.into_values().flatten().collect();
        // Ends come early enough by themselves; notices and supplies take many steps.
        let unjudged = view.materials.iter().any(|m| m.judgement.is_none());
        let numbers = allowed.iter().flat_map(|action| match action {
            Action::Submit => vec![0],
            Action::MarkComplete => vec![2],
            Action::Judge if unjudged => vec![4; 16],
            Action::Judge => vec![4],
            Action::AskSupplement => vec![12; 12],
            Action::Supply if view.phase == Phase::SupplementAsked => vec![15; 6],
            Action::Supply => vec![15],
            Action::Accept => vec![19; 2],
            Action::NotAccept => vec![21],
            Action::Lapse => vec![23],
            Action::Stop => vec![24; 2],
            Action::Resume => vec![25],
            Action::Extend => vec![26],
            Action::Grant => vec![27],
            Action::Refuse => vec![28],
            Action::Annul => vec![31],
            Action::Reopen => vec![32; 2],
            Action::ChooseRoute => vec![33],
            Action::Serve => vec![34],
            Action::Tell => vec![35],
            _ => Vec::new(),
        });
        let numbers: Vec<usize> = numbers.collect();
        let chosen = numbers.get(kind % numbers.len().max(1));
        chosen.copied().unwrap_or(3)
    }

    fn submission(&self, a: u16, b: u16) -> tongban_cases::Submission {
        let mut answers = answers_for(self.world.service);
        if a % 3 == 0 {
            let fields: Vec<String> = answers.iter().map(|(id, _)| id.to_owned()).collect();
            answers.take(&fields[usize::from(b) % fields.len()]);
        }
        if a % 4 == 0 && answers.get("household").is_some() {
            answers.set("household", text("living"));
        }
        if a % 8 == 1 && answers.get("reason").is_some() {
            answers.set("reason", text("job"));
            answers.set("employer", text("石桥镇卫生院"));
        }
        let mut submission = submission(answers, self.some_materials(b));
        submission.complete = a % 5 != 0;
        submission.route = (a % 4 == 2).then(|| some_route(a, b));
        if b % 7 == 0 {
            submission.known.clear();
        }
        submission
    }

    /// Pictures for some materials; now and then of one that nobody asked, or without a file.
    fn some_materials(&self, bits: u16) -> Vec<Supplied> {
        let mut some = Vec::new();
        for (at, material) in self.world.service.materials.iter().enumerate() {
            let fit = self.judgements.get(&material.id) == Some(&Judgement::Fit);
            let listed = self.listed.is_empty() || self.listed.contains_key(&material.id);
            if bits >> at & 1 == 1 && material.way.paper().is_some() && listed && !fit {
                some.push(photo(&material.id, at as u8));
            }
        }
        match bits % 11 {
            0 => some.push(photo("passport", 0)),
            1 => some.push(Supplied {
                material: "portrait".into(),
                how: Supply::Files {
                    variant: None,
                    files: Vec::new(),
                },
            }),
            2 | 3 if self.listed.is_empty() => some.push(identity()),
            _ => {}
        }
        some
    }

    fn some_answers(&self, bits: u16) -> Answers {
        let right = answers_for(self.world.service);
        let wanted = self.wanting.iter().enumerate();
        let some = wanted.filter(|(at, _)| bits >> (at % 16) & 1 == 1);
        let mut answers: Answers = some
            .filter_map(|(_, field)| Some((field.clone(), right.get(field)?.clone())))
            .collect();
        if bits % 13 == 0 {
            answers.set("nobody_asked", text("?"));
        }
        answers
    }

    /// A document of the case, now and then one that it does not have.
    fn some_document(&self, a: u16) -> String {
        let documents = self.world.view().documents;
        let found = documents.get(usize::from(a) % (documents.len() + 1));
        found.map_or("文 0".to_owned(), |found| found.number.clone())
    }

    fn judge(&self, a: u16, b: u16) -> Command {
        let view = self.world.view();
        let open = view.materials.iter().find(|m| m.judgement.is_none());
        let any = view
            .materials
            .get(usize::from(a) % view.materials.len().max(1));
        let chosen = if a % 6 == 0 { any } else { open.or(any) };
        let material = chosen.map_or("portrait".into(), |m| m.material.clone());
        let errors = self
            .world
            .service
            .material(&material)
            .map(|m| &m.common_errors);
        let error = errors.and_then(|errors| errors.get(usize::from(a) % errors.len().max(1)));
        let nothing = chosen.is_some_and(|m| m.source == Source::Nothing);
        let judgement = match (b % 8, error) {
            (0, Some(error)) => Judgement::Unfit([error.id.clone()].into_iter().collect()),
            (1, _) => Judgement::NotConfirmed,
            (2, _) => Judgement::Missing,
            (3, _) => Judgement::Unfit(["ugly".to_owned()].into_iter().collect()),
            _ if nothing => Judgement::Missing,
            _ => Judgement::Fit,
        };
        Command::Judge {
            material,
            judgement,
        }
    }
}

fn some_route(a: u16, b: u16) -> ChosenRoute {
    ChosenRoute {
        kind: RouteKind::ALL[usize::from(a / 3) % RouteKind::ALL.len()],
        to: (b % 3 != 0).then(|| written("云泉市石桥镇一号 lin@example.cn")),
    }
}

const COMMANDS: usize = 38;

/// Every state that a case can be in.
const ALL: &[&str] = &[
    "draft",
    "submitted",
    "corrected_on_the_spot",
    "supplied",
    "reopened_intake",
    "supplement_asked",
    "accepted",
    "deemed_accepted",
    "stopped",
    "reopened",
    "granted",
    "refused",
    "not_accepted",
    "wrong_authority",
    "supply_lapsed",
    "withdrawn",
    "terminated",
    "annulled",
];

#[test]
fn decide_answers_every_pair_of_state_and_command() {
    let mut states = BTreeMap::new();
    // Deterministic: ends when every state was reached, or never.
    let mut runner = TestRunner::deterministic();
    while states.len() < ALL.len() {
        let (service, steps) = any_history().new_tree(&mut runner).unwrap().current();
        let mut history = History::new(service);
        for step in steps {
            history.step(step);
            let slug = history.world.state.phase().slug();
            let at = history.world.at;
            states
                .entry(slug)
                .or_insert((service, history.world.state.clone(), at));
        }
    }
    let mut actions = BTreeSet::new();
    for (service, state, at) in states.into_values() {
        for (kind, a) in (0..COMMANDS).flat_map(|kind| [(kind, 3), (kind, 4)]) {
            for role in Role::ALL {
                let mut history = History::new(service);
                history.world.state = state.clone();
                history.world.at = at;
                let command = history.command(kind, a, 4);
                actions.insert(command.action());
                let allowed = history.world.view().allows(*role, command.action());
                let done = history.world.attempt(*role, &command);
                assert!(allowed || done.as_ref().map_or(0, Vec::len) != 1);
            }
        }
    }
    assert_eq!(actions, Action::ALL.iter().copied().collect());
}
