//! sigstore-tuf's update, with its own HTTP repository and file store.

use anyhow::Context as _;
use jiff::Timestamp;
use sigstore_tuf::cache::FileStore;
use sigstore_tuf::client::{HttpRepository, Updater};
use wavecast_strangers::{Update, say};

#[tokio::main(flavor = "current_thread")]
async fn main() -> anyhow::Result<()> {
    let update = Update::from_arguments()?;
    let repository = HttpRepository::new(update.metadata_url.as_str())?
        .with_targets_base(update.target_url.as_str())?;
    let mut updater =
        Updater::new(repository, &update.root)?.with_store(FileStore::new(update.metadata_dir));
    updater.refresh(Timestamp::now()).await?;
    for name in &update.targets {
        let bytes = updater
            .get_target(name, Timestamp::now())
            .await
            .with_context(|| name.clone())?;
        std::fs::write(update.target_dir.join(name), bytes)?;
    }
    let trusted = updater.trusted();
    let timestamp = trusted.timestamp().context("no timestamp is trusted")?;
    say(trusted.root().version, timestamp.version);
    Ok(())
}
