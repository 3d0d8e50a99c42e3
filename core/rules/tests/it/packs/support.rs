//! The committed layers, and ways to change them.

use std::path::Path;
use std::sync::OnceLock;

use tongban_rules::Day;
use tongban_rules::pack::Pack;
use tongban_rules::source::{Files, Problem, compile};

/// The layers as they are committed.
pub fn files() -> Files {
    let root = Path::new(env!("CARGO_MANIFEST_DIR")).join("../../assets/packs");
    let mut files = Files::default();
    read(&root, "", &mut files);
    files
}

fn read(folder: &Path, prefix: &str, files: &mut Files) {
    for entry in std::fs::read_dir(folder).expect("the packs are committed") {
        let entry = entry.expect("a readable folder");
        let name = format!("{prefix}{}", entry.file_name().to_string_lossy());
        match entry.path().is_dir() {
            true => read(&entry.path(), &format!("{name}/"), files),
            false => files.insert(name, std::fs::read(entry.path()).expect("a readable file")),
        }
    }
}

/// The lowest committed layer, which no finding keeps from being published.
pub fn pack() -> &'static Pack {
    static PACK: OnceLock<Pack> = OnceLock::new();
    PACK.get_or_init(|| {
        let compiled =
            compile(&files(), "yunquan").unwrap_or_else(|problems| panic!("{problems:#?}"));
        assert_eq!(compiled.findings, []);
        compiled.pack
    })
}

/// What the compiler or the linter says after `change` of the text of `path`.
pub fn after(path: &str, from: &str, to: &str) -> Vec<Problem> {
    let mut files = files();
    let root = Path::new(env!("CARGO_MANIFEST_DIR")).join("../../assets/packs");
    let text = std::fs::read_to_string(root.join(path)).expect("a text file");
    assert!(text.contains(from), "{path} has no {from:?}");
    files.insert(path, text.replacen(from, to, 1).into_bytes());
    match compile(&files, "yunquan") {
        Ok(compiled) => compiled.findings,
        Err(problems) => problems,
    }
}

pub fn day(text: &str) -> Day {
    Day::parse(text).expect("a day of a test")
}
