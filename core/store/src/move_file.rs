//! The encryption of a file that takes drafts and history to another device (rule K3).
//!
//! ```text
//! "TBMV" version=1 0 0 0 | memory KiB 4 | passes 4 | lanes 4 | salt 16 | check 16
//! segment (ciphertext of at most 64 KiB, tag 16) …
//! ```
//!
//! Argon2id of the code over the salt gives 32 bytes; HKDF-SHA-256 makes of them the key of
//! AES-256-GCM and the check, by which a wrong code is told from a damaged file. The salt is
//! drawn for each file, so that no key is used twice; the nonce is the number of the segment and
//! whether it is the last, the header is associated data. A segment that is changed, moved,
//! missing or added is refused, and so is a file that was cut. Both ways take one segment of
//! memory, however long the file is.

use std::io::{self, Read, Write};

use aes_gcm::aead::{Aead, KeyInit, Payload};
use aes_gcm::{Aes256Gcm, Nonce};
use hkdf::Hkdf;
use sha2::Sha256;
use tongban_device::Entropy;
use zeroize::Zeroizing;

use crate::kdf::Cost;
use crate::{Kdf, UserSecret};

/// Why a move file is not read.
#[derive(Debug, Clone, Copy, PartialEq, Eq, thiserror::Error)]
pub enum MoveFileError {
    /// It does not begin like one.
    #[error("file is no move file")]
    NotOne,
    /// A newer version of the app wrote it.
    #[error("move file is of version {0}, which is newer than this app")]
    Newer(u8),
    /// The code is another one than it was written with.
    #[error("code is wrong")]
    WrongCode,
    /// It was changed or cut.
    #[error("move file is damaged")]
    Damaged,
}

/// Encrypts what is written to it; [`MoveWriter::finish`] makes the file whole.
pub struct MoveWriter<W: Write> {
    out: W,
    cipher: Aes256Gcm,
    header: [u8; HEADER],
    number: u32,
    plain: Zeroizing<Vec<u8>>,
}

impl<W: Write> MoveWriter<W> {
    /// Begins a file. The code should have 80 bits of chance or more: whoever has the file can try.
    pub fn begin(
        mut out: W,
        code: &UserSecret,
        kdf: &Kdf,
        entropy: &dyn Entropy,
    ) -> io::Result<Self> {
        let salt: [u8; 16] = entropy.array().map_err(io::Error::other)?;
        let cost = kdf.cost;
        let stretched = cost.stretch(code, &salt);
        let stretched = stretched.ok_or_else(|| io::Error::other("Argon2 parameters"))?;
        let (key, check) = keys(&stretched);
        let mut header = [0; HEADER];
        header[..4].copy_from_slice(MAGIC);
        header[4] = VERSION;
        let numbers = [cost.memory_kib, cost.passes, cost.lanes];
        for (place, number) in header[8..20].chunks_exact_mut(4).zip(numbers) {
            place.copy_from_slice(&number.to_be_bytes());
        }
        header[20..36].copy_from_slice(&salt);
        header[36..].copy_from_slice(&check);
        out.write_all(&header)?;
        Ok(Self {
            out,
            cipher: Aes256Gcm::new((&*key).into()),
            header,
            number: 0,
            plain: Zeroizing::new(Vec::with_capacity(SEGMENT)),
        })
    }

    /// Writes the last segment and gives the output back, which the caller makes durable.
    pub fn finish(mut self) -> io::Result<W> {
        self.segment(true)?;
        Ok(self.out)
    }

    fn segment(&mut self, last: bool) -> io::Result<()> {
        let payload = Payload {
            msg: &self.plain,
            aad: &self.header,
        };
        let sealed = self.cipher.encrypt(&nonce(self.number, last), payload);
        self.out
            .write_all(&sealed.map_err(|_| io::Error::other("cipher"))?)?;
        self.plain.clear();
        self.number = self
            .number
            .checked_add(1)
            .ok_or_else(|| io::Error::other("file is too long"))?;
        Ok(())
    }
}

impl<W: Write> Write for MoveWriter<W> {
    fn write(&mut self, bytes: &[u8]) -> io::Result<usize> {
        if self.plain.len() == SEGMENT {
            self.segment(false)?;
        }
        let taken = bytes.len().min(SEGMENT - self.plain.len());
        self.plain.extend_from_slice(&bytes[..taken]);
        Ok(taken)
    }

    fn flush(&mut self) -> io::Result<()> {
        // A segment is written when it is full: a shorter one can only be the last.
        self.out.flush()
    }
}

/// Decrypts a move file. Whoever reads it to its end without an error has all of it, unchanged;
/// an error that is a [`MoveFileError`] is the inner error of the [`io::Error`].
pub struct MoveReader<R: Read> {
    input: R,
    cipher: Aes256Gcm,
    header: [u8; HEADER],
    number: u32,
    /// The first bytes of the next segment.
    ahead: Vec<u8>,
    plain: Zeroizing<Vec<u8>>,
    given: usize,
    ended: bool,
}

