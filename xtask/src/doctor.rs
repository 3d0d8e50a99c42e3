//! `cargo xtask doctor`: what is here, what is missing, and the lines that install it.

use crate::display::{self, Display};
use crate::failure::Failure;
use crate::packages::{self, Need};
use crate::tools::{Found, Remedy, TOOLS};

/// Prints one line for each thing, then one for each remedy; an error when something is missing.
pub fn doctor() -> Result<(), Failure> {
    let (mut lines, mut names) = (Vec::new(), Vec::new());
    for tool in TOOLS {
        let found = tool.look();
        println!("{}", tool.said(&found));
        match (found, tool.remedy()) {
            (Found::Good(..), _) => {}
            (_, Remedy::Package(name)) => names.push(name),
            (_, remedy) => lines.push(remedy.line()),
        }
    }
    for (what, needs) in [
        ("system packages to build", &[Need::Build][..]),
        ("system packages for the desktop app", &[Need::Desktop]),
        ("system packages for the tests", &[Need::Test]),
    ] {
        let absent = packages::missing(needs)?;
        if absent.is_empty() {
            println!("ok       {what}");
        } else {
            println!("missing  {what}: {}", absent.join(" "));
            names.extend(absent);
        }
    }
    match display::find() {
        Display::There => println!("ok       display: `cargo xtask run` opens the desktop app"),
        Display::None => {
            println!("note     no display: `cargo xtask run` serves the app for a browser instead");
        }
        Display::Silent(named) => println!(
            "note     no display answers ({named}): `cargo xtask run` serves the app for a browser instead"
        ),
    }
    let remedies = remedies(lines, names);
    if remedies.is_empty() {
        return Ok(());
    }
    Err(Failure::new(
        "something is missing",
        format!(
            "type {} (`cargo xtask run` and `test` install system packages themselves):\n    {}",
            if remedies.len() == 1 {
                "this line"
            } else {
                "these lines"
            },
            remedies.join("\n    ")
        ),
    ))
}

/// Each line once, and one line for everything that comes as a package.
fn remedies(mut lines: Vec<String>, mut names: Vec<&'static str>) -> Vec<String> {
    names.sort_unstable();
    names.dedup();
    if !names.is_empty() {
        lines.push(packages::install_line(&names));
    }
    lines.dedup();
    lines
}

#[cfg(test)]
mod tests {
    use super::*;

    #[test]
    fn what_helps_against_several_things_is_one_line() {
        let node = Remedy::Node.line();
        let lines = remedies(
            vec![node.clone(), node.clone()],
            vec!["maven", "build-essential", "maven"],
        );
        assert_eq!(lines.len(), 2);
        assert_eq!(lines[0], node);
        assert!(lines[1].ends_with("build-essential maven"), "{}", lines[1]);
    }
}
