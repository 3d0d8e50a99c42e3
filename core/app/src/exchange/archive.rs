//! A zip file that is written and read from front to back, one entry in memory at a time.
//!
//! Only what an export needs: stored entries (photos are compressed already) whose length and
//! checksum stand before their bytes, names in UTF-8, sizes below 4 GiB. Any program that opens
//! zip files opens these; of other zip files only such are read. Source: APPNOTE 6.3.3.

use std::io::{self, Read, Write};

use flate2::Crc;

/// Writes entries; [`ArchiveWriter::finish`] makes the file whole.
pub(super) struct ArchiveWriter<W: Write> {
    out: W,
    /// Bytes so far.
    at: u64,
    directory: Vec<u8>,
    entries: u16,
}

impl<W: Write> ArchiveWriter<W> {
    pub(super) fn new(out: W) -> Self {
        Self {
            out,
            at: 0,
            directory: Vec::new(),
            entries: 0,
        }
    }

    /// Adds an entry. What a zip file cannot hold is an error of kind `FileTooLarge`.
    pub(super) fn entry(&mut self, name: &str, bytes: &[u8]) -> io::Result<()> {
        let mut crc = Crc::new();
        crc.update(bytes);
        let offset = small(self.at)?;
        let length = small(bytes.len() as u64)?;
        let name_length = u16::try_from(name.len()).map_err(|_| too_large())?;
        // Version, UTF-8 names, stored, no date (1980-01-01), checksum, both lengths, name.
        let mut common = Vec::with_capacity(26);
        common.extend(
            [VERSION, UTF_8, STORED, 0, DAY_ONE]
                .iter()
                .flat_map(|n| n.to_le_bytes()),
        );
        common.extend(
            [crc.sum(), length, length]
                .iter()
                .flat_map(|n| n.to_le_bytes()),
        );
        common.extend([name_length, 0].iter().flat_map(|n| n.to_le_bytes()));
        self.write(&LOCAL.to_le_bytes())?;
        self.write(&common)?;
        self.write(name.as_bytes())?;
        self.write(bytes)?;
        self.directory.extend(CENTRAL.to_le_bytes());
        self.directory.extend(VERSION.to_le_bytes());
        self.directory.extend(&common);
        // No comment, first disk, no attributes.
        self.directory.extend([0; 10]);
        self.directory.extend(offset.to_le_bytes());
        self.directory.extend(name.as_bytes());
        self.entries = self.entries.checked_add(1).ok_or_else(too_large)?;
        Ok(())
    }

    /// Writes the directory and gives the output back.
    pub(super) fn finish(mut self) -> io::Result<W> {
        let offset = small(self.at)?;
        let directory = std::mem::take(&mut self.directory);
        self.write(&directory)?;
        let mut end = Vec::with_capacity(22);
        end.extend(END.to_le_bytes());
        end.extend(
            [0, 0, self.entries, self.entries]
                .iter()
                .flat_map(|n: &u16| n.to_le_bytes()),
        );
        end.extend(
            [small(directory.len() as u64)?, offset]
                .iter()
                .flat_map(|n| n.to_le_bytes()),
        );
        end.extend([0; 2]);
        self.write(&end)?;
        Ok(self.out)
    }

    fn write(&mut self, bytes: &[u8]) -> io::Result<()> {
        self.at += bytes.len() as u64;
        self.out.write_all(bytes)
    }
}

/// Reads entries. The file is whole only when [`ArchiveReader::next`] has given `None`.
pub(super) struct ArchiveReader<R: Read> {
    input: R,
    entries: u16,
}

/// One entry.
pub(super) struct Entry {
    pub(super) name: String,
    pub(super) bytes: Vec<u8>,
}

impl<R: Read> ArchiveReader<R> {
    pub(super) fn new(input: R) -> Self {
        Self { input, entries: 0 }
    }

    /// The next entry, checked; `None` after the last one and a directory that counts as many.
    /// Anything else is an error of kind `InvalidData` or `UnexpectedEof`.
    pub(super) fn next(&mut self) -> io::Result<Option<Entry>> {
        match u32::from_le_bytes(self.array()?) {
            LOCAL => {}
            CENTRAL => return self.directory().map(|()| None),
            END if self.entries == 0 => return self.end().map(|()| None),
            _ => return Err(damaged()),
        }
        let head: [u8; 26] = self.array()?;
        let half = |at: usize| u16::from_le_bytes([head[at], head[at + 1]]);
        let word = |at: usize| u32::from(half(at)) | u32::from(half(at + 2)) << 16;
        let (checksum, packed, length) = (word(10), word(14), word(18));
        if half(4) != STORED
            || half(2) & LENGTH_FOLLOWS != 0
            || packed != length
            || length > LONGEST
        {
            return Err(damaged());
        }
        let name = self.bytes(half(22).into())?;
        self.bytes(half(24).into())?;
        let bytes = self.bytes(length)?;
        let mut crc = Crc::new();
        crc.update(&bytes);
        if crc.sum() != checksum {
            return Err(damaged());
        }
        self.entries = self.entries.checked_add(1).ok_or_else(damaged)?;
        let name = String::from_utf8(name).map_err(|_| damaged())?;
        Ok(Some(Entry { name, bytes }))
    }