impl<R: Read> MoveReader<R> {
    /// Reads the header. Parameters that no machine should be asked for count as damage.
    pub fn begin(mut input: R, code: &UserSecret, kdf: &Kdf) -> io::Result<Self> {
        let mut header = [0; HEADER];
        let found = fill(&mut input, &mut header)?;
        if found < 8 || &header[..4] != MAGIC {
            return Err(error(MoveFileError::NotOne));
        }
        if header[4] != VERSION {
            return Err(error(MoveFileError::Newer(header[4])));
        }
        if found < HEADER || header[5..8] != [0; 3] {
            return Err(error(MoveFileError::Damaged));
        }
        let number = |at: usize| {
            u32::from_be_bytes(header[at..at + 4].try_into().expect("four of the header"))
        };
        let cost = Cost {
            memory_kib: number(8),
            passes: number(12),
            lanes: number(16),
        };
        if !cost.is_sane() || (cost.is_weak() && !kdf.accepts_weak) {
            return Err(error(MoveFileError::Damaged));
        }
        let salt: [u8; 16] = header[20..36].try_into().expect("sixteen of the header");
        let stretched = cost.stretch(code, &salt);
        let stretched = stretched.ok_or_else(|| error(MoveFileError::Damaged))?;
        let (key, check) = keys(&stretched);
        if check != header[36..] {
            return Err(error(MoveFileError::WrongCode));
        }
        let mut reader = Self {
            input,
            cipher: Aes256Gcm::new((&*key).into()),
            header,
            number: 0,
            ahead: Vec::new(),
            plain: Zeroizing::new(Vec::new()),
            given: 0,
            ended: false,
        };
        reader.ahead = reader.more(SEALED)?;
        Ok(reader)
    }

    fn more(&mut self, length: usize) -> io::Result<Vec<u8>> {
        let mut bytes = vec![0; length];
        let found = fill(&mut self.input, &mut bytes)?;
        bytes.truncate(found);
        Ok(bytes)
    }

    fn next_segment(&mut self) -> io::Result<()> {
        let next = match self.ahead.len() {
            SEALED => self.more(SEALED)?,
            _ => Vec::new(),
        };
        let last = next.is_empty();
        let payload = Payload {
            msg: &self.ahead,
            aad: &self.header,
        };
        let opened = self.cipher.decrypt(&nonce(self.number, last), payload);
        self.plain = Zeroizing::new(opened.map_err(|_| error(MoveFileError::Damaged))?);
        self.given = 0;
        self.ended = last;
        self.ahead = next;
        self.number = self
            .number
            .checked_add(1)
            .ok_or_else(|| error(MoveFileError::Damaged))?;
        Ok(())
    }
}

impl<R: Read> Read for MoveReader<R> {
    fn read(&mut self, out: &mut [u8]) -> io::Result<usize> {
        while self.given == self.plain.len() && !self.ended {
            self.next_segment()?;
        }
        let left = &self.plain[self.given..];
        let taken = left.len().min(out.len());
        out[..taken].copy_from_slice(&left[..taken]);
        self.given += taken;
        Ok(taken)
    }
}

/// Reads until `out` is full or the input ends.
fn fill(input: &mut impl Read, out: &mut [u8]) -> io::Result<usize> {
    let mut found = 0;
    while found < out.len() {
        match input.read(&mut out[found..]) {
            Ok(0) => break,
            Ok(more) => found += more,
            Err(error) if error.kind() == io::ErrorKind::Interrupted => {}
            Err(error) => return Err(error),
        }
    }
    Ok(found)
}

fn keys(stretched: &Zeroizing<[u8; 32]>) -> (Zeroizing<[u8; 32]>, [u8; 16]) {
    let hkdf = Hkdf::<Sha256>::new(None, &stretched[..]);
    let (mut key, mut check) = (Zeroizing::new([0; 32]), [0; 16]);
    hkdf.expand(KEY_INFO, &mut *key)
        .expect("32 bytes are not too long");
    hkdf.expand(CHECK_INFO, &mut check)
        .expect("16 bytes are not too long");
    (key, check)
}

fn nonce(number: u32, last: bool) -> Nonce<aes_gcm::aead::consts::U12> {
    let mut nonce = [0; 12];
    nonce[7..11].copy_from_slice(&number.to_be_bytes());
    nonce[11] = u8::from(last);
    Nonce::from(nonce)
}

fn error(error: MoveFileError) -> io::Error {
    io::Error::new(io::ErrorKind::InvalidData, error)
}

const MAGIC: &[u8; 4] = b"TBMV";
const VERSION: u8 = 1;
const HEADER: usize = 52;
const SEGMENT: usize = 64 << 10;
const SEALED: usize = SEGMENT + 16;
const KEY_INFO: &[u8] = b"tongban move file key v1";
const CHECK_INFO: &[u8] = b"tongban move file check v1";
