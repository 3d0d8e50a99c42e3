//! Writing a file for the person: after Confirm (rule U1), offline, into the folder that the host
//! names; whole under its name or not there at all.

use std::fs::{File, OpenOptions};
use std::io::{BufWriter, Write as _};
use std::path::{Path, PathBuf};
use std::sync::Arc;

use tongban_store::MoveWriter;
use zeroize::Zeroizing;

use super::code;
use super::error::ExchangeError;
use super::gather::{Extent, Written, write};
use super::view::{ExportedView, MovedView};
use crate::confirm::{Words, confirm};
use crate::context::{Core, blocking};
use crate::drafts::count;
use crate::error::ErrorView;
use crate::secret::SecretText;
use crate::time;

/// Everything in open formats, readable by whoever has the file; the question says so.
pub(crate) async fn export(core: &Arc<Core>) -> Result<ExportedView, ErrorView> {
    ask(core, "export", b"wallet.export").await?;
    blocking(core, |core| {
        to_file(core, "zip", |core, out| {
            let db = core.unlocked()?;
            let (_, written) = write(core, &db, Extent::All, out)?;
            Ok(written)
        })
    })
    .await
}

/// Drafts and history for another device, encrypted; keys and certificates stay here (rule K3).
pub(crate) async fn move_out(core: &Arc<Core>) -> Result<MovedView, ErrorView> {
    ask(core, "move", b"wallet.move").await?;
    blocking(core, |core| -> Result<MovedView, ExchangeError> {
        let shown: Zeroizing<String> = code::draw(&*core.caps.entropy)?;
        let secret = code::secret(SecretText::new(shown.to_string()));
        let file = to_file(core, "move", |core, out| {
            let db = core.unlocked()?;
            let entropy = &*core.caps.entropy;
            let sealed = MoveWriter::begin(out, &secret, &core.config.kdf, entropy);
            let sealed = sealed.map_err(|error| ExchangeError::of_writing(&error))?;
            let (sealed, written) = write(core, &db, Extent::Move, sealed)?;
            sealed
                .finish()
                .map_err(|error| ExchangeError::of_writing(&error))?;
            Ok(written)
        })?;
        Ok(MovedView {
            file,
            code: shown.to_string(),
        })
    })
    .await
}

async fn ask(core: &Arc<Core>, act: &'static str, request: &[u8]) -> Result<(), ErrorView> {
    let text = blocking(core, move |core| -> Result<_, ExchangeError> {
        core.unlocked()?;
        let folder = core.config.exchange_dir.as_ref();
        let folder = folder.ok_or(ExchangeError::NoFolder)?;
        let messages = core.messages();
        let words = Words::new(&messages, act);
        let holds = words.say("holds_value", &crate::Params::new());
        Ok(words
            .line("holds", holds)
            .line("where", folder.display().to_string())
            .note("note_readable")
            .note("note_stays")
            .done())
    })
    .await?;
    let asked = confirm(core, text, request).await;
    asked.map_err(|error| ExchangeError::from(error).into())
}

/// Writes beside its place and moves it there when it is durable.
fn to_file(
    core: &Core,
    ending: &str,
    work: impl FnOnce(&Core, &mut BufWriter<File>) -> Result<Written, ExchangeError>,
) -> Result<ExportedView, ExchangeError> {
    let folder = core.config.exchange_dir.clone();
    let folder = folder.ok_or(ExchangeError::NoFolder)?;
    let io = |error: std::io::Error| ExchangeError::of_writing(&error);
    std::fs::create_dir_all(&folder).map_err(io)?;
    let path = free_path(&folder, &stem(core.now()), ending);
    let part = path.with_extension(format!("{ending}.part"));
    let written = (|| -> Result<Written, ExchangeError> {
        let mut out = BufWriter::new(private(&part).map_err(io)?);
        let written = work(core, &mut out)?;
        out.flush().map_err(io)?;
        out.get_ref().sync_all().map_err(io)?;
        std::fs::rename(&part, &path).map_err(io)?;
        // Without it a power cut may take the name back; the bytes are on the disk.
        File::open(&folder)
            .and_then(|folder| folder.sync_all())
            .ok();
        Ok(written)
    })();
    if written.is_err() {
        // Half a file is of no use, and nobody asked for it.
        std::fs::remove_file(&part).ok();
    }
    let written = written?;
    let bytes = std::fs::metadata(&path).map_err(io)?.len();
    let name = path.file_name().unwrap_or_default();
    Ok(ExportedView {
        name: name.to_string_lossy().into_owned(),
        path: path.display().to_string(),
        bytes,
        drafts: count(written.drafts),
        cases: count(written.cases),
        files: count(written.files),
        certificates: count(written.certificates),
        unreadable: count(written.unreadable),
    })
}

fn stem(now: u64) -> String {
    let of_day = (now + LEGAL_ZONE_SECONDS) % 86_400;
    let (hours, minutes, seconds) = (of_day / 3_600, of_day / 60 % 60, of_day % 60);
    format!(
        "tongban-{}-{hours:02}{minutes:02}{seconds:02}",
        time::day(now)
    )
}

/// A name that nothing has yet: an earlier export is never written over.
fn free_path(folder: &Path, stem: &str, ending: &str) -> PathBuf {
    let named = |name: String| folder.join(format!("{name}.{ending}"));
    let first = named(stem.to_owned());
    if !first.exists() {
        return first;
    }
    (2_u32..)
        .map(|number| named(format!("{stem}-{number}")))
        .find(|path| !path.exists())
        .unwrap_or(first)
}

/// A new file that only this user of the machine can read.
fn private(path: &Path) -> std::io::Result<File> {
    let mut options = OpenOptions::new();
    options.write(true).create(true).truncate(true);
    #[cfg(unix)]
    std::os::unix::fs::OpenOptionsExt::mode(&mut options, 0o600);
    options.open(path)
}

const LEGAL_ZONE_SECONDS: u64 = 8 * 3_600;
