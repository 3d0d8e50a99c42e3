use std::collections::BTreeMap;
use std::fs::{self, File, OpenOptions};
use std::io;
use std::os::unix::fs::FileExt as _;
use std::path::{Path, PathBuf};

use crate::dice::Dice;

/// What was written to the files of a disk and not yet made durable.
#[derive(Default)]
pub(super) struct Ledger {
    files: BTreeMap<PathBuf, Vec<Change>>,
}

/// One change of a file, with what it takes to take it back.
pub(super) enum Change {
    /// Bytes at an offset.
    Write {
        offset: u64,
        bytes: Vec<u8>,
        /// What stood there, as far as the file reached.
        before: Vec<u8>,
        length_before: u64,
    },
    /// Another length.
    Resize {
        length: u64,
        /// What was cut off.
        cut: Vec<u8>,
        length_before: u64,
    },
}

impl Ledger {
    pub(super) fn note(&mut self, path: &Path, change: Change) {
        let changes = self.files.entry(path.to_owned()).or_default();
        changes.push(change);
    }

    /// Everything of a file is durable, or the file is gone.
    pub(super) fn settle(&mut self, path: &Path) {
        self.files.remove(path);
    }

    /// How many changes are not durable.
    pub(super) fn open_changes(&self) -> usize {
        self.files.values().map(Vec::len).sum()
    }

    /// The power goes: of what was not durable, some changes are on the disk and some are not,
    /// whatever their order; of one in eight only the first sectors.
    pub(super) fn cut_power(&mut self, dice: &mut Dice) -> io::Result<()> {
        for (path, changes) in std::mem::take(&mut self.files) {
            let file = match OpenOptions::new().read(true).write(true).open(&path) {
                Ok(file) => file,
                Err(error) if error.kind() == io::ErrorKind::NotFound => continue,
                Err(error) => return Err(error),
            };
            for change in changes.iter().rev() {
                change.undo(&file)?;
            }
            for change in &changes {
                match dice.below(8) {
                    0..4 => change.redo(&file, None)?,
                    4 => change.redo(&file, Some(dice))?,
                    _ => {}
                }
            }
        }
        Ok(())
    }
}

impl Change {
    fn undo(&self, file: &File) -> io::Result<()> {
        match self {
            Self::Write {
                offset,
                before,
                length_before,
                ..
            } => {
                file.write_all_at(before, *offset)?;
                file.set_len(*length_before)
            }
            Self::Resize {
                length,
                cut,
                length_before,
            } => {
                file.set_len(*length_before)?;
                file.write_all_at(cut, (*length).min(*length_before))
            }
        }
    }

    /// Does it again; torn, only some of its first sectors.
    fn redo(&self, file: &File, torn: Option<&mut Dice>) -> io::Result<()> {
        match (self, torn) {
            (Self::Write { offset, bytes, .. }, None) => file.write_all_at(bytes, *offset),
            (Self::Write { offset, bytes, .. }, Some(dice)) => {
                let kept = torn_length(bytes.len(), dice);
                file.write_all_at(&bytes[..kept], *offset)
            }
            (Self::Resize { length, .. }, None) => file.set_len(*length),
            (Self::Resize { .. }, Some(_)) => Ok(()),
        }
    }
}

/// How much of a write reached the disk: whole sectors, less than all.
pub(super) fn torn_length(length: usize, dice: &mut Dice) -> usize {
    let sectors = length.div_ceil(SECTOR) as u64;
    (dice.below(sectors.max(1)) as usize * SECTOR).min(length)
}

/// Puts a file's bytes away that are about to be cut off.
pub(super) fn tail(path: &Path, from: u64) -> io::Result<(u64, Vec<u8>)> {
    let bytes = fs::read(path)?;
    let start = usize::try_from(from).unwrap_or(usize::MAX).min(bytes.len());
    Ok((bytes.len() as u64, bytes[start..].to_vec()))
}

/// Least that a disk writes whole.
const SECTOR: usize = 512;

#[cfg(test)]
mod tests {
    use super::*;

    fn change(path: &Path, offset: u64, bytes: &[u8], ledger: &mut Ledger) {
        let content = fs::read(path).expect("reads");
        let start = (offset as usize).min(content.len());
        let end = (start + bytes.len()).min(content.len());
        ledger.note(
            path,
            Change::Write {
                offset,
                bytes: bytes.to_vec(),
                before: content[start..end].to_vec(),
                length_before: content.len() as u64,
            },
        );
        let file = OpenOptions::new().write(true).open(path).expect("opens");
        file.write_all_at(bytes, offset).expect("writes");
    }

    #[test]
    fn a_power_cut_keeps_some_changes_and_no_bytes_that_nobody_wrote() {
        let folder = tempfile::tempdir().expect("a folder");
        let path = folder.path().join("file");
        let mut seen = std::collections::BTreeSet::new();
        for seed in 0..200 {
            fs::write(&path, vec![b'.'; 2_048]).expect("a file");
            let mut ledger = Ledger::default();
            change(&path, 0, &[b'a'; 1_024], &mut ledger);
            change(&path, 512, &[b'b'; 1_024], &mut ledger);
            change(&path, 2_048, &[b'c'; 512], &mut ledger);
            ledger.cut_power(&mut Dice::new(seed)).expect("cut");
            assert_eq!(ledger.open_changes(), 0);
            let content = fs::read(&path).expect("reads");
            assert!(matches!(content.len(), 2_048 | 2_560));
            let sectors: Vec<char> = content
                .chunks(512)
                .map(|sector| {
                    assert!(
                        sector.iter().all(|byte| *byte == sector[0]),
                        "whole sectors"
                    );
                    char::from(sector[0])
                })
                .collect();
            assert!("a.".contains(sectors[0]) && "ab.".contains(sectors[1]));
            assert!("b.".contains(sectors[2]) && sectors[3] == '.');
            seen.insert(sectors);
        }
        assert!(seen.len() > 10, "many ways to lose power: {}", seen.len());
        assert!(
            seen.contains(&vec!['.', 'b', 'b', '.']),
            "the later without the earlier"
        );
    }

    #[test]
    fn what_was_made_durable_is_not_taken_back() {
        let folder = tempfile::tempdir().expect("a folder");
        let path = folder.path().join("file");
        for seed in 0..50 {
            fs::write(&path, b"........").expect("a file");
            let mut ledger = Ledger::default();
            change(&path, 0, b"abcd", &mut ledger);
            ledger.settle(&path);
            change(&path, 4, b"efgh", &mut ledger);
            ledger.cut_power(&mut Dice::new(seed)).expect("cut");
            assert!(fs::read(&path).expect("reads").starts_with(b"abcd"));
        }
    }

    #[test]
    fn a_cut_file_gets_its_tail_back() {
        let folder = tempfile::tempdir().expect("a folder");
        let path = folder.path().join("file");
        let mut lengths = std::collections::BTreeSet::new();
        for seed in 0..50 {
            fs::write(&path, b"abcdefgh").expect("a file");
            let (length_before, cut) = tail(&path, 2).expect("a tail");
            let file = OpenOptions::new().write(true).open(&path).expect("opens");
            file.set_len(2).expect("cut");
            let mut ledger = Ledger::default();
            ledger.note(
                &path,
                Change::Resize {
                    length: 2,
                    cut,
                    length_before,
                },
            );
            ledger.cut_power(&mut Dice::new(seed)).expect("cut");
            let content = fs::read(&path).expect("reads");
            assert!(b"abcdefgh".starts_with(&content[..]));
            lengths.insert(content.len());
        }
        assert_eq!(lengths, [2, 8].into());
    }
}
