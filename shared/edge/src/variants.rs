//! Compressed variants of small text, made once per content and kept in bounded memory.

use std::io::{self, Write as _};
use std::sync::{Arc, Mutex, PoisonError};

use bytes::Bytes;
use flate2::Compression;
use flate2::write::GzEncoder;
use tokio::sync::OnceCell;

use crate::generations::Generations;
use crate::object::{Card, Object};
use crate::tag::Tag;

/// Bytes of originals whose variants are kept.
const KEPT: usize = 64 << 20;

/// A variant in the making, or made; `None` inside if gzip doesn't make the content smaller.
type Variant = Arc<OnceCell<Option<Bytes>>>;

/// Gzip variants by entity tag. A tag names content, so an entry is never out of date.
pub(crate) struct Variants(Mutex<Generations<Tag, Variant>>);

impl Default for Variants {
    fn default() -> Self {
        Self(Mutex::new(Generations::new(KEPT)))
    }
}

impl Variants {
    /// The gzip variant, if it is smaller. Who asks for one in the making waits for it, so that a
    /// fleet that wakes up to a new table compresses it once.
    ///
    /// # Errors
    /// If the content can't be read; the next who asks tries again.
    pub(crate) async fn gzip(&self, object: &Arc<Object>) -> io::Result<Option<Bytes>> {
        let variant = self.entry(object);
        let reader = Arc::clone(object);
        let make =
            || async { tokio::task::spawn_blocking(move || compress(&reader.read()?)).await? };
        variant.get_or_try_init(make).await.cloned()
    }

    /// The variant of a content, if it was made: `Some(None)` if gzip doesn't make it smaller.
    pub(crate) fn made(&self, card: &Card) -> Option<Option<Bytes>> {
        let mut variants = self.0.lock().unwrap_or_else(PoisonError::into_inner);
        variants.get(&card.tag, |_| weight(card))?.get().cloned()
    }

    fn entry(&self, object: &Object) -> Variant {
        let card = object.card();
        let mut variants = self.0.lock().unwrap_or_else(PoisonError::into_inner);
        let known = variants.get(&card.tag, |_| weight(card));
        known.unwrap_or_else(|| {
            let variant = Variant::default();
            variants.insert(card.tag, Arc::clone(&variant), weight(card));
            variant
        })
    }
}

/// The original's length bounds the variant's, which isn't known before it is made.
fn weight(card: &Card) -> usize {
    usize::try_from(card.length).unwrap_or(KEPT)
}

fn compress(bytes: &[u8]) -> io::Result<Option<Bytes>> {
    let mut encoder = GzEncoder::new(Vec::with_capacity(bytes.len() / 3), Compression::default());
    encoder.write_all(bytes)?;
    let packed = encoder.finish()?;
    Ok((packed.len() < bytes.len()).then(|| Bytes::from(packed)))
}
