//! Counts passed and failed tests from what the test runners print.

/// How many tests passed and failed so far.
#[derive(Default, Clone, Copy, PartialEq, Eq, Debug)]
pub struct Tally {
    /// Tests, or checks that count as one.
    pub passed: u64,
    /// Tests, or checks that count as one.
    pub failed: u64,
}

impl Tally {
    /// Adds what one line of a runner's output says; other lines change nothing.
    pub fn see(&mut self, line: &str) {
        let line = without_colour(line);
        let line = line.trim();
        if let Some(rest) = line.strip_prefix("test result: ") {
            self.add(
                number_before(rest, " passed"),
                number_before(rest, " failed"),
            );
        } else if let Some(rest) = line.strip_prefix("Tests ") {
            self.add(
                number_before(rest, " passed"),
                number_before(rest, " failed"),
            );
        } else if let Some(rest) = line.strip_prefix("ℹ pass ") {
            self.add(rest.parse().ok(), None);
        } else if let Some(rest) = line.strip_prefix("ℹ fail ") {
            self.add(None, rest.parse().ok());
        } else if let Some(at) = line.find("Tests run: ") {
            self.see_maven(&line[at..]);
        }
    }

    /// Counts a check that has no tests of its own.
    pub fn check_passed(&mut self) {
        self.passed += 1;
    }

    /// Adds another count.
    pub fn join(&mut self, other: Self) {
        self.passed += other.passed;
        self.failed += other.failed;
    }

    // Maven prints one line a class ("Time elapsed") and one for all; only the last one counts.
    fn see_maven(&mut self, line: &str) {
        if line.contains("Time elapsed") {
            return;
        }
        let after = |label: &str| -> u64 {
            let digits = line.split(label).nth(1).unwrap_or_default();
            digits
                .split(|c: char| !c.is_ascii_digit())
                .next()
                .and_then(|text| text.parse().ok())
                .unwrap_or(0)
        };
        let failed = after("Failures: ") + after("Errors: ");
        let ran = after("Tests run: ").saturating_sub(after("Skipped: "));
        self.add(Some(ran.saturating_sub(failed)), Some(failed));
    }

    fn add(&mut self, passed: Option<u64>, failed: Option<u64>) {
        self.passed += passed.unwrap_or(0);
        self.failed += failed.unwrap_or(0);
    }
}

fn number_before(text: &str, word: &str) -> Option<u64> {
    text[..text.find(word)?]
        .rsplit(|c: char| !c.is_ascii_digit())
        .next()?
        .parse()
        .ok()
}

fn without_colour(line: &str) -> String {
    let mut plain = String::with_capacity(line.len());
    let mut characters = line.chars();
    while let Some(character) = characters.next() {
        if character == '\u{1b}' {
            characters.by_ref().find(char::is_ascii_alphabetic);
        } else {
            plain.push(character);
        }
    }
    plain
}

#[cfg(test)]
mod tests {
    use super::*;

    fn count(lines: &[&str]) -> (u64, u64) {
        let mut tally = Tally::default();
        lines.iter().for_each(|line| tally.see(line));
        (tally.passed, tally.failed)
    }

    #[test]
    fn reads_cargo() {
        let lines = [
            "test result: ok. 12 passed; 0 failed; 0 ignored; 0 measured",
            "test result: FAILED. 3 passed; 2 failed; 0 ignored",
        ];
        assert_eq!(count(&lines), (15, 2));
    }

    #[test]
    fn reads_vitest_with_colours() {
        let line = "\u{1b}[2m      Tests \u{1b}[22m \u{1b}[31m1 failed\u{1b}[39m | \u{1b}[32m11 passed\u{1b}[39m (12)";
        assert_eq!(count(&[line, " Test Files  2 passed (2)"]), (11, 1));
    }

    #[test]
    fn reads_node() {
        assert_eq!(count(&["ℹ tests 9", "ℹ pass 7", "ℹ fail 2"]), (7, 2));
    }

    #[test]
    fn reads_maven_once() {
        let lines = [
            "[INFO] Tests run: 4, Failures: 0, Errors: 0, Skipped: 0, Time elapsed: 0.5 s -- in CallTest",
            "[ERROR] Tests run: 4, Failures: 1, Errors: 1, Skipped: 0",
        ];
        assert_eq!(count(&lines), (2, 2));
    }

    #[test]
    fn other_lines_count_nothing() {
        assert_eq!(
            count(&[
                "running 3 tests",
                "   Compiling x",
                "ℹ duration_ms 12",
                "Tests"
            ]),
            (0, 0)
        );
    }
}
