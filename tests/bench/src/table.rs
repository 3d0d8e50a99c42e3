//! The printed table.

use std::fmt;

/// Rows of what was measured, what is wanted, and what a peer does.
pub struct Table(Vec<[String; 4]>);

impl Table {
    /// Only a heading.
    pub fn new() -> Table {
        Table(vec![
            ["measured", "ours", "target", "peer on the same input"].map(str::to_owned),
        ])
    }

    /// One more row.
    pub fn row(
        &mut self,
        what: &str,
        ours: impl Into<String>,
        target: &str,
        peer: impl Into<String>,
    ) {
        self.0
            .push([what.to_owned(), ours.into(), target.to_owned(), peer.into()]);
    }
}

impl fmt::Display for Table {
    fn fmt(&self, f: &mut fmt::Formatter<'_>) -> fmt::Result {
        let width = |column: usize| {
            self.0
                .iter()
                .map(|row| row[column].chars().count())
                .max()
                .unwrap_or(0)
        };
        let widths = [0, 1, 2, 3].map(width);
        for (number, row) in self.0.iter().enumerate() {
            for (cell, width) in row.iter().zip(widths) {
                write!(f, "| {cell}{} ", " ".repeat(width - cell.chars().count()))?;
            }
            writeln!(f, "|")?;
            if number == 0 {
                let line: String = widths
                    .iter()
                    .map(|width| format!("|{}", "-".repeat(width + 2)))
                    .collect();
                writeln!(f, "{line}|")?;
            }
        }
        Ok(())
    }
}
