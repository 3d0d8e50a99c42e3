//! `cargo xtask test`: installs what the tests need and runs every one of them.
//!
//! A step that fails does not stop the others, except those that need its result; one that
//! hangs is ended after its time. The
//! last line is `N passed, N failed`; checks without tests of their own count as one.

use std::cell::RefCell;
use std::process::Command;
use std::time::Duration;

use tongban_journeys::{Coverage, Outcomes};

use crate::bindings;
use crate::command;
use crate::coverage;
use crate::failure::Failure;
use crate::limit;
use crate::npm;
use crate::packages::{self, Need};
use crate::programs::{self, Selection};
use crate::project::Project;
use crate::steps::Steps;
use crate::tally::Tally;
use crate::tools;

/// What can be chosen on the command line.
#[derive(clap::Args)]
pub struct TestArgs {
    /// Generate 8,192 cases for each property instead of 256, and kill at every call of the file
    /// system instead of at some.
    #[arg(long)]
    deep: bool,
    /// Run one step and the steps it needs.
    #[arg(long, value_name = "STEP", value_parser = clap::builder::PossibleValuesParser::new(STEPS.iter().map(|step| step.name)))]
    only: Option<String>,
}

struct Step {
    name: &'static str,
    title: &'static str,
    needs: &'static [&'static str],
    work: fn(&Context<'_>, &mut Tally) -> Result<(), Failure>,
}

struct Context<'a> {
    project: &'a Project,
    deep: bool,
    /// What each test said of itself, for the table of rows and rules.
    outcomes: RefCell<Outcomes>,
}

const STEPS: &[Step] = &[
    Step {
        name: "packages",
        title: "system packages",
        needs: &[],
        work: system_packages,
    },
    Step {
        name: "npm",
        title: "web packages",
        needs: &[],
        work: web_packages,
    },
    Step {
        name: "fmt",
        title: "formatting",
        needs: &[],
        work: formatting,
    },
    Step {
        name: "ui",
        title: "user interface: types, unit tests, build",
        needs: &["npm"],
        work: user_interface,
    },
    Step {
        name: "clippy",
        title: "lints",
        needs: &["packages"],
        work: lints,
    },
    Step {
        name: "rust",
        title: "Rust tests",
        needs: &["packages", "ui"],
        work: rust_tests,
    },
    Step {
        name: "programs",
        title: "programs",
        needs: &["packages", "ui"],
        work: all_programs,
    },
    Step {
        name: "kotlin",
        title: "Kotlin on the JVM",
        needs: &["programs"],
        work: kotlin,
    },
    Step {
        name: "browser",
        title: "journeys in the browser",
        needs: &["npm", "programs"],
        work: browser,
    },
    Step {
        name: "desktop",
        title: "journeys in the desktop window",
        needs: &["npm", "programs"],
        work: desktop,
    },
];

/// Runs the steps; an error when any of them failed.
pub fn test(project: &Project, args: &TestArgs) -> Result<(), Failure> {
    let chosen: Vec<&Step> = match &args.only {
        None => STEPS.iter().collect(),
        Some(name) => with_needs(name),
    };
    let context = Context {
        project,
        deep: args.deep,
        outcomes: RefCell::default(),
    };
    let mut steps = Steps::of(chosen.len());
    let (mut all, mut failed) = (Tally::default(), Vec::new());
    for step in chosen {
        let mut tally = Tally::default();
        let result = steps.step(step.title, || {
            match step.needs.iter().find(|need| failed.contains(*need)) {
                Some(need) => Err(Failure::new(
                    format!("not run, because `{need}` failed"),
                    "repair that step first",
                )),
                None => limit::within(context.limit(), || (step.work)(&context, &mut tally)),
            }
        });
        if let Err(failure) = result {
            println!("{failure}");
            println!("  again, alone: cargo xtask test --only {}", step.name);
            failed.push(step.name);
            tally.failed = tally.failed.max(1);
        }
        all.join(tally);
    }
    println!();
    let outcomes = context.outcomes.borrow();
    match Coverage::of(project.root(), &outcomes) {
        Ok(coverage) => println!("{}\n", coverage::report(project, &coverage)?),
        Err(error) => println!("No table of rows and rules: {error}\n"),
    }
    steps.print_times();
    println!("{} passed, {} failed", all.passed, all.failed);
    if failed.is_empty() {
        return Ok(());
    }
    Err(Failure::new(
        failed.join(", "),
        "each failure is explained above, at its step",
    ))
}

fn with_needs(name: &str) -> Vec<&'static Step> {
    let mut wanted = vec![name];
    // Needs stand before what needs them, so one pass from the end finds all.
    for step in STEPS.iter().rev() {
        if wanted.contains(&step.name) {
            wanted.extend(step.needs);
        }
    }
    STEPS
        .iter()
        .filter(|step| wanted.contains(&step.name))
        .collect()
}

fn system_packages(context: &Context<'_>, tally: &mut Tally) -> Result<(), Failure> {
    packages::install(context.project, &[Need::Build, Need::Desktop, Need::Test])?;
    tally.check_passed();
    Ok(())
}

fn web_packages(context: &Context<'_>, tally: &mut Tally) -> Result<(), Failure> {
    tools::require_node()?;
    npm::FOLDERS
        .iter()
        .try_for_each(|folder| npm::install(context.project, folder))?;
    tally.check_passed();
    Ok(())
}

