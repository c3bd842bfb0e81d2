//! Compressed variants of small text, made once per content and kept in bounded memory.

use std::io::{self, Write as _};
use std::sync::{Arc, Mutex, PoisonError};

use bytes::Bytes;
use flate2::Compression;
use flate2::write::GzEncoder;
use tokio::sync::OnceCell;

use crate::generations::Generations;
use crate::object::Object;
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

    fn entry(&self, object: &Object) -> Variant {
        // The original's length bounds the variant's, which isn't known before it is made.
        let weight = usize::try_from(object.length()).unwrap_or(KEPT);
        let mut variants = self.0.lock().unwrap_or_else(PoisonError::into_inner);
        variants.get(&object.tag(), |_| weight).unwrap_or_else(|| {
            let variant = Variant::default();
            variants.insert(object.tag(), Arc::clone(&variant), weight);
            variant
        })
    }
}

fn compress(bytes: &[u8]) -> io::Result<Option<Bytes>> {
    let mut encoder = GzEncoder::new(Vec::with_capacity(bytes.len() / 3), Compression::default());
    encoder.write_all(bytes)?;
    let packed = encoder.finish()?;
    Ok((packed.len() < bytes.len()).then(|| Bytes::from(packed)))
}
