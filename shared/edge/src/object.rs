//! One object, opened once: everything an answer says of it and sends of it comes from one handle.

use std::fs::File;
use std::io;
use std::os::unix::fs::FileExt as _;
use std::sync::Arc;
use std::time::SystemTime;

use axum::body::Body;
use bytes::Bytes;
use tokio::io::{AsyncReadExt as _, AsyncSeekExt as _};
use tokio_util::io::ReaderStream;
use wavecast_wire::object::ObjectKey;

use crate::Shelf;
use crate::facts::Facts;
use crate::tag::Tag;
use crate::tree::{self, Stamp};

/// Bytes of metadata that are hashed, well above what any client accepts.
const METADATA_BYTES: u64 = 1 << 20;
/// What is at most this long is read before the answer begins, so that a failing disk gives an
/// error and not half an answer. The rest is streamed in pieces of this size.
const PIECE: usize = 64 << 10;
/// Lengths that are compressed; below, the CDN doesn't bother, and above it isn't small text.
const COMPRESSIBLE: std::ops::RangeInclusive<u64> = 1_000..=2 << 20;

/// An open object.
pub(crate) struct Object {
    key: ObjectKey,
    file: File,
    length: u64,
    facts: Facts,
}

impl Object {
    /// Opens an object; `None` if there is none. Blocks.
    ///
    /// # Errors
    /// What the system answered, or that metadata is longer than any client would accept.
    pub(crate) fn open(shelf: &Shelf, key: ObjectKey) -> io::Result<Option<Self>> {
        let Some(file) = tree::open(&shelf.root, &key.path())? else {
            return Ok(None);
        };
        let stamp = Stamp::of(&file)?;
        let facts = match &key {
            ObjectKey::File(_, _, digest) | ObjectKey::Target(_, _, digest, _) => Facts {
                tag: Tag::of(*digest),
                poll_seconds: 0,
            },
            _ => facts(shelf, &file, stamp, key.is_mutable())?,
        };
        Ok(Some(Self {
            key,
            file,
            length: stamp.length(),
            facts,
        }))
    }

    /// The entity tag of the content.
    pub(crate) fn tag(&self) -> Tag {
        self.facts.tag
    }

    /// Bytes of the content.
    pub(crate) fn length(&self) -> u64 {
        self.length
    }

    /// The media type.
    pub(crate) fn content_type(&self) -> &'static str {
        self.key.content_type()
    }

    /// The cache header.
    pub(crate) fn cache_control(&self) -> String {
        self.key.cache_control(self.facts.poll_seconds)
    }

    /// Whether it may travel compressed: small text. Images and bundle files are compressed
    /// already, or are for the application to know.
    pub(crate) fn is_compressible(&self) -> bool {
        let kind = self.content_type();
        let text = kind.starts_with("text/") || kind.starts_with("application/json");
        text && COMPRESSIBLE.contains(&self.length)
    }

    /// All of the content, for what is known to be small. Blocks.
    pub(crate) fn read(&self) -> io::Result<Vec<u8>> {
        read(&self.file, 0, self.length)
    }

    /// `length` bytes of the content from `first` on, as the body of an answer.
    pub(crate) async fn body(self: Arc<Self>, first: u64, length: u64) -> io::Result<Body> {
        if length <= PIECE as u64 {
            let piece = tokio::task::spawn_blocking(move || read(&self.file, first, length));
            return Ok(Body::from(Bytes::from(piece.await??)));
        }
        let mut file = tokio::fs::File::from_std(self.file.try_clone()?);
        file.seek(io::SeekFrom::Start(first)).await?;
        Ok(Body::from_stream(ReaderStream::with_capacity(
            file.take(length),
            PIECE,
        )))
    }
}

/// The facts of metadata: remembered, or read from the handle that will be served.
fn facts(shelf: &Shelf, file: &File, stamp: Stamp, mutable: bool) -> io::Result<Facts> {
    if let Some(facts) = shelf.facts.recall(&stamp) {
        return Ok(facts);
    }
    if stamp.length() > METADATA_BYTES {
        let rule = format!(
            "metadata of {} bytes, above the limit of {METADATA_BYTES}",
            stamp.length()
        );
        return Err(io::Error::new(io::ErrorKind::InvalidData, rule));
    }
    let facts = Facts::of(&read(file, 0, stamp.length())?, mutable);
    shelf.facts.note(stamp, facts, SystemTime::now());
    Ok(facts)
}

fn read(file: &File, first: u64, length: u64) -> io::Result<Vec<u8>> {
    let length = usize::try_from(length).map_err(|_| io::ErrorKind::FileTooLarge)?;
    let mut bytes = vec![0; length];
    file.read_exact_at(&mut bytes, first)?;
    Ok(bytes)
}
