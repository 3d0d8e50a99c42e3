//! A file that comes in, piece by piece: a screen hands over what it reads, and a thread takes it
//! in as it comes, so that no more than a few pieces are ever in memory.

use std::io::{self, Read};
use std::sync::Arc;
use std::sync::mpsc::{Receiver, SyncSender, sync_channel};
use std::thread::JoinHandle;

use super::error::ExchangeError;
use super::take_in::take_in;
use super::view::{ImportBeginRequest, ImportPieceRequest, ImportView, ImportedView};
use crate::context::{Core, blocking, lock};
use crate::drafts::resident;
use crate::error::ErrorView;
use crate::events::{EventView, NothingView};
use crate::sync;

/// What is being taken in; dropping it gives it up, and nothing of it is kept.
pub(crate) struct Incoming {
    pieces: SyncSender<Piece>,
    taken: JoinHandle<Result<ImportedView, ExchangeError>>,
}

enum Piece {
    Bytes(Vec<u8>),
    /// Nothing more comes: the file was read to its end.
    End,
}

/// Begins with a file; one that was under way is given up.
pub(crate) async fn begin(
    core: &Arc<Core>,
    request: ImportBeginRequest,
) -> Result<NothingView, ErrorView> {
    let db = blocking(core, |core| -> Result<_, ExchangeError> {
        let db = core.unlocked()?;
        resident(&db)?;
        Ok(db)
    })
    .await?;
    let (pieces, come) = sync_channel(PIECES_WAITING);
    let worker = core.clone();
    let taken = std::thread::spawn(move || {
        let input = PieceReader {
            come,
            left: Vec::new(),
            given: 0,
            ended: false,
        };
        take_in(&worker, &db, input, request.code)
    });
    *lock(&core.incoming) = Some(Incoming { pieces, taken });
    Ok(NothingView {})
}

/// Takes the next bytes. After the last ones it waits until everything is stored, at once and for
/// good; on any failure nothing is.
pub(crate) async fn piece(
    core: &Arc<Core>,
    request: ImportPieceRequest,
    bytes: Vec<u8>,
) -> Result<ImportView, ErrorView> {
    let done = blocking(core, move |core| feed(core, &request, bytes)).await?;
    if done.is_some() {
        // The engine goes on from what is stored now.
        let restarted = core.clone();
        blocking(core, |core| -> Result<(), ExchangeError> {
            sync::stop(core);
            Ok(())
        })
        .await?;
        sync::start(&restarted);
        for event in [
            EventView::DraftsChanged(NothingView {}),
            EventView::CasesChanged(NothingView {}),
            EventView::CertificatesChanged(NothingView {}),
        ] {
            core.publish(event);
        }
        let told = core.clone();
        blocking(core, move |_| -> Result<(), ExchangeError> {
            told.publish_outbox();
            told.publish_messages();
            Ok(())
        })
        .await?;
    }
    Ok(ImportView { done })
}

/// Gives up what is under way.
pub(crate) fn cancel(core: &Core) -> NothingView {
    lock(&core.incoming).take();
    NothingView {}
}

fn feed(
    core: &Core,
    request: &ImportPieceRequest,
    bytes: Vec<u8>,
) -> Result<Option<ImportedView>, ExchangeError> {
    core.unlocked()?;
    let incoming = lock(&core.incoming).take();
    let incoming = incoming.ok_or(ExchangeError::NotBegun)?;
    let sent = incoming.pieces.send(Piece::Bytes(bytes));
    let sent = match request.last {
        true => sent.and_then(|()| incoming.pieces.send(Piece::End)),
        false => sent,
    };
    if sent.is_ok() && !request.last {
        *lock(&core.incoming) = Some(incoming);
        return Ok(None);
    }
    // Either all is handed over, or the thread has ended and says why.
    drop(incoming.pieces);
    match incoming.taken.join() {
        Ok(taken) => taken.map(Some),
        Err(_) => Err(crate::storage::StorageError::Failed.into()),
    }
}

struct PieceReader {
    come: Receiver<Piece>,
    left: Vec<u8>,
    given: usize,
    ended: bool,
}

impl Read for PieceReader {
    fn read(&mut self, out: &mut [u8]) -> io::Result<usize> {
        while self.given == self.left.len() && !self.ended {
            match self.come.recv() {
                Ok(Piece::Bytes(bytes)) => (self.left, self.given) = (bytes, 0),
                Ok(Piece::End) => self.ended = true,
                // Given up: what came is no whole file.
                Err(_) => return Err(io::ErrorKind::ConnectionAborted.into()),
            }
        }
        let left = &self.left[self.given..];
        let taken = left.len().min(out.len());
        out[..taken].copy_from_slice(&left[..taken]);
        self.given += taken;
        Ok(taken)
    }
}

const PIECES_WAITING: usize = 1;