fn formatting(context: &Context<'_>, tally: &mut Tally) -> Result<(), Failure> {
    let mut cargo = command::cargo(context.project.root());
    cargo.args(["fmt", "--all", "--check"]);
    command::run(&mut cargo, "cargo xtask fmt")?;
    tally.check_passed();
    Ok(())
}

fn lints(context: &Context<'_>, tally: &mut Tally) -> Result<(), Failure> {
    // The desktop app and the bindings are left to the compiler's own warnings in `programs`: their dependencies are
    // large, and clippy would check every one of them a second time.
    let mut cargo = command::cargo(context.project.root());
    cargo.args([
        "clippy",
        "--workspace",
        "--exclude",
        "tongban-desktop",
        "--exclude",
        "tongban-bindings",
    ]);
    cargo.args([
        "--all-targets",
        "--features",
        "demo",
        "--",
        "--deny",
        "warnings",
    ]);
    command::run(&mut cargo, "remove the cause of each warning above")?;
    tally.check_passed();
    Ok(())
}

fn rust_tests(context: &Context<'_>, tally: &mut Tally) -> Result<(), Failure> {
    let mut cargo = command::cargo(context.project.root());
    cargo
        .arg("test")
        .args(Selection::Everything.arguments())
        .arg("--no-fail-fast");
    context.counted(
        &mut cargo,
        "run the failed test alone: cargo test -p CRATE NAME",
        tally,
    )
}

fn user_interface(context: &Context<'_>, tally: &mut Tally) -> Result<(), Failure> {
    let script = |name: &str| npm::script(context.project, "apps/ui", name);
    command::run(&mut script("check")?, "repair the types named above")?;
    tally.check_passed();
    context.counted(
        &mut script("test")?,
        "run it alone: npm test in apps/ui",
        tally,
    )?;
    npm::build_ui(context.project)?;
    tally.check_passed();
    Ok(())
}

fn all_programs(context: &Context<'_>, tally: &mut Tally) -> Result<(), Failure> {
    programs::build_without_warning(context.project)?;
    tally.check_passed();
    Ok(())
}

fn kotlin(context: &Context<'_>, tally: &mut Tally) -> Result<(), Failure> {
    bindings::check_kotlin(context.project)?;
    tally.check_passed();
    let mut maven = Command::new("mvn");
    maven.current_dir(context.project.root());
    maven.args([
        "--batch-mode",
        "--no-transfer-progress",
        "--file",
        "bindings/kotlin/pom.xml",
    ]);
    maven
        .arg(format!(
            "-Dtongban.target={}",
            context.project.debug_dir().display()
        ))
        .arg("test");
    context.counted(
        &mut maven,
        "read the message above; the Kotlin tests are in bindings/kotlin",
        tally,
    )
}

fn browser(context: &Context<'_>, tally: &mut Tally) -> Result<(), Failure> {
    context.end_to_end("browser", tally)
}

fn desktop(context: &Context<'_>, tally: &mut Tally) -> Result<(), Failure> {
    context.end_to_end("desktop", tally)
}

/// The longest step takes about nine minutes from nothing on two cores.
const LIMIT: Duration = Duration::from_secs(25 * 60);

impl Context<'_> {
    /// How long one step may take; thirty-two times the cases take longer.
    fn limit(&self) -> Duration {
        if self.deep { LIMIT * 10 } else { LIMIT }
    }

    fn end_to_end(&self, script: &str, tally: &mut Tally) -> Result<(), Failure> {
        let mut npm = npm::script(self.project, "tests/e2e", script)?;
        npm.env("TONGBAN_PROGRAMS", self.project.debug_dir());
        self.counted(
            &mut npm,
            "pictures and logs of the failed journey are under tests/e2e/out",
            tally,
        )
    }

    fn counted(
        &self,
        command: &mut Command,
        advice: &str,
        tally: &mut Tally,
    ) -> Result<(), Failure> {
        if self.deep {
            command.env("PROPTEST_CASES", "8192");
            command.env("TONGBAN_DEEP", "1");
        }
        // What a test needs was installed by the first step, so a test that cannot try is a failure.
        command.env("TONGBAN_MUST_TRY", "1");
        let mut counted = Tally::default();
        let ended = command::run_watched(command, advice, |line| {
            counted.see(line);
            self.outcomes.borrow_mut().see(line);
        });
        tally.join(counted);
        ended?;
        if counted.failed > 0 || counted.passed == 0 {
            return Err(Failure::new(
                format!(
                    "{} tests passed and {} failed",
                    counted.passed, counted.failed
                ),
                advice,
            ));
        }
        Ok(())
    }
}

#[cfg(test)]
mod tests {
    use super::*;

    #[test]
    fn every_need_stands_before_the_step_that_needs_it() {
        for (at, step) in STEPS.iter().enumerate() {
            for need in step.needs {
                assert!(
                    STEPS[..at].iter().any(|earlier| earlier.name == *need),
                    "{} needs {need}",
                    step.name
                );
            }
        }
    }

    #[test]
    fn a_single_step_brings_what_it_needs() {
        let names: Vec<_> = with_needs("kotlin").iter().map(|step| step.name).collect();
        assert_eq!(names, ["packages", "npm", "ui", "programs", "kotlin"]);
    }
}
