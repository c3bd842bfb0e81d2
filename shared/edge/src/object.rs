//! One object, opened once: everything an answer says of it and sends of it comes from one handle.

use std::fs::File;
use std::io;
use std::os::unix::fs::FileExt as _;
use std::sync::Arc;
use std::time::SystemTime;

use bytes::Bytes;
use http::HeaderValue;
use tokio::io::{AsyncReadExt as _, AsyncSeekExt as _};
use tokio_util::io::ReaderStream;
use wavecast_wire::object::ObjectKey;

use crate::Shelf;
use crate::content::Content;
use crate::facts::Facts;
use crate::reply;
use crate::tag::Tag;
use crate::tree::{self, Stamp};

/// Bytes of metadata that are hashed, well above what any client accepts.
const METADATA_BYTES: u64 = 1 << 20;
/// What is at most this long is read before the answer begins, so that a failing disk gives an
/// error and not half an answer. The rest is streamed in pieces of this size.
const PIECE: usize = 64 << 10;
/// Lengths that are compressed; below, the CDN doesn't bother, and above it isn't small text.
const COMPRESSIBLE: std::ops::RangeInclusive<u64> = 1_000..=2 << 20;

/// What an answer says of some content, whichever representation it sends.
#[derive(Clone)]
pub(crate) struct Card {
    /// The entity tag of the content.
    pub(crate) tag: Tag,
    /// The same as a header, strong and weak.
    tags: [HeaderValue; 2],
    /// Bytes of the content.
    pub(crate) length: u64,
    /// The media type.
    pub(crate) content_type: &'static str,
    /// The cache header.
    pub(crate) cache_control: HeaderValue,
    /// Whether it may travel compressed: small text. Images and bundle files are compressed
    /// already, or are for the application to know.
    pub(crate) compressible: bool,
}

/// An open object.
pub(crate) struct Object {
    file: File,
    card: Card,
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
        let object = Self {
            card: Card::of(&key, facts, stamp.length()),
            file,
        };
        if stamp.length() <= PIECE as u64 {
            object.keep(shelf, &key, stamp);
        }
        Ok(Some(object))
    }

    /// Keeps small content in memory, for those who ask next. What can't be read isn't kept: this
    /// answer may do without it, or fails by itself.
    fn keep(&self, shelf: &Shelf, key: &ObjectKey, stamp: Stamp) {
        let now = SystemTime::now();
        if stamp.is_settled(now)
            && let Ok(bytes) = self.read()
        {
            let path = key.path();
            let file = shelf.root.join(&path);
            let content = (self.card.clone(), Bytes::from(bytes));
            shelf
                .hot
                .note(format!("/{path}"), (file, stamp), content, now);
        }
    }

    /// What an answer says of it.
    pub(crate) fn card(&self) -> &Card {
        &self.card
    }

    /// All of the content, for what is known to be small. Blocks.
    pub(crate) fn read(&self) -> io::Result<Vec<u8>> {
        read(&self.file, 0, self.card.length)
    }

    /// `length` bytes of the content from `first` on, as the body of an answer.
    pub(crate) async fn body(self: Arc<Self>, first: u64, length: u64) -> io::Result<Content> {
        if length <= PIECE as u64 {
            let piece = tokio::task::spawn_blocking(move || read(&self.file, first, length));
            return Ok(Bytes::from(piece.await??).into());
        }
        let mut file = tokio::fs::File::from_std(self.file.try_clone()?);
        file.seek(io::SeekFrom::Start(first)).await?;
        let pieces = ReaderStream::with_capacity(file.take(length), PIECE);
        Ok(Content::File(Box::new(pieces), length))
    }
}

impl Card {
    /// The entity tag as a header: weak where the bytes that travel are not those that were hashed.
    pub(crate) fn etag(&self, weak: bool) -> HeaderValue {
        self.tags[usize::from(weak)].clone()
    }

    /// The card of an object's content.
    pub(crate) fn of(key: &ObjectKey, facts: Facts, length: u64) -> Self {
        let content_type = key.content_type();
        let text =
            content_type.starts_with("text/") || content_type.starts_with("application/json");
        Self {
            tag: facts.tag,
            tags: [false, true].map(|weak| facts.tag.header(weak)),
            length,
            content_type,
            cache_control: reply::header(key.cache_control(facts.poll_seconds)),
            compressible: text && COMPRESSIBLE.contains(&length),
        }
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
