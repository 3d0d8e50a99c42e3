//! A platform with one case, and a device that hears of it in bytes.

use tongban_cases::{
    Actor, CaseView, Command, Context, Event, Gap, GapFault, Id, Judgement, Phase, Refusal, Role,
    Source, State, Supplied, decide, decode_event, encode_event, fold,
};
use tongban_rules::service::Service;

use super::support::{answers_for, calendar, morning, photo, submission};

pub struct World<'a> {
    pub service: &'a Service,
    pub at: u64,
    pub state: State,
    /// The events as the device has them.
    pub device: Vec<Event>,
    /// What the device has made of them so far.
    pub device_state: State,
    pub documents: u32,
}

impl<'a> World<'a> {
    pub fn new(service: &'a Service) -> Self {
        Self {
            service,
            at: morning("2026-03-02"),
            state: State::default(),
            device: Vec::new(),
            device_state: State::default(),
            documents: 0,
        }
    }

    /// Handed in with everything that the form asks and these materials.
    pub fn submitted(service: &'a Service, supplied: Vec<Supplied>) -> Self {
        let mut world = Self::new(service);
        let submit = Command::Submit(submission(answers_for(service), supplied));
        world.must(Role::Applicant, submit);
        world
    }

    pub fn context(&self, role: Role) -> Context<'a> {
        Context {
            service: self.service,
            calendar: calendar(),
            at: self.at,
            actor: Actor {
                role,
                id: Id([role as u8; 16]),
            },
            seen: Some(self.state.version()),
        }
    }

    /// Does a command; the device hears of what happened.
    pub fn attempt(&mut self, role: Role, command: &Command) -> Result<Vec<Event>, Refusal> {
        let events = decide(&self.state, command, &self.context(role))?;
        for event in &events {
            self.state.apply(event);
            let heard = decode_event(&encode_event(event)).expect("what was encoded decodes");
            assert_eq!(heard, *event);
            self.device_state.apply(&heard);
            self.device.push(heard);
        }
        Ok(events)
    }

    pub fn must(&mut self, role: Role, command: Command) -> Vec<Event> {
        let done = self.attempt(role, &command);
        done.unwrap_or_else(|refusal| panic!("{command:?} at {:?}: {refusal}", self.state.phase()))
    }

    pub fn refused(&mut self, role: Role, command: Command) -> Refusal {
        let version = self.state.version();
        let refusal = self.attempt(role, &command).expect_err("a refusal");
        assert_eq!(self.state.version(), version);
        refusal
    }

    pub fn view(&self) -> CaseView {
        CaseView::from(&self.state)
    }

    pub fn device_view(&self) -> CaseView {
        fold(&self.device)
    }

    pub fn document(&mut self) -> String {
        self.documents += 1;
        format!("文 {}", self.documents)
    }

    pub fn go_to(&mut self, day: &str) {
        self.at = morning(day);
    }

    pub fn judge(&mut self, material: &str, judgement: Judgement) {
        let material = material.to_owned();
        let judge = Command::Judge {
            material,
            judgement,
        };
        self.must(Role::Caseworker, judge);
    }

    /// Judges what is not judged: in order if it is there, missing if it is not.
    pub fn judge_rest(&mut self) {
        for found in self.view().materials {
            if found.judgement.is_none() {
                let judgement = match found.source {
                    Source::Nothing => Judgement::Missing,
                    _ => Judgement::Fit,
                };
                self.judge(&found.material, judgement);
            }
        }
    }

    pub fn ask(&mut self) {
        let document = self.document();
        self.must(Role::Caseworker, Command::AskSupplement { document });
    }

    pub fn accept(&mut self) {
        let document = self.document();
        self.must(Role::Intake, Command::Accept { document });
    }

    pub fn supply(&mut self, supplied: Vec<Supplied>) {
        let command = Command::Supply {
            answers: Default::default(),
            known: Vec::new(),
            supplied,
            all: false,
        };
        self.must(Role::Applicant, command);
    }

    /// Whatever happened: with an applicant who supplies everything and an office that finds it in
    /// order, the case ends in a grant.
    pub fn finish(&mut self) {
        for _ in 0..40 {
            if self.state.phase().is_open() {
                self.must(Role::Machine, Command::Tick);
            }
            let view = self.view();
            let material = |gap: &Gap| matches!(gap, Gap::Material { .. });
            match view.phase {
                Phase::Ended(_) => return,
                Phase::Decision(tongban_cases::DecisionStage::Stopped(_)) => {
                    self.must(Role::Decider, Command::Resume);
                }
                _ if self.something_to_supply(&view) => {
                    let all = answers_for(self.service);
                    let wanted = view.gaps.iter().filter_map(|gap| match gap {
                        Gap::Answer { field } => Some((field.clone(), all.get(field)?.clone())),
                        Gap::Material { .. } => None,
                    });
                    let open = view.materials.iter().filter(to_supply);
                    let command = Command::Supply {
                        answers: wanted.collect(),
                        known: Vec::new(),
                        supplied: open.map(|m| photo(&m.material, 9)).collect(),
                        all: true,
                    };
                    self.must(Role::Applicant, command);
                }
                Phase::SupplementAsked => {
                    assert!(!view.gaps.iter().any(material));
                    let command = Command::Supply {
                        answers: Default::default(),
                        known: Vec::new(),
                        supplied: Vec::new(),
                        all: true,
                    };
                    self.must(Role::Applicant, command);
                }
                Phase::Intake(_) | Phase::Decision(_) => {
                    let not_fit =
                        |m: &&tongban_cases::MaterialState| m.judgement != Some(Judgement::Fit);
                    if let Some(found) = view.materials.iter().find(not_fit) {
                        self.judge(&found.material, Judgement::Fit);
                    } else if let Phase::Intake(_) = view.phase {
                        self.accept();
                    } else {
                        let document = self.document();
                        self.must(Role::Decider, Command::Grant { document });
                    }
                }
                Phase::Draft => panic!("a draft is no case"),
            }
        }
        panic!(
            "stuck in {:?} with {:?}",
            self.state.phase(),
            self.view().gaps
        );
    }

    fn something_to_supply(&self, view: &CaseView) -> bool {
        let answer = |gap: &Gap| matches!(gap, Gap::Answer { .. });
        view.materials.iter().any(|m| to_supply(&m)) || view.gaps.iter().any(answer)
    }
}

fn to_supply(found: &&tongban_cases::MaterialState) -> bool {
    let bad = matches!(
        found.judgement,
        Some(Judgement::Missing | Judgement::Unfit(_))
    );
    found.source == Source::Nothing || bad
}

pub fn missing(material: &str) -> Gap {
    Gap::Material {
        material: material.into(),
        fault: GapFault::Missing,
    }
}

pub fn error(material: &str, error: &str) -> Gap {
    Gap::Material {
        material: material.into(),
        fault: GapFault::Error(error.into()),
    }
}

pub fn unfit(error: &str) -> Judgement {
    Judgement::Unfit([error.to_owned()].into_iter().collect())
}
