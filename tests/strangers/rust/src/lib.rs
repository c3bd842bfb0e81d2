//! Other people's TUF clients, unmodified, each behind the same small command line:
//! `CLIENT ROOT METADATA_DIR TARGET_DIR METADATA_URL TARGET_URL [TARGET…]`.
//!
//! A client trusts ROOT, updates what it keeps in METADATA_DIR, downloads each TARGET into
//! TARGET_DIR, and says which versions it trusts then.

use std::path::PathBuf;

use anyhow::Context as _;
use url::Url;

/// One update, as the command line asks for it.
pub struct Update {
    /// The trusted root's bytes.
    pub root: Vec<u8>,
    /// What the client remembers between updates; it exists.
    pub metadata_dir: PathBuf,
    /// Where downloads belong; it exists.
    pub target_dir: PathBuf,
    /// Where the channel lies.
    pub metadata_url: Url,
    /// Where its application's targets lie.
    pub target_url: Url,
    /// Names of targets.
    pub targets: Vec<String>,
}

impl Update {
    /// The command line's.
    ///
    /// # Errors
    /// An argument is missing, or the root can't be read.
    pub fn from_arguments() -> anyhow::Result<Self> {
        let mut arguments = std::env::args().skip(1);
        let mut next = |name| {
            arguments
                .next()
                .with_context(|| format!("{name} is missing"))
        };
        let root = next("ROOT")?;
        Ok(Self {
            root: std::fs::read(&root).context(root)?,
            metadata_dir: next("METADATA_DIR")?.into(),
            target_dir: next("TARGET_DIR")?.into(),
            metadata_url: next("METADATA_URL")?.parse()?,
            target_url: next("TARGET_URL")?.parse()?,
            targets: arguments.collect(),
        })
    }
}

/// Says which root and which timestamp are trusted after an update.
pub fn say(root: u64, timestamp: u64) {
    println!("root {root} timestamp {timestamp}");
}
