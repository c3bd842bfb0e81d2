//! tough's update, with its own HTTP transport.

use anyhow::Context as _;
use tough::{Prefix, RepositoryLoader, TargetName};
use wavecast_strangers::{Update, say};

#[tokio::main(flavor = "current_thread")]
async fn main() -> anyhow::Result<()> {
    let update = Update::from_arguments()?;
    let repository = RepositoryLoader::new(&update.root, update.metadata_url, update.target_url)
        .datastore(update.metadata_dir)
        .load()
        .await?;
    for name in &update.targets {
        let target = TargetName::new(name)?;
        repository
            .save_target(&target, &update.target_dir, Prefix::None)
            .await
            .with_context(|| name.clone())?;
    }
    let root = repository.root().signed.version;
    say(root.get(), repository.timestamp().signed.version.get());
    Ok(())
}
