use std::collections::BTreeSet;
use std::fs;
use std::io;
use std::path::Path;

/// The names of all tests in the sources of a workspace.
#[derive(Debug, Default)]
pub struct FoundTests {
    functions: BTreeSet<String>,
    titles: BTreeSet<String>,
}

impl FoundTests {
    /// Reads every source below `root`; built and fetched folders are left out.
    pub fn below(root: &Path) -> io::Result<Self> {
        let mut found = Self::default();
        found.collect(root)?;
        Ok(found)
    }

    /// Whether there is a test of this name: a Rust function, or a title with its spaces.
    pub fn hold(&self, name: &str) -> bool {
        self.functions.contains(name) || self.titles.contains(name)
    }

    /// Every name, functions first.
    pub fn names(&self) -> impl Iterator<Item = &str> {
        self.functions
            .iter()
            .chain(&self.titles)
            .map(String::as_str)
    }

    fn collect(&mut self, folder: &Path) -> io::Result<()> {
        for entry in fs::read_dir(folder)? {
            let entry = entry?;
            let (path, name) = (entry.path(), entry.file_name());
            let extension = path.extension().and_then(|extension| extension.to_str());
            if entry.file_type()?.is_dir() {
                if !SKIPPED.iter().any(|skipped| name == *skipped) {
                    self.collect(&path)?;
                }
            } else if extension == Some("rs") {
                self.functions
                    .extend(functions(&fs::read_to_string(&path)?));
            } else if extension.is_some_and(|extension| ["kt", "ts", "mjs"].contains(&extension)) {
                self.titles.extend(titles(&fs::read_to_string(&path)?));
            }
        }
        Ok(())
    }
}

/// Names of the functions that stand below a test attribute.
fn functions(source: &str) -> Vec<String> {
    let mut below_attribute = false;
    let mut names = Vec::new();
    for line in source.lines().map(str::trim) {
        let function = line
            .strip_prefix("async ")
            .unwrap_or(line)
            .strip_prefix("fn ");
        match function {
            Some(rest) if below_attribute => {
                names.extend(rest.split('(').next().map(str::to_owned));
                below_attribute = false;
            }
            _ if line.starts_with("#[test") || line.starts_with("#[tokio::test") => {
                below_attribute = true;
            }
            // Other attributes and comments may stand between; anything else ends it.
            _ => below_attribute &= line.starts_with("#[") || line.starts_with("//"),
        }
    }
    names
}

/// Titles of tests as Kotlin, node and vitest write them.
fn titles(source: &str) -> Vec<String> {
    let calls = ["test(", "it(", "test.each(", "fun `"];
    let lines = source.lines().filter(|line| {
        let line = line
            .trim_start()
            .trim_start_matches("await ")
            .trim_start_matches("t.");
        calls.iter().any(|call| line.starts_with(call))
    });
    lines.flat_map(quoted).collect()
}

/// Every quoted text of a line that a call or `fun` opens.
fn quoted(line: &str) -> Vec<String> {
    let mut texts = Vec::new();
    for (at, quote) in line.match_indices(['\'', '"', '`']) {
        let opens = line[..at].ends_with('(') || line[..at].ends_with("fun ");
        let rest = &line[at + 1..];
        // An apostrophe inside is written `\'`.
        let end = rest
            .match_indices(quote)
            .map(|(end, _)| end)
            .find(|end| !rest[..*end].ends_with('\\'));
        if let (true, Some(end)) = (opens, end) {
            texts.push(rest[..end].replace('\\', ""));
        }
    }
    texts
}

const SKIPPED: [&str; 5] = ["target", "node_modules", ".git", "dist", "gen"];

#[cfg(test)]
mod tests {
    use super::*;

    #[test]
    fn a_function_counts_only_below_a_test_attribute() {
        let source = "#[test]\n#[ignore]\nfn first() {}\nfn second() {}\n    #[tokio::test]\n    async fn third() {}\n";
        assert_eq!(functions(source), ["first", "third"]);
    }

    #[test]
    fn titles_are_read_in_all_three_notations() {
        let source = "  test('a b', async () => {\n    fun `c d`() {\n  test.each([1])('e\\'s %s', (x) => {\nconst x = 'no title';\n";
        assert_eq!(titles(source), ["a b", "c d", "e's %s"]);
    }
}