    /// The rest, from behind the first signature of the directory.
    fn directory(&mut self) -> io::Result<()> {
        for left in (0..self.entries).rev() {
            let head: [u8; 42] = self.array()?;
            let half = |at: usize| u32::from(u16::from_le_bytes([head[at], head[at + 1]]));
            self.bytes(half(24) + half(26) + half(28))?;
            let wanted = if left == 0 { END } else { CENTRAL };
            if u32::from_le_bytes(self.array()?) != wanted {
                return Err(damaged());
            }
        }
        self.end()
    }

    fn end(&mut self) -> io::Result<()> {
        let head: [u8; 18] = self.array()?;
        let count = u16::from_le_bytes([head[6], head[7]]);
        self.bytes(u16::from_le_bytes([head[16], head[17]]).into())?;
        let more = self.input.read(&mut [0])?;
        match count == self.entries && more == 0 {
            true => Ok(()),
            false => Err(damaged()),
        }
    }

    fn array<const N: usize>(&mut self) -> io::Result<[u8; N]> {
        let mut bytes = [0; N];
        self.input.read_exact(&mut bytes)?;
        Ok(bytes)
    }

    /// Grows with what really comes: a length that lies takes no memory.
    fn bytes(&mut self, length: u32) -> io::Result<Vec<u8>> {
        let mut bytes = Vec::new();
        let read = (&mut self.input)
            .take(length.into())
            .read_to_end(&mut bytes)?;
        match read == length as usize {
            true => Ok(bytes),
            false => Err(io::ErrorKind::UnexpectedEof.into()),
        }
    }
}

fn small(number: u64) -> io::Result<u32> {
    u32::try_from(number).map_err(|_| too_large())
}

fn too_large() -> io::Error {
    io::ErrorKind::FileTooLarge.into()
}

fn damaged() -> io::Error {
    io::ErrorKind::InvalidData.into()
}

const LOCAL: u32 = 0x0403_4b50;
const CENTRAL: u32 = 0x0201_4b50;
const END: u32 = 0x0605_4b50;
const VERSION: u16 = 20;
const UTF_8: u16 = 1 << 11;
const LENGTH_FOLLOWS: u16 = 1 << 3;
const STORED: u16 = 0;
const DAY_ONE: u16 = 0x21;
/// 256 MiB: records of very many years.
const LONGEST: u32 = 256 << 20;

#[cfg(test)]
mod tests {
    use super::*;

    fn written(entries: &[(&str, &[u8])]) -> Vec<u8> {
        let mut writer = ArchiveWriter::new(Vec::new());
        for (name, bytes) in entries {
            writer.entry(name, bytes).expect("memory is endless");
        }
        writer.finish().expect("memory is endless")
    }

    fn read(bytes: &[u8]) -> io::Result<Vec<(String, Vec<u8>)>> {
        let mut reader = ArchiveReader::new(bytes);
        let mut entries = Vec::new();
        while let Some(entry) = reader.next()? {
            entries.push((entry.name, entry.bytes));
        }
        Ok(entries)
    }

    const ENTRIES: &[(&str, &[u8])] = &[
        ("records.json", b"{}"),
        ("files/照片.jpg", &[7; 999]),
        ("empty", b""),
    ];

    #[test]
    fn what_was_written_is_read_and_an_empty_one_too() {
        let entries = read(&written(ENTRIES)).expect("reads");
        assert_eq!(entries.len(), 3);
        for ((name, bytes), (wanted, content)) in entries.iter().zip(ENTRIES) {
            assert_eq!((name.as_str(), bytes.as_slice()), (*wanted, *content));
        }
        assert_eq!(read(&written(&[])).expect("reads"), []);
    }

    /// Made by the zipfile module of CPython 3: `ZipFile(f, 'w', ZIP_STORED)`, `writestr('a.txt', 'hello')`.
    #[test]
    fn a_stored_zip_of_another_program_is_read() {
        let other = include_bytes!("../../tests/vectors/stored-by-python.zip");
        assert_eq!(
            read(other).expect("reads"),
            [("a.txt".to_owned(), b"hello".to_vec())]
        );
    }

    #[test]
    fn every_cut_and_every_changed_byte_of_content_is_noticed() {
        let whole = written(ENTRIES);
        for length in 0..whole.len() {
            assert!(read(&whole[..length]).is_err(), "cut at {length}");
        }
        let mut longer = whole.clone();
        longer.push(0);
        assert!(read(&longer).is_err());
        let content = 30 + "records.json".len();
        for at in [0, 8, 14, 18, 22, content, content + 1] {
            let mut changed = whole.clone();
            changed[at] ^= 1;
            assert!(read(&changed).is_err(), "byte {at}");
        }
    }

    proptest::proptest! {
        #[test]
        fn no_bytes_make_it_panic(bytes in proptest::collection::vec(proptest::num::u8::ANY, 0..300)) {
            let _ = read(&bytes);
            let _ = read(&[b"PK\x03\x04".as_slice(), &bytes].concat());
        }
    }
}
