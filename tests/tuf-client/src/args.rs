//! The command line, as the suite's protocol has it.

use std::path::PathBuf;

use anyhow::Context as _;
use clap::{Parser, Subcommand};

use crate::client::Client;
use crate::http::Base;
use crate::store::Store;

/// Update from a plain TUF repository with Wavecast's rules of trust.
#[derive(Parser)]
pub struct Args {
    /// Where trusted metadata is kept, byte for byte, under names without versions
    #[arg(long, value_name = "DIR")]
    metadata_dir: PathBuf,
    /// Where the repository serves its metadata
    #[arg(long, value_name = "URL")]
    metadata_url: Option<String>,
    /// A target to download; may be repeated
    #[arg(long, value_name = "PATH")]
    target_name: Vec<String>,
    /// Where the repository serves its targets
    #[arg(long, value_name = "URL")]
    target_base_url: Option<String>,
    /// Where downloaded targets are kept
    #[arg(long, value_name = "DIR")]
    target_dir: Option<PathBuf>,
    #[command(subcommand)]
    command: Command,
}

#[derive(Subcommand)]
enum Command {
    /// Trust a root
    Init {
        /// The file that holds it
        root: PathBuf,
    },
    /// Update the top-level metadata
    Refresh,
    /// Update the metadata, then download the named targets
    Download,
}

/// Does what the command line says.
pub fn run(args: Args) -> anyhow::Result<()> {
    let store = Store::new(args.metadata_dir);
    if let Command::Init { root } = &args.command {
        let bytes = std::fs::read(root).with_context(|| root.display().to_string())?;
        return Client::init(&store, &bytes);
    }
    let metadata = args.metadata_url.context("--metadata-url is missing")?;
    let mut client = Client::open(store, Base::new(&metadata)?)?;
    client.refresh()?;
    if let Command::Download = args.command {
        let targets = args
            .target_base_url
            .context("--target-base-url is missing")?;
        let (targets, dir) = (
            Base::new(&targets)?,
            args.target_dir.context("--target-dir is missing")?,
        );
        for name in &args.target_name {
            client
                .download(name, &targets, &dir)
                .with_context(|| format!("target {name:?}"))?;
        }
    }
    Ok(())
}
